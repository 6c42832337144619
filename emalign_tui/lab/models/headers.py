"""What one model file says about itself: a safetensors header, a JSON object. No torch, no tensor data."""

import json
import math
import os
import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec

from emalign_tui.lab.errors import LabError

_MAX_HEADER = 100_000_000  # bytes; the limit of the safetensors library itself
_AGAIN = "Copy or save the model again."
_POINTER = b"version https://git-lfs.github.com/spec/"  # what a clone holds in a large file's place without git-lfs
_BITS = {"F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "BOOL": 8, "U8": 8, "I8": 8, "F8_E4M3": 8, "F8_E5M2": 8, "F8_E8M0": 8,
         "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "U16": 16, "I16": 16, "F16": 16, "BF16": 16, "U32": 32, "I32": 32,
         "F32": 32, "U64": 64, "I64": 64, "F64": 64, "C64": 64}  # fmt: skip


Count = Annotated[int, msgspec.Meta(ge=0)]


class Tensor(msgspec.Struct, frozen=True):
    """One entry of a header. dtype is safetensors' own name (F32, BF16, ...); shape in elements."""

    dtype: str
    shape: tuple[Count, ...]
    data_offsets: tuple[Count, Count]


def read_header(path: Path) -> dict[str, Tensor]:
    """Tensor names to shapes, after checking that the file holds every byte its header promises, and no tensor's bytes
    are another's, or too many or too few for its shape.

    Raises LabError for a file that is missing, unreadable, truncated, too long or not safetensors.
    """
    try:
        with path.open("rb") as source:
            size = os.fstat(source.fileno()).st_size
            start = source.read(8)
            length = struct.unpack("<Q", start)[0] if len(start) == 8 else 0
            if not 2 <= length <= min(_MAX_HEADER, max(size - 8, 0)):
                _refuse_pointer(start + source.read(len(_POINTER)), path)
                raise LabError("Not a whole safetensors file", where=str(path), do=_AGAIN)
            raw = source.read(length)
    except OSError as error:
        reason = error.strerror or str(error)
        raise LabError(f"Cannot read the weights: {reason}", where=str(path), do="Check the path.") from error
    tensors = _parse(raw, path)
    promised = 8 + length + max((tensor.data_offsets[1] for tensor in tensors.values()), default=0)
    if size < promised:
        raise LabError(f"Truncated weights: {size:,} of {promised:,} bytes", where=str(path), do=_AGAIN)
    if size > promised:
        raise LabError(f"Damaged weights: {size - promised:,} bytes too many", where=str(path), do=_AGAIN)
    return tensors


def header_of(tensors: Iterable[tuple[str, str, Sequence[int], int]]) -> bytes:
    """The start of a safetensors file whose data follow in this order: name, dtype, shape and bytes of each tensor.

    Source: the format's own description; padded so that the data begin on 8 bytes.
    """
    document: dict[str, object] = {"__metadata__": {"format": "pt"}}
    offset = 0
    for name, dtype, shape, size in tensors:
        document[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [offset, offset + size]}
        offset += size
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text


def _parse(raw: bytes, path: Path) -> dict[str, Tensor]:
    try:
        document: Any = json.loads(raw)
        if not isinstance(document, dict):
            raise ValueError("not an object")
        document.pop("__metadata__", None)
        tensors = msgspec.convert(document, dict[str, Tensor])
        _check_layout(tensors)
        return tensors
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise LabError(f"Not a safetensors header: {error}", where=str(path), do=_AGAIN) from error


def _check_layout(tensors: dict[str, Tensor]) -> None:
    """Raises ValueError unless the tensors lie one behind the other, each in the bytes that its shape takes.

    Source: `validate` of the safetensors library. A dtype that is unknown here may be one of a later version.
    """
    place = 0
    for name, tensor in sorted(tensors.items(), key=lambda item: item[1].data_offsets):
        begin, end = tensor.data_offsets
        bits = _BITS.get(tensor.dtype)
        if begin != place or end < begin:
            raise ValueError(f"{name} lies at {begin}..{end}, and the one before it ends at {place}")
        if bits and math.prod(tensor.shape) * bits != (end - begin) * 8:
            raise ValueError(
                f"{name} has {end - begin:,} bytes, too many or too few for {tensor.dtype} {list(tensor.shape)}"
            )
        place = end


def _refuse_pointer(start: bytes, path: Path) -> None:
    if start.startswith(_POINTER):
        do = "Run `git lfs pull` in that folder, or fetch the model with `hf download`."
        raise LabError("A Git LFS pointer: the file itself was not fetched", where=str(path), do=do)


def parameters(tensors: dict[str, Tensor]) -> int:
    """Number of stored parameters (a tied output layer is stored once)."""
    return sum(math.prod(tensor.shape) for tensor in tensors.values())


def read_object(path: Path) -> dict[str, Any]:
    """A JSON object from a file in UTF-8, as the model libraries read it. Raises LabError with the line that is
    wrong."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise LabError(f"Cannot read: {error.strerror or error}", where=str(path), do="Check the path.") from error
    _refuse_pointer(raw, path)
    try:
        document = json.loads(raw.decode())
    except json.JSONDecodeError as error:
        raise LabError(f"Not JSON: {error.msg}", where=f"{path}, line {error.lineno}", do="Copy it again.") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise LabError(f"Not JSON: {error}", where=str(path), do="Copy it again.") from error
    if not isinstance(document, dict):
        raise LabError("Not a JSON object", where=str(path), do="Copy it again.")
    return document
