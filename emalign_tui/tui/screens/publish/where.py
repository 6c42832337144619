"""The window that asks for the repository to push to."""

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
    """Returns ORG/NAME or a name alone, or None."""

    BINDINGS = bindings("dialog")[:1]
    AUTO_FOCUS = "Input"

    def __init__(self, what: str, name: str) -> None:
        super().__init__()
        self._what, self._suggested = what, name

    def compose(self) -> ComposeResult:
        key = "bold $text-primary"
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Push to the Hub"
            yield Static(
                safe(f"{self._what}\nORG/NAME, or a name of your own. It is made private; nothing is sent yet.")
            )
            field = Input(self._suggested, max_length=200)
            field.cursor_blink = False
            yield field
            keys = Content.assemble(
                ("Enter", key), " look whether it can be pushed   ", ("Esc", key), " or ", ("^x", key)
            )
            yield Static(keys + Content(" cancel"), classes="keys")

    @on(Input.Submitted)
    def typed(self, message: Input.Submitted) -> None:
        if message.value.strip():
            close(self, message.value.strip())

    def action_cancel(self) -> None:
        close(self, None)
