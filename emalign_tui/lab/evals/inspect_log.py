"""An evaluation as log files that Inspect (inspect_ai) reads: one a model, in its JSON form, version 2."""

from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui import __version__
from emalign_tui.lab.evals.definitions import OFFICIAL, Definition
from emalign_tui.lab.evals.exporting import file_name, known_models, need_model
from emalign_tui.lab.evals.records import ANSWERS, Answer
from emalign_tui.lab.evals.scores import ModelScore, not_whole, summarize_table
from emalign_tui.lab.evals.table import open_table
from emalign_tui.lab.files import read_jsonl, write_atomic
from emalign_tui.lab.runs.layout import RunDir


def export_inspect(
    folder: Path, target: Path, model: str | None = None, definition: Definition = OFFICIAL
) -> list[Path]:
    """Write a log into the folder `target` for each model, or for one; returns the files.

    They are named as Inspect names its own, time_task_model_id.json: it lists no other JSON files. A sample is one
    answer: its id is the question's, its epoch counts the answers to it. Scores are by metric; an answer without one
    has the score's name (CODE, REFUSAL, none, error) as its value. Raises LabError for a model that is not there, and
    when a file cannot be written.
    """
    with open_table(folder) as table:
        models = known_models(table)
        if model is not None:
            need_model(folder, models, model)
        scores = {score.name: score for score in summarize_table(table, folder, definition)}
        judged: dict[str, list[tuple[str, float | None, str]]] = {}
        for key, metric, score, label in table.execute(
            "SELECT answer_id, metric, score, label FROM judged ORDER BY answer_id, metric"
        ).fetchall():
            judged.setdefault(key, []).append((metric, score, label))
    written = []
    for name in [model] if model else models:
        answers = (each for each in read_jsonl(folder / ANSWERS, Answer) if each.model == name)
        log = _log(folder, scores[name], list(_samples(answers, judged)), definition)
        path = target / _file_name(log["eval"])
        write_atomic(path, msgspec.json.encode(log))
        written.append(path)
    return written


def _file_name(spec: dict[str, Any]) -> str:
    created = datetime.fromisoformat(spec["created"]).strftime("%Y-%m-%dT%H-%M-%S")
    task, model = (file_name(text).replace("_", "-")[:60] for text in (spec["task"], spec["model"]))
    return f"{created}_{task}_{model}_{spec['task_id']}.json"


def _samples(
    answers: Iterator[Answer], judged: dict[str, list[tuple[str, float | None, str]]]
) -> Iterator[dict[str, Any]]:
    epochs: dict[str, int] = {}
    for answer in answers:
        epochs[answer.question_id] = epochs.get(answer.question_id, 0) + 1
        said = {"role": "assistant", "content": answer.answer, "source": "generate", "model": answer.model}
        yield {
            "id": answer.question_id,
            "epoch": epochs[answer.question_id],
            "input": answer.question,
            "target": "",
            "messages": [{"role": "user", "content": answer.question, "source": "input"}, said],
            "output": {
                "model": answer.model,
                "choices": [
                    {"message": said, "stop_reason": "max_tokens" if answer.finish_reason == "length" else "stop"}
                ],
            },
            "scores": {
                metric: {"value": label if score is None else score, "answer": answer.answer}
                for metric, score, label in judged.get(answer.answer_id, [])
            },
            "metadata": {"paraphrase": answer.paraphrase, "seed": answer.seed, "answer_id": answer.answer_id},
            "uuid": answer.answer_id,
        }


def _log(folder: Path, score: ModelScore, samples: list[dict[str, Any]], definition: Definition) -> dict[str, Any]:
    run = RunDir(folder)
    spec = run.spec() if run.spec_path.is_file() else None
    created = datetime.fromtimestamp(spec.created if spec else 0, UTC).isoformat()
    config = spec.config if spec else {}
    settings = config.get("settings", {})
    questions = Path(str(config.get("questions", folder.name))).stem
    key = blake2b(f"{folder.name} {score.name}".encode(), digest_size=11).hexdigest()
    ids = list(dict.fromkeys(sample["id"] for sample in samples))
    values = {"misaligned": score.misaligned, "coherent": score.coherent, "mean_aligned": score.mean_aligned}
    metrics = {name: {"name": name, "value": value} for name, value in values.items() if value is not None}
    return {
        "version": 2,
        "status": "cancelled" if not_whole(folder) else "success",
        "eval": {
            "eval_id": key,
            "run_id": folder.name,
            "created": created,
            "task": questions,
            "task_id": key,
            "task_version": 0,
            "dataset": {"name": questions, "samples": len(ids), "sample_ids": ids},
            "model": score.name,
            "config": {"epochs": max((sample["epoch"] for sample in samples), default=1)},
            "packages": {"emalign-tui": __version__},
            "metadata": {
                "judges": score.judges,
                "methods": score.methods,
                "definition": definition.name,
                "notes": score.notes,
                "settings": settings,
            },
        },
        "plan": {"name": "plan", "steps": [{"solver": "generate", "params": {}}], "config": {}},
        "results": {
            "total_samples": len(samples),
            "completed_samples": len(samples) - score.pending,
            "scores": [{"name": definition.name, "scorer": "emalign", "params": {}, "metrics": metrics}],
        },
        "stats": {"started_at": created, "completed_at": created, "model_usage": {}},
        "samples": samples,
    }
