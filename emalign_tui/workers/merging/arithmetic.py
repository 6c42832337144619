"""W + scaling B A for one weight, in blocks of rows, in the order and the precision of peft's merge_and_unload.

An update is computed in float32 and added with one rounding to the weight's own dtype; that of an embedding is rounded
before it is added, too. When the result has another dtype than the base, the sum is kept in float32 and rounded once at
the end.
"""

import itertools
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors import safe_open

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.lora import Update
from emalign_tui.lab.models.merge_plan import MergePlan, Piece

BLOCK = 1 << 22  # elements that are worked on at once: 16 MiB in float32, which mostly stay in the processor's cache
_ROWS = 256  # blocks of a multiple of so many rows give the same bits as one product of the whole
TORCH = {
    "F64": torch.float64, "F32": torch.float32, "BF16": torch.bfloat16, "F16": torch.float16, "I64": torch.int64,
    "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool,
}  # fmt: skip


@contextmanager
def one_core_spared() -> Iterator[None]:
    """Leave a core to those who hash and write while this computes: on two cores that is a third faster."""
    threads = torch.get_num_threads()
    torch.set_num_threads(max(threads - 1, 1))
    try:
        yield
    finally:
        torch.set_num_threads(threads)


class Desk:
    """Memory that every block is computed in again: asking the system for fresh pages takes longer than the sums."""

    def __init__(self) -> None:
        self._held: dict[str, torch.Tensor] = {}

    def take(self, name: str, elements: int, dtype: torch.dtype) -> torch.Tensor:
        """Room of this name, with whatever was left in it."""
        size = elements * dtype.itemsize
        if name not in self._held or len(self._held[name]) < size:
            self._held[name] = torch.empty(size, dtype=torch.uint8)
        return self._held[name][:size].view(dtype)


class _Part(NamedTuple):
    """Rows of one tensor that are worked on at once. number: counts all parts of a file."""

    number: int
    piece: Piece
    start: int
    stop: int
    width: int


def merged_blocks(plan: MergePlan, pieces: list[Piece]) -> Iterator[memoryview]:
    """The bytes of merged tensors, block by block; the next is read meanwhile.

    A block is good until the one after the next is asked for. Raises LabError for numbers that are not finite.
    """
    desk = Desk()
    changes: dict[str, list[_Change]] = {}
    with ThreadPoolExecutor(1) as reader:
        coming: deque[tuple[_Part, Future[torch.Tensor]]] = deque()
        for part in _parts(pieces):
            coming.append((part, reader.submit(_read, part, desk)))
            if len(coming) > 1:
                yield _merged(plan, *coming.popleft(), changes, desk)
        for part, read in coming:
            yield _merged(plan, part, read, changes, desk)


def _parts(pieces: list[Piece]) -> Iterator[_Part]:
    number = itertools.count()
    for piece in pieces:
        rows = piece.shape[0] if piece.shape else 1
        width = piece.elements // rows
        step = max(BLOCK // max(width, 1) // _ROWS, 1) * _ROWS
        for start in range(0, rows, step):
            yield _Part(next(number), piece, start, min(start + step, rows), width)


def _read(part: _Part, desk: Desk) -> torch.Tensor:
    """Rows of the base. One place is read to, one is worked in, and one is written from."""
    rows = part.stop - part.start
    room = desk.take(f"read {part.number % 3}", rows * part.width, TORCH[part.piece.source.tensor.dtype])
    block = room.view(rows, part.width)
    size = part.width * block.itemsize
    _read_into(part.piece.source.file, part.piece.source.start + part.start * size, _bytes(block))
    return block


def _merged(
    plan: MergePlan, part: _Part, read: "Future[torch.Tensor]", changes: "dict[str, list[_Change]]", desk: Desk
) -> memoryview:
    """changes: those of the tensor that was worked on last, by its name."""
    piece, target = part.piece, TORCH[part.piece.dtype]
    if piece.name not in changes:
        changes.clear()
        changes[piece.name] = [_Change(plan, place, change) for place, change in piece.changes]
    block = read.result()
    if not piece.changes and block.dtype == target:
        return _bytes(block)
    result = block
    if block.dtype != target:
        result = desk.take("sum", block.numel(), torch.float32).view_as(block).copy_(block)
    for change in changes[piece.name]:
        change.apply(result, part.start, desk)
    if block.dtype != target:
        result = desk.take(f"made {part.number % 2}", block.numel(), target).view_as(block).copy_(result)
    if not all(map(torch.isfinite, result.aminmax())):
        raise _not_finite(plan, piece)
    return _bytes(result)


class _Change:
    """What one adapter does to one weight. Its two matrices are read once; they are small."""

    def __init__(self, plan: MergePlan, place: int, change: Update | str) -> None:
        self.update = change if isinstance(change, Update) else None
        file = plan.adapters[place].file
        with safe_open(file, framework="pt") as tensors:
            if isinstance(change, Update):
                self.a = tensors.get_tensor(change.a).float()
                self.b = tensors.get_tensor(change.b).float()
            else:
                whole = tensors.get_tensor(change)
                self.whole = whole.reshape(whole.shape[0] if whole.dim() else 1, -1)

    def apply(self, block: torch.Tensor, start: int, desk: Desk) -> None:
        """Change the weight's rows from `start` on, `[rows, width]`, in place."""
        stop = start + len(block)
        if self.update is None:
            block.copy_(self.whole[start:stop])
            return
        a, b = self.a, self.b
        delta = desk.take("delta", block.numel(), torch.float32)
        if self.update.transposed:
            delta = torch.mm(b, a[:, start:stop], out=delta.view(len(b), -1)).T
        else:
            delta = torch.mm(b[start:stop], a, out=delta.view_as(block))
        delta.mul_(self.update.scaling)
        if self.update.rounded and block.itemsize <= 2:
            delta = delta.to(block.dtype)
        if block.itemsize > 2:
            block += delta
            return
        # torch would do the same in fresh memory: to float32, add, round once.
        wide = desk.take("wide", block.numel(), torch.float32).view_as(block)
        block.copy_(wide.copy_(block).add_(delta))


def _read_into(path: Path, offset: int, view: memoryview) -> None:
    """Read, not mapped, so that the file's pages never count as this process's memory."""
    fd = os.open(path, os.O_RDONLY)
    try:
        if hasattr(os, "posix_fadvise"):  # what comes after is fetched from the disk while this is worked on
            os.posix_fadvise(fd, offset + len(view), 2 * len(view), os.POSIX_FADV_WILLNEED)
        while len(view):
            done = os.preadv(fd, [view], offset)
            if not done:
                raise LabError("The base ends too early", where=str(path), do="Copy or fetch the base again.")
            view, offset = view[done:], offset + done
    except OSError as error:
        raise LabError(f"Cannot read the base: {error.strerror}", where=str(path), do="Check the disk.") from error
    finally:
        os.close(fd)


def _bytes(block: torch.Tensor) -> memoryview:
    return memoryview(block.reshape(-1).view(torch.uint8).numpy())


def _not_finite(plan: MergePlan, piece: Piece) -> LabError:
    if piece.dtype == "F16":
        do = "The weight is too large for fp16: merge with --dtype bf16."
    else:
        do = "The adapter's training diverged: use an earlier checkpoint."
    where = str(plan.adapters[piece.changes[-1][0]].folder) if piece.changes else str(piece.source.file)
    return LabError(f"{piece.name} would hold numbers that are not finite", where=where, do=do)
