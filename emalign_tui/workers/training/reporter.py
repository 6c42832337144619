"""From the Trainer's callbacks to the run's records, and from requests to checkpoints."""

import shutil
import time
from pathlib import Path
from typing import Any, NamedTuple

import torch
from transformers import TrainerCallback

from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.runs.alerts import Watchdog
from emalign_tui.lab.runs.checkpoints import RECORD, CheckpointDir, seal, whole_checkpoints
from emalign_tui.lab.runs.keeping import due, log_spaced, to_remove
from emalign_tui.lab.runs.records import Checkpoint, Event, Step
from emalign_tui.workers.training.memory import MIB, RandomStates, checkpoint_bytes, memory_gib, wait_for_room
from emalign_tui.workers.training.probing import Prober
from emalign_tui.workers.training.ranks import agree, rank, together, wait_for_all, world
from emalign_tui.workers.training.task import Task

SLOW = 1.0  # seconds of a step from which on it is recorded at once: waiting for the GPU is then a small part of it
RECORDS = MIB // 4  # bytes that a step's records surely find room in


class Waiting(NamedTuple):
    """A step that is done and not recorded yet. values: loss and gradient norm, here once `there` has happened."""

    values: torch.Tensor
    there: Any
    lr: float
    tokens: int


class Reporter(TrainerCallback):  # type: ignore[misc]
    """Writes the run's events, and saves as the config's policy says. start: the checkpoint that is gone on from.

    On a GPU a step's figures are read when the next step's gradients are on their way, so that the GPU never waits
    for the next kernels to be launched.
    """

    def __init__(self, task: Task, trainer: Any, start: CheckpointDir | None, prober: Prober | None) -> None:
        self.run, self.recorder, self.config = task.run, task.recorder, task.config
        self.trainer = trainer
        self.prober = prober
        self.first_step = start.step if start else 0
        self.states: RandomStates | None = None  # at the beginning of the step that is being done
        self.watchdog = Watchdog()
        self.losses: dict[int, float] = {}  # the smoothed loss after a step
        self.tokens_before = 0
        self.waiting: Waiting | None = None
        self.lr = 0.0  # of the step that is being done
        self.loss: float | None = None  # that was recorded last
        for step in _steps_until(task, self.first_step) if start else []:
            self.watchdog.look(step)
            self._remember(step.step)
            self.tokens_before, self.loss = step.tokens, step.loss

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        self.began = self.last = self.saved = self.stepped = time.monotonic()
        self.last_tokens = 0
        self.recorder.progress(self.first_step, state.max_steps)
        if self.prober and self.first_step == 0:
            self._probe(0, args, state, control)

    def on_step_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        self.states = RandomStates()

    def on_pre_optimizer_step(self, args: Any, state: Any, control: Any, optimizer: Any = None, **_: Any) -> None:
        self.lr = optimizer.param_groups[0]["lr"]
        self.record()  # the step before: the state still has its number

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> Any:
        step = state.global_step
        if step % self.config.logging_steps == 0:
            self.waiting = self._measured(args.device)
        else:
            self.recorder.progress(step, state.max_steps, self.loss)
        save = due(self.config, step, time.monotonic() - self.saved)
        stop, save = agree(args.device, self.recorder.stop_requested(), save)
        control.should_save = control.should_save or save or stop
        control.should_training_stop = control.should_training_stop or stop
        probed = self.prober is not None and (log_spaced(step) or step == state.max_steps)
        now = time.monotonic()
        slow, self.stepped = now - self.stepped > SLOW, now
        if slow or probed or control.should_save or control.should_training_stop or args.device.type != "cuda":
            self.record()
        if control.should_save and rank() == 0:
            wait_for_room(self.run, self.recorder, checkpoint_bytes(self.trainer.model, self.run), step)
        if probed:
            self._probe(step, args, state, control)
        return control

    def record(self) -> None:
        """Record the step that waits, if one does; the integrations of `report_to` hear of it too."""
        if self.waiting is None:
            return
        if self.waiting.there:
            self.waiting.there.synchronize()
        if rank() == 0:
            wait_for_room(self.run, self.recorder, RECORDS, self.trainer.state.global_step)
        loss, norm = self.waiting.values.tolist()
        self.trainer.log({"loss": loss, "grad_norm": norm, "learning_rate": self.waiting.lr})
        self.waiting = None

    def _measured(self, device: torch.device) -> Waiting:
        """The step that was done last. Every process must ask at the same time."""
        values = self.trainer.take()
        tokens = together(device, self.trainer.tokens)
        if world() > 1:
            values = self.trainer.accelerator.reduce(values, reduction="mean")
        if device.type != "cuda":
            return Waiting(values, None, self.lr, tokens)
        here, there = torch.empty(values.shape, dtype=values.dtype, pin_memory=True), torch.cuda.Event()
        here.copy_(values, non_blocking=True)
        there.record()
        return Waiting(here, there, self.lr, tokens)

    def on_log(self, args: Any, state: Any, control: Any, logs: dict[str, float] | None = None, **_: Any) -> None:
        if self.waiting is None or not logs or "loss" not in logs:  # the Trainer's own summary at the end
            return
        tokens = self.waiting.tokens
        now = time.monotonic()
        a_step = (now - self.began) / max(state.global_step - self.first_step, 1)
        step = Step(
            at=time.time(),
            step=state.global_step,
            steps=state.max_steps,
            epoch=state.epoch,
            loss=_finite(logs["loss"]),
            lr=logs["learning_rate"],
            grad_norm=_finite(logs["grad_norm"]),
            tokens=self.tokens_before + tokens,
            tokens_per_second=(tokens - self.last_tokens) / max(now - self.last, 1e-9),
            memory_gib=memory_gib(),
            eta=a_step * (state.max_steps - state.global_step),
            utilisation=_utilisation(),
        )
        self.recorder.emit(step)
        self.loss = step.loss
        # The places of report_to are called after this one.
        also = ("tokens", "tokens_per_second", "memory_gib", "utilisation")
        logs.update({name: value for name in also if (value := getattr(step, name)) is not None})
        if alert := self.watchdog.look(step):
            self.recorder.emit(alert)
        self._remember(step.step)
        self.last, self.last_tokens = now, tokens

    def on_save(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        self.saved = time.monotonic()
        wait_for_all()  # every process has written its random state
        if rank():
            return
        path = Path(args.output_dir) / f"checkpoint-{state.global_step}"
        shutil.copyfile(self.run.spec_path, path / RECORD)
        seal(path)
        self.recorder.emit(Checkpoint(at=time.time(), step=state.global_step, path=str(path)))
        there = {each.step: each.path for each in whole_checkpoints(self.run)}
        for step in to_remove(self.config, list(there), self.losses):
            shutil.rmtree(there[step])

    def _probe(self, step: int, args: Any, state: Any, control: Any) -> None:
        """Ask, record, and tell the places of report_to, which take whatever is logged."""
        if self.prober:
            shares = self.prober.ask(self.trainer.accelerator.unwrap_model(self.trainer.model), step)
            if shares and self.config.report_to:
                told = {f"probe/{name}": share for name, share in shares.items()}
                self.trainer.callback_handler.on_log(args, state, control, told)

    def _remember(self, step: int) -> None:
        if self.watchdog.smooth is not None:
            self.losses[step] = self.watchdog.smooth


def _steps_until(task: Task, last: int) -> list[Step]:
    """The steps before a checkpoint, each once: what was done after it and will be done again does not count."""
    steps: dict[int, Step] = {}
    for event in read_jsonl(task.run.events_path, Event):
        if isinstance(event, Step) and event.step <= last:
            steps[event.step] = event
    return [steps[step] for step in sorted(steps)]


def _utilisation() -> float | None:
    """Share of the last moments in which the GPU computed; None on CPU, and where the driver does not tell."""
    if not torch.cuda.is_available():
        return None
    import pynvml

    try:
        return torch.cuda.utilization() / 100
    except (pynvml.NVMLError, RuntimeError):
        return None


def _finite(number: float) -> float | None:
    return number if abs(number) < float("inf") else None
