"""Small windows: choose one of a list, or say yes or no."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.closing import close
from emalign_tui.tui.widgets.row_list import Row, RowList


class Choose(ModalScreen[str | None]):
    """A list to choose one row from. Returns its key, or None."""

    BINDINGS = bindings("dialog")[:1]

    def __init__(self, title: str, rows: Sequence[Row], note: str = "", at: str | None = None) -> None:
        super().__init__()
        self._title, self._rows, self._note, self._at = title, rows, note, at

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = self._title
            if self._note:
                yield Static(Content(self._note), classes="muted")
            rows = RowList()
            rows.styles.height = "auto"
            rows.styles.max_height = "60h"
            yield rows
            yield Static(
                Content.assemble(("Enter", "bold $text-primary"), " choose   ", ("Esc", "bold $text-primary"), " or ",
                                 ("^x", "bold $text-primary"), " cancel"),
                classes="keys",
            )  # fmt: skip

    def on_mount(self) -> None:
        rows = self.query_one(RowList)
        rows.show(self._rows)
        rows.go_to(self._at)
        rows.focus()

    @on(RowList.OptionSelected)
    def chosen(self) -> None:
        close(self, self.query_one(RowList).key)

    def action_cancel(self) -> None:
        close(self, None)


class Confirm(ModalScreen[bool]):
    """A question with yes and no; nothing happens by accident, Enter does nothing."""

    BINDINGS = bindings("dialog")

    def __init__(self, title: str, question: Content) -> None:
        super().__init__()
        self._title, self._question = title, question

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = self._title
            yield Static(self._question)
            yield Static(
                Content.assemble(("y", "bold $text-primary"), " yes   ", ("n", "bold $text-primary"), " or ",
                                 ("Esc", "bold $text-primary"), " no"),
                classes="keys",
            )  # fmt: skip

    def action_yes(self) -> None:
        close(self, True)

    def action_cancel(self) -> None:
        close(self, False)
