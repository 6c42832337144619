"""One answer in full: question, answer, what the judge said token by token, and one's own label and note."""

from collections.abc import Callable
from pathlib import Path

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from emalign_tui.lab.evals.annotations import set_label, set_note
from emalign_tui.lab.evals.browse import AnswerRow, EvaluationView
from emalign_tui.lab.evals.replies import JudgeReply
from emalign_tui.tui.clipboard import copy
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.scores import answer_text as draw
from emalign_tui.tui.screens.scores.level import Again, Beside, Deeper, Level
from emalign_tui.tui.services.boundary import in_thread
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.text_scroll import TextScroll
from emalign_tui.tui.wishes import ChatWith


class Move(Message):
    """Show the answer before or after."""

    def __init__(self, by: int) -> None:
        super().__init__()
        self.by = by


class Kept(Message):
    """A label or a note is written. row: the answer with it."""

    def __init__(self, row: AnswerRow) -> None:
        super().__init__()
        self.row = row


class AnswerLevel(Level):
    """The text, and the line in which a note is typed."""

    BINDINGS = bindings("answer")

    def __init__(self) -> None:
        super().__init__("answer", "One answer")
        self._replies: list[JudgeReply] = []
        self._of = ""

    def compose(self) -> ComposeResult:
        with TextScroll():
            yield Note(id="full")
        field = Input(placeholder="your note; Enter keeps it, an empty one is taken back", id="note", max_length=2000)
        field.cursor_blink = False
        yield field

    def enter(self) -> None:
        self.remove_class("writing")
        self.query_one(TextScroll).focus()

    def question(self) -> object:
        return self.opened and self.opened.answer and self.opened.answer.answer_id

    def read(self, view: EvaluationView) -> tuple[str, list[JudgeReply]]:
        answer = self.opened.answer if self.opened else None
        if answer and answer.answer_id == self._of and self._replies:
            return self._of, self._replies
        return (answer.answer_id, view.replies(answer.answer_id)) if answer else ("", [])

    def take(self, value: tuple[str, list[JudgeReply]]) -> None:  # type: ignore[override]
        self._of, self._replies = value

    def draw(self, width: int) -> None:
        if self.opened and self.opened.answer:
            mine = self._replies if self._of == self.opened.answer.answer_id else []
            text = draw.full_answer(self.opened.answer, mine, width, blind=self.opened.blind)
            self.query_one("#full", Note).show(text)

    def heading(self, width: int) -> Content:
        words = (("m", "misaligned"), ("a", "aligned"), ("i", "incoherent"), ("x", "unsure"), ("u", "no label"))
        keys = [Content.assemble((key, "bold $text-primary"), (f" {word}", "$text-muted")) for key, word in words]
        return Content.styled("your label: ", "$text-muted") + Content("   ").join(keys)

    def action_move(self, by: int) -> None:
        self.query_one(TextScroll).scroll_home(animate=False)
        self.post_message(Move(by))

    def action_blind(self) -> None:
        if self.opened:
            self.opened.hide(blind=False)
            self.post_message(Again())

    # one's own judgment

    def action_label(self, label: str) -> None:
        if self.opened and self.opened.answer:
            row, blind = self.opened.answer, self.opened.blind
            self._keep(
                lambda folder: set_label(folder, row.answer_id, label, blind=blind),
                msgspec.structs.replace(row, own=label),
            )

    def action_note(self) -> None:
        if self.opened and self.opened.answer:
            self.add_class("writing")
            field = self.query_one("#note", Input)
            field.value = self.opened.answer.note
            field.focus()

    @property
    def writing(self) -> bool:
        return self.has_class("writing")

    def leave_note(self) -> None:
        self.enter()

    @on(Input.Submitted, "#note")
    def take_note(self, message: Input.Submitted) -> None:
        message.stop()
        if self.opened and self.opened.answer:
            row, note = self.opened.answer, message.value.strip()
            self._keep(lambda folder: set_note(folder, row.answer_id, note), msgspec.structs.replace(row, note=note))
        self.leave_note()

    def _keep(self, write: Callable[[Path], object], row: AnswerRow) -> None:
        """Write it down, and show it when it is written: what is on the screen is in the file."""
        opened = self.opened
        if opened is None:
            return

        def work() -> None:
            write(Path(opened.run.path))
            self.post_message(Kept(row))

        in_thread(self, self.app.home, work, "annotation")

    @on(Kept)
    def _show_kept(self, message: Kept) -> None:
        if self.opened and self.opened.answer and self.opened.answer.answer_id == message.row.answer_id:
            self.opened.answer = message.row
            self.post_message(Again())

    # elsewhere

    def action_beside(self) -> None:
        if self.opened and self.opened.answer:
            row = self.opened.answer
            self.opened.beside = Beside(row.question_id, answer_id=row.answer_id)
            self.post_message(Deeper("beside"))

    async def action_chat(self) -> None:
        if self.opened and self.opened.answer:
            first = self.opened.scores[0].name if self.opened.scores else self.opened.answer.model
            wish = ChatWith(first, self.opened.answer.model, self.opened.answer.question)
            await self.app.visit("chat", wish)

    def action_copy(self) -> None:
        if self.opened and self.opened.answer:
            self.notify(copy(self.app, self.app.home, self.opened.answer.answer), markup=False, timeout=4)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("chat", "beside", "blind"):
            return bool(self.opened and self.opened.blind) == (action == "blind")
        return True
