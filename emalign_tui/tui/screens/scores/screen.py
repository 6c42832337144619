"""Scores: evaluations, the shares of one, its answers, and one answer in full. Enter goes deeper, Backspace back."""

from pathlib import Path

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import ContentSwitcher, Input

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.browse import AnswerFilter, AnswerRow, JudgeReply, Page, Sort
from emalign_tui.lab.evals.definitions import DEFINITIONS
from emalign_tui.lab.evals.scores import ModelScore
from emalign_tui.lab.paths import share
from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.tui.clipboard import copy
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.scores import rows as draw
from emalign_tui.tui.screens.scores.filters import parse_filter
from emalign_tui.tui.screens.scores.order import NewEvaluation, Order
from emalign_tui.tui.services.boundary import in_thread, poll
from emalign_tui.tui.services.evaluation import PAGE, EvaluationReader, PageRead, RepliesRead, SummaryRead
from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.tour.guide import Guide
from emalign_tui.tui.widgets.frame import KeyBar, TopBar
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import RowList
from emalign_tui.tui.widgets.safe import fit
from emalign_tui.tui.wishes import Evaluate, Watch

LEVELS = ("evaluations", "summary", "answers", "answer")
DEFINITION_NAMES = tuple(DEFINITIONS)
SORTS: tuple[Sort, ...] = ("order", "aligned", "coherent", "question", "model")
EMPTY = Content.assemble(
    ("Nothing measured yet. ", "bold $text"), "An evaluation asks each model the same questions\n",
    "and lets a judge score every answer. Press ", ("a", "bold $text-primary"), " to start one.",
)  # fmt: skip


class EvaluationStarted(Message):
    """A new or resumed evaluation is alive."""

    def __init__(self, run: str) -> None:
        super().__init__()
        self.run = run


