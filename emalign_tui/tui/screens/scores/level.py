"""What the levels of the Scores room share: the evaluation that is open, and how a level reads and draws."""

from __future__ import annotations

import msgspec
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message

from emalign_tui.lab.evals.browse import AnswerRow, EvaluationView
from emalign_tui.lab.evals.definitions import OFFICIAL, Definition
from emalign_tui.lab.evals.filter_line import typed_filter
from emalign_tui.lab.evals.filtering import AnswerFilter
from emalign_tui.lab.evals.scores import ModelScore
from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.tui.services.evaluation import EvaluationReader


class Beside(msgspec.Struct, frozen=True):
    """Answers to one question: each model's `number`-th, or, where an answer is named, the ones of its number."""

    question: str
    number: int = 0
    answer_id: str = ""


class Opened:
    """The open evaluation, and where its reader is in it.

    scores, labels: as the matrix read them last. filter: of the answers, as typed in `typed`. blind: models and the
    judge's scores are hidden. answer: the one that is shown in full, None while the next is read. place: its number
    among the answers that pass the filter, from 1, and how many those are; None when it is no longer among them.
    beside: what is shown side by side. others: evaluations whose models are compared with this one's. trouble: why it
    cannot be read, "" when it can.
    """

    def __init__(self, run: RunInfo) -> None:
        self.run = run
        self.reader = EvaluationReader(run.path)
        self.definition: Definition = OFFICIAL
        self.scores: list[ModelScore] = []
        self.labels: list[str] = []
        self.filter, self.typed = AnswerFilter(), ""
        self.blind = False
        self.answer: AnswerRow | None = None
        self.place: tuple[int, int] | None = None
        self.beside = Beside("")
        self.others: list[RunInfo] = []
        self.trouble = ""

    @property
    def questions(self) -> list[str]:
        return list(dict.fromkeys(cell.question_id for score in self.scores for cell in score.by_question))

    def hide(self, *, blind: bool) -> None:
        """Hide or show models and scores. What a filter says about them is taken out of it when they are hidden."""
        self.blind = blind
        if blind:
            kept = self.filter
            self.filter = AnswerFilter(question_id=kept.question_id, own=kept.own, text=kept.text)
            self.typed = typed_filter(self.filter)


class Deeper(Message):
    """Go to a level; Back returns from it."""

    def __init__(self, level: str) -> None:
        super().__init__()
        self.level = level


class Again(Message):
    """Read this level again now: what it asks for has changed."""


class Level(Vertical):
    """One depth of the room. Its id names it. `read` runs in a thread; everything else where the screen draws."""

    def __init__(self, id: str, title: str) -> None:
        super().__init__(id=id, classes="panel")
        self.border_title = title
        self.opened: Opened | None = None

    @property
    def other_evaluations(self) -> list[RunInfo]:
        """The home's evaluations but the open one."""
        mine = self.opened.run.id if self.opened else ""
        return [run for run in self.app.snapshot.runs if run.kind == "eval" and run.id != mine]

    def clear(self) -> None:
        """Forget what was read: something else is asked for now."""

    def enter(self) -> None:
        """Take the focus."""

    def question(self) -> object:
        """What `read` will look for; the same again is read again only when the files have grown."""

    def read(self, view: EvaluationView) -> object:
        """Look for it. Whatever comes is handed to `take`."""

    def take(self, value: object) -> None:
        """What was read."""

    def draw(self, width: int) -> None:
        """Draw what was read, in `width` cells."""

    def heading(self, width: int) -> Content:
        """The line over the panel."""
        return Content("")
