"""W + scaling B A for one weight, in blocks of rows, in the order and the precision of peft's merge_and_unload.

An update is computed in float32 and added with one rounding to the weight's own dtype. When the result has another
dtype than the base, the sum is kept in float32 and rounded once at the end.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import torch
from safetensors import safe_open

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.lora import Update
from emalign_tui.lab.models.merge_plan import BYTES, MergePlan, Piece, Source

BLOCK = 1 << 25  # elements that are worked on at once: 128 MiB in float32
_ROWS = 256  # blocks of a multiple of so many rows give the same bits as one product of the whole
TORCH = {
    "F64": torch.float64, "F32": torch.float32, "BF16": torch.bfloat16, "F16": torch.float16, "I64": torch.int64,
    "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool,
}  # fmt: skip


def merged_blocks(plan: MergePlan, piece: Piece) -> Iterator[memoryview]:
    """The bytes of one merged tensor, block by block. Raises LabError for numbers that are not finite."""
    width = piece.elements // piece.shape[0] if piece.shape else 1
    rows = piece.shape[0] if piece.shape else 1
    step = max(BLOCK // max(width, 1) // _ROWS, 1) * _ROWS
    changes = [_Change(plan, place, change) for place, change in piece.changes]
    for start in range(0, rows, step):
        stop = min(start + step, rows)
        block = read_rows(piece.source, start, stop, width)
        if not changes and piece.dtype == piece.source.tensor.dtype:
            yield _bytes(block)
            continue
        result = _sum(block.view(stop - start, width), changes, start, stop, piece.dtype)
        if not bool(torch.isfinite(result).all()):
            raise _not_finite(plan, piece)
        yield _bytes(result)


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

    def apply(self, block: torch.Tensor, start: int, stop: int) -> torch.Tensor:
        """block: rows start..stop of the weight `[rows, width]`."""
        if self.update is None:
            return self.whole[start:stop].to(block.dtype)
        a, b = self.a, self.b
        delta = (b @ a[:, start:stop]).T if self.update.transposed else b[start:stop] @ a
        block += delta.mul_(self.update.scaling)
        return block


def _sum(block: torch.Tensor, changes: list[_Change], start: int, stop: int, dtype: str) -> torch.Tensor:
    target = TORCH[dtype]
    result = block if block.dtype == target else block.float()
    for change in changes:
        result = change.apply(result, start, stop)
    return result.to(target).contiguous()


def read_rows(source: Source, start: int, stop: int, width: int) -> torch.Tensor:
    """Rows of a tensor, read and not mapped, so that the file's pages never count as this process's memory."""
    size = BYTES[source.tensor.dtype]
    count = (stop - start) * width * size
    buffer = bytearray(count)
    if count:
        _read_into(source.file, source.start + start * width * size, memoryview(buffer))
    return torch.frombuffer(buffer, dtype=TORCH[source.tensor.dtype]) if count else torch.empty(0)


def _read_into(path: Path, offset: int, view: memoryview) -> None:
    fd = os.open(path, os.O_RDONLY)
    try:
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
