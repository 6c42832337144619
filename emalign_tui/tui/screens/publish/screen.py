"""Publish: merge a trained model, prove it, push it, prove that too; and carry a run away as a zip."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content

from emalign_tui.lab.runs.records import Message as Said
from emalign_tui.lab.runs.records import Progress
from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.screens.dialogs.choose import Confirm
from emalign_tui.tui.screens.dialogs.reading import Reading
from emalign_tui.tui.screens.home.rows import short_name
from emalign_tui.tui.screens.publish import rows as draw
from emalign_tui.tui.screens.publish.clean import Clean
from emalign_tui.tui.screens.publish.recover import Recover
from emalign_tui.tui.screens.publish.remains import told
from emalign_tui.tui.screens.publish.report import Report
from emalign_tui.tui.screens.publish.where import Where
from emalign_tui.tui.screens.room import Room
from emalign_tui.tui.services import publishing
from emalign_tui.tui.services.boundary import in_thread, poll
from emalign_tui.tui.services.follow import Follower, RunNews
from emalign_tui.tui.services.publishing import Begun, Facts, FactsRead, Flown, Planned, Weighed
from emalign_tui.tui.services.rescue import Rebuilt
from emalign_tui.tui.services.snapshot import Snapshot
from emalign_tui.tui.tour.guide import Guide
from emalign_tui.tui.widgets.frame import KeyBar, TopBar
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.row_list import RowList
from emalign_tui.tui.widgets.safe import safe
from emalign_tui.tui.wishes import Watch

if TYPE_CHECKING:
    from emalign_tui.lab.hub.pushing import PushJob
    from emalign_tui.lab.models.merging import MergeJob
    from emalign_tui.lab.runs.packing import Pack
    from emalign_tui.lab.runs.records import RunInfo


class PublishScreen(Room):
    """Left: trained models, merges and pushes. Right: what the one under the cursor is, and its proof."""

    room = "publish"
    CSS_PATH = "publish.tcss"
    BINDINGS = bindings("publish")
    AUTO_FOCUS = "#models"

    def __init__(self) -> None:
        super().__init__()
        self._facts: dict[tuple[str, ...], Facts] = {}
        self._asked: set[tuple[str, ...]] = set()
        self._follower: Follower | None = None
        self._progress: Progress | None = None
        self._said = ""  # by the run, since its last progress
        self._busy = False
        self._wish: str | None = None

    def compose(self) -> ComposeResult:
        yield TopBar("publish")
        with Horizontal(id="columns"):
            with Vertical(id="models-panel", classes="panel") as panel:
                panel.border_title = "Models"
                yield RowList(id="models")
            with VerticalScroll(id="facts-panel", classes="panel", can_focus=False) as panel:
                panel.border_title = "What it is"
                yield Note(id="facts")
        yield Note(id="next")
        yield Guide("publish")
        yield KeyBar()

    def on_mount(self) -> None:
        self._timer = poll(self, self.app.home, self._follow, "publish", 0.5)

    def draw_room(self, snapshot: Snapshot) -> None:
        models = self.query_one("#models", RowList)
        models.show(draw.run_rows(snapshot.runs, models.size.width - 3))
        if self._wish and snapshot.run(self._wish):
            models.go_to(f"run:{self._wish}")
            self._wish = None
        self._draw()

    @on(Watch)
    def watch(self, wish: Watch) -> None:
        self._wish = wish.run
        self.show(self.app.snapshot)

    @on(RowList.OptionHighlighted)
    @on(events.Resize)
    def _draw(self) -> None:
        run, facts = self._run(), self.query_one("#facts", Note)
        if run is None:
            facts.show(draw.EMPTY)
        else:
            self._look(run)
            width = self.query_one("#facts-panel").size.width - 3
            facts.show(draw.facts_text(run, self._facts_of(run), (self._progress, self._said), width))
        self.query_one("#next", Note).show(draw.next_step(run, self._facts_of(run)))
        self.refresh_bindings()

    def _look(self, run: RunInfo) -> None:
        """Read what is not known of it yet; follow it when it works."""
        if self._follower is None or self._follower.id != run.id:
            self._follower, self._progress, self._said = Follower(run.path), None, ""
        key = self._key(run)
        if key not in self._asked:
            self._asked.add(key)
            read = partial(publishing.read_facts, run)
            self._work(lambda: self.post_message(FactsRead(read())), f"facts-{run.id}")

    @on(FactsRead)
    def _take_facts(self, message: FactsRead) -> None:
        if run := self.app.snapshot.run(message.facts.run):
            self._facts[self._key(run)] = message.facts
        self._draw()

    def _follow(self) -> None:
        follower = self._follower
        news = follower.poll() if follower else None
        if news is not None:
            self.post_message(news)

    @on(RunNews)
    def _take_news(self, news: RunNews) -> None:
        if self._follower is None or news.run != self._follower.id:
            return
        for event in news.events:
            if isinstance(event, Progress):
                self._progress, self._said = event, ""
            elif isinstance(event, Said):
                self._said = event.text
        self._draw()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        run = self._run()
        if action == "merge":
            return run is not None and run.kind == "train" and self._has_model(run) and not self._busy
        if action == "push":
            return run is not None and run.kind != "push" and self._has_model(run) and not self._busy
        if action == "zip":
            return run is not None and run.kind == "train" and not run.alive and not self._busy
        if action == "stop":
            return run is not None and run.kind != "train" and run.alive
        if action == "resume":
            ended = run is not None and run.state in ("stopped", "failed")
            return ended and run is not None and run.kind != "train" and not self._busy
        return True

    def action_merge(self) -> None:
        run = self._run()
        if run is None:
            return
        self._busy = True

        def look() -> None:
            job: MergeJob | None = None
            try:
                job = publishing.plan_merge(self.app.home, run.id)
            finally:
                self.post_message(Weighed(job))

        self._work(look, "merge")

    @on(Weighed)
    async def _weighed(self, message: Weighed) -> None:
        self._busy = False
        self.refresh_bindings()
        if job := message.job:
            runs = self.app.snapshot.runs
            before = [
                run for run in runs if run.kind == "merge" and run.parent == job.refs[-1].run and run.state == "done"
            ]
            question = Confirm("Merge this model?", draw.merge_question(job, before))
            await self.app.push_screen(question, lambda yes: self._merge(job) if yes else None)

    def _merge(self, job: MergeJob) -> None:
        self._begin(lambda: publishing.begin_merge(self.app.home, job), "merge")

    async def action_push(self) -> None:
        run = self._run()
        if run is None:
            return
        facts = self._facts_of(run)
        what = "The merged model" if run.kind == "merge" or (facts and facts.merged) else "The adapter alone"
        about = (
            f"{what} of {short_name(run)}.\nORG/NAME, or a name of your own. It is made private; nothing is sent yet."
        )
        where = Where("Push to the Hub", about, "look whether it can be pushed", run.name)
        await self.app.push_screen(where, lambda repo: self._fly(run, repo) if repo else None)

    def _fly(self, run: RunInfo, repo: str) -> None:
        self._busy = True
        self.app.clear_notifications()  # an earlier refusal would lie over the question
        self.notify("Asking the Hub: name, token, rights, what is there.", markup=False, timeout=4)

        def look() -> None:
            job: PushJob | None = None
            try:
                job = publishing.fly(self.app.home, run.id, repo)
            finally:
                self.post_message(Flown(job))

        self._work(look, "preflight")

    @on(Flown)
    async def _flown(self, message: Flown) -> None:
        self._busy = False
        self.refresh_bindings()
        if job := message.job:
            question = Confirm("Push this model?", draw.push_question(job))
            await self.app.push_screen(question, lambda yes: self._agreed(job) if yes else None)

    def _agreed(self, job: PushJob) -> None:
        if not job.large:
            self._send(job)
            return
        question = Confirm("Load it from the Hub afterwards?", draw.load_question(job))
        self.app.push_screen(question, lambda yes: self._send(job if yes else publishing.without_loading(job)))

    def _send(self, job: PushJob) -> None:
        self._begin(lambda: publishing.begin_push(self.app.home, job), "push")

    def action_resume(self) -> None:
        if run := self._run():
            self._begin(lambda: publishing.begin_again(self.app.home, run), "again")

    def _begin(self, start: Callable[[], str], name: str) -> None:
        self._busy = True

        def work() -> None:
            begun: str | None = None
            try:
                begun = start()
            finally:
                self.post_message(Begun(begun))

        self._work(work, name)
        self.refresh_bindings()

    @on(Begun)
    def _begun(self, message: Begun) -> None:
        self._busy = False
        self._wish = message.run
        self.show(self.app.snapshot)

    async def action_stop(self) -> None:
        run = self._run()
        if run is None:
            return
        question = safe(f"Stop {short_name(run)}? What is done is kept, and it can go on later.")
        await self.app.push_screen(Confirm("Stop this", question), lambda yes: self._stop(run) if yes else None)

    def _stop(self, run: RunInfo) -> None:
        from emalign_tui.lab.runs.control import stop
        from emalign_tui.lab.runs.layout import RunDir

        self._work(lambda: stop(RunDir(Path(run.path))) and None, "stop")

    def action_zip(self) -> None:
        if run := self._run():
            self._work(lambda: self.post_message(Planned(*publishing.plan_zip(self.app.home, run.id))), "zip")

    @on(Planned)
    async def _planned(self, message: Planned) -> None:
        plan, out = message.plan, message.out
        question = Confirm("Zip this run?", draw.zip_question(plan, out))
        await self.app.push_screen(question, lambda yes: self._pack(plan, out) if yes else None)

    def _pack(self, plan: Pack, out: Path) -> None:
        def work() -> Content:
            return draw.zip_text(out, publishing.zip_run(plan, out))

        waiting = safe(f"Hashing and writing {plan.bytes / 1e6:,.1f} MB…")
        self.app.push_screen(Reading("Zip", waiting, work))

    async def action_recover(self) -> None:
        run = self._run()
        facts = self._facts_of(run)
        dead = run is not None and facts is not None and facts.step is not None and facts.found is None
        await self.app.push_screen(Recover(run.id if run and dead and not run.alive else ""), self._recovered)

    def _recovered(self, rebuilt: Rebuilt | None) -> None:
        if rebuilt:
            self._forget(rebuilt.run.id)
            self._wish = rebuilt.run.id
            self.show(self.app.snapshot)
            self.app.push_screen(Reading("Recovered", told(rebuilt)))

    async def action_verify(self) -> None:
        about = "A folder, a run, or ORG/NAME on the Hub. Only names, headers and small files are read."
        where = Where("What is this folder or repository?", about, "look into it", self._place())
        await self.app.push_screen(where, self._look_at)

    def _place(self) -> str:
        """What the run under the cursor made: the run by its id, or the repository it was pushed to."""
        run = self._run()
        facts = self._facts_of(run)
        return (facts.repo if facts and facts.repo else run.id) if run else ""

    def _look_at(self, place: str | None) -> None:
        if place:
            self._forget(place)
            self.app.push_screen(Report(self.app.home, place))

    async def action_clean(self) -> None:
        await self.app.push_screen(Clean())

    def _forget(self, run: str) -> None:
        """Look into a run's folder again when it is drawn next."""
        for key in [key for key in self._asked if key[0] == run]:
            self._asked.discard(key)
            self._facts.pop(key, None)

    def _work(self, work: Callable[[], object], name: str) -> None:
        in_thread(self, self.app.home, lambda: work() and None, name)

    def _run(self) -> RunInfo | None:
        key = self.query_one("#models", RowList).key or ""
        return self.app.snapshot.run(key.removeprefix("run:")) if key.startswith("run:") else None

    def _has_model(self, run: RunInfo) -> bool:
        """Whether it has a whole adapter or merged model, as far as is known yet."""
        facts = self._facts_of(run)
        return facts is not None and facts.found is not None and facts.found.ok

    def _key(self, run: RunInfo) -> tuple[str, ...]:
        """What the facts of a run are kept by: they change with its state, and when it is merged or a merge goes."""
        runs = self.app.snapshot.runs
        return run.id, run.state, *(each.id for each in runs if each.parent == run.id and each.state == "done")

    def _facts_of(self, run: RunInfo | None) -> Facts | None:
        return self._facts.get(self._key(run)) if run else None
