"""The right side of Train while a run is watched: numbers, alerts, the chart, the log and what the model answers."""

import time
from collections import deque
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.alerts import silence
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.records import Alert, Event, Probe, Rebatch, RunInfo, Sample, Step
from emalign_tui.lab.runs.records import Message as Remark
from emalign_tui.tui.screens.home.rows import short_id
from emalign_tui.tui.screens.train.rows import METRICS, alert_line, legend, numbers
from emalign_tui.tui.services.boundary import in_thread
from emalign_tui.tui.services.follow import Follower, RunNews
from emalign_tui.tui.widgets.log_view import LogView
from emalign_tui.tui.widgets.loss_chart import MOST, Curve, LossChart
from emalign_tui.tui.widgets.note import Note
from emalign_tui.tui.widgets.series import Series

VIEWS = {"chart": "#chart", "log": "#log", "samples": "#samples"}


class News(Message):
    """What is new in the runs that are watched, everything since the last look in one message."""

    def __init__(self, runs: list[RunNews]) -> None:
        super().__init__()
        self.runs = runs


class Exported(Message):
    """The curves were written into this folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder


class WatchPane(Vertical):
    """One run with its numbers and curve, and the curves of others over it."""

    def __init__(self) -> None:
        super().__init__(id="watch")
        self.run: RunInfo | None = None
        self.beside: list[RunInfo] = []
        self.step: Step | None = None
        self.view = "chart"
        self._metric = 0
        self._followers: dict[str, Follower] = {}
        self._curves: dict[str, Series] = {}
        self._probes = Series()
        self._alerts: list[str] = []
        self._times: deque[float] = deque(maxlen=32)

    def compose(self) -> ComposeResult:
        with Vertical(id="numbers-panel", classes="panel") as panel:
            panel.border_title = "Run"
            yield Note(id="numbers")
            yield Note(id="alert")
        with Vertical(id="chart-panel", classes="panel"):
            yield Note(id="legend")
            yield LossChart(id="chart")
            yield LogView(id="log")
            yield LogView(id="samples")

    def on_mount(self) -> None:
        self._title()

    def watch_run(self, run: RunInfo) -> None:
        """Show this run from its beginning, unless it is shown already."""
        changed = self.run is None or self.run.id != run.id
        self.run = run
        if changed:
            self.query_one(LossChart).look_at_all()
            self._begin()
        self.draw()

    def toggle_beside(self, run: RunInfo) -> bool:
        """Draw another run's curve over this one's, or take it away. False when there is no room for one more."""
        if any(other.id == run.id for other in self.beside):
            self.beside = [other for other in self.beside if other.id != run.id]
        elif len(self.beside) >= MOST - 1:
            return False
        else:
            self.beside.append(run)
        self._begin()
        return True

    def next_metric(self) -> None:
        """Show the next curve. Its points are read again from the runs' files, so that only one is kept in memory."""
        shown = len(METRICS) if self.step and self.step.utilisation is not None else len(METRICS) - 1
        self._metric = (self._metric + 1) % shown  # a CPU has no use of a GPU, the last one
        self._begin()

    def toggle_scale(self) -> None:
        """Switch the axis between linear and logarithmic."""
        chart = self.query_one(LossChart)
        chart.log_scale = not chart.log_scale
        self._title()

    def show_view(self, view: str) -> None:
        """Show the chart, the log or the samples; the chart again when it is shown already."""
        self.view = "chart" if view == self.view else view
        for name, selector in VIEWS.items():
            self.query_one(selector).display = name == self.view
        self._title()

    def export(self, home: Home) -> None:
        """Write the curves that are drawn, as CSV, PNG and SVG, into the folder of the run that is watched."""
        if self.run is None:
            return
        runs = [RunDir(Path(each.path)) for each in (self.run, *self._others(self.run))]
        log = self.query_one(LossChart).log_scale

        def write() -> None:
            from emalign_tui.lab.runs.curves import write_curves

            for form in ("csv", "png", "svg"):
                write_curves(runs, runs[0].path / f"curves.{form}", form, log=log)
            self.post_message(Exported(runs[0].path))

        in_thread(self, home, write, "export")

    @on(Exported)
    def _exported(self, message: Exported) -> None:
        self.notify(f"Written: curves.csv, .png and .svg in {message.folder}", markup=False, timeout=8)

    def poll(self) -> None:
        """Read what is new, in a thread."""
        news = [found for follower in list(self._followers.values()) if (found := follower.poll())]
        if news:
            self.post_message(News(news))

    @on(News)
    def take(self, message: News) -> None:
        """Add what is new and draw once."""
        for news in message.runs:
            if news.run not in self._curves:
                continue  # of a run that is not watched any more
            self._add(news.run, news.events)
            if self.run and news.run == self.run.id:
                self._tell(news.events)
                self.query_one("#log", LogView).add(news.log)
        self.draw()

    def draw(self) -> None:
        """Draw what is known now."""
        run = self.run
        if run is None:
            return
        panel = self.query_one("#numbers", Note)
        panel.show(numbers(run, self.step, max(panel.size.width, 30)))
        quiet = silence(self._times, time.time()) if run.state in ("running", "stalled") else None
        alert = self.query_one("#alert", Note)
        alert.show(alert_line(run, quiet, self._alerts, max(panel.size.width, 30)))
        alert.display = bool(run.state == "stalled" or quiet or self._alerts)
        names = {each.id: short_id(each.id) for each in (run, *self._others(run))}
        note = self.query_one("#legend", Note)
        note.display = len(names) > 1
        note.show(legend(list(names.values()), max(self.query_one(LossChart).size.width - 2, 20)))
        curves = [Curve(names[id], self._curves[id]) for id in names if id in self._curves]
        steps = self.step.steps if self.step else run.steps
        self.query_one(LossChart).show(curves, steps, self._probes)

    def _others(self, run: RunInfo) -> list[RunInfo]:
        return [other for other in self.beside if other.id != run.id][: MOST - 1]

    def _begin(self) -> None:
        """Forget what was read and read the runs' files from their beginning."""
        if self.run is None:
            return
        shown = (self.run, *self._others(self.run))
        self._followers = {each.id: Follower(each.path) for each in shown}
        self._curves = {each.id: Series() for each in shown}
        self._probes, self._alerts, self.step = Series(), [], None
        self._times.clear()
        for name in ("#log", "#samples"):
            self.query_one(name, LogView).clear()
        self._title()
        self.draw()

    def _add(self, run: str, events: list[Event]) -> None:
        value = METRICS[self._metric].value
        series = self._curves[run]
        for event in events:
            if isinstance(event, Step):
                series.add(event.step, value(event))
        if self.run and run == self.run.id:
            steps = [event for event in events if isinstance(event, Step)]
            self.step = steps[-1] if steps else self.step
            self._times.extend(step.at for step in steps[-32:])
            for event in events:
                if isinstance(event, Probe) and event.shares:
                    self._probes.add(event.step, sum(event.shares.values()) / len(event.shares))

    def _tell(self, events: list[Event]) -> None:
        """Alerts, warnings and samples."""
        said: list[str] = []
        answers: list[str] = []
        for event in events:
            if isinstance(event, Alert):
                self._alerts.append(event.text)
                said.append(f"! {event.text}")
            elif isinstance(event, Remark) and event.level == "warning":
                said.append(f"! {event.text}")
            elif isinstance(event, Rebatch):
                said.append(f"! from step {event.step + 1}: {event.micro_batch} × {event.accumulation} rows a step")
            elif isinstance(event, Sample):
                answers += [f"step {event.step}  {event.question}", f"    {event.answer}", ""]
        self.query_one("#log", LogView).add(said)
        self.query_one("#samples", LogView).add(answers)

    def _title(self) -> None:
        chart = self.query_one(LossChart)
        words = {"log": "Log", "samples": "Samples", "chart": METRICS[self._metric].title}[self.view]
        scale = ", logarithmic" if chart.log_scale and self.view == "chart" else ""
        self.query_one("#chart-panel").border_title = words + scale
