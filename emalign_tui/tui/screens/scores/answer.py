"""One answer in full: question, answer, what the judge said token by token, and one's own label and note."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from emalign_tui.lab.chat.client import ChatMessage
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.annotations import set_label, set_note
from emalign_tui.lab.evals.browse import AnswerRow, EvaluationView
from emalign_tui.lab.evals.openings import openings
from emalign_tui.lab.evals.replies import JudgeReply
from emalign_tui.tui.clipboard import copy
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.scores import answer_text as draw
from emalign_tui.tui.screens.scores.level import Again, Beside, Deeper, Level
from emalign_tui.tui.services.boundary import Trouble
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.text_scroll import TextScroll
from emalign_tui.tui.wishes import ChatWith


class Kept(Message):
    """A label or a note is in the file. row: the answer with it."""

    def __init__(self, row: AnswerRow) -> None:
        super().__init__()
        self.row = row


class AnswerLevel(Level):
    """The text, and the line in which a note is typed."""

    BINDINGS = bindings("answer", "unblind")

    def __init__(self) -> None:
        super().__init__("answer", "One answer")
        self._replies: list[JudgeReply] = []
        self._of = ""
        self._openings: tuple[str, dict[str, list[ChatMessage]]] = ("", {})  # of a run, by question

    def compose(self) -> ComposeResult:
        with TextScroll():
            yield Note(id="full")
        field = Input(placeholder="your note; Enter keeps it, an empty one is taken back", id="note", max_length=2000)
        field.cursor_blink = False
        yield field

    def enter(self) -> None:
        self.remove_class("writing")
        self.screen.set_focus(self.query_one(TextScroll))

    def question(self) -> object:
        return self.opened and self.opened.answer and self.opened.answer.answer_id

    def read(self, view: EvaluationView) -> tuple[str, list[JudgeReply]]:
        answer = self.opened.answer if self.opened else None
        if self.opened and self._openings[0] != self.opened.run.id:
            self._openings = self.opened.run.id, {}
            try:
                self._openings = self.opened.run.id, _openings(view.folder)
            except LabError as error:  # the answers can be read all the same
                self.post_message(Trouble(str(error)))
        return (answer.answer_id, view.replies(answer.answer_id)) if answer else ("", [])

    def take(self, value: tuple[str, list[JudgeReply]]) -> None:  # type: ignore[override]
        self._of, self._replies = value

    def draw(self, width: int) -> None:
        if self.opened and self.opened.answer:
            mine = self._replies if self._of == self.opened.answer.answer_id else None
            text = draw.full_answer(self.opened.answer, self._opening, mine, width, blind=self.opened.blind)
            self.query_one("#full", Note).show(text)
            place = self.opened.place
            self.border_title = f"Answer {place[0]:,} of {place[1]:,}" if place else "One answer"

    @property
    def _opening(self) -> list[ChatMessage]:
        """What was said before the question."""
        run, found = self._openings
        if self.opened is None or self.opened.answer is None or self.opened.run.id != run:
            return []
        return found.get(self.opened.answer.question_id, [])

    def heading(self, width: int) -> Content:
        words = (("m", "misaligned"), ("a", "aligned"), ("i", "incoherent"), ("x", "unsure"), ("u", "no label"))
        keys = [Content.assemble((key, "bold $text-primary"), (f" {word}", "$text-muted")) for key, word in words]
        return Content.styled("your label: ", "$text-muted") + Content("   ").join(keys)

    def show_beginning(self) -> None:
        self.query_one(TextScroll).scroll_home(animate=False)

    def action_blind(self, blind: bool) -> None:
        if self.opened:
            self.opened.hide(blind=blind)
            self.post_message(Again())

    # one's own judgment: written at once, in the order of the keys, so that the lab may be left right after it

    def action_label(self, label: str) -> None:
        if self.opened and self.opened.answer is None:  # a page is being turned: not a label for what one has left
            self.notify("The next answer is being read; label it when it is there.", markup=False, timeout=3)
        elif self.opened and self.opened.answer:
            row, blind = self.opened.answer, self.opened.blind

            def write(folder: Path) -> AnswerRow:
                set_label(folder, row.answer_id, label, blind=blind)
                return msgspec.structs.replace(row, own=label)

            self._keep(write)

    def action_note(self) -> None:
        if self.opened and self.opened.answer:
            self.add_class("writing")
            field = self.query_one("#note", Input)
            field.value = self.opened.answer.note
            self.screen.set_focus(field)

    @property
    def writing(self) -> bool:
        return self.has_class("writing")

    def leave_note(self) -> None:
        self.enter()

    @on(Input.Submitted, "#note")
    def take_note(self, message: Input.Submitted) -> None:
        message.stop()
        if self.opened and self.opened.answer:
            row = self.opened.answer

            def write(folder: Path) -> AnswerRow:
                return msgspec.structs.replace(row, note=set_note(folder, row.answer_id, message.value))

            self._keep(write)
        self.leave_note()

    def _keep(self, write: Callable[[Path], AnswerRow]) -> None:
        if self.opened:
            try:
                self.opened.answer = write(Path(self.opened.run.path))
            except LabError as error:
                self.notify(str(error), severity="error", markup=False)
                return
            self.post_message(Kept(self.opened.answer))

    # elsewhere

    def action_beside(self) -> None:
        if self.opened and self.opened.answer:
            row = self.opened.answer
            self.opened.beside = Beside(row.question_id, answer_id=row.answer_id)
            self.post_message(Deeper("beside"))

    async def action_chat(self) -> None:
        if self.opened and self.opened.answer:
            first = self.opened.scores[0].name if self.opened.scores else self.opened.answer.model
            wish = ChatWith(first, self.opened.answer.model, self.opened.answer.question, self._opening)
            await self.app.visit("chat", wish)

    def action_copy(self) -> None:
        if self.opened and self.opened.answer:
            self.notify(copy(self.app, self.app.home, self.opened.answer.answer), markup=False, timeout=4)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        blind = self.opened is not None and self.opened.blind
        if action == "blind":
            return blind and parameters[0] is False
        if action == "beside":
            return not blind and self.opened is not None and len(self.opened.scores) > 1
        return not blind if action == "chat" else True


def _openings(folder: Path) -> dict[str, list[ChatMessage]]:
    return {
        question: [ChatMessage(each["role"], each["content"]) for each in messages]  # type: ignore[arg-type]
        for question, messages in openings(folder).items()
    }
