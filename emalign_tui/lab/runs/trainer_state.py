"""What the Trainer's own files in a checkpoint tell of a training: its settings, and its log as Step records."""

import math
import time
from pathlib import Path
from typing import Any

from emalign_tui.lab.models.headers import read_object
from emalign_tui.lab.runs.records import Step


def told_config(checkpoint: Path, base: str) -> dict[str, Any]:
    """What a foreign checkpoint says of its training; data, seed and role it does not say."""
    adapter, state = read_object(checkpoint / "adapter_config.json"), read_object(checkpoint / "trainer_state.json")
    config: dict[str, Any] = {
        key: adapter[key] for key in ("r", "lora_alpha", "lora_dropout", "use_rslora") if key in adapter
    }
    targets = adapter.get("target_modules")
    if isinstance(targets, list):
        config["target_modules"] = sorted(targets)
    for ours, theirs in (("max_steps", "max_steps"), ("per_device_train_batch_size", "train_batch_size")):
        if isinstance(state.get(theirs), int):
            config[ours] = state[theirs]
    return {"model": base, "name": "recovered", **config}


def told_steps(told: dict[str, Any]) -> list[Step]:
    """The Trainer's own log as Step records; speed and memory it does not tell."""
    now, total = time.time(), int(number(told.get("max_steps")))
    history = told.get("log_history")
    return [
        Step(
            at=now,
            step=int(number(each.get("step"))),
            steps=total,
            epoch=number(each.get("epoch")),
            loss=number(each.get("loss")),
            lr=number(each.get("learning_rate")),
            grad_norm=number(each["grad_norm"]) if "grad_norm" in each else None,
            tokens=int(number(each.get("num_tokens"))),
            tokens_per_second=0.0,
            memory_gib=0.0,
            eta=0.0,
        )
        for each in (history if isinstance(history, list) else [])
        if isinstance(each, dict) and "loss" in each and "step" in each
    ]


def number(value: Any) -> float:
    """A number of a foreign file; 0 for anything else."""
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else 0.0
