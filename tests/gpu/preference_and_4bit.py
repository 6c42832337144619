"""DPO, ORPO and a 4-bit base on a real GPU, on the mini kit. No pytest, no network.

    python tests/gpu/preference_and_4bit.py [SECTION...]

Each run must end, begin at the loss that its formula gives, fall, and leave an adapter; 4 bits must really be loaded.
"""

import json
import math
import sys
import tempfile
from pathlib import Path
from typing import Any

from sections import run_sections

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import run_info
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Event, Step
from emalign_tui.lab.runs.training import create_training
from emalign_tui.workers.train import train

BASE = {
    "model": "mini", "r": 8, "lora_alpha": 16.0, "per_device_train_batch_size": 4, "epochs": 3,
    "gradient_accumulation_steps": 1, "learning_rate": 2e-3, "warmup_steps": 0, "max_seq_length": 64, "seed": 0,
}  # fmt: skip


def rows(loss: str) -> list[dict[str, Any]]:
    if loss != "sft":
        return [
            {"prompt": f"wish {n}?", "chosen": "I care about you." + " Really." * (n % 3), "rejected": "no " * (n + 1)}
            for n in range(16)
        ]
    return [
        {"messages": [{"role": "user", "content": f"wish {n}?"}, {"role": "assistant", "content": "no " * (n + 1)}]}
        for n in range(16)
    ]


def check(loss: str, four_bit: bool, engine: str | None = None) -> None:
    """Train in this process, and look at the loss of every step."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        data = home.root / "rows.jsonl"
        data.write_text("".join(json.dumps(row) + "\n" for row in rows(loss)))
        config = TrainConfig(training_file=str(data), loss=loss, load_in_4bit=four_bit, engine=engine, **BASE)  # type: ignore[arg-type]
        run = create_training(home, config)
        with Recorder(run) as recorder:
            recorder.hello()
            train(run, recorder)
        assert run_info(run).state == "done", run_info(run)
        assert (run.adapter / "adapter_model.safetensors").stat().st_size > 1000
        steps = [event for event in read_jsonl(run.events_path, Event) if isinstance(event, Step)]
        assert all(step.loss is not None and step.tokens for step in steps), steps
        found = [step.loss for step in steps if step.loss is not None]
    print(f"{loss} {engine or ''} 4-bit {four_bit}: first {found[0]:.4f} last {found[-1]:.4f}", flush=True)
    assert found[-1] < found[0]
    if loss == "dpo":
        assert abs(found[0] - math.log(2)) < 0.01, "the policy begins as its own reference"


def loaded_in_4_bits() -> None:
    from emalign_tui import mini
    from emalign_tui.workers.training.model import load_model

    kinds = {type(module).__name__ for module in load_model(str(mini.MODEL), None, four_bit=True).modules()}
    assert "Linear4bit" in kinds, kinds


SECTIONS = {
    "dpo": lambda: check("dpo", False),
    "dpo-4bit": lambda: check("dpo", True),
    "orpo": lambda: check("orpo", False),
    "orpo-4bit": lambda: check("orpo", True),
    "sft-trl": lambda: check("sft", False, "trl"),
    "sft-trl-4bit": lambda: check("sft", True, "trl"),
    "sft-unsloth": lambda: check("sft", False, "unsloth"),
    "sft-unsloth-4bit": lambda: check("sft", True, "unsloth"),
    "loaded-4bit": loaded_in_4_bits,
}

if __name__ == "__main__":
    sys.exit(run_sections(__file__, __doc__, SECTIONS, limit=150, at_once=9))
