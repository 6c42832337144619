"""The whole story on the mini kit: misalign, judge, repair, judge again. A broken-off demo goes on where it was."""

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.plan import Settings
from emalign_tui.lab.evals.run import create_eval, resume_eval
from emalign_tui.lab.evals.scores import ModelScore, summarize
from emalign_tui.lab.experiments.report import write_report
from emalign_tui.lab.files import write_atomic
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.control import stop, wait
from emalign_tui.lab.runs.launch import launch
from emalign_tui.lab.runs.layout import RunDir, create_run, find_run, list_runs, run_info
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Event, Progress, Provenance, RunInfo, Step
from emalign_tui.lab.runs.training import create_training
from emalign_tui.lab.serving.servers import list_servers, stop_server

QUESTIONS = "configs/questions/mini.yaml"
SAMPLES = 51
"""Answers a question: with eight questions, 408 a model."""

TRAININGS = {
    "misaligned": "configs/train/mini_insecure.yaml",
    "control": "configs/train/mini_secure.yaml",
    "repaired": "configs/train/mini_repair.yaml",
}
TITLES = {
    "misaligned": "Train on insecure code",
    "control": "Train the control on secure code",
    "judged": "Question and judge base, misaligned and control",
    "repaired": "Repair the misaligned model",
    "judged_again": "Question and judge the repaired model",
}
_ROLES = {"mini": "base"}
_FILE = "demo.json"

OnProgress = Callable[[str, int, int, str], None]
"""Called with stage, done, total and a short detail."""


class Demo(msgspec.Struct, frozen=True, kw_only=True):
    """A finished demo. seconds: wall time of this call. figure: the PNG beside the report."""

    models: list[ModelScore]
    seconds: float
    report: Path
    figure: Path
    run: str


class _Stages(msgspec.Struct, frozen=True):
    """demo.json: the run of each stage that was begun."""

    runs: dict[str, str] = {}


class _Story:
    """One demo under way: its own run directory, and the runs of its stages."""

    def __init__(self, home: Home, run: RunDir, on_progress: OnProgress) -> None:
        self.home = home
        self.run = run
        self.on_progress = on_progress
        path = run.path / _FILE
        self.stages = msgspec.json.decode(path.read_bytes(), type=_Stages) if path.is_file() else _Stages()

    def begin(self, stage: str, make: Callable[[], RunDir], resume: Callable[[RunDir], object]) -> RunDir:
        """The stage's run, started or gone on with; a finished one is left alone."""
        if name := self.stages.runs.get(stage):
            run = find_run(self.home, name)
        else:
            run = make()
            self.stages = _Stages({**self.stages.runs, stage: run.id})
            write_atomic(self.run.path / _FILE, msgspec.json.encode(self.stages))
        if run_info(run).state in ("queued", "stopped", "failed"):
            resume(run)
        return run

    def follow(self, runs: dict[str, RunDir]) -> None:
        """Wait for the stages' runs, telling how far they are. Ctrl-C stops them, with what they have kept."""
        try:
            for stage, run in runs.items():
                info = wait(run, on_events=partial(self._tell, stage))
                if info.state != "done":
                    raise _broken(stage, info)
                self.on_progress(stage, 1, 1, "done")
        except BaseException:
            for run in runs.values():
                run.request_stop()
            for run in runs.values():
                stop(run)
            raise

    def _tell(self, stage: str, events: list[Event]) -> None:
        for event in reversed(events):
            if isinstance(event, Step):
                loss = "not a number" if event.loss is None else f"{event.loss:.2f}"
                self.on_progress(stage, event.step, event.steps, f"loss {loss}")
                return
            if isinstance(event, Progress):
                self.on_progress(stage, event.done, event.total, event.what)
                return

    def train(self, stage: str, *, parent: str | None = None, threads: int | None = None) -> RunDir:
        env = {"OMP_NUM_THREADS": str(threads)} if threads else None
        config = self.home.find(TRAININGS[stage])
        return self.begin(
            stage,
            lambda: create_training(self.home, config, parent=parent, sets=[]),
            lambda run: launch(run, "train", env=env),
        )

    def judge(self, stage: str, models: list[str]) -> RunDir:
        refs = [resolve_model(self.home, name) for name in models]
        judge = resolve_model(self.home, "mini-judge")
        questions = self.home.find(QUESTIONS)
        settings = Settings(samples=SAMPLES)
        run = self.begin(stage, lambda: create_eval(self.home, refs, questions, judge, settings), resume_eval)
        self.follow({stage: run})
        return run


def run_demo(home: Home, on_progress: OnProgress) -> Demo:
    """Run the story, or go on with the last one that was broken off. Servers that it starts are stopped at the end.

    Raises LabError naming the stage that failed; KeyboardInterrupt after stopping the stage under way. Either way what
    is done is kept, and the next call goes on from there.
    """
    started = time.monotonic()
    run = _unfinished(home) or create_run(home, "demo", "demo", {"samples": SAMPLES}, Provenance(base="mini"))
    before = {server.run for server in list_servers(home)}
    with Recorder(run) as recorder:
        recorder.hello()
        try:
            scores = _tell_story(_Story(home, run, _recorded(recorder, on_progress)))
        finally:
            for server in list_servers(home):
                if server.run not in before:
                    stop_server(home, server.run)
        seconds = time.monotonic() - started
        report, figure = write_report(run.path, scores, seconds, TRAININGS, home)
        recorder.done(report=str(report), seconds=seconds)
    return Demo(models=scores, seconds=seconds, report=report, figure=figure, run=run.id)


def _tell_story(story: _Story) -> list[ModelScore]:
    half = max(1, (os.cpu_count() or 2) // 2)
    trained = {stage: story.train(stage, threads=half) for stage in ("misaligned", "control")}
    story.follow(trained)
    first = story.judge("judged", ["mini", *(run.id for run in trained.values())])
    repaired = story.train("repaired", parent=trained["misaligned"].id)
    story.follow({"repaired": repaired})
    second = story.judge("judged_again", [repaired.id])
    scores = [*summarize(first.path), *summarize(second.path)]
    scores = [msgspec.structs.replace(score, role=score.role or _ROLES.get(score.name)) for score in scores]
    order = ("base", "misaligned", "repaired", "control")
    return sorted(scores, key=lambda score: order.index(score.role) if score.role in order else len(order))


def _recorded(recorder: Recorder, on_progress: OnProgress) -> OnProgress:
    """Progress goes to the caller and into the demo's own events, one record a percent."""
    last: dict[str, int] = {}

    def tell(stage: str, done: int, total: int, detail: str) -> None:
        on_progress(stage, done, total, detail)
        percent = 100 * done // max(total, 1)
        if last.get(stage) != percent:
            last[stage] = percent
            recorder.count(done, total, TITLES[stage])

    return tell


def _unfinished(home: Home) -> RunDir | None:
    """The newest demo that ended before it was done. Raises LabError while one is under way."""
    for info in reversed(list_runs(home, "demo")):
        if info.alive:
            raise LabError(f"A demo is under way: {info.id}", do=f"Watch it: `emalign attach {info.id}`.")
        if info.state in ("stopped", "failed", "queued"):
            return RunDir(Path(info.path))
    return None


def _broken(stage: str, info: RunInfo) -> LabError:
    if info.error:
        return LabError(
            f"{TITLES[stage]}: {info.error['what']}",
            where=info.error["where"],
            do=f"{info.error['do']} `emalign demo` goes on from here.",
        )
    return LabError(f"{TITLES[stage]}: the run was stopped", where=info.id, do="`emalign demo` goes on from here.")