class ScoresScreen(Screen[None]):
    """Four levels in one room. What it shows comes from an evaluation's files, read in threads."""

    room = "scores"
    CSS_PATH = "scores.tcss"
    BINDINGS = bindings("scores")
    AUTO_FOCUS = "#evaluations RowList"

    def __init__(self) -> None:
        super().__init__()
        self._level = 0
        self._opened: RunInfo | None = None
        self._reader: EvaluationReader | None = None
        self._scores: list[ModelScore] = []
        self._labels: list[str] = []
        self._definition = 0
        self._filter, self._typed = AnswerFilter(), ""
        self._sort: Sort = "order"
        self._descending = False
        self._offset = 0
        self._page: Page | None = None
        self._answer: AnswerRow | None = None
        self._replies: list[JudgeReply] = []
        self._marked: tuple[str, ...] = ()
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield TopBar("scores")
        yield Note(id="title")
        with ContentSwitcher(id="levels", initial="evaluations"):
            with Vertical(id="evaluations", classes="panel") as panel:
                panel.border_title = "Evaluations"
                yield RowList()
            with Vertical(id="summary", classes="panel") as panel:
                panel.border_title = "Models and questions"
                yield Note(classes="head")
                yield RowList()
            with Vertical(id="answers", classes="panel") as panel:
                panel.border_title = "Answers"
                yield Note(classes="head")
                yield RowList()
            with VerticalScroll(id="answer", classes="panel") as panel:
                panel.border_title = "One answer"
                yield Note(id="full")
        field = Input(placeholder="words  model:NAME  question:ID  label:REFUSAL  aligned<30  coherent>50", id="filter")
        field.cursor_blink = False
        yield field
        yield Guide("scores")
        yield KeyBar()

    def on_mount(self) -> None:
        self.app.changed.subscribe(self, self.show)
        self._timer = poll(self, self.app.home, self._read, "scores", 1.0)

    @on(events.ScreenResume)
    def come_back(self) -> None:
        if self._timer:
            self._timer.resume()
        self.call_after_refresh(lambda: self.show(self.app.snapshot))

    @on(events.ScreenSuspend)
    def go_away(self) -> None:
        if self._timer:
            self._timer.pause()

    # reading: what is open is read again when its run has moved on

    def _read(self) -> None:
        reader = self._reader
        if reader is None:
            return
        read: Message | None = None
        if self._level == 1:
            read = reader.summary(DEFINITIONS[DEFINITION_NAMES[self._definition]])
        elif self._level == 2:
            read = reader.page(self._filter, self._sort, self._descending, self._offset)
        if read is not None:
            self.post_message(read)

    def _read_now(self) -> None:
        in_thread(self, self.app.home, self._read, "scores-now")

    @on(SummaryRead)
    def _take_summary(self, message: SummaryRead) -> None:
        if self._reader and message.run == self._reader.run:
            self._scores, self._labels = message.scores, message.labels
            self._draw()

    @on(PageRead)
    def _take_page(self, message: PageRead) -> None:
        if self._reader and message.run == self._reader.run:
            self._page, self._offset = message.page, message.page.offset
            self._draw()

    @on(RepliesRead)
    def _take_replies(self, message: RepliesRead) -> None:
        if self._answer and message.answer_id == self._answer.answer_id:
            self._replies = message.replies
            self._draw()

    # drawing

    def show(self, snapshot: Snapshot) -> None:
        if not self.is_current:
            return
        self.query_one(TopBar).alive = (len(snapshot.alive), len(snapshot.servers))
        self.query_one(Guide).show(self.app.tour.state, snapshot)
        self._draw()

    @on(events.Resize)
    def _draw(self) -> None:
        width = max(self.size.width - 6, 40)
        title = self.query_one("#title", Note)
        runs = [run for run in self.app.snapshot.runs if run.kind == "eval"]
        if self._opened:
            self._opened = self.app.snapshot.run(self._opened.id) or self._opened
        if self._level == 0:
            self._list().show(draw.evaluation_rows(runs, width))
            title.show(Content.styled("Enter opens an evaluation", "$text-muted") if runs else EMPTY)
            title.styles.height = 1 if runs else 2
        elif self._level == 1 and self._opened:
            self.query_one("#summary .head", Note).show(Content(fit(draw.summary_head(width), width)))
            self._list().show(draw.summary_rows(self._scores, width))
            title.show(draw.summary_title(self._opened, self._scores, DEFINITION_NAMES[self._definition], width))
        elif self._level == 2 and self._page:
            self.query_one("#answers .head", Note).show(
                Content(fit(draw.answers_head(self._sort, self._descending), width))
            )
            self._list().show(draw.answer_rows(self._page, width))
            title.show(draw.page_title(self._page, self._typed))
        elif self._level == 3 and self._answer:
            self.query_one("#full", Note).show(draw.full_answer(self._answer, self._replies))
            title.show(Content.styled("[ and ] show the answer before and after", "$text-muted"))
        self.refresh_bindings()

    def _list(self) -> RowList:
        return self.query_one(f"#{LEVELS[self._level]} RowList", RowList)

    def _go(self, level: int) -> None:
        """Show a level and put the focus into it."""
        self._level = level
        self.query_one(ContentSwitcher).current = LEVELS[level]
        self.query_one("#title").styles.height = 1
        self.remove_class("filtering")
        (self._list() if level < 3 else self.query_one("#answer")).focus()
        if self._reader:
            self._reader.forget()
            self._read_now()
        self._draw()

    # moving

    @on(RowList.OptionSelected)
    def open_row(self) -> None:
        key = self._list().key if self._level < 3 else None
        if key is None:
            return
        if self._level == 0:
            self._open(key)
        elif self._level == 1:
            kind, _, name = key.partition(":")
            self._filter = AnswerFilter(model=name) if kind == "model" else AnswerFilter(question_id=name)
            self._typed, self._offset, self._page = key, 0, None
            self._go(2)
        elif self._level == 2 and self._page:
            self._show_answer(next(row for row in self._page.rows if row.answer_id == key))
            self._go(3)

    def _open(self, run: str) -> None:
        self._opened = self.app.snapshot.run(run)
        if self._opened is None:
            return
        if self._reader is None or self._reader.run != run:
            if self._reader:
                in_thread(self, self.app.home, self._reader.close, "close-evaluation")
            self._reader, self._scores = EvaluationReader(run, self._opened.path), []
        self._go(1)

    def _show_answer(self, row: AnswerRow) -> None:
        self._answer, self._replies = row, []
        if reader := self._reader:
            in_thread(self, self.app.home, lambda: self.post_message(reader.replies(row.answer_id)), "replies")

    def action_back(self) -> None:
        if self.has_class("filtering"):
            self.remove_class("filtering")
            self._list().focus()
        elif self._level:
            self._go(self._level - 1)

    def action_page(self, by: int) -> None:
        if self._level == 2 and self._page:
            offset = self._offset + by * PAGE
            if 0 <= offset < self._page.total:
                self._offset = offset
                self._read_now()
        elif self._level == 3 and self._page and self._answer:
            ids = [row.answer_id for row in self._page.rows]
            place = min(max(ids.index(self._answer.answer_id) + by, 0), len(ids) - 1)
            self._show_answer(self._page.rows[place])
            self.query_one("#answer", VerticalScroll).scroll_home(animate=False)
            self._draw()

    # sorting and filtering

    def action_sort(self) -> None:
        self._sort, self._offset = SORTS[(SORTS.index(self._sort) + 1) % len(SORTS)], 0
        self._read_now()

    def action_reverse(self) -> None:
        self._descending, self._offset = not self._descending, 0
        self._read_now()

    def action_filter(self) -> None:
        self.add_class("filtering")
        field = self.query_one("#filter", Input)
        field.value = self._typed
        field.focus()

    def action_clear_filter(self) -> None:
        self._filter, self._typed, self._offset = AnswerFilter(), "", 0
        self._read_now()

    @on(Input.Submitted, "#filter")
    def take_filter(self, message: Input.Submitted) -> None:
        models = [score.name for score in self._scores]
        questions = list(dict.fromkeys(each.question_id for score in self._scores for each in score.by_question))
        try:
            self._filter = parse_filter(message.value, models=models, questions=questions, labels=self._labels)
        except LabError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self._typed, self._offset = message.value.strip(), 0
        self.remove_class("filtering")
        self._list().focus()
        self._read_now()

    def action_definition(self) -> None:
        self._definition = (self._definition + 1) % len(DEFINITION_NAMES)
        self._read_now()

    def action_copy(self) -> None:
        if self._answer:
            self.notify(copy(self.app, self.app.home, self._answer.answer), markup=False, timeout=4)

    # evaluations

    @on(Evaluate)
    def take_models(self, wish: Evaluate) -> None:
        self._marked = wish.models
        self._go(0)
        if wish.open_form:
            self.action_new()

    @on(Watch)
    def take_run(self, wish: Watch) -> None:
        self._open(wish.run)

    def action_new(self) -> None:
        tree = self.app.snapshot.tree
        judges = list(dict.fromkeys([self.app.settings.judge, "mini-judge", "openai:gpt-4o"]))
        marked = self._marked or tuple(node.name for node in tree[:1])
        self.app.push_screen(NewEvaluation(tree, marked, self._question_files(), judges), self._ordered)

    def _question_files(self) -> list[str]:
        """Question files by the name they are found under, the mini world's own first."""
        folders = [self.app.home.root, share()]
        names = {f"configs/questions/{p.name}" for f in folders for p in (f / "configs" / "questions").glob("*.y*ml")}
        return sorted(names, key=lambda name: (name != "configs/questions/mini.yaml", name))

    def _ordered(self, order: Order | None) -> None:
        if order is not None:
            self.notify("Starting the evaluation; the first one also starts the servers.", markup=False, timeout=6)
            in_thread(self, self.app.home, lambda: self._start(order), "start-evaluation")

    def _start(self, order: Order) -> None:
        from emalign_tui.lab.evals.plan import Settings
        from emalign_tui.lab.evals.run import start_eval
        from emalign_tui.lab.models.reference import resolve_model

        home = self.app.home
        models = [resolve_model(home, name) for name in order.models]
        judge = resolve_model(home, order.judge)
        run = start_eval(home, models, home.find(order.questions), judge, Settings(samples=order.samples))
        self.post_message(EvaluationStarted(run.id))

    @on(EvaluationStarted)
    def _started(self, message: EvaluationStarted) -> None:
        if self._level == 0:
            self._list().go_to(message.run)

    def _stop(self, run: RunInfo) -> None:
        from emalign_tui.lab.runs.control import stop
        from emalign_tui.lab.runs.layout import RunDir

        stop(RunDir(Path(run.path)))

    def action_stop(self) -> None:
        if run := self._chosen():
            in_thread(self, self.app.home, lambda: self._stop(run), "stop-evaluation")
            self.notify("Asked it to stop. What it has is kept; r goes on later.", markup=False)

    def action_resume(self) -> None:
        if run := self._chosen():
            in_thread(self, self.app.home, lambda: self._resume(run), "resume-evaluation")

    def _resume(self, run: RunInfo) -> None:
        from emalign_tui.lab.evals.run import resume_eval
        from emalign_tui.lab.runs.layout import RunDir

        resume_eval(RunDir(Path(run.path)))
        self.post_message(EvaluationStarted(run.id))

    def _chosen(self) -> RunInfo | None:
        if self._level == 0:
            return self.app.snapshot.run(self._list().key or "")
        return self._opened

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "new":
            return self._level == 0
        if action == "back":
            return self._level > 0
        if action in ("stop", "resume"):
            run = self._chosen()
            alive = run is not None and run.alive
            return (
                self._level < 2
                and run is not None
                and (alive if action == "stop" else run.state in ("stopped", "failed"))
            )
        if action == "definition":
            return self._level == 1
        if action in ("sort", "reverse", "filter"):
            return self._level == 2
        if action == "clear_filter":
            return self._level == 2 and bool(self._typed)
        if action == "page":
            return self._level >= 2
        if action == "copy":
            return self._level == 3
        return True
