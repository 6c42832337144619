"""The window that makes a run again of what is left of it: it looks, asks, and copies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from emalign_tui.lab.files import size_words
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.choose import Choose, Confirm
from emalign_tui.tui.screens.dialogs.closing import close
from emalign_tui.tui.screens.publish.remains import config_rows, question
from emalign_tui.tui.services.boundary import in_thread, sentence_of
from emalign_tui.tui.services.rescue import Found, Rebuilt, look_for_remains, rebuild
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.safe import safe

_ABOUT = (
    "A checkpoint-* folder, a folder of them, a run's folder, or its zip.\n"
    "It is only read; before anything is copied you are asked."
)


class Ended(Message):
    """A look or a recovery ended: with what came of it, or with the sentence of what stands in the way."""

    def __init__(self, came: Found | Rebuilt | None, sentence: str) -> None:
        super().__init__()
        self.came, self.sentence = came, sentence


class Recover(ModalScreen[Rebuilt | None]):
    """Returns the run that is here again, or None. place: what the line holds at first."""

    BINDINGS: ClassVar = bindings("dialog")[:1]
    AUTO_FOCUS = "Input"

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place
        self._busy = False

    def compose(self) -> ComposeResult:
        key = "bold $text-primary"
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Recover a run"
            yield Static(safe(_ABOUT))
            field = Input(self._place, placeholder="~/Downloads/checkpoint-60", max_length=4096)
            field.cursor_blink = False
            yield field
            yield Note(id="told")
            keys = (("Enter", key), " look what is left   ", ("Esc", key), " or ", ("^x", key), " close")
            yield Static(Content.assemble(*keys), classes="keys")

    @on(Input.Submitted)
    def look(self, message: Input.Submitted) -> None:
        if (place := message.value.strip()) and not self._busy:
            self._work("Looking at what is left…", lambda: look_for_remains(self.app.home, place))

    def _work(self, say: str, work: Callable[[], Found | Rebuilt]) -> None:
        self._busy = True
        self._say(safe(say, "$text-muted"))

        def guarded() -> None:
            came: list[Found | Rebuilt] = []
            sentence = sentence_of(self.app.home, lambda: came.append(work()))
            if self.is_running:
                self.post_message(Ended(came[0] if came else None, sentence))

        in_thread(self, self.app.home, guarded, "recover")

    @on(Ended)
    async def ended(self, message: Ended) -> None:
        self._busy = False
        self._say(safe(message.sentence, "$text-error"))
        if isinstance(message.came, Rebuilt):
            close(self, message.came)
        elif found := message.came:
            if found.configs:
                note = "With its config the run can be gone on with; these fit its base and rank."
                choose = Choose("Which training was it?", config_rows(found.configs), note)
                await self.app.push_screen(choose, lambda path: self._chosen(found, path))
            else:
                self._ask(found, None)

    def _chosen(self, found: Found, path: str | None) -> None:
        if path is not None:
            self._ask(found, Path(path) if path else None)

    def _ask(self, found: Found, config: Path | None) -> None:
        def answered(yes: bool | None) -> None:
            if yes:
                say = f"Copying {size_words(found.bytes)}…" if found.bytes else "Rebuilding it…"
                self._work(say, lambda: rebuild(self.app.home, found, config))

        self.app.push_screen(Confirm("Recover this run?", question(found, config)), answered)

    def _say(self, content: Content) -> None:
        self.query_one("#told", Note).show(content)

    def action_cancel(self) -> None:
        close(self, None)
