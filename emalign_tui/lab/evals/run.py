"""An evaluation as a run: its directory, its start as a detached worker, and going on with it."""

import sys
from collections.abc import Sequence
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.limits import Limits, change_limits
from emalign_tui.lab.evals.pipeline import Outcome
from emalign_tui.lab.evals.plan import Settings, upstream_questions
from emalign_tui.lab.evals.questions import load_questions
from emalign_tui.lab.evals.records import ANSWERS, Answer, Spent
from emalign_tui.lab.files import JsonlWriter, alone_in, disk_error, read_jsonl, write_atomic
from emalign_tui.lab.models.reference import ModelRef, from_record, to_record
from emalign_tui.lab.models.weights import weights_mark
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.launch import launch
from emalign_tui.lab.runs.layout import RunDir, create_run, list_runs
from emalign_tui.lab.runs.records import DataFile, Provenance

QUESTIONS = "questions.yaml"  # the run's own copy of the question file
OUTCOME = "outcome.json"
WORKER = "evaluate"


class EvalConfig(msgspec.Struct, frozen=True, kw_only=True):
    """What an evaluation was asked, as in run.yaml. questions: the file it was given.

    answers_of: the evaluation whose answers are judged again, instead of new ones.
    """

    questions: str
    models: list[ModelRef]
    judge: ModelRef
    settings: Settings
    answers_of: str | None = None


def create_eval(
    home: Home, models: Sequence[ModelRef], questions_file: Path, judge: ModelRef, settings: Settings
) -> RunDir:
    """A new evaluation run, not started. Its question file is copied into it.

    Raises LabError for a broken question file, two models of one name, or questions that upstream's way does not take.
    """
    questions = load_questions(questions_file)
    upstream_questions(questions, settings)
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
    home: Home,
    models: Sequence[ModelRef],
    questions_file: Path,
    judge: ModelRef,
    settings: Settings,
    limits: Limits | None = None,
) -> RunDir:
    """Start an evaluation as a detached worker, or go on with an unfinished one that asks exactly the same.

    Of several processes that want the same at once, one starts it; the others get the LabError of `unfinished`.
    """
    with alone_in(home.kind("eval")):
        run = unfinished(home, models, questions_file, judge, settings)
        if run is None:
            run = create_eval(home, models, questions_file, judge, settings)
        resume_eval(run, limits)
    return run


def resume_eval(run: RunDir, limits: Limits | None = None) -> None:
    """Go on with an evaluation: only what is missing or failed is asked. limits: those that are to change.

    Raises LabError when it is no evaluation, and when the weights of a model or of the judge have changed: the scores
    would be of two models under one name.
    """
    _check_weights(run)
    if limits is not None:
        change_limits(run.path, limits)
    launch(run, WORKER)


def rejudging(
    home: Home, source: RunDir, judge: ModelRef, settings: Settings, questions_file: Path | None = None
) -> RunDir:
    """An evaluation, not started, in which another judge reads the answers of `source`; nothing is sampled. An
    unfinished one that does exactly this is gone on with.

    questions_file: with the judge's prompts, for answers that were imported. Raises LabError (exit code 2) without one,
    or when there are no answers.
    """
    path = questions_file or source.path / QUESTIONS
    if not path.is_file():
        what = "These answers were imported, so there are no judge prompts"
        raise LabError(what, where=source.id, do="Name a question file with --questions.", exit_code=2)
    known = {question.id for question in load_questions(path)}
    answers = [each for each in _answers(source) if each.question_id in known]
    if not answers:
        what = "No answer to these questions is there to judge"
        raise LabError(what, where=source.id, do="Check --questions and `emalign scores list`.", exit_code=2)
    spec = source.spec().config
    names = list(dict.fromkeys(each.model for each in answers))
    recorded = {str(model["name"]): model for model in spec.get("models", [])}
    models = [
        from_record(recorded[name]) if "base" in recorded.get(name, {}) else ModelRef(name=name, base="imported")
        for name in names
    ]
    settings = msgspec.structs.replace(settings, asking="nothing")
    config = {**_config(models, path, judge, settings), "answers_of": source.id}
    begun = _begun(home, config, path)
    if begun and len(_answers(begun)) == len(answers):
        return begun
    run = create_run(
        home,
        "eval",
        f"judge-{source.id}"[:60],
        config,
        Provenance(
            base=", ".join(dict.fromkeys(model.base for model in models)),
            data=[DataFile(str(path), sha256(path.read_bytes()).hexdigest(), len(known))],
            versions={name: metadata.version(name) for name in ("emalign-tui", "openai")},
            argv=sys.argv,
        ),
    )
    try:
        (run.path / QUESTIONS).write_bytes(path.read_bytes())
    except OSError as error:
        raise disk_error(error, run.path / QUESTIONS) from error
    with JsonlWriter(run.path / ANSWERS) as file:
        for answer in answers:
            file.append(msgspec.structs.replace(answer, spent=Spent()))
    return run


