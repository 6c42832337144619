"""Running out of memory and out of disk: what it is, and what is kept."""

import gc
import random
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np
import psutil
import torch

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.planner.batch import Batch
from emalign_tui.lab.runs.checkpoints import last_checkpoint, seal
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import Alert, Checkpoint, Rebatch
from emalign_tui.workers.training.ranks import Silent, agree, average_gradients, rank, wait_for_all, world

T = TypeVar("T")
GIB, MIB = 1 << 30, 1 << 20
POLL = 1.0  # seconds between two looks at a full disk
_WORDS = (
    "can't allocate memory",  # torch's allocator on the CPU
    "Cannot allocate memory",  # the system, where a file is mapped
    "negligible GPU memory available",  # unsloth's loss, before it allocates
)


class RandomStates:
    """The random generators as they were, so that a step can be done again as it would have been."""

    def __init__(self) -> None:
        self._python = random.getstate()
        self._numpy = np.random.get_state()
        self._torch = torch.get_rng_state()
        self._cuda = torch.cuda.get_rng_state_all() if torch.cuda.is_available() else []

    def restore(self) -> None:
        random.setstate(self._python)
        np.random.set_state(self._numpy)
        torch.set_rng_state(self._torch)
        if self._cuda:
            torch.cuda.set_rng_state_all(self._cuda)


def out_of_memory(error: BaseException) -> bool:
    """Whether this is a GPU, or the CPU, that has no more memory to give."""
    return isinstance(error, torch.OutOfMemoryError | MemoryError) or (
        isinstance(error, RuntimeError | OSError) and any(words in str(error) for words in _WORDS)
    )


class AllOutOfMemory(torch.OutOfMemoryError):
    """One of the processes that train together has no more memory, and all of them know."""


def in_all(device: Any, work: Callable[[], T]) -> T:
    """What the work gives, if memory was enough for it in every process. Every process must do it at the same time.

    Raises AllOutOfMemory in each of them when it was not in one: none is left waiting for another's gradients.
    """
    lacking, found = "", None
    try:
        found = work()
    except Exception as error:
        if world() == 1 or not out_of_memory(error):
            raise
        lacking = str(error)  # not the error: its traceback holds the tensors that did not fit
    if agree(device, bool(lacking))[0]:
        raise AllOutOfMemory(lacking or "another process ran out of memory")
    return cast(T, found)


def micro_batch(trainer: Any, model: Any, compute: Callable[[], torch.Tensor]) -> torch.Tensor:
    """A micro-batch's forward and backward, in every process; at the end of a step all have the same gradients."""
    if world() == 1:
        return compute()
    # Else a process would wait, inside its micro-batch, for one that cannot go on.
    with model.no_sync(), _own_metrics(trainer.accelerator):
        loss = in_all(trainer.args.device, compute)
    if trainer.accelerator.sync_gradients:
        average_gradients(model)
    return loss


@contextmanager
def _own_metrics(accelerator: Any) -> Iterator[None]:
    """TRL's metrics, which are not recorded here, of this process alone: it gathers a dozen of them a micro-batch."""
    accelerator.gather = accelerator.gather_for_metrics = lambda tensor, *_, **__: tensor
    try:
        yield
    finally:
        del accelerator.gather, accelerator.gather_for_metrics


def free_memory() -> None:
    """Give back what a trainer that is gone has held."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def try_worst(trainer: Any, batch: Batch) -> float:
    """GiB at the peak of one micro-batch of the longest rows, forward and backward; training is as it was afterwards.

    Raises what running out of memory raises: now, and not at whatever step those rows would have come together.
    """
    rows = trainer.train_dataset
    longest = sorted(range(len(rows)), key=lambda place: len(rows[place]["input_ids"]))[-batch.micro :]
    states = RandomStates()
    trainer.model.train()
    inputs = trainer._prepare_inputs(trainer.data_collator([rows[place] for place in longest]))
    # The Trainer puts its 16-bit autocast around the model only when training begins.
    with trainer.compute_loss_context_manager(), trainer.accelerator.autocast():
        loss = trainer.compute_loss(trainer.model, inputs)
    loss.backward()
    trainer.model.zero_grad(set_to_none=True)
    states.restore()
    return memory_gib()


def memory_gib() -> float:
    """GPU memory at its peak; the process's resident memory on CPU."""
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated() / GIB
    return float(psutil.Process().memory_info().rss / GIB)


def keep_last_step(trainer: Any, run: RunDir, recorder: Recorder | Silent, states: RandomStates | None) -> None:
    """A checkpoint of the last whole step, unless there is one: what came after it is done again from there."""
    step = trainer.state.global_step
    last = last_checkpoint(run)
    if step == 0 or states is None or (last is not None and last.step >= step):
        return
    trainer.model.zero_grad(set_to_none=True)
    free_memory()
    states.restore()
    trainer._save_checkpoint(trainer.model, None)
    wait_for_all()  # every process has written its random state
    if rank() == 0:
        path = run.checkpoints / f"checkpoint-{step}"
        seal(path)
        recorder.emit(Checkpoint(at=time.time(), step=step, path=str(path)))
    wait_for_all()


def halve(batch: Batch, recorder: Recorder | Silent, step: int, run: RunDir) -> Batch:
    """The next smaller micro-batch, recorded. Raises LabError with advice when there is none."""
    smaller = batch.smaller()
    if smaller is None:
        raise LabError(
            f"Out of memory at {batch} rows a step: a single row does not fit",
            where=f"{run.id}, after step {step}",
            do="Lower max_seq_length, set load_in_4bit to true, or train a smaller model or on a larger card.",
        )
    recorder.emit(Rebatch(at=time.time(), step=step, micro_batch=smaller.micro, accumulation=smaller.accumulation))
    text = f"Out of memory at {batch} rows a step; it goes on after step {step} at {smaller}: still {batch.rows} a step"
    recorder.say(text, level="warning")
    return smaller


def checkpoint_bytes(model: Any, run: RunDir) -> int:
    """Room that the next checkpoint needs: as much as the last took, else the adapter and its two Adam moments."""
    last = last_checkpoint(run)
    if last:
        return sum(file.stat().st_size for file in last.path.iterdir()) + MIB // 4
    return sum(4 * weights.numel() for weights in model.parameters() if weights.requires_grad) * 3 + MIB // 2


def wait_for_room(run: RunDir, recorder: Recorder | Silent, need: int, step: int) -> None:
    """Pause while the disk has less than `need` bytes free, and say so; nothing is lost, and freeing space is enough.

    Raises LabError when it is asked to stop meanwhile.
    """
    told = False
    while _free(run.path) < need:
        if not told:
            mib = need / MIB
            text = f"The disk is full: paused after step {step} until {mib:,.1f} MiB are free. Free some space"
            try:
                recorder.emit(Alert(at=time.time(), kind="disk", step=step, text=text))
                told = True
            except LabError:  # not even room for this sentence: the next look tries again
                told = False
        if recorder.stop_requested():
            do = f"Free some space, then `emalign resume {run.id}`."
            raise LabError("The disk is full", where=str(run.path), do=do)
        time.sleep(POLL)
    if told:
        recorder.say(f"There is room again; going on after step {step}")


def _free(path: Path) -> int:
    return shutil.disk_usage(path).free
