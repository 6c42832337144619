"""Train: choose a config, read what it will do, start it, watch it, stop it. Runs live without this screen."""

from functools import partial
from pathlib import Path

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.lineage import flatten
from emalign_tui.lab.planner.plan import Plan as Estimate
from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.lab.serving.sharing import Holding, stop_holders
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.choose import Choose, Confirm
from emalign_tui.tui.screens.home.rows import model_rows, short_name
from emalign_tui.tui.screens.room import Room
from emalign_tui.tui.screens.train.configs import Plan, read_plans
from emalign_tui.tui.screens.train.rows import choice_rows, plan_text, run_rows
from emalign_tui.tui.screens.train.sharing import Begin, CardServes, begin_if_free, what_to_do
from emalign_tui.tui.screens.train.watch import VIEWS, WatchPane
from emalign_tui.tui.services.boundary import in_thread, poll
from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.tour.guide import Guide
from emalign_tui.tui.widgets.frame import KeyBar, TopBar
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import RowList
from emalign_tui.tui.widgets.safe import safe
from emalign_tui.tui.widgets.text_scroll import TextScroll
from emalign_tui.tui.wishes import ChatWith, Evaluate, TrainFrom, Watch

BESIDE = 40  # cells of a line that the list, the frames and a scroll bar take


class PlansRead(Message):
    """The configs, as they are on the disk."""

    def __init__(self, plans: list[Plan]) -> None:
        super().__init__()
        self.plans = plans


class RunStarted(Message):
    """A run was started and said hello; or it was not, and run is None."""

    def __init__(self, run: str | None) -> None:
        super().__init__()
        self.run = run


class Planned(Message):
    """What a config would take here; None when that cannot be told."""

    def __init__(self, key: tuple[str, str | None], estimate: Estimate | None) -> None:
        super().__init__()
        self.key, self.estimate = key, estimate


