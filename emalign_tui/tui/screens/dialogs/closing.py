"""Closing a dialog once."""

from typing import TypeVar

from textual.screen import ModalScreen

T = TypeVar("T")


def close(dialog: ModalScreen[T], result: T) -> None:
    """Dismiss a dialog with its result; a second key press that was on its way already finds it gone."""
    if dialog.is_current:
        dialog.dismiss(result)
