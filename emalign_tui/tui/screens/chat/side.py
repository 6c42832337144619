"""One side of the chat: its model, its conversation, and the answer that is coming in."""

from pathlib import Path

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from emalign_tui.lab.chat.client import ChatMessage, ChatParams
from emalign_tui.lab.paths import Home
from emalign_tui.tui.services.stream import Answer
from emalign_tui.tui.widgets.chat_pane import ChatPane
from emalign_tui.tui.widgets.marks import role_mark, role_style
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.safe import line


class Side(Vertical):
    """A pane with a model. It holds the conversation as messages, the way it is sent."""

    def __init__(self, id: str) -> None:
        super().__init__(id=id, classes="side panel")
        self.model = "mini"
        self.role: str | None = "base"
        self.label = "mini"
        self.messages: list[ChatMessage] = []
        self.answer: Answer | None = None
        self._drawn = ""

    def compose(self) -> ComposeResult:
        yield Note(classes="name")
        yield ChatPane()

    @property
    def pane(self) -> ChatPane:
        return self.query_one(ChatPane)

    @property
    def busy(self) -> bool:
        return self.answer is not None

    def take_model(self, model: str, label: str, role: str | None) -> None:
        """Change the model. The conversation begins anew: an answer belongs to one model."""
        if model != self.model:
            self.clear()
        self.model, self.label, self.role = model, label, role
        self.draw_name()

    def on_resize(self) -> None:
        self.draw_name()

    def draw_name(self) -> None:
        mark, role = role_mark(self.role), self.role or "other"
        room = max(self.size.width - len(role) - 8, 8)
        name = Content.assemble(mark, " ", line(self.label, room, "bold"), " ", (role, role_style(self.role)))
        self.query_one(".name", Note).show(name)

    def clear(self) -> None:
        self.stop()
        self.messages = []
        self.pane.clear()

    def ask(self, home: Home, question: str, params: ChatParams, transcript: Path) -> None:
        """Put a question and begin the answer."""
        self.messages.append(ChatMessage("user", question))
        self.pane.add("user", question)
        self.answer = Answer(home, self.model, list(self.messages), params, transcript)
        self._drawn = ""
        self.pane.add("answer", "…")
        self.answer.start()

    def stop(self) -> None:
        """Keep what has come, marked as stopped."""
        if self.answer is not None:
            if not self.answer.finished:
                self.answer.stop()
            self.tick()

    def tick(self) -> None:
        """Draw what has come since the last look, and settle a finished answer."""
        answer = self.answer
        if answer is None:
            return
        finished = answer.finished or answer.stopped  # looked at first: text that comes later is drawn by the next tick
        shown = answer.text or f"… {answer.status}"
        if shown != self._drawn:
            self._drawn = shown
            self.pane.replace_last(shown)
        if finished:
            self._settle(answer)

    def _settle(self, answer: Answer) -> None:
        self.answer = None
        if not answer.text:
            self.pane.replace_last("")
            self.messages.pop()
        else:
            self.messages.append(ChatMessage("assistant", answer.text))
        if answer.error:
            self.pane.add("error", answer.error + (" What is above is only part of the answer." if answer.text else ""))
        elif answer.stopped:
            self.pane.add("note", "stopped")
        elif answer.finish_reason == "length":
            self.pane.add("note", f"cut at {answer.params.max_tokens} tokens")
        elif not answer.text:
            self.pane.add("note", "the model said nothing")
        self.pane.settle()
