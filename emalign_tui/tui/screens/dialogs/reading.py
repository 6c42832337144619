"""A window to read in: text that is there, or that work in a thread brings."""

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Static

from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.closing import close
from emalign_tui.tui.services.boundary import in_thread, sentence_of
from emalign_tui.tui.widgets.safe import safe
from emalign_tui.tui.widgets.text_scroll import TextScroll


class Brought(Message):
    """What the work brought, or the sentence of what went wrong."""

    def __init__(self, content: Content) -> None:
        super().__init__()
        self.content = content


class Reading(ModalScreen[None]):
    """work: blocks in a thread; `waiting` is shown until it is done. Closing the window does not wait for it."""

    BINDINGS = bindings("dialog")[:1]

    def __init__(self, title: str, content: Content, work: Callable[[], Content] | None = None) -> None:
        super().__init__()
        self._title, self._content, self._work = title, content, work

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = self._title
            with TextScroll(id="reading") as body:
                body.styles.height = "auto"
                body.styles.max_height = "70vh"
                yield Static(self._content, id="read")
            yield Static(self.keys(), classes="keys")

    def keys(self) -> Content:
        """What can be pressed here."""
        return Content.assemble(("Esc", "bold $text-primary"), " closes")

    def on_mount(self) -> None:
        self.query_one("#reading").focus()
        if self._work:
            self.bring(self._work)

    def bring(self, work: Callable[[], Content]) -> None:
        """Show what this work brings when it is done."""

        def guarded() -> None:
            found = list[Content]()
            error = sentence_of(self.app.home, lambda: found.append(work()))
            if self.is_running:
                self.post_message(Brought(found[0] if found else safe(error, "$text-error")))

        in_thread(self, self.app.home, guarded, "reading")

    @on(Brought)
    def show(self, message: Brought) -> None:
        self.query_one("#read", Static).update(message.content)

    def action_cancel(self) -> None:
        close(self, None)