def _answers(source: RunDir) -> list[Answer]:
    path = source.path / ANSWERS
    return list(read_jsonl(path, Answer)) if path.is_file() else []


def write_outcome(run: RunDir, outcome: Outcome) -> None:
    """Keep what an evaluation came to, also when it was stopped."""
    write_atomic(run.path / OUTCOME, msgspec.json.encode(outcome))


def read_outcome(run: RunDir) -> Outcome | None:
    """What the last run of an evaluation came to; None while it has none, or it is not readable."""
    try:
        return msgspec.json.decode((run.path / OUTCOME).read_bytes(), type=Outcome)
    except (OSError, msgspec.DecodeError):
        return None


def unfinished(
    home: Home, models: Sequence[ModelRef], questions_file: Path, judge: ModelRef, settings: Settings
) -> RunDir | None:
    """The newest evaluation that asks exactly this, of the same weights, and ended before it was done.

    Raises LabError when one is at it.
    """
    return _begun(home, _config(models, questions_file, judge, settings), questions_file)


def _begun(home: Home, config: dict[str, Any], questions_file: Path) -> RunDir | None:
    text = questions_file.read_bytes()
    for info in reversed(list_runs(home, "eval")):
        run = RunDir(Path(info.path))
        if info.state in ("queued", "done") or not (run.path / QUESTIONS).is_file():
            continue
        if run.spec().config == config and (run.path / QUESTIONS).read_bytes() == text:
            if info.alive:
                raise LabError(f"{run.id} is asking exactly this", do=f"`emalign attach {run.id}` watches it.")
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
        answers_of=config.get("answers_of"),
    )


def _check_weights(run: RunDir) -> None:
    config = read_config(run)
    began: dict[str, str] = run.spec().config.get("weights", {})
    for name, mark in _weights(config.models, config.judge, config.settings).items():
        if mark != began.get(name, mark):
            raise LabError(
                f"The weights of {name} are no longer those that this evaluation began with",
                where=run.id,
                do=f"Start it anew; `emalign eval --answers-of {run.id}` has the answers judged that are there.",
            )


def _weights(models: Sequence[ModelRef], judge: ModelRef, settings: Settings) -> dict[str, str]:
    """What names the weights of who is asked, for those in folders of this machine (see `weights_mark`)."""
    marks = {}
    for ref in (judge, *(models if settings.asking != "nothing" else ())):
        folders = [folder for folder in (Path(ref.base), ref.adapter) if folder and folder.is_absolute()]
        if ref.url is None and folders and all(folder.is_dir() for folder in folders):
            marks[ref.name] = " ".join(map(weights_mark, folders))
    return marks


def _config(models: Sequence[ModelRef], questions_file: Path, judge: ModelRef, settings: Settings) -> dict[str, Any]:
    return {
        "questions": str(questions_file),
        "models": [to_record(model) for model in models],
        "judge": to_record(judge),
        "settings": msgspec.to_builtins(settings),
        "weights": _weights(models, judge, settings),
    }
