"""The evaluation worker: `python -m emalign_tui.workers.evaluate RUN_DIR`. Talks to model servers; imports no torch."""

import asyncio

import msgspec

from emalign_tui.lab.evals.limits import read_limits
from emalign_tui.lab.evals.pipeline import evaluate
from emalign_tui.lab.evals.questions import load_questions
from emalign_tui.lab.evals.run import QUESTIONS, read_config, write_outcome
from emalign_tui.lab.evals.table import write_twins
from emalign_tui.lab.models.reference import ModelRef
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.serving.records import Endpoint
from emalign_tui.lab.serving.servers import serve
from emalign_tui.workers.process import run_worker


def work(run: RunDir, recorder: Recorder) -> None:
    """Sample and judge what the run lacks, then write the Parquet twins. A stop request ends it; resuming goes on."""
    config = read_config(run)
    home = run.home

    def connect(ref: ModelRef) -> Endpoint:
        return serve(home, ref, on_progress=recorder.say)

    outcome = asyncio.run(
        evaluate(
            run.path,
            config.models,
            load_questions(run.path / QUESTIONS),
            config.judge,
            connect,
            config.settings,
            limits=read_limits(run.path),
            on_progress=recorder.count,
            stopping=recorder.stop_requested,
        )
    )
    write_outcome(run, outcome)
    if outcome.stopped:
        if outcome.limit:
            recorder.say(f"Stopped: {outcome.limit}.", "warning")
        recorder.stopped()
        return
    write_twins(run.path)
    recorder.done(**msgspec.to_builtins(outcome))


if __name__ == "__main__":
    run_worker(work)
