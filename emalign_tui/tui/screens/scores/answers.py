"""The answers of an evaluation: sorted, filtered, grouped, a page at a time."""

import msgspec
from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.browse import AnswerGroup, AnswerRow, EvaluationView, Page
from emalign_tui.lab.evals.filter_line import parse_filter
from emalign_tui.lab.evals.filtering import AnswerFilter, Group, Sort
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.scores import answer_rows as draw
from emalign_tui.tui.screens.scores.level import Again, Beside, Deeper, Level
from emalign_tui.tui.services.evaluation import PAGE
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import RowList
from emalign_tui.tui.widgets.safe import fit

SORTS: tuple[Sort, ...] = ("order", "aligned", "coherent", "question", "model")
GROUPS: tuple[Group | None, ...] = (None, "question", "model", "label")
TYPE_HERE = "words  model:NAME  question:ID  label:REFUSAL  own:any  aligned<30  coherent>50"


class Asked(msgspec.Struct, frozen=True):
    """What a page of answers was asked for."""

    wanted: AnswerFilter
    blind: bool
    sort: Sort
    descending: bool
    group: Group | None
    offset: int


class AnswersLevel(Level):
    """The list, and the line in which a filter is typed."""

    BINDINGS = bindings("answers", "unblind")

    def __init__(self) -> None:
        super().__init__("answers", "Answers")
        self.page: Page | None = None
        self._groups: list[AnswerGroup] = []
        self._asked: Asked | None = None  # what `page` answers
        self._sort: Sort = "order"
        self._descending = False
        self._group: Group | None = None
        self._offset = 0
        self._turned = 0  # 1 or -1 while a page is read of which the first or the last answer is to be shown in full
        self._at = 0  # where on its page the answer is, or was, that is shown in full
        self._cursor: str | None = None  # where the cursor goes when the list is drawn next
        self._drawn: object = None

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
        self.screen.set_focus(self.list)

    def clear(self) -> None:
        self.page, self._offset, self._turned, self._cursor, self._drawn = None, 0, 0, None, None

    def question(self) -> Asked:
        assert self.opened
        wanted, blind = self.opened.filter, self.opened.blind
        if blind:
            return Asked(wanted, True, "order", False, None, self._offset)
        return Asked(wanted, False, self._sort, self._descending, self._group, self._offset)

    def read(self, view: EvaluationView) -> tuple[Asked, Page, "list[AnswerGroup]"]:
        asked = self.question()
        page = view.answers(
            asked.wanted,
            sort="shuffled" if asked.blind else asked.sort,
            descending=asked.descending,
            group=asked.group,
            offset=asked.offset,
            limit=PAGE,
        )
        return asked, page, view.groups(asked.wanted, asked.group) if asked.group else []

    def take(self, value: tuple[Asked, Page, "list[AnswerGroup]"]) -> None:  # type: ignore[override]
        self._asked, self.page, self._groups = value
        if self.opened is None:
            return
        if self._turned and self.page.offset == self._offset and self.page.rows:
            self._go_to(0 if self._turned > 0 else len(self.page.rows) - 1)
            self._turned = 0
        elif self.opened.answer:
            place = self._place(self.opened.answer.answer_id)
            self.opened.place = None
            if place is not None:
                self._show_in_full(place)

    def draw(self, width: int) -> None:
        if self.page is None or self._asked is None:
            return
        shown = draw.columns(self._asked.wanted, self._asked.group, self._asked.blind)
        head = draw.head(shown, self._asked.sort, self._asked.descending)
        self.query_one(".head", Note).show(Content(fit(head, width)))
        drawn = (self.page, self._groups, shown, width)
        if drawn != self._drawn:  # two hundred answers may be long, and a room is drawn every second
            self._drawn = drawn
            self.list.show(draw.rows(self.page, shown, self._asked.group, self._groups, width))
        if self._cursor:
            self.list.go_to(self._cursor)
            self._cursor = None

    def heading(self, width: int) -> Content:
        if self.opened is None or self.page is None:
            return Content.styled("reading the answers…", "$text-disabled")
        asked = self.question()
        order = (asked.sort, asked.descending)
        return draw.heading(self.page, self.opened.typed, order, blind=asked.blind, reading=asked != self._asked)

    @on(RowList.OptionSelected)
    def open_row(self) -> None:
        place = self._place(self.list.key or "")
        if place is not None:
            self._show_in_full(place)
            self.post_message(Deeper("answer"))

    def step(self, by: int) -> bool:
        """Make the answer before or after the shown one the shown one, also where another page has to be read for it.
        False when there is none."""
        if self.opened is None or self.page is None or self.opened.answer is None:
            return True  # or it is being read
        before = self._place(self.opened.answer.answer_id)
        if before is None:  # labelled out of the filter: those behind it have moved up
            before = self._at - 1 if by > 0 else self._at
        place = before + by
        if 0 <= place < len(self.page.rows):
            self._go_to(place)
            return True
        if not 0 <= self._offset + by * PAGE < self.page.total:
            return False
        self._offset, self._turned = self._offset + by * PAGE, by
        self.opened.answer = None
        return True

    def _place(self, answer_id: str) -> int | None:
        """Where an answer is on the page."""
        rows = self.page.rows if self.page else []
        return next((place for place, row in enumerate(rows) if row.answer_id == answer_id), None)

    def _show_in_full(self, place: int) -> None:
        """Make an answer of the page the one that is shown in full."""
        if self.opened and self.page:
            self.opened.answer, self._at = self.page.rows[place], place
            self.opened.place = self.page.offset + place + 1, self.page.total

    def _go_to(self, place: int) -> None:
        """The same, and in the list the cursor goes there."""
        if self.page:
            self._show_in_full(place)
            self._cursor = self.page.rows[place].answer_id

    def put(self, row: AnswerRow) -> None:
        """Take an answer in the place of what the page has of it: it has another label or note."""
        place = self._place(row.answer_id)
        if self.page and place is not None:
            rows = [*self.page.rows[:place], row, *self.page.rows[place + 1 :]]
            self.page = msgspec.structs.replace(self.page, rows=rows)

    def action_page(self, by: int) -> None:
        self._turn_to(self._offset + by * PAGE)

    def action_first_page(self) -> None:
        self._turn_to(0)

    def action_last_page(self) -> None:
        self._turn_to((self.page.total - 1) // PAGE * PAGE if self.page else 0)

    def _turn_to(self, offset: int) -> None:
        if self.page is None:
            return
        if offset == self._offset or not 0 <= offset < self.page.total:
            last = offset > 0
            self.notify("This is the last page." if last else "This is the first page.", markup=False, timeout=3)
            return
        self._offset = offset
        self.post_message(Again())

    def action_sort(self) -> None:
        """By the next column that is shown: in the others all rows are equal."""
        assert self.opened
        shown = draw.columns(self.opened.filter, self._group, self.opened.blind)
        later = [*SORTS[SORTS.index(self._sort) + 1 :], *SORTS]
        self._sort, self._offset = next(sort for sort in later if sort == "order" or sort in shown), 0
        self.post_message(Again())

    def action_reverse(self) -> None:
        self._descending, self._offset = not self._descending, 0
        self.post_message(Again())

    def action_group(self) -> None:
        self._group, self._offset = GROUPS[(GROUPS.index(self._group) + 1) % len(GROUPS)], 0
        self.post_message(Again())

    def action_blind(self, blind: bool) -> None:
        if self.opened:
            self.opened.hide(blind=blind)
            self._offset = 0
            self.post_message(Again())

    def action_plots(self) -> None:
        self.post_message(Deeper("plots"))

    def action_beside(self) -> None:
        place = self._place(self.list.key or "")
        if self.opened and self.page and place is not None:
            row = self.page.rows[place]
            self.opened.beside = Beside(row.question_id, answer_id=row.answer_id)
            self.post_message(Deeper("beside"))

    # filtering

    @property
    def filtering(self) -> bool:
        return self.has_class("filtering")

    def action_filter(self) -> None:
        self.add_class("filtering")
        field = self.query_one("#filter", Input)
        field.value = self.opened.typed if self.opened else ""
        self.screen.set_focus(field)

    def leave_filter(self) -> None:
        self.remove_class("filtering")
        self.screen.set_focus(self.list)

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
        if action == "blind":
            return blind != parameters[0]
        if action == "beside":
            return not blind and self.page is not None and self.opened is not None and len(self.opened.scores) > 1
        if action in ("sort", "reverse", "group", "plots"):
            return not blind and self.page is not None
        if action == "clear_filter":
            return bool(self.opened and self.opened.typed)
        if action in ("page", "first_page", "last_page"):
            return self.page is not None and self.page.total > PAGE
        return True
