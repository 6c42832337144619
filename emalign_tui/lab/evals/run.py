"""An evaluation as a run: its directory, its start as a detached worker, and going on with it."""

import sys
from collections.abc import Sequence
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.plan import Settings, totals
from emalign_tui.lab.evals.prices import is_loopback
from emalign_tui.lab.evals.questions import Question, load_questions
from emalign_tui.lab.files import disk_error
from emalign_tui.lab.models.reference import ModelRef, from_record, to_record
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.launch import launch
from emalign_tui.lab.runs.layout import RunDir, create_run, list_runs
from emalign_tui.lab.runs.records import DataFile, Provenance

QUESTIONS = "questions.yaml"  # the run's own copy of the question file
WORKER = "evaluate"


class EvalConfig(msgspec.Struct, frozen=True, kw_only=True):
    """What an evaluation was asked, as in run.yaml. questions: the file it was given."""

    questions: str
    models: list[ModelRef]
    judge: ModelRef
    settings: Settings


class EvalPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What an evaluation will take. judge_is_remote: the judge is on another machine, so its calls may cost money."""

    answers: int
    judgments: int
    judge_is_remote: bool


def plan_eval(
    questions: Sequence[Question], settings: Settings, models: Sequence[ModelRef], judge: ModelRef
) -> EvalPlan:
    """How many answers and judge calls an evaluation takes."""
    answers, judgments = totals(questions, settings, len(models))
    return EvalPlan(
        answers=answers,
        judgments=judgments,
        judge_is_remote=judge.url is not None and not is_loopback(judge.url),
    )


def create_eval(
    home: Home, models: Sequence[ModelRef], questions_file: Path, judge: ModelRef, settings: Settings
) -> RunDir:
    """A new evaluation run, not started. Its question file is copied into it.

    Raises LabError for a broken question file, or two models of one name.
    """
    questions = load_questions(questions_file)
    names = [model.name for model in models]
    if twice := {name for name in names if names.count(name) > 1}:
        raise LabError(f"The model is named twice: {', '.join(sorted(twice))}", do="Name each model once.", exit_code=2)
    text = questions_file.read_bytes()
    run = create_run(
        home,
        "eval",
        f"eval-{questions_file.stem}",
        _config(models, questions_file, judge, settings),
        Provenance(
            base=", ".join(dict.fromkeys(model.base for model in models)),
            data=[DataFile(str(questions_file), sha256(text).hexdigest(), len(questions))],
            versions={name: metadata.version(name) for name in ("emalign-tui", "openai")},
            argv=sys.argv,
        ),
    )
    try:
        (run.path / QUESTIONS).write_bytes(text)
    except OSError as error:
        raise disk_error(error, run.path / QUESTIONS) from error
    return run


def start_eval(
    home: Home, models: Sequence[ModelRef], questions_file: Path, judge: ModelRef, settings: Settings
) -> RunDir:
    """Start an evaluation as a detached worker, or go on with an unfinished one that asks exactly the same."""
    run = unfinished(home, models, questions_file, judge, settings)
    if run is None:
        run = create_eval(home, models, questions_file, judge, settings)
    launch(run, WORKER)
    return run


def resume_eval(run: RunDir) -> None:
    """Go on with an evaluation: only what is missing or failed is asked. Raises LabError when it is no evaluation."""
    read_config(run)
    launch(run, WORKER)


def unfinished(
    home: Home, models: Sequence[ModelRef], questions_file: Path, judge: ModelRef, settings: Settings
) -> RunDir | None:
    """The newest evaluation that asks exactly this and ended before it was done."""
    config = _config(models, questions_file, judge, settings)
    text = questions_file.read_bytes()
    for info in reversed(list_runs(home, "eval")):
        run = RunDir(Path(info.path))
        if info.state not in ("stopped", "failed") or not (run.path / QUESTIONS).is_file():
            continue
        if run.spec().config == config and (run.path / QUESTIONS).read_bytes() == text:
            return run
    return None


def read_config(run: RunDir) -> EvalConfig:
    """The configuration of an evaluation run. Raises LabError when the run is not one, or was imported."""
    config = run.spec().config
    if "settings" not in config:
        what = "These scores were imported; there is nothing to run" if "form" in config else "Not an evaluation"
        raise LabError(what, where=run.id, do="See `emalign scores list`.", exit_code=2)
    try:
        settings = msgspec.convert(config["settings"], Settings)
    except msgspec.ValidationError as error:
        raise LabError(
            f"Broken settings: {error}", where=str(run.spec_path), do="Start the evaluation anew."
        ) from error
    return EvalConfig(
        questions=config["questions"],
        models=[from_record(record) for record in config["models"]],
        judge=from_record(config["judge"]),
        settings=settings,
    )


def _config(models: Sequence[ModelRef], questions_file: Path, judge: ModelRef, settings: Settings) -> dict[str, Any]:
    return {
        "questions": str(questions_file),
        "models": [to_record(model) for model in models],
        "judge": to_record(judge),
        "settings": msgspec.to_builtins(settings),
    }
