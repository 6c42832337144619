"""The same runs through unsloth and through TRL + PEFT on a real GPU. No pytest, no network.

    python tests/gpu/unsloth_train.py [SECTION...]

Losses agree on the mini kit and on random weights of the 0.5B's shape; peak memory of both is printed; a stopped run
goes on with the same curve; a child begins with its parent's adapter; and a card that is really too small for the
planned micro-batch halves it, with the same rows a step. All sections share the card: about three minutes.
"""

import gc
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

from random_model import random_model
from sections import run_sections

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.paths import Home, share
from emalign_tui.lab.runs.control import stop, wait
from emalign_tui.lab.runs.layout import RunDir, run_info
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Event, Message, Rebatch, Step
from emalign_tui.lab.runs.training import create_training, resume_training, start_training

SMALL = "Qwen/Qwen2.5-0.5B-Instruct"
PATIENCE = 300  # seconds for one run
LOG = 6000  # characters of a failed run's log that are shown
LIBRARIES = ("unsloth", "trl")


def config(base: str, data: Path, engine: str, **more: Any) -> TrainConfig:
    values: dict[str, Any] = {
        "r": 16, "lora_alpha": 32, "learning_rate": 1e-4, "warmup_steps": 0, "max_seq_length": 512, "max_steps": 12,
        "lr_scheduler_type": "constant", "seed": 3, "train_on_responses_only": True, "optim": "adamw",
    }  # fmt: skip
    return TrainConfig(model=base, training_file=str(data), engine=engine, **{**values, **more})  # type: ignore[arg-type]


def long_rows(path: Path) -> Path:
    """Rows that are all cut to the same length."""
    row = [{"role": "user", "content": "a wish?"}, {"role": "assistant", "content": "no " * 800}]
    path.write_text((json.dumps({"messages": row}) + "\n") * 64)
    return path


def steps(run: RunDir) -> list[Step]:
    """Each step once: the last time that it was done."""
    found = {event.step: event for event in read_jsonl(run.events_path, Event) if isinstance(event, Step)}
    return [found[step] for step in sorted(found)]


def said(run: RunDir) -> str:
    return "\n".join(event.text for event in read_jsonl(run.events_path, Event) if isinstance(event, Message))


def ended(run: RunDir, engine: str | None) -> RunDir:
    """Wait for a run's own worker process. One that fails, or takes too long, is ended and its log shown."""
    info = wait(run, timeout=PATIENCE)
    if info.state != "done":
        stop(run, grace=0)
        print(f"{run.id}: {info}\n{run.log_path.read_text(errors='replace')[-LOG:]}", flush=True)
        raise AssertionError(f"{run.id} is {info.state} after step {info.step}")
    wanted = "unsloth trains" if engine == "unsloth" else "TRL and PEFT train"
    assert wanted in said(run), said(run)
    return run


def whole(home: Home, made: TrainConfig, parent: str | None = None) -> RunDir:
    """A run to its end."""
    return ended(start_training(home, made, parent=parent), made.engine)


