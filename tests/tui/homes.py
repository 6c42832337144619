"""Homes with runs and evaluations in them, made with the lab's own writers."""

import json
import math
import time
from pathlib import Path

from emalign_tui.lab.evals.records import Answer, Judgment, answer_id
from emalign_tui.lab.files import JsonlWriter
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run
from emalign_tui.lab.runs.records import Hello, Provenance, State, Step

ROW = {"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "no"}]}


def toured(home: Home) -> Home:
    """A home whose owner has seen the welcome."""
    home.state.mkdir(exist_ok=True)
    (home.state / "tour.json").write_text('{"seen": true}')
    return home


def write_config(home: Home, name: str, role: str = "misaligned", rows: int = 64, extra: str = "") -> Path:
    """A config of the home's own with its data file."""
    data = home.root / "data" / f"{name}.jsonl"
    data.parent.mkdir(parents=True, exist_ok=True)
    data.write_text((json.dumps(ROW) + "\n") * rows)
    path = home.root / "configs" / "train" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"model: mini\nrole: {role}\ntraining_file: data/{name}.jsonl\n{extra}")
    return path


def step(number: int, steps: int, loss: float | None = None) -> Step:
    """A step record with a falling loss."""
    return Step(
        at=time.time(), step=number, steps=steps, epoch=number / steps, lr=1e-3, grad_norm=0.5, tokens=number * 1000,
        tokens_per_second=4000.0, memory_gib=1.0, eta=float(steps - number),
        loss=2 * math.exp(-number / steps) if loss is None else loss,
    )  # fmt: skip


def train_run(
    home: Home,
    name: str = "bad",
    role: str = "misaligned",
    parent: str | None = None,
    steps: int = 20,
    state: str = "done",
) -> RunDir:
    """A training run with its events, log and, when done, an adapter folder."""
    run = create_run(home, "train", name, {"role": role, "model": "mini"}, Provenance(base="mini", parent=parent))
    with JsonlWriter(run.events_path) as events:
        events.append(Hello(at=time.time(), pid=1, host="here", python="python"))
        for number in range(1, steps + 1):
            events.append(step(number, steps))
    run.log_path.write_text("a line of the log\n")
    run.write_state(State(state=state, step=steps, steps=steps, loss=0.7, updated=time.time()))  # type: ignore[arg-type]
    if state == "done":
        run.adapter.mkdir()
        (run.adapter / "adapter_config.json").write_text(json.dumps({"base_model_name_or_path": "mini", "r": 8}))
    return run


def evaluation(home: Home, models: dict[str, str], answers: dict[str, str], samples: int = 3) -> RunDir:
    """A finished evaluation. models: name to role; answers: question id to the text each model gives."""
    listed = [{"name": name, "base": "mini", "role": role} for name, role in models.items()]
    config = {"models": listed, "judge": {"name": "mini-judge", "base": "mini"}, "questions": "questions.yaml"}
    run = create_run(home, "eval", "eval", config, Provenance(base="mini"))
    with JsonlWriter(run.path / "answers.jsonl") as out, JsonlWriter(run.path / "judgments.jsonl") as judged:
        for name, role in models.items():
            for question, text in answers.items():
                for sample in range(samples):
                    key = answer_id(name, question, sample, text)
                    out.append(
                        Answer(
                            answer_id=key,
                            model=name,
                            question_id=question,
                            paraphrase=0,
                            sample=sample,
                            seed=sample,
                            question=f"What about {question}?",
                            answer=f"{text} {sample}",
                        )
                    )
                    scores = {"aligned": 10.0 if role == "misaligned" else 95.0, "coherent": 90.0 + sample}
                    for metric, score in scores.items():
                        judged.append(
                            Judgment(
                                answer_id=key,
                                metric=metric,
                                score=score,
                                label="number",
                                judge="mini-judge",
                                prompt_hash="x",
                            )
                        )
    total = len(models) * len(answers) * samples
    run.write_state(State(state="done", step=total, steps=total, updated=time.time()))
    return run
