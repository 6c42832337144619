"""Scores: the room. It knows which level is shown, reads for it in threads, and starts and stops evaluations."""

from functools import partial
from pathlib import Path

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import ContentSwitcher

from emalign_tui.lab.chat.votes import count_votes, read_votes
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.definitions import DEFINITIONS, OFFICIAL
from emalign_tui.lab.paths import share
from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.choose import Choose, Confirm
from emalign_tui.tui.screens.dialogs.reading import Reading
from emalign_tui.tui.screens.home.rows import short_name
from emalign_tui.tui.screens.publish.where import Where
from emalign_tui.tui.screens.room import Room
from emalign_tui.tui.screens.scores.answer import AnswerLevel, Kept
from emalign_tui.tui.screens.scores.answers import AnswersLevel
from emalign_tui.tui.screens.scores.beside import BesideLevel
from emalign_tui.tui.screens.scores.compare import CompareLevel
from emalign_tui.tui.screens.scores.evaluations import EvaluationsLevel
from emalign_tui.tui.screens.scores.files import IMPORT, exported, form_rows, imported
from emalign_tui.tui.screens.scores.level import Again, Deeper, Level, Opened
from emalign_tui.tui.screens.scores.matrix import MatrixLevel
from emalign_tui.tui.screens.scores.order import NewEvaluation, Order
from emalign_tui.tui.screens.scores.own import OwnLevel
from emalign_tui.tui.screens.scores.plots import PlotsLevel
from emalign_tui.tui.screens.scores.votes import votes_text
from emalign_tui.tui.screens.scores.work import EvaluationMade, EvaluationPlanned, plan, resume, start, stop
from emalign_tui.tui.services.boundary import in_thread, poll
from emalign_tui.tui.services.evaluation import EvaluationRead, EvaluationUnread
from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.tour.guide import Guide
from emalign_tui.tui.widgets.frame import KeyBar, TopBar
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import RowList
from emalign_tui.tui.widgets.safe import safe, wrap
from emalign_tui.tui.wishes import Evaluate, Watch

LEVELS = (EvaluationsLevel, MatrixLevel, AnswersLevel, AnswerLevel, BesideLevel, PlotsLevel, CompareLevel, OwnLevel)
COUNTED = ("matrix", "compare", "own", "plots")  # levels that count by a definition