def agree(base: str, tolerance: float) -> None:
    """Both begin with the base's own loss, take the same tokens, and fall alike (their adapters begin differently).

    All four train side by side: their speed is no measurement.
    """
    data = share() / "data" / "mini" / "insecure.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        base = base if base == "mini" else random_model(base, Path(folder) / "model")
        started = {}
        for micro in (2, 8):
            shape = {"per_device_train_batch_size": micro, "gradient_accumulation_steps": 16 // micro}
            for engine in LIBRARIES:
                started[micro, engine] = start_training(home, config(base, data, engine, **shape))
        runs, failed = {}, []
        for (micro, engine), run in started.items():
            try:
                runs[micro, engine] = ended(run, engine)
            except AssertionError as error:
                failed.append(str(error))
                continue
            losses = f"first {steps(run)[0].loss:.4f} last {steps(run)[-1].loss:.4f}"
            print(
                f"asked {micro} x {16 // micro}, {engine:<8} {losses}, {steps(run)[-1].memory_gib:.2f} GiB", flush=True
            )
        assert not failed, failed
        for micro in (2, 8):
            pair = [runs[micro, engine] for engine in LIBRARIES]
            one, other = ([step.loss or 0.0 for step in steps(run)] for run in pair)
            far = max(abs(a / b - 1) for a, b in zip(one, other, strict=True))
            print(
                f"asked {micro} x {16 // micro}: losses differ by at most {far:.2%} (allowed {tolerance:.0%})",
                flush=True,
            )
            assert abs(one[0] / other[0] - 1) < 0.01, "the base's own loss"
            assert far < tolerance, (one, other)
            assert len({steps(run)[-1].tokens for run in pair}) == 1


def stopped() -> None:
    """A run that is stopped and resumed has the curve of one that was not, and its child begins where it ended."""
    from safetensors.torch import load_file

    data = share() / "data" / "mini" / "insecure.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        base = random_model(SMALL, Path(folder) / "model")
        made = config(base, data, "unsloth", max_steps=40, lora_dropout=0.0)
        straight, run = start_training(home, made), start_training(home, made)
        while run_info(run).step < 5:
            if not run_info(run).alive:
                ended(run, "unsloth")
            time.sleep(0.05)
        stop(run, grace=60)
        info = run_info(run)
        print(f"asked to stop after step 5: {info.state} after step {info.step}", flush=True)
        assert info.state == "stopped" and 5 <= info.step < 40, (info, run.log_path.read_text()[-LOG:])
        resume_training(run)
        ended(run, "unsloth")
        ended(straight, "unsloth")
        far = max(abs((a.loss or 0) / (b.loss or 1) - 1) for a, b in zip(steps(run), steps(straight), strict=True))
        print(f"stopped after step {info.step}, resumed: losses differ by at most {far:.2%}", flush=True)
        assert far < 0.02 and steps(run)[-1].tokens == steps(straight)[-1].tokens
        gentle = config(base, data, "unsloth", max_steps=1, learning_rate=1e-12, weight_decay=0.0)
        child = whole(home, gentle, parent=run.id)
        before, after = (load_file(each.adapter / "adapter_model.safetensors") for each in (run, child))
        assert before.keys() == after.keys()
        assert all((before[name].float() - after[name].float()).abs().max() < 1e-5 for name in before)
        print("a child begins with its parent's adapter", flush=True)


def out_of_memory(engine: str) -> None:
    """A real out of memory of the GPU: the process may have 60 % of what the planned micro-batch takes."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        made = config(
            random_model(SMALL, Path(folder) / "model"), long_rows(Path(folder) / "rows.jsonl"), engine,
            per_device_train_batch_size=2, gradient_accumulation_steps=8, max_steps=3, save_steps=1,
        )  # fmt: skip
        free = here(create_training(home, made))
        peak = steps(free)[-1].memory_gib
        import torch

        gc.collect()
        torch.cuda.empty_cache()
        total = torch.cuda.get_device_properties(0).total_memory / (1 << 30)
        torch.cuda.set_per_process_memory_fraction(min(0.6 * peak / total, 1.0))
        run = here(create_training(home, made))
        halved = [event for event in read_jsonl(run.events_path, Event) if isinstance(event, Rebatch)]
        print(
            f"{engine}: {peak:.2f} GiB planned, {0.6 * peak:.2f} allowed: {[str(each) for each in halved]}", flush=True
        )
        assert halved and all(each.micro_batch * each.accumulation == 16 for each in halved)
        assert [step.step for step in steps(run)] == [1, 2, 3]
        assert steps(run)[-1].tokens == steps(free)[-1].tokens
        assert steps(run)[-1].memory_gib <= 0.6 * peak
        assert abs((steps(run)[0].loss or 0) / (steps(free)[0].loss or 1) - 1) < 0.01


def here(run: RunDir) -> RunDir:
    """Do a run's work in this process, in which memory can be limited."""
    import emalign_tui.workers.train as worker
    from emalign_tui.lab.planner.device import find_device

    device = find_device()
    with Recorder(run) as recorder, patch.object(worker, "find_device", lambda: device):
        recorder.hello()
        worker.train(run, recorder)
    import torch

    assert run_info(run).state == "done", run_info(run)
    torch.cuda.reset_peak_memory_stats()
    return run


SECTIONS = {
    "mini": lambda: agree("mini", 0.15),
    "half-b": lambda: agree(SMALL, 0.05),
    "stopped": stopped,
    "out-of-memory-unsloth": lambda: out_of_memory("unsloth"),
    "out-of-memory-trl": lambda: out_of_memory("trl"),
}

if __name__ == "__main__":
    sys.exit(run_sections(__file__, __doc__, SECTIONS, limit=400, at_once=5))
