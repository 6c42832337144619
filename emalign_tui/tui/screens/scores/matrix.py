"""Models by questions: shares, intervals, and what has no score, each cell a way to its answers."""

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from emalign_tui.lab.evals.browse import EvaluationView
from emalign_tui.lab.evals.filter_line import typed_filter
from emalign_tui.lab.evals.filtering import AnswerFilter
from emalign_tui.lab.evals.scores import ModelScore
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.scores import matrix_rows as draw
from emalign_tui.tui.screens.scores.level import Beside, Deeper, Level
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.score_table import ScoreTable


class MatrixLevel(Level):
    """The table, and two lines about the cell under the cursor."""

    BINDINGS = bindings("matrix")

    def __init__(self) -> None:
        super().__init__("matrix", "Models and questions")
        self._known = False

    def compose(self) -> ComposeResult:
        yield ScoreTable()
        yield Note(id="cell")

    @property
    def table(self) -> ScoreTable:
        return self.query_one(ScoreTable)

    def clear(self) -> None:
        self._known = False

    def enter(self) -> None:
        self.screen.set_focus(self.table)

    def question(self) -> object:
        return self.opened and self.opened.definition

    def read(self, view: EvaluationView) -> tuple[list[ModelScore], list[str]]:
        assert self.opened
        return view.matrix(self.opened.definition), view.labels()

    def take(self, value: tuple[list[ModelScore], list[str]]) -> None:  # type: ignore[override]
        self._known = True
        if self.opened:
            self.opened.scores, self.opened.labels = value

    def draw(self, width: int) -> None:
        if self.opened:
            self.table.show(*draw.table(self.opened.scores))
            self._draw_cell()

    def heading(self, width: int) -> Content:
        if self.opened is None:
            return Content("")
        scores = self.opened.scores if self._known else None
        return draw.heading(self.opened.run, scores, self.opened.definition.name, width)

    @on(ScoreTable.Moved)
    def _draw_cell(self) -> None:
        score = self._score()
        if score is None or self.table.row is None:
            trouble = self.opened is not None and self.opened.trouble
            words = "the first answers come here" if self._known else "" if trouble else "reading the scores…"
            self.query_one("#cell", Note).show(Content.styled(words, "$text-disabled"))
        else:
            self.query_one("#cell", Note).show(draw.about_cell(score, self.table.row, self.size.width - 4))
        self.refresh_bindings()

    def _score(self) -> ModelScore | None:
        scores = self.opened.scores if self.opened else []
        return next((score for score in scores if score.name == self.table.column), None)

    @on(ScoreTable.Chosen)
    def open_cell(self) -> None:
        if self.opened is None:
            return
        kind, _, name = (self.table.row or "").partition(":")
        model = self.table.column
        question = name if kind == "question" else None
        label = name if kind == "label" else None
        self.opened.filter = AnswerFilter(model=model, question_id=question, label=label)
        self.opened.typed = typed_filter(self.opened.filter)
        self.opened.blind = False
        self.post_message(Deeper("answers"))

    def action_compare(self) -> None:
        self.post_message(Deeper("compare"))

    def action_plots(self) -> None:
        if self.opened:
            self.opened.filter, self.opened.typed = AnswerFilter(), ""
            self.post_message(Deeper("plots"))

    def action_own(self) -> None:
        self.post_message(Deeper("own"))

    def action_beside(self) -> None:
        if self.opened:
            self.opened.beside = Beside((self.table.row or "").partition(":")[2])
            self.post_message(Deeper("beside"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        scores = self.opened.scores if self.opened else []
        if action == "compare":
            return len(scores) > 1 or (bool(scores) and bool(self.other_evaluations))
        if action == "beside":
            return len(scores) > 1 and (self.table.row or "").startswith("question:")
        return True
