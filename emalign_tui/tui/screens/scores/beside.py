"""The models' answers to one question next to each other, sample by sample."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content

from emalign_tui.lab.evals.browse import AnswerRow, EvaluationView
from emalign_tui.lab.sanitize import one_line
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.home.rows import short_id
from emalign_tui.tui.screens.scores.answer_rows import score_cell
from emalign_tui.tui.screens.scores.level import Again, Beside, Level
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.safe import LONGEST, fit, line, safe, wrap
from emalign_tui.tui.widgets.text_scroll import TextScroll

COLUMN = 34  # cells of the narrowest column
GAP = " │ "


class BesideLevel(Level):
    """As many models as fit, from the first that is asked for."""

    BINDINGS = bindings("beside")

    def __init__(self) -> None:
        super().__init__("beside", "Side by side")
        self._rows: list[AnswerRow] = []
        self._most = 0
        self._first = 0

    def compose(self) -> ComposeResult:
        with TextScroll():
            yield Note(id="columns")

    def clear(self) -> None:
        self._rows, self._most, self._first = [], 0, 0

    def enter(self) -> None:
        self.screen.set_focus(self.query_one(TextScroll))

    def question(self) -> object:
        return self.opened and self.opened.beside

    def read(self, view: EvaluationView) -> tuple[list[AnswerRow], int, int]:
        assert self.opened
        wanted = self.opened.beside
        return view.beside(wanted.question, wanted.number, wanted.answer_id)

    def take(self, value: tuple[list[AnswerRow], int, int]) -> None:  # type: ignore[override]
        self._rows, number, self._most = value
        if self.opened:
            self.opened.beside = Beside(self.opened.beside.question, number)

    def draw(self, width: int) -> None:
        fitting = max((width + len(GAP)) // (COLUMN + len(GAP)), 1)
        self._first = min(self._first, max(len(self._rows) - fitting, 0))
        shown = self._rows[self._first : self._first + fitting]
        reading = Content.styled("reading the answers…", "$text-disabled")
        self.query_one("#columns", Note).show(side_by_side(shown, width) if self._most else reading)

    def heading(self, width: int) -> Content:
        if self.opened is None:
            return Content("")
        more = f"   {len(self._rows)} models, h and l show the others" if self._hidden(width) else ""
        number = f"   sample {self.opened.beside.number + 1:,} of {self._most:,}{more}" if self._most else ""
        return Content.assemble(safe(one_line(self.opened.beside.question, 40), "bold"), (number, "$text-muted"))

    def _hidden(self, width: int) -> bool:
        return len(self._rows) * (COLUMN + len(GAP)) > width + len(GAP)

    def action_move(self, by: int) -> None:
        if self.opened and 0 <= self.opened.beside.number + by < self._most:
            self.opened.beside = Beside(self.opened.beside.question, self.opened.beside.number + by)
            self.query_one(TextScroll).scroll_home(animate=False)
            self.post_message(Again())

    def action_shift(self, by: int) -> None:
        self._first = min(max(self._first + by, 0), max(len(self._rows) - 1, 0))
        self.post_message(Again())


def side_by_side(rows: Sequence[AnswerRow], width: int) -> Content:
    """Each answer in a column of its own, under its model and scores. A question that all were asked stands above."""
    if not rows:
        return Content.styled("no model has this sample yet", "$text-disabled")
    size = (width - len(GAP) * (len(rows) - 1)) // len(rows)
    asked = list(dict.fromkeys(row.question for row in rows))
    head: list[Content] = [safe(asked[0], "$text-primary"), Content("")] if len(asked) == 1 else []
    columns = [_column(row, size, own_question=len(asked) > 1) for row in rows]
    height = max(len(column) for column in columns)
    blank = Content(" " * size)
    gap = Content.styled(GAP, "$text-disabled")
    lines = [gap.join([column[y] if y < len(column) else blank for column in columns]) for y in range(height)]
    return Content("\n").join([*head, *lines])


def _column(row: AnswerRow, width: int, *, own_question: bool) -> list[Content]:
    said = [(metric, score_cell(row, metric, 9).rstrip()) for metric in row.judgments]
    scores = [Content.styled(f"{metric} ", "$text-muted") + cell for metric, cell in said]
    facts = Content("  ").join(scores).truncate(width, ellipsis=True)
    lines = [line(short_id(row.model), width, "bold"), facts.pad_right(max(width - facts.cell_length, 0))]
    lines.append(Content.styled(fit(f"you say {row.own}" if row.own else "", width), "$text-muted"))
    lines.append(Content(" " * width))
    if own_question:
        lines += [Content.styled(fit(text, width), "$text-primary") for text in wrap(row.question[:LONGEST], width)]
        lines.append(Content(" " * width))
    return lines + [Content(fit(text, width)) for text in wrap(row.answer[:LONGEST], width)]
