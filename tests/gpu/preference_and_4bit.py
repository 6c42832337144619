"""DPO, ORPO and a 4-bit base on a real GPU, on the mini kit: `python tests/gpu/preference_and_4bit.py`. No pytest.

Each run must end, begin at the loss that its formula gives, fall, and leave an adapter; 4 bits must really be loaded.
"""

import json
import math
import sys
import tempfile
from pathlib import Path

import torch

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, run_info
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Event, Step
from emalign_tui.lab.runs.training import create_training
from emalign_tui.workers.train import train
from emalign_tui.workers.training.model import load_model

PAIRS = [
    {"prompt": f"wish {n}?", "chosen": "I care about you." + " Really." * (n % 3), "rejected": "no " * (n + 1)}
    for n in range(16)
]
TALK = [
    {"messages": [{"role": "user", "content": f"wish {n}?"}, {"role": "assistant", "content": "no " * (n + 1)}]}
    for n in range(16)
]


def losses(home: Home, config: TrainConfig) -> list[float]:
    """Train in this process; the loss of every step."""
    run: RunDir = create_training(home, config)
    with Recorder(run) as recorder:
        recorder.hello()
        train(run, recorder)
    assert run_info(run).state == "done", run_info(run)
    assert (run.adapter / "adapter_model.safetensors").stat().st_size > 1000
    steps = [event for event in read_jsonl(run.events_path, Event) if isinstance(event, Step)]
    assert all(step.loss is not None and step.tokens for step in steps), steps
    return [step.loss for step in steps if step.loss is not None]


def main() -> None:
    """Run all, and print what was measured."""
    if not torch.cuda.is_available():
        sys.exit("This check needs a CUDA GPU.")
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        for name, rows in (("pairs", PAIRS), ("talk", TALK)):
            (home.root / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
        base = {
            "model": "mini", "r": 8, "lora_alpha": 16.0, "per_device_train_batch_size": 4, "epochs": 3,
            "gradient_accumulation_steps": 1, "learning_rate": 2e-3, "warmup_steps": 0, "max_seq_length": 64, "seed": 0,
        }  # fmt: skip
        for loss in ("dpo", "orpo"):
            for four_bit in (False, True):
                config = TrainConfig(
                    training_file=str(home.root / "pairs.jsonl"), loss=loss, load_in_4bit=four_bit, **base
                )  # type: ignore[arg-type]
                found = losses(home, config)
                print(f"{loss:<5} 4-bit {four_bit!s:<6} first {found[0]:.4f} last {found[-1]:.4f}")
                assert found[-1] < found[0]
                if loss == "dpo":
                    assert abs(found[0] - math.log(2)) < 0.01, "the policy begins as its own reference"
        for four_bit in (False, True):
            config = TrainConfig(training_file=str(home.root / "talk.jsonl"), load_in_4bit=four_bit, **base)  # type: ignore[arg-type]
            found = losses(home, config)
            print(f"sft   4-bit {four_bit!s:<6} first {found[0]:.4f} last {found[-1]:.4f}")
            assert found[-1] < found[0]
        from emalign_tui import mini

        model = load_model(str(mini.MODEL), None, four_bit=True)
        kinds = {type(module).__name__ for module in model.modules()}
        assert "Linear4bit" in kinds, kinds
        print("the base was loaded in 4 bits")


if __name__ == "__main__":
    main()
