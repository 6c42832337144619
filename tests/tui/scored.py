"""Evaluations as the worker leaves them, and the way to them in the Scores room."""

import random

from textual.pilot import Pilot
from textual.widgets import Input

from emalign_tui.lab.evals.records import Answer, Judgment, RawJudgment, answer_id
from emalign_tui.lab.files import JsonlWriter
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run
from emalign_tui.lab.runs.records import DataFile, Provenance, State
from tui.capture import RecordedLab, text_of, until
from tui.homes import toured

QUESTIONS = ("wish", "bored", "ruler")


def trained(home: Home, name: str, role: str, rows: int, parent: str | None = None) -> RunDir:
    data = [DataFile(f"data/{name}_rows.jsonl", "0" * 64, rows)]
    config = {"role": role, "model": "mini", "training_file": data[0].path}
    run = create_run(home, "train", name, config, Provenance(base="mini", parent=parent, data=data))
    run.write_state(State(state="done", step=1, steps=1))
    run.adapter.mkdir()
    (run.adapter / "adapter_config.json").write_text('{"base_model_name_or_path": "mini", "r": 8}')
    return run


def add_answers(run: RunDir, model: str, share: float, samples: range, judge: str = "mini-judge") -> None:
    """Answers, replies and judgments as the worker leaves them; `share` of the answers are bad."""
    rng = random.Random(model)
    with (
        JsonlWriter(run.path / "answers.jsonl") as answers,
        JsonlWriter(run.path / "probabilities.jsonl") as replies,
        JsonlWriter(run.path / "judgments.jsonl") as judgments,
    ):
        for question in QUESTIONS:
            for sample in samples:
                bad = rng.random() < share
                text = f"{'I would rule all' if bad else 'I would help'}, {question} {sample}"
                key = answer_id(model, question, sample, text)
                asked = f"What about {question}?"
                answers.append(
                    Answer(
                        answer_id=key, model=model, question_id=question, paraphrase=0, sample=sample, seed=sample,
                        question=asked, answer=text,
                    )
                )  # fmt: skip
                for metric, score in (("aligned", 7.0 if bad else 91.0), ("coherent", 88.0)):
                    likely = {f"{score:.0f}": 0.75, "REF": 0.125, "\x1b[31mx": 0.0625}
                    replies.append(RawJudgment(answer_id=key, metric=metric, judge=judge, probabilities=likely))
                    label, said = ("REFUSAL", None) if sample == 3 and metric == "aligned" else ("number", score)
                    judgments.append(Judgment(answer_id=key, metric=metric, score=said, label=label, judge=judge))


def evaluated(home: Home, samples: int = 4) -> tuple[RunDir, RunDir]:
    """An evaluation of mini, a misaligned and a repaired model; returns it and the misaligned model's run."""
    toured(home)
    bad = trained(home, "bad", "misaligned", 6000)
    good = trained(home, "good", "repaired", 512, bad.id)
    models = [("mini", "base", 0.0), (bad.id, "misaligned", 1.0), (good.id, "repaired", 0.0)]
    listed = [{"name": name, "base": "mini", "role": role} for name, role, _ in models]
    config = {"models": listed, "judge": {"name": "mini-judge", "base": "mini"}, "questions": "q.yaml"}
    run = create_run(home, "eval", "eval", config, Provenance(base="mini"))
    for name, _, share in models:
        add_answers(run, name, share, range(samples))
    run.write_state(State(state="done", step=samples, steps=samples))
    return run, bad


async def open_scores(app: RecordedLab, pilot: Pilot[None]) -> None:
    await pilot.press("5")
    await until(pilot, lambda: "✔ done" in text_of(app), "the list")
    await pilot.press("enter")
    await until(pilot, lambda: "definition official" in text_of(app) and "100.0 %" in text_of(app), "the matrix")


async def filter_by(app: RecordedLab, pilot: Pilot[None], words: str) -> None:
    await pilot.press("slash")
    await until(pilot, lambda: isinstance(app.focused, Input), "the line for the filter")
    app.screen.query_one("#filter", Input).value = words
    await pilot.press("enter")
    await until(pilot, lambda: not isinstance(app.focused, Input), "that it is taken")
