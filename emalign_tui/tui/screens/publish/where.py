"""The window that asks for a place: the repository to push to, or what to look into."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.closing import close
from emalign_tui.tui.widgets.safe import safe


class Where(ModalScreen[str | None]):
    """Returns what was typed, or None. about: above the line; enter: what the Enter key does."""

    BINDINGS = bindings("dialog")[:1]
    AUTO_FOCUS = "Input"

    def __init__(self, title: str, about: str, enter: str, value: str = "") -> None:
        super().__init__()
        self._title, self._about, self._enter, self._value = title, about, enter, value

    def compose(self) -> ComposeResult:
        key = "bold $text-primary"
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = self._title
            yield Static(safe(self._about))
            field = Input(self._value, max_length=4096)
            field.cursor_blink = False
            yield field
            keys = (("Enter", key), f" {self._enter}   ", ("Esc", key), " or ", ("^x", key), " cancel")
            yield Static(Content.assemble(*keys), classes="keys")

    @on(Input.Submitted)
    def typed(self, message: Input.Submitted) -> None:
        if message.value.strip():
            close(self, message.value.strip())

    def action_cancel(self) -> None:
        close(self, None)
