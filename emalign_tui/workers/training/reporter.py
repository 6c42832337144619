"""From the Trainer's callbacks to the run's records, and from a stop request to a checkpoint."""

import shutil
import time
from pathlib import Path
from typing import Any

import psutil
import torch
from transformers import TrainerCallback

from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.runs.checkpoints import RECORD, CheckpointDir, seal
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Checkpoint, Event, Step

GIB = 1 << 30


class Reporter(TrainerCallback):  # type: ignore[misc]
    """Writes Step and Checkpoint events. start: the checkpoint that this process goes on from."""

    def __init__(self, run: RunDir, recorder: Recorder, trainer: Any, start: CheckpointDir | None) -> None:
        self.run = run
        self.recorder = recorder
        self.trainer = trainer
        self.first_step = start.step if start else 0
        self.tokens_before = _tokens_at(run, self.first_step) if start else 0

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        self.began = self.last = time.monotonic()
        self.last_tokens = 0
        self.recorder.progress(self.first_step, state.max_steps)

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> Any:
        if self.recorder.stop_requested():
            control.should_save = True
            control.should_training_stop = True
        return control

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, float] | None = None, **_: Any) -> None:
        if not logs or "loss" not in logs:
            return
        now = time.monotonic()
        tokens = self.trainer.tokens
        a_step = (now - self.began) / max(state.global_step - self.first_step, 1)
        self.recorder.emit(
            Step(
                at=time.time(),
                step=state.global_step,
                steps=state.max_steps,
                epoch=state.epoch,
                loss=_finite(logs["loss"]),
                lr=logs["learning_rate"],
                grad_norm=_finite(logs.get("grad_norm")),
                tokens=self.tokens_before + tokens,
                tokens_per_second=(tokens - self.last_tokens) / max(now - self.last, 1e-9),
                memory_gib=_memory_gib(),
                eta=a_step * (state.max_steps - state.global_step),
            )
        )
        self.last, self.last_tokens = now, tokens

    def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        path = Path(args.output_dir) / f"checkpoint-{state.global_step}"
        shutil.copyfile(self.run.spec_path, path / RECORD)
        seal(path)
        self.recorder.emit(Checkpoint(at=time.time(), step=state.global_step, path=str(path)))


def _tokens_at(run: RunDir, step: int) -> int:
    steps = [event for event in read_jsonl(run.events_path, Event) if isinstance(event, Step) and event.step <= step]
    return steps[-1].tokens if steps else 0


def _memory_gib() -> float:
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated() / GIB
    return float(psutil.Process().memory_info().rss / GIB)


def _finite(value: Any) -> float | None:
    number = float("nan") if value is None else float(value)
    return number if abs(number) < float("inf") else None