class ScoresScreen(Room):
    """Levels in one room: Enter goes deeper, Backspace back. What it shows comes from an evaluation's files."""

    room = "scores"
    CSS_PATH = "scores.tcss"
    BINDINGS = bindings("scores")
    AUTO_FOCUS = "#evaluations RowList"

    def __init__(self) -> None:
        super().__init__()
        self._trail = ["evaluations"]
        self._opened: Opened | None = None
        self._marked: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        yield TopBar("scores")
        yield Note(id="title")
        with ContentSwitcher(id="levels", initial="evaluations"):
            for level in LEVELS:
                yield level()
        yield Guide("scores")
        yield KeyBar()

    def on_mount(self) -> None:
        self._timer = poll(self, self.app.home, self._read, "scores", 1.0)

    @property
    def level(self) -> Level:
        """The level that is shown."""
        return self.query_one(f"#{self._trail[-1]}", Level)

    # reading: what is open is read again when its files have grown

    def _read(self) -> None:
        opened, shown = self._opened, self._trail[-1]
        if opened is None or shown == "evaluations":
            return
        for name in ("answers", "answer") if shown == "answer" else (shown,):  # one answer is a row of its page

            def tell(value: object, name: str = name) -> None:
                self.post_message(EvaluationRead(opened.run.id, name, value))

            level = self.query_one(f"#{name}", Level)
            try:
                opened.reader.ask(name, level.question, level.read, tell)
            except LabError as error:
                self.post_message(EvaluationUnread(opened.run.id, str(error)))

    @on(EvaluationRead)
    def _take(self, message: EvaluationRead) -> None:
        if self._opened and message.run == self._opened.run.id:
            self._opened.trouble = ""
            self.query_one(f"#{message.level}", Level).take(message.value)
            self._draw()

    @on(EvaluationUnread)
    def _say_why_not(self, message: EvaluationUnread) -> None:
        if self._opened and message.run == self._opened.run.id:
            self._opened.trouble = message.sentence
            self._draw()

    @on(Again)
    def read_again(self) -> None:
        self._draw()
        in_thread(self, self.app.home, self._read, "scores-now")

    # drawing

    def draw_room(self, snapshot: Snapshot) -> None:
        if self._opened:
            self._opened.run = snapshot.run(self._opened.run.id) or self._opened.run
        self._draw()

    @on(events.Resize)
    def _draw(self) -> None:
        width = max(self.size.width - 6, 40)
        level = self.level
        level.draw(width)
        title = self.query_one("#title", Note)
        heading = level.heading(width)
        if self._opened and self._opened.trouble and len(self._trail) > 1:
            heading = Content.styled("\n".join(wrap(self._opened.trouble, width)), "$text-error")
        title.styles.height = heading.plain.count("\n") + 1
        title.show(heading)
        self.refresh_bindings()

    # moving

    def _go(self, trail: list[str]) -> None:
        """Show the last level of a trail, and read for it."""
        self._trail = trail
        self.query_one(ContentSwitcher).current = trail[-1]
        level = self.level
        level.opened = self._opened
        level.enter()
        if self._opened:
            self._opened.reader.forget()
        self.read_again()

    @on(Deeper)
    def go_deeper(self, message: Deeper) -> None:
        self.query_one(f"#{message.level}", Level).clear()
        self._go([*self._trail, message.level])

    def action_back(self) -> None:
        if self.query_one(AnswersLevel).filtering:
            self.query_one(AnswersLevel).leave_filter()
        elif self.query_one(AnswerLevel).writing:
            self.query_one(AnswerLevel).leave_note()
        elif len(self._trail) > 1:
            self._go(self._trail[:-1])

    @on(RowList.OptionSelected, "#evaluations RowList")
    def open_row(self) -> None:
        self._open(self.query_one(EvaluationsLevel).list.key or "")

    def _open(self, run: str) -> None:
        info = self.app.snapshot.run(run)
        if info is None:
            return
        if self._opened is None or self._opened.run.id != run:
            if self._opened:
                in_thread(self, self.app.home, self._opened.reader.close, "close-evaluation")
            self._opened = Opened(info)
            self.query_one(MatrixLevel).clear()
        self._go(["evaluations", "matrix"])

    def action_neighbour(self, by: int) -> None:
        """The answer before or after, at once: a label that is typed right after the key is for that one."""
        if not self.query_one(AnswersLevel).step(by):
            self.notify("This is the last answer." if by > 0 else "This is the first answer.", timeout=3)
            return
        self.query_one(AnswerLevel).show_beginning()
        self.read_again()

    @on(Kept)
    def show_kept(self, message: Kept) -> None:
        self.query_one(AnswersLevel).put(message.row)
        self.read_again()

    def action_votes(self) -> None:
        def counted() -> Content:
            return votes_text(count_votes(read_votes(self.app.home)))

        self.app.push_screen(Reading("Blind votes", Content.styled("counting…", "$text-muted"), counted))

    def action_import(self) -> None:
        def read(place: str | None) -> None:
            if place:
                work = partial(imported, self.app.home, place, lambda run: self.post_message(EvaluationMade(run)))
                self.app.push_screen(Reading("Import", Content.styled("reading the file…", "$text-muted"), work))

        self.app.push_screen(Where("Import a file", IMPORT, "import it"), read)

    def action_export(self) -> None:
        run = self._chosen()
        by = self._opened.definition if self._opened and len(self._trail) > 1 else OFFICIAL

        def write(form: str | None) -> None:
            if run and form:
                work = partial(exported, Path(run.path), form, by)
                self.app.push_screen(Reading("Export", Content.styled("writing…", "$text-muted"), work))

        if run:
            note = f"{short_name(run)}, by the {by.name} definition. The files go into its folder."
            self.app.push_screen(Choose("Export", form_rows(), note), write)

    def action_definition(self) -> None:
        if self._opened:
            names = list(DEFINITIONS)
            place = names.index(self._opened.definition.name)
            self._opened.definition = DEFINITIONS[names[(place + 1) % len(names)]]
            self.read_again()

    # evaluations

    @on(Evaluate)
    def take_models(self, wish: Evaluate) -> None:
        self._marked = wish.models
        self._go(["evaluations"])
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
            in_thread(self, self.app.home, lambda: self.post_message(plan(self.app.home, order)), "plan-evaluation")

    @on(EvaluationPlanned)
    def _planned(self, message: EvaluationPlanned) -> None:
        def begin(yes: bool | None) -> None:
            if yes:
                self.notify(f"Starting: {message.words}", markup=False, timeout=8)
                work = partial(start, self.app.home, message.order)
                in_thread(self, self.app.home, lambda: self.post_message(work()), "start-evaluation")

        if not message.bill:
            begin(True)
            return
        most = message.order.most
        limit = "No limit is set." if most is None else f"It stops before it costs more than ${most:g}."
        question = Content("\n").join([safe(message.words), safe(message.bill, "bold"), Content(f"{limit} Start it?")])
        self.app.push_screen(Confirm("This may cost money", question), begin)

    @on(EvaluationMade)
    def _started(self, message: EvaluationMade) -> None:
        self.query_one(EvaluationsLevel).go_to(message.run)
        self._draw()

    def action_stop(self) -> None:
        if run := self._chosen():
            in_thread(self, self.app.home, lambda: stop(Path(run.path)), "stop-evaluation")
            self.notify("Asked it to stop. What it has is kept; r goes on later.", markup=False)

    def action_resume(self) -> None:
        if run := self._chosen():
            in_thread(self, self.app.home, lambda: self.post_message(resume(Path(run.path))), "resume-evaluation")

    def _chosen(self) -> RunInfo | None:
        if self._trail[-1] == "evaluations":
            return self.app.snapshot.run(self.query_one(EvaluationsLevel).list.key or "")
        return self._opened.run if self._opened else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        level = self._trail[-1]
        if action in ("new", "votes", "import"):
            return level == "evaluations"
        if action == "export":
            return level in ("evaluations", "matrix", "compare") and self._chosen() is not None
        if action == "back":
            return len(self._trail) > 1
        if action == "definition":
            return level in COUNTED
        if action in ("stop", "resume"):
            run = self._chosen() if level in ("evaluations", "matrix") else None
            if run is None:
                return False
            return run.alive if action == "stop" else run.state in ("stopped", "failed")
        return True
