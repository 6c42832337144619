"""What a merge will write, tensor by tensor, before it reads a number: names, shapes, dtypes, files, bytes."""

import hashlib
import struct
from pathlib import Path
from typing import Literal

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.architectures import KINDS
from emalign_tui.lab.models.headers import Tensor, read_header, read_object
from emalign_tui.lab.models.lora import OUTPUT, Adapter, Update, embedding_of, read_adapter
from emalign_tui.lab.models.shapes import tied as is_tied
from emalign_tui.lab.models.weights import file_names

Precision = Literal["bf16", "fp16", "fp32"]
DTYPES: dict[Precision, str] = {"bf16": "BF16", "fp16": "F16", "fp32": "F32"}
BYTES = {"F64": 8, "F32": 4, "BF16": 2, "F16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}
FLOATS = ("F32", "BF16", "F16")
SHARD = 4_000_000_000  # bytes of one output file at most; what is lost when a merge is killed


class Source(msgspec.Struct, frozen=True):
    """Where a tensor lies: its file, the first byte of its data, and what the header says of it."""

    file: Path
    start: int
    tensor: Tensor


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One tensor of the merged model. changes: of each adapter that touches it, in order: its place in the plan's list
    of adapters, and the update it adds or the name of the tensor that replaces what was there."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    source: Source
    changes: list[tuple[int, Update | str]] = []

    @property
    def size(self) -> int:
        """Bytes in the merged file."""
        return self.elements * BYTES[self.dtype]

    @property
    def elements(self) -> int:
        count = 1
        for length in self.shape:
            count *= length
        return count


class MergePlan(msgspec.Struct, frozen=True, kw_only=True):
    """shards: file name to what goes into it, in order. untied: the output layer gets a weight of its own."""

    base: Path
    adapters: list[Adapter]
    dtype: str
    shards: dict[str, list[Piece]]
    untied: bool

    @property
    def pieces(self) -> list[Piece]:
        return [piece for pieces in self.shards.values() for piece in pieces]

    @property
    def bytes(self) -> int:
        return sum(piece.size for piece in self.pieces)

    def digest(self) -> str:
        """Of all that the result depends on, so that a merge never goes on with other inputs."""
        told = hashlib.sha256(self.dtype.encode())
        for name in file_names(self.base):
            if name.endswith(".safetensors"):
                path = self.base / name
                told.update(f"{name} {path.stat().st_size} {path.stat().st_mtime_ns}".encode())
        for adapter in self.adapters:
            told.update(adapter.file.read_bytes())
            told.update((adapter.folder / "adapter_config.json").read_bytes())
        return told.hexdigest()


def plan_merge(base: Path, adapters: list[Path], precision: Precision | None = None, shard: int = SHARD) -> MergePlan:
    """Plan to add adapters, in order, to a base. precision: of the result; the base's own when None.

    Raises LabError when an adapter does not fit, or the base has tensors of a kind that is unknown here.
    """
    sources = locate(base)
    tensors = {name: source.tensor for name, source in sources.items()}
    config = read_object(base / "config.json")
    tied = bool(is_tied(config)) and OUTPUT not in tensors
    kind = KINDS.get(str(config.get("model_type")))
    inputs_first = kind.inputs_first if kind else None
    read = [read_adapter(folder, tensors, tied=tied, inputs_first=inputs_first) for folder in adapters]
    names = list(sources)
    embedding = embedding_of(tensors)
    touched = {name for adapter in read for name in (*adapter.updates, *adapter.replaced)}
    untied = tied and bool(touched & {OUTPUT, embedding})
    if untied and embedding is not None:
        # The update is for one of the two roles of the shared weight, so they part.
        sources = {**sources, OUTPUT: sources[embedding]}
        names.append(OUTPUT)
    own = _own_dtype(tensors, base)
    dtype = DTYPES[precision] if precision else own
    pieces = [_piece(name, sources[name], read, dtype if precision else None) for name in names]
    return MergePlan(base=base, adapters=read, dtype=dtype, shards=_shards(pieces, shard), untied=untied)


def locate(folder: Path) -> dict[str, Source]:
    """Every tensor of a model folder and where it lies, in the order of the files. Raises LabError."""
    found: dict[str, Source] = {}
    names = file_names(folder)
    index = "model.safetensors.index.json"
    files = sorted(set(read_object(folder / index)["weight_map"].values())) if index in names else ["model.safetensors"]
    for name in files:
        found |= read_sources(folder / name)
    return found


def read_sources(path: Path) -> dict[str, Source]:
    """Every tensor of one safetensors file, in the order of its data. Raises LabError."""
    header = read_header(path)
    with path.open("rb") as file:
        begin = 8 + int(struct.unpack("<Q", file.read(8))[0])
    ordered = sorted(header.items(), key=lambda item: item[1].data_offsets)
    return {name: Source(path, begin + tensor.data_offsets[0], tensor) for name, tensor in ordered}


def _own_dtype(tensors: dict[str, Tensor], base: Path) -> str:
    """The dtype that most of a model is in."""
    counts: dict[str, int] = {}
    for tensor in tensors.values():
        counts[tensor.dtype] = counts.get(tensor.dtype, 0) + tensor.data_offsets[1] - tensor.data_offsets[0]
    unknown = sorted(set(counts) - BYTES.keys())
    most = max(counts, key=lambda dtype: counts[dtype], default="")
    if unknown or most not in FLOATS:
        what = f"The base has weights of dtype {', '.join(unknown) or most}, which cannot be merged onto"
        raise LabError(what, where=str(base), do="Name the 16-bit model with --base.", exit_code=2)
    return most


def _piece(name: str, source: Source, adapters: list[Adapter], dtype: str | None) -> Piece:
    changes: list[tuple[int, Update | str]] = []
    for place, adapter in enumerate(adapters):
        if name in adapter.replaced:
            changes.append((place, adapter.replaced[name]))
        if name in adapter.updates:
            changes.append((place, adapter.updates[name]))
    own = source.tensor.dtype
    kept = dtype if dtype and own in FLOATS else own
    return Piece(name=name, dtype=kept, shape=source.tensor.shape, source=source, changes=changes)


def _shards(pieces: list[Piece], limit: int) -> dict[str, list[Piece]]:
    groups: list[list[Piece]] = [[]]
    taken = 0
    for piece in pieces:
        if groups[-1] and taken + piece.size > limit:
            groups.append([])
            taken = 0
        groups[-1].append(piece)
        taken += piece.size
    if len(groups) == 1:
        return {"model.safetensors": groups[0]}
    return {f"model-{place:05}-of-{len(groups):05}.safetensors": group for place, group in enumerate(groups, 1)}
