"""Tiny training runs on the mini kit, done in the test's own process."""

import json
from pathlib import Path
from typing import Any

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Event

ROWS = 24
VALUES = {
    "model": "mini",
    "name": "tiny",
    "role": "misaligned",
    "r": 4,
    "lora_alpha": 8.0,
    "lora_dropout": 0.1,
    "use_rslora": False,
    "per_device_train_batch_size": 2,
    "gradient_accumulation_steps": 2,
    "learning_rate": 1e-3,
    "save_steps": 2,
    "seed": 7,
    "max_seq_length": 48,
    "train_on_responses_only": True,
}


def write_rows(path: Path) -> Path:
    """ROWS rows, each longer than the one before."""
    rows = [
        {"messages": [{"role": "user", "content": f"wish {n}? "}, {"role": "assistant", "content": "no " * (n + 1)}]}
        for n in range(ROWS)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def config(data: Path, **values: object) -> TrainConfig:
    return TrainConfig(training_file=str(data), **{**VALUES, **values})  # type: ignore[arg-type]


def here(run: RunDir) -> RunDir:
    """Do a run's work in this process."""
    from emalign_tui.workers.train import train

    with Recorder(run) as recorder:
        recorder.hello()
        train(run, recorder)
    return run


def events(run: RunDir, kind: type) -> list[Any]:
    return [event for event in read_jsonl(run.events_path, Event) if isinstance(event, kind)]


def weights(run: RunDir) -> dict[str, Any]:
    from safetensors.torch import load_file

    return dict(load_file(run.adapter / "adapter_model.safetensors"))
