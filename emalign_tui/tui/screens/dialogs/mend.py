"""What the lab would do about a finding: shown first, done only when a person says so."""

from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.closing import close
from emalign_tui.tui.widgets.safe import safe

Wish = tuple[Literal["do", "copy"], str]  # and the secret, when the action asks for one


class Mend(ModalScreen[Wish | None]):
    """Returns what is wanted: to do it, with what was typed, or to copy the command instead. None changes nothing.

    what: the sentence of what would be done. by_hand: the command or sentence for doing it oneself. secret: whether
    the action needs something typed, which is masked.
    """

    BINDINGS = bindings("dialog", "mend")
    AUTO_FOCUS = "Input"

    def __init__(self, title: str, what: str, by_hand: str, *, secret: bool) -> None:
        super().__init__()
        self._title, self._what, self._by_hand, self._secret = title, what, by_hand, secret

    def compose(self) -> ComposeResult:
        key = "bold $text-primary"
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = f"Mend: {self._title}"
            parts = [safe(self._what, "bold")]
            if self._by_hand:
                parts += [Content(""), Content.styled("By hand", "$text-secondary"), safe(self._by_hand)]
            yield Static(Content("\n").join(parts))
            if self._secret:
                field = Input(password=True, placeholder="paste it here; only dots are shown", max_length=4096)
                field.cursor_blink = False
                yield field
                keys = Content.assemble(("Enter", key), " do it   ", ("^y", key), " copy what to do by hand   ")
            else:
                keys = Content.assemble(("y", key), " do it   ", ("c", key), " copy what to do by hand   ")
            yield Static(keys + Content.assemble(("Esc", key), " or ", ("^x", key), " cancel"), classes="keys")

    @on(Input.Submitted)
    def typed(self, message: Input.Submitted) -> None:
        if message.value.strip():
            close(self, ("do", message.value.strip()))

    def action_yes(self) -> None:
        if not self._secret:
            close(self, ("do", ""))

    def action_copy(self) -> None:
        close(self, ("copy", ""))

    def action_cancel(self) -> None:
        close(self, None)
