"""What leaves the chat and what comes back: the clipboard, exported files, kept conversations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from emalign_tui.lab.chat.export import exchange_text, export
from emalign_tui.lab.chat.history import MOST, list_conversations
from emalign_tui.lab.errors import LabError
from emalign_tui.tui.clipboard import copy
from emalign_tui.tui.screens.chat.desk import last_models
from emalign_tui.tui.screens.chat.history import conversation_rows
from emalign_tui.tui.screens.dialogs.choose import Choose

if TYPE_CHECKING:
    from emalign_tui.tui.screens.chat.screen import ChatScreen

_FORMS = (("md", "Markdown, to read"), ("jsonl", "JSONL, rows to train on: whole answers only"))


class Keeping:
    """Copying, exporting, and opening earlier conversations."""

    def __init__(self, screen: ChatScreen) -> None:
        self._screen = screen

    def copy_answer(self) -> None:
        turn = self._screen.here().turn
        self._copy(turn.text if turn else "")

    def copy_exchange(self) -> None:
        found = self._screen.desk.answers()
        said = [(answer.model, answer.text) for _, answer in found]
        self._copy(exchange_text(found[0][1].question, said) if found else "")

    def _copy(self, text: str) -> None:
        screen = self._screen
        screen.say(copy(screen.app, screen.app.home, text) if text else "There is no answer to copy yet.")

    def export(self) -> None:
        rows = [(form, Content(about)) for form, about in _FORMS]
        self._screen.app.push_screen(Choose("Export the conversation", rows), self._export)

    def _export(self, form: str | None) -> None:
        if not form:
            return
        screen = self._screen
        try:
            threads = [side.thread for side in screen.desk.sides]
            screen.say(f"Written: {export(screen.app.home, screen.desk.transcript, threads, form)}")
        except LabError as error:
            screen.say(str(error))

    def history(self) -> None:
        screen = self._screen
        rows = conversation_rows(list_conversations(screen.app.home), 66)
        if not rows:
            screen.say("No conversation was kept yet.")
            return
        note = "Newest first. What you ask then goes into the same file."
        if len(rows) == MOST:
            note = f"The newest {MOST}; all are in results/chat. What you ask then goes into the same file."
        screen.app.push_screen(Choose("Conversations", rows, note), self._open)

    async def _open(self, name: str | None) -> None:
        if not name:
            return
        screen = self._screen
        path = screen.app.home.results / "chat" / name
        try:
            threads, lasts = last_models(path)
        except LabError as error:
            screen.say(str(error))
            return
        screen.desk.stop()
        await screen.set_panes(len(threads))
        for side, last in zip(screen.desk.sides, lasts, strict=True):
            screen.set_model(side, last.model)
            side.place = last.pane
        screen.desk.open(threads, path)
        screen.pace()
