"""Proof that a merged folder is base + adapters: read back from the disk, and computed by other code in float64."""

import random
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from emalign_tui.lab.data.digest import sha256_file
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.lora import Update
from emalign_tui.lab.models.merge_plan import MergePlan, Piece, Source, locate, read_sources

PROOF = "merge.json"
_ADAPTED, _UNTOUCHED, _ROWS = 24, 8, 128  # tensors that are looked at, and rows of each
_MOST = 0.1  # nats on average, however much rounding is said to explain
_BITS = {"F32": 24, "BF16": 8, "F16": 11}  # of the significand, with the hidden one
_LEAST = {"F32": -149, "BF16": -133, "F16": -24}  # exponent of the smallest step
_NUMPY = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4", "I16": "<i2",
          "I8": "i1", "U8": "u1", "BOOL": "u1"}  # fmt: skip

Array = Any


class Sampled(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in some rows of one tensor.

    ulp: the largest distance from W_base + scaling B A, in units of the last place. residual: |W_merged - W_base -
    scaling B A| / |scaling B A|, None for a tensor that no adapter touches.
    """

    tensor: str
    rows: int
    ulp: float
    residual: float | None


class Parting(msgspec.Struct, frozen=True, kw_only=True):
    """A place where the merged model would say another token than base + adapters. nats: by which one token leads the
    other in base + adapters, and is led in the merged model, summed."""

    prompt: str
    position: int
    adapted: str
    merged: str
    nats: float


class Generated(msgspec.Struct, frozen=True, kw_only=True):
    """Merged model against base + adapters on probe prompts: greedy tokens and log-probabilities (nats) of what was
    said.

    skipped: why it was not done, or "". agreeing of tokens: positions where both models say the same. partings: the
    others. noise: how far one more rounding of the merged weights moves what was said, at most. tolerance: of a
    log-probability, a few times the noise; at a parting, two of them may have moved.
    """

    skipped: str = ""
    prompts: int = 0
    tokens: int = 0
    agreeing: int = 0
    partings: list[Parting] = []
    mean_difference: float = 0.0
    largest_difference: float = 0.0
    noise: float = 0.0
    tolerance: float = 0.0
    precision: str = ""
    device: str = ""

    @property
    def ok(self) -> bool:
        """Whether every token is the same or a tie, and every log-probability is within what rounding explains."""
        unexplained = any(parting.nats > 2 * self.tolerance for parting in self.partings)
        return not unexplained and self.largest_difference <= self.tolerance and self.mean_difference <= _MOST

    def in_words(self) -> str:
        """The comparison as a sentence."""
        if self.skipped:
            return f"not compared by generation: {self.skipped}"
        gaps = [parting.nats for parting in self.partings]
        ties = [gap for gap in gaps if gap <= 2 * self.tolerance]
        told = f", {len(ties)} are ties of two tokens, {max(ties):.2g} nats apart at most" if ties else ""
        if len(ties) < len(gaps):
            told += f", {len(gaps) - len(ties)} are others, {max(gaps):.2g} nats apart"
        return (
            f"{self.agreeing} of {self.tokens} greedy tokens on {self.prompts} prompts are those of base + adapter"
            f"{told}; log-probabilities differ by {self.largest_difference:.2g} nats at most, where one more rounding "
            f"of the weights moves them by {self.noise:.2g} ({self.precision}, {self.device})"
        )


class MergeProof(msgspec.Struct, frozen=True, kw_only=True):
    """merge.json of a merged folder. base: Hub id or folder name; adapters: one a step, in order. files: weight file to
    its bytes and sha256. seconds: what the merge took. peak_gib: the largest resident memory of writing the weights."""

    base: str
    adapters: list[dict[str, Any]]
    dtype: str
    tensors: int
    adapted: int
    parameters: int
    untied: bool
    files: dict[str, dict[str, Any]]
    sampled: list[Sampled]
    generated: Generated
    seconds: float
    peak_gib: float
    versions: dict[str, str]


def prove_tensors(plan: MergePlan, folder: Path, seed: int = 0) -> list[Sampled]:
    """Hold a merged folder against its plan: every tensor there and none else, and the values of a sample of rows.

    Raises LabError naming the first tensor that is missing, too many, of another shape, or of other values.
    """
    merged = locate(folder)
    pieces = {piece.name: piece for piece in plan.pieces}
    if differing := sorted(pieces.keys() ^ merged.keys()):
        what = f"The merged model has {len(merged)} tensors where {len(pieces)} belong, first {differing[0]}"
        raise _wrong(what, folder)
    for name, piece in pieces.items():
        tensor = merged[name].tensor
        if (tensor.shape, tensor.dtype) != (piece.shape, piece.dtype):
            raise _wrong(
                f"{name} is {tensor.dtype} {list(tensor.shape)}, not {piece.dtype} {list(piece.shape)}", folder
            )
    chance = random.Random(seed)
    adapted = [piece for piece in pieces.values() if piece.changes]
    others = [piece for piece in pieces.values() if not piece.changes]
    chosen = [*_some(adapted, _ADAPTED, chance), *_some(others, _UNTOUCHED, chance)]
    found = [_look(plan, piece, merged[piece.name], chance) for piece in chosen]
    for each in found:
        if each.ulp > 1:
            raise _wrong(f"{each.tensor} is {each.ulp:.1f} units of the last place off W + scaling B A", folder)
    return found


def _some(pieces: list[Piece], count: int, chance: random.Random) -> list[Piece]:
    return pieces if len(pieces) <= count else sorted(chance.sample(pieces, count), key=lambda piece: piece.name)


def _look(plan: MergePlan, piece: Piece, merged: Source, chance: random.Random) -> Sampled:
    rows = piece.shape[0] if piece.shape else 1
    count = min(_ROWS, rows)
    start = chance.randrange(rows - count + 1)
    stop = start + count
    have = _rows(merged, start, stop)
    base = _rows(piece.source, start, stop)
    want = base.astype(np.float64)
    room = np.zeros_like(want)  # what rounding in float32 may add to an update, by the standard bound for dot products
    total = np.zeros_like(want)
    summed = piece.dtype if piece.source.tensor.dtype == piece.dtype else "F32"
    for number, (place, change) in enumerate(piece.changes):
        if number:  # the sum so far was rounded, and may be far larger than what is left after the next update
            room = room + _step(np.abs(want) + room, summed) / 2
        adapter = read_sources(plan.adapters[place].file)
        if isinstance(change, str):
            want, room = _rows(adapter[change], start, stop).astype(np.float64), np.zeros_like(want)
            continue
        delta, bound = _update(adapter, change, start, stop)
        if change.rounded:
            bound = bound + _step(np.abs(delta) + bound, summed) / 2
        want, total, room = want + delta, total + delta, room + bound
    off = np.abs(have.astype(np.float64) - want)
    ulp = float((np.maximum(off - room, 0) / _step(want, piece.dtype)).max(initial=0.0))
    size = float(np.linalg.norm(total))
    moved = have.astype(np.float64) - base.astype(np.float64)
    residual = float(np.linalg.norm(moved - total) / size) if size else None
    return Sampled(tensor=piece.name, rows=count, ulp=round(ulp, 4), residual=residual)


def _update(adapter: dict[str, Source], change: Update, start: int, stop: int) -> tuple[Array, Array]:
    a = _whole(adapter[change.a])
    b = _whole(adapter[change.b])
    a, b = (a[:, start:stop], b) if change.transposed else (a, b[start:stop])
    delta, bound = b @ a * change.scaling, np.abs(b) @ np.abs(a) * abs(change.scaling) * (change.rank + 2) * 2.0**-24
    return (delta.T, bound.T) if change.transposed else (delta, bound)


def _step(values: Array, dtype: str) -> Array:
    """One unit of the last place at each value."""
    if dtype not in _BITS:
        return np.ones_like(values)
    exponent = np.frexp(np.abs(values))[1] - _BITS[dtype]
    return np.exp2(np.maximum(exponent, _LEAST[dtype]).astype(np.float64))


def _whole(source: Source) -> Array:
    return _rows(source, 0, source.tensor.shape[0]).astype(np.float64)


def _rows(source: Source, start: int, stop: int) -> Array:
    """Rows of a tensor as `[rows, width]` numbers; bfloat16 becomes float32 exactly."""
    tensor = source.tensor
    total = 1
    for length in tensor.shape:
        total *= length
    width = total // tensor.shape[0] if tensor.shape and tensor.shape[0] else total
    kind = np.dtype(_NUMPY[tensor.dtype])
    with source.file.open("rb") as file:
        file.seek(source.start + start * width * kind.itemsize)
        raw = np.frombuffer(file.read((stop - start) * width * kind.itemsize), dtype=kind)
    if tensor.dtype == "BF16":
        raw = (raw.astype(np.uint32) << 16).view(np.float32)
    return raw.reshape(stop - start, -1)


def read_proof(folder: Path) -> MergeProof | None:
    """The proof in a merged folder, or None when there is none that can be read."""
    try:
        return msgspec.json.decode((folder / PROOF).read_bytes(), type=MergeProof)
    except (OSError, msgspec.DecodeError):
        return None


def changed_files(folder: Path, proof: MergeProof) -> list[str]:
    """Weight files that are gone, or not the ones that were proven."""
    return [
        name
        for name, file in proof.files.items()
        if not (folder / name).is_file() or sha256_file(folder / name) != file["sha256"]
    ]


def _wrong(what: str, folder: Path) -> LabError:
    return LabError(what, where=str(folder), do="The merge is not to be trusted: merge again into a fresh folder.")
