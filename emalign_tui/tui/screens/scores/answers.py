"""The answers of an evaluation: sorted, filtered, grouped, a page at a time."""

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.browse import AnswerGroup, EvaluationView, Page
from emalign_tui.lab.evals.filtering import AnswerFilter, Group, Sort
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.scores import answer_rows as draw
from emalign_tui.tui.screens.scores.filters import parse_filter
from emalign_tui.tui.screens.scores.level import Again, Beside, Deeper, Level
from emalign_tui.tui.services.evaluation import PAGE
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import RowList
from emalign_tui.tui.widgets.safe import fit

SORTS: tuple[Sort, ...] = ("order", "aligned", "coherent", "question", "model")
GROUPS: tuple[Group | None, ...] = (None, "question", "model", "label")
TYPE_HERE = "words  model:NAME  question:ID  label:REFUSAL  own:any  aligned<30  coherent>50"


class AnswersLevel(Level):
    """The list, and the line in which a filter is typed."""

    BINDINGS = bindings("answers")

    def __init__(self) -> None:
        super().__init__("answers", "Answers")
        self.page: Page | None = None
        self._groups: list[AnswerGroup] = []
        self._sort: Sort = "order"
        self._descending = False
        self._group: Group | None = None
        self._offset = 0

    def compose(self) -> ComposeResult:
        yield Note(classes="head")
        yield RowList()
        field = Input(placeholder=TYPE_HERE, id="filter")
        field.cursor_blink = False
        yield field

    @property
    def list(self) -> RowList:
        return self.query_one(RowList)

    def enter(self) -> None:
        self.remove_class("filtering")
        self.list.focus()

    def clear(self) -> None:
        self.page, self._offset = None, 0

    def question(self) -> object:
        opened = self.opened
        return opened and (opened.filter, opened.blind, self._sort, self._descending, self._group, self._offset)

    def read(self, view: EvaluationView) -> tuple[Page, "list[AnswerGroup]"]:
        assert self.opened
        wanted, blind = self.opened.filter, self.opened.blind
        group = None if blind else self._group
        page = view.answers(
            wanted,
            sort="shuffled" if blind else self._sort,
            descending=self._descending and not blind,
            group=group,
            offset=self._offset,
            limit=PAGE,
        )
        return page, view.groups(wanted, group) if group else []

    def take(self, value: tuple[Page, "list[AnswerGroup]"]) -> None:  # type: ignore[override]
        self.page, self._groups = value
        shown = self.opened.answer if self.opened else None
        for row in self.page.rows:
            if self.opened and shown and row.answer_id == shown.answer_id:
                self.opened.answer = row

    def draw(self, width: int) -> None:
        if self.opened is None or self.page is None:
            return
        blind = self.opened.blind
        group = None if blind else self._group
        shown = draw.columns(self.opened.filter, group, blind)
        head = draw.head(shown, "order" if blind else self._sort, self._descending)
        self.query_one(".head", Note).show(Content(fit(head, width)))
        self.list.show(draw.rows(self.page, shown, group, self._groups, width))

    def heading(self, width: int) -> Content:
        if self.opened is None or self.page is None:
            return Content.styled("reading the answers…", "$text-disabled")
        return draw.heading(self.page, self.opened.typed, self.opened.blind)

    @on(RowList.OptionSelected)
    def open_row(self) -> None:
        found = [row for row in self.page.rows if row.answer_id == self.list.key] if self.page else []
        if found and self.opened:
            self.opened.answer = found[0]
            self.post_message(Deeper("answer"))

    def step(self, by: int) -> bool:
        """Make the answer before or after the shown one the shown one. False when that is on another page."""
        if self.opened is None or self.page is None or self.opened.answer is None:
            return True
        ids = [row.answer_id for row in self.page.rows]
        place = ids.index(self.opened.answer.answer_id) + by if self.opened.answer.answer_id in ids else 0
        if 0 <= place < len(ids):
            self.opened.answer = self.page.rows[place]
            self.list.go_to(ids[place])
            return True
        return not 0 <= self._offset + by * PAGE < self.page.total

    def action_page(self, by: int) -> None:
        if self.page and 0 <= self._offset + by * PAGE < self.page.total:
            self._offset += by * PAGE
            self.post_message(Again())

    def action_sort(self) -> None:
        self._sort, self._offset = SORTS[(SORTS.index(self._sort) + 1) % len(SORTS)], 0
        self.post_message(Again())

    def action_reverse(self) -> None:
        self._descending, self._offset = not self._descending, 0
        self.post_message(Again())

    def action_group(self) -> None:
        self._group, self._offset = GROUPS[(GROUPS.index(self._group) + 1) % len(GROUPS)], 0
        self.post_message(Again())

    def action_blind(self) -> None:
        if self.opened:
            self.opened.hide(blind=not self.opened.blind)
            self._offset = 0
            self.post_message(Again())

    def action_plots(self) -> None:
        self.post_message(Deeper("plots"))

    def action_beside(self) -> None:
        found = [row for row in self.page.rows if row.answer_id == self.list.key] if self.page else []
        if found and self.opened:
            self.opened.beside = Beside(found[0].question_id, answer_id=found[0].answer_id)
            self.post_message(Deeper("beside"))

    # filtering

    @property
    def filtering(self) -> bool:
        return self.has_class("filtering")

    def action_filter(self) -> None:
        self.add_class("filtering")
        field = self.query_one("#filter", Input)
        field.value = self.opened.typed if self.opened else ""
        field.focus()

    def leave_filter(self) -> None:
        self.remove_class("filtering")
        self.list.focus()

    def action_clear_filter(self) -> None:
        if self.opened:
            self.opened.filter, self.opened.typed, self._offset = AnswerFilter(), "", 0
            self.post_message(Again())

    @on(Input.Submitted, "#filter")
    def take_filter(self, message: Input.Submitted) -> None:
        message.stop()
        opened = self.opened
        if opened is None:
            return
        models = [score.name for score in opened.scores]
        try:
            wanted = parse_filter(message.value, models=models, questions=opened.questions, labels=opened.labels)
        except LabError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        opened.filter, opened.typed, self._offset = wanted, message.value.strip(), 0
        if opened.blind:
            opened.hide(blind=True)
        self.leave_filter()
        self.post_message(Again())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        blind = self.opened is not None and self.opened.blind
        if action in ("sort", "reverse", "group", "plots", "beside"):
            return not blind and self.page is not None
        if action == "clear_filter":
            return bool(self.opened and self.opened.typed)
        if action == "page":
            return self.page is not None and self.page.total > PAGE
        return True
