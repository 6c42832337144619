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
from emalign_tui.tui.widgets.whole_paste import WholePaste

Wish = tuple[Literal["do", "copy"], str]  # and the secret, when the action asks for one


class Field(WholePaste):
    """A line that takes only what the terminal pastes: Textual's ^v would give back what the lab itself copied."""

    def action_paste(self) -> None:
        self.notify("Use your terminal's own paste key, as in any other program.", markup=False, timeout=4)


class Mend(ModalScreen[Wish | None]):
    """Returns what is wanted: to do it, with what was typed, or to copy the command instead. None changes nothing.

    what: the sentence of what would be done. by_hand: the command or sentence for doing it oneself. asks: what the
    action needs typed, as in Action: a secret is masked.
    """

    BINDINGS = bindings("dialog", "mend")
    AUTO_FOCUS = "Input"

    def __init__(self, title: str, what: str, by_hand: str, *, asks: str) -> None:
        super().__init__()
        self._title, self._what, self._by_hand, self._asks = title, what, by_hand, asks

    def compose(self) -> ComposeResult:
        key = "bold $text-primary"
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = f"Mend: {self._title}"
            parts = [safe(self._what, "bold")]
            if self._by_hand:
                parts += [Content(""), Content.styled("By hand", "$text-secondary"), safe(self._by_hand)]
            yield Static(Content("\n").join(parts))
            if self._asks != "none":
                secret = self._asks == "secret"
                told = "paste it here; only dots are shown" if secret else "paste it with your terminal's own paste key"
                field = Field(password=secret, placeholder=told, max_length=4096)
                field.cursor_blink = False
                yield field
            do, copy = ("Enter", "^y") if self._asks != "none" else ("y", "c")
            keys = Content.assemble((do, key), " do it   ")
            if self._by_hand:
                keys += Content.assemble((copy, key), " copy what to do by hand   ")
            yield Static(keys + Content.assemble(("Esc", key), " or ", ("^x", key), " cancel"), classes="keys")

    @on(Input.Submitted)
    def typed(self, message: Input.Submitted) -> None:
        if message.value.strip():
            close(self, ("do", message.value.strip()))

    def action_yes(self) -> None:
        if self._asks == "none":
            close(self, ("do", ""))

    def action_copy(self) -> None:
        if self._by_hand:
            close(self, ("copy", ""))

    def action_cancel(self) -> None:
        close(self, None)
