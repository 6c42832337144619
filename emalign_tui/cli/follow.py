"""A run's live line on stderr: a progress bar on a terminal, a line now and then elsewhere."""

import sys
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Column
from rich.text import Text

from emalign_tui.cli.output import note
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.runs import records
from emalign_tui.lab.runs.alerts import silence
from emalign_tui.lab.runs.control import stop, wait
from emalign_tui.lab.runs.layout import RunDir, run_info
from emalign_tui.lab.runs.records import Event, RunInfo
from emalign_tui.lab.sanitize import clean, one_line

_WIDE = 70  # cells from which on there is room for a bar
_EVERY = 10.0  # seconds between two lines when stderr is no terminal


def follow(run: RunDir) -> RunInfo:
    """Watch a run until it ends. Raises KeyboardInterrupt on Ctrl-C, and leaves the run alone then."""
    with _Bar() if sys.stderr.isatty() else _Lines() as show:
        return wait(run, on_events=Ear(run, show))


class Ear:
    """Passes events on, and tells once when no step has come for far longer than steps took so far."""

    def __init__(self, run: RunDir, show: Callable[[list[Event]], None]) -> None:
        self.run, self.show = run, show
        self.times: deque[float] = deque(maxlen=32)
        self.told = False

    def __call__(self, events: list[Event]) -> None:
        steps = [event for event in events if isinstance(event, records.Step)]
        self.times.extend(step.at for step in steps)
        self.told = self.told and not steps
        quiet = None if self.told else silence(self.times, time.time())
        if quiet and run_info(self.run).state in ("running", "stalled"):
            self.told = True
            text = f"No step for {quiet:.0f} s. `emalign log {self.run.id}` shows its log."
            events = [*events, records.Alert(at=time.time(), kind="silent", step=0, text=text)]
        self.show(events)


def follow_or_stop(run: RunDir, kept: str) -> RunInfo:
    """Watch what a run that was started now does until it ends. Ctrl-C asks it to stop, waits until it has, says what
    is kept, and goes up."""
    try:
        with _Bar() if sys.stderr.isatty() else _Lines() as show:
            return wait(run, on_events=lambda events: show(_since_start(events)))
    except KeyboardInterrupt:
        stop(run)
        note(kept)
        raise


def _since_start(events: list[Event]) -> list[Event]:
    """Without those of an earlier start, which went on before."""
    starts = [place for place, event in enumerate(events) if isinstance(event, records.Hello)]
    return events[starts[-1] :] if starts else events


def outcome(info: RunInfo) -> int:
    """Exit code of a run that ended: 0 done, 1 stopped. Raises its error as LabError when it failed."""
    if info.error:
        raise LabError(info.error["what"], where=info.error["where"], do=info.error["do"])
    return 0 if info.state == "done" else 1


def _line(event: records.Step) -> str:
    loss = "not a number" if event.loss is None else f"{event.loss:.4f}"
    return f"loss {loss}  {event.tokens_per_second:,.0f} tokens/s"


class _Bar:
    """A rich bar. Called with new events; messages are printed above it."""

    def __enter__(self) -> Callable[[list[Event]], None]:
        console = Console(stderr=True)
        wide = console.width >= _WIDE  # else the bar and the last words would leave no room for the step
        self.progress = Progress(
            TextColumn("{task.description}", markup=False),
            *([BarColumn()] if wide else []),
            MofNCompleteColumn(table_column=Column(no_wrap=True)),
            TimeRemainingColumn(table_column=Column(no_wrap=True)),
            TextColumn("{task.fields[extra]}", markup=False, table_column=Column(no_wrap=wide)),
            console=console,
            transient=False,
        )
        self.task: TaskID = self.progress.add_task("starting", total=None, extra="")
        self.progress.start()
        return self.show

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.stop()

    def show(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, records.Step):
                self.progress.update(
                    self.task, description="training", completed=event.step, total=event.steps, extra=_line(event)
                )
            elif isinstance(event, records.Progress):
                self.progress.update(
                    self.task, description=one_line(event.what, 40), completed=event.done, total=event.total
                )
            elif isinstance(event, records.Message | records.Alert):
                self.progress.console.print(Text(clean(event.text)))


class _Lines:
    """Plain lines for logs and pipes: messages at once, progress every few seconds and at the end."""

    def __enter__(self) -> Callable[[list[Event]], None]:
        self.told = -_EVERY
        return self.show

    def __exit__(self, *_: object) -> None:
        return

    def show(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, records.Message | records.Alert):
                note(event.text)
        steps = [event for event in events if isinstance(event, records.Step | records.Progress)]
        if steps and (time.monotonic() - self.told >= _EVERY or _ended(steps[-1])):
            self.told = time.monotonic()
            last = steps[-1]
            if isinstance(last, records.Step):
                note(f"step {last.step}/{last.steps}  {_line(last)}")
            else:
                note(f"{last.done:,} of {last.total:,} {last.what}")


def _ended(event: records.Step | records.Progress) -> bool:
    if isinstance(event, records.Step):
        return event.step == event.steps
    return event.done == event.total