class TrainScreen(Room):
    """Left: what can be started and what runs. Right: the plan of a config, or a run as it goes."""

    room = "train"
    CSS_PATH = "train.tcss"
    BINDINGS = bindings("train")
    AUTO_FOCUS = "#choices"

    def __init__(self) -> None:
        super().__init__()
        self._plans: list[Plan] | None = None  # until they are read
        self._parents: dict[str, str | None] = {}  # config path -> run to go on from, as the user chose
        self._estimates: dict[tuple[str, str | None], Estimate | None] = {}  # by config and parent; None: not yet
        self._wish: TrainFrom | Watch | None = None
        self._starting = False

    def compose(self) -> ComposeResult:
        yield TopBar("train")
        with Horizontal(id="columns"):
            with Vertical(id="choices-panel", classes="panel") as choices:
                choices.border_title = "Training"
                yield RowList(id="choices")
            with Vertical(id="right"):
                with TextScroll(id="plan-panel", classes="panel") as plan:
                    plan.border_title = "What it will do"
                    yield Note(id="plan")
                yield WatchPane()
        yield Guide("train")
        yield KeyBar()

    def on_mount(self) -> None:
        self._timer = poll(self, self.app.home, self.query_one(WatchPane).poll, "follow", 0.5)

    @on(events.ScreenResume)
    def read_again(self) -> None:
        in_thread(self, self.app.home, self._read_plans, "plans")

    def _read_plans(self) -> None:
        self.post_message(PlansRead(read_plans(self.app.home)))

    @on(PlansRead)
    def _take_plans(self, message: PlansRead) -> None:
        self._plans = message.plans
        self._estimates = {}
        self.show(self.app.snapshot)

    @on(TrainFrom)
    @on(Watch)
    def _take_wish(self, message: TrainFrom | Watch) -> None:
        self._wish = message
        self.show(self.app.snapshot)

    def draw_room(self, snapshot: Snapshot) -> None:
        choices = self.query_one("#choices", RowList)
        first = choices.key is None
        runs = [run for run in snapshot.runs if run.kind == "train"]
        choices.show(choice_rows(self._plans, runs, choices.size.width - 4))
        alive = [run for run in runs if run.alive]
        if self._wish is not None and self._plans:
            self._grant(self._wish)
        elif first and alive:
            choices.go_to(f"run:{alive[-1].id}")
        self._draw()

    def _grant(self, wish: TrainFrom | Watch) -> None:
        """Put the cursor where another room asked for."""
        choices = self.query_one("#choices", RowList)
        if isinstance(wish, Watch):
            if self.app.snapshot.run(wish.run):  # a run that was just made comes with the next snapshot
                self._wish = None
                choices.go_to(f"run:{wish.run}")
            return
        self._wish = None
        usable = [plan for plan in self._plans or () if plan.config]
        named = [plan for plan in usable if plan.path.stem == wish.config]
        of_role = [plan for plan in usable if plan.config and wish.role in (None, plan.config.role)]
        for plan in (named or of_role)[:1]:
            self._parents[str(plan.path)] = wish.parent
            choices.go_to(f"config:{plan.path}")

    @on(RowList.OptionHighlighted, "#choices")
    @on(events.Resize)
    def _draw(self) -> None:
        run, plan = self._run(), self._plan()
        self.set_class(run is not None, "watching")
        if run is not None:
            self.query_one(WatchPane).watch_run(run)
        elif plan is not None:
            parent = self._parent_of(plan)
            name = self.app.snapshot.run(parent) if parent else None
            shown = short_name(name) if name else parent
            estimate = self._estimate(plan, parent)
            self.query_one("#plan", Note).show(
                plan_text(plan, shown, self._starting, estimate, width=max(self.size.width - BESIDE, 30))
            )
        self.refresh_bindings()

    def _estimate(self, plan: Plan, parent: str | None) -> Estimate | None:
        """What the lab's planner says of a config, asked for once; None until it has answered."""
        key = (str(plan.path), parent)
        if key not in self._estimates and plan.rows is not None:
            self._estimates[key] = None
            in_thread(self, self.app.home, lambda: self._plan_one(key), "plan")
        return self._estimates.get(key)

    def _plan_one(self, key: tuple[str, str | None]) -> None:
        from emalign_tui.lab.runs.training import plan_training

        try:
            estimate = plan_training(self.app.home, Path(key[0]), parent=key[1])
        except LabError:
            return  # starting it tells the same sentence
        self.post_message(Planned(key, estimate))

    @on(Planned)
    def _planned(self, message: Planned) -> None:
        self._estimates[message.key] = message.estimate
        self._draw()

    @on(RowList.OptionSelected, "#choices")
    def open_row(self) -> None:
        if self._run() is None:
            self.query_one("#plan-panel").focus()
            return
        pane = self.query_one(WatchPane)
        self.query_one(VIEWS[pane.view]).focus()

    def action_leave(self) -> None:
        self.query_one("#choices").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        run, plan = self._run(), self._plan()
        if action == "leave":
            return self.focused is not None and self.focused.id != "choices"
        if action in ("start", "queue", "parent"):
            return plan is not None and plan.config is not None and not self._starting
        if action == "stop":
            return run is not None and run.alive
        if action == "resume":
            return run is not None and run.state in ("stopped", "failed") and not self._starting
        if action in ("log", "samples", "metric", "scale", "beside"):
            return run is not None
        if action == "export":
            return run is not None and run.step > 0
        if action in ("chat", "evaluate"):
            return run is not None and run.state == "done"
        return True

    def action_start(self) -> None:
        plan = self._plan()
        if plan is None or self._starting:
            return
        self._starting = True
        parent = self._parent_of(plan)
        self._begin(plan.config.processes if plan.config else 1, partial(self._start, plan.path, parent))
        self._draw()

    def _begin(self, processes: int, begin: Begin, *, queued: bool = False) -> None:
        """Start or queue a training in a thread; ask first when its card serves a model."""
        home = self.app.home
        in_thread(self, home, lambda: begin_if_free(self, home, processes, begin, queued=queued), "start")

    @on(CardServes)
    def _ask_for_room(self, message: CardServes) -> None:
        def chosen(key: str | None) -> None:
            if key is None:
                self.post_message(RunStarted(None))
            else:
                give_way = message.holdings if key == "stop" else []
                in_thread(self, self.app.home, lambda: message.begin(give_way), "start")

        self.app.push_screen(what_to_do(message), chosen)

    def _start(self, path: Path, parent: str | None, give_way: list[Holding]) -> None:
        from emalign_tui.lab.runs.training import start_training

        started: str | None = None
        try:
            stop_holders(self.app.home, give_way)
            started = start_training(self.app.home, path, parent=parent).id
        finally:
            self.post_message(RunStarted(started))

    def action_queue(self) -> None:
        plan = self._plan()
        if plan is not None and not self._starting:
            self._starting = True
            parent = self._parent_of(plan)
            processes = plan.config.processes if plan.config else 1
            self._begin(processes, partial(self._queue, plan.path, parent), queued=True)
            self._draw()

    def _queue(self, path: Path, parent: str | None, give_way: list[Holding]) -> None:
        from emalign_tui.lab.runs.queue import enqueue
        from emalign_tui.lab.runs.training import create_training

        queued: str | None = None
        try:
            run = create_training(self.app.home, path, parent=parent)
            enqueue(self.app.home, run, make_room=bool(give_way))
            queued = run.id
        finally:
            self.post_message(RunStarted(queued))

    def action_resume(self) -> None:
        if run := self._run():
            self._starting = True
            self.notify("Going on from its last checkpoint.", markup=False, timeout=4)
            self._begin(1, partial(self._resume, run))

    def _resume(self, run: RunInfo, give_way: list[Holding]) -> None:
        from emalign_tui.lab.runs.layout import RunDir
        from emalign_tui.lab.runs.training import resume_training

        try:
            stop_holders(self.app.home, give_way)
            resume_training(RunDir(Path(run.path)))
        finally:
            self.post_message(RunStarted(run.id))

    @on(RunStarted)
    def _run_started(self, message: RunStarted) -> None:
        self._starting = False
        if message.run:
            self._wish = Watch(message.run)
        self.show(self.app.snapshot)

    def action_parent(self) -> None:
        plan = self._plan()
        if plan is None:
            return
        nodes = [node for node in flatten(list(self.app.snapshot.tree)) if node.run and node.ref]
        rows = [
            row for row in model_rows(self.app.snapshot.tree, 66) if row[0] in {f"run:{node.name}" for node in nodes}
        ]
        rows.insert(0, ("none", Content("no model: a fresh adapter on the base")))

        def chosen(key: str | None) -> None:
            if key is not None:
                self._parents[str(plan.path)] = None if key == "none" else key.removeprefix("run:")
                self._draw()

        note = "The adapter of the model you choose is trained on: this is how a model is repaired."
        self.app.push_screen(Choose("Go on from", rows, note, f"run:{self._parent_of(plan)}"), chosen)

    async def action_stop(self) -> None:
        run = self._run()
        if run is None:
            return
        step = self.query_one(WatchPane).step
        at = f" at step {step.step:,} of {step.steps:,}" if step else ""
        question = safe(f"Stop {short_name(run)}{at}? It keeps a checkpoint and can go on later.")
        await self.app.push_screen(Confirm("Stop this run", question), lambda yes: self._stop(run) if yes else None)

    def _stop(self, run: RunInfo) -> None:
        from emalign_tui.lab.runs.control import stop
        from emalign_tui.lab.runs.layout import RunDir

        in_thread(self, self.app.home, lambda: _stopped(stop(RunDir(Path(run.path)))), "stop")
        self.notify("Asked it to stop. It keeps a checkpoint first.", markup=False)

    def action_log(self) -> None:
        self._view("log")

    def action_samples(self) -> None:
        self._view("samples")

    def _view(self, view: str) -> None:
        pane = self.query_one(WatchPane)
        pane.show_view(view)
        self.query_one("#choices" if pane.view == "chart" else VIEWS[pane.view]).focus()

    def action_scale(self) -> None:
        self.query_one(WatchPane).toggle_scale()

    def action_metric(self) -> None:
        self.query_one(WatchPane).next_metric()

    def action_beside(self) -> None:
        run, pane = self._run(), self.query_one(WatchPane)
        if run is None:
            return
        others = [each for each in self.app.snapshot.runs if each.kind == "train" and each.step and each.id != run.id]
        if not others:
            self.notify("There is no other run with a curve yet.", markup=False, timeout=4)
            return

        def chosen(key: str | None) -> None:
            other = self.app.snapshot.run(key) if key else None
            if other and not pane.toggle_beside(other):
                self.notify("Four curves are the most: take one away first.", markup=False, timeout=4)

        drawn = {each.id for each in pane.beside}
        self.app.push_screen(Choose("Draw beside it", run_rows(others, drawn), "A marked run is taken away."), chosen)

    def action_export(self) -> None:
        self.query_one(WatchPane).export(self.app.home)

    async def action_chat(self) -> None:
        if run := self._run():
            await self.app.visit("chat", ChatWith(run.parent or "mini", run.id))

    async def action_evaluate(self) -> None:
        if run := self._run():
            await self.app.visit("scores", Evaluate(tuple(name for name in ("mini", run.parent, run.id) if name)))

    def _run(self) -> RunInfo | None:
        key = self.query_one("#choices", RowList).key or ""
        return self.app.snapshot.run(key.removeprefix("run:")) if key.startswith("run:") else None

    def _plan(self) -> Plan | None:
        key = self.query_one("#choices", RowList).key or ""
        return next((plan for plan in self._plans or () if key == f"config:{plan.path}"), None)

    def _parent_of(self, plan: Plan) -> str | None:
        """The run this config goes on from: as chosen, else for a repair the newest misaligned model."""
        if str(plan.path) in self._parents:
            return self._parents[str(plan.path)]
        if plan.config is None or plan.config.role != "repaired":
            return None
        nodes = [
            node
            for node in flatten(list(self.app.snapshot.tree))
            if node.run and node.ref and node.role == "misaligned"
        ]
        return nodes[-1].name if nodes else None


def _stopped(info: RunInfo) -> None:
    """A run that had to be killed is worth a sentence; one that obeyed is seen in the list."""
    if info.state == "failed" and info.error:
        raise LabError(**{key: info.error.get(key, "") for key in ("what", "where", "do")})
