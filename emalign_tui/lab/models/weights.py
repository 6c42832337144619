"""The weight files of a folder: whole, sharded, half there, or pickled; and what tells two trainings apart."""

import hashlib
import math
import re
from pathlib import Path
from typing import Any, Literal

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.headers import Tensor, read_header, read_object
from emalign_tui.lab.paths import is_file

_WEIGHTS = re.compile(r".*\.safetensors|(pytorch|adapter)_model.*\.bin")
_END = 1 << 20  # bytes read at both ends of a weight file


class Weights(msgspec.Struct, frozen=True):
    """The weight files of one model or adapter in a folder.

    form: safetensors, pickle, or None when there are none. missing, extra: file names. problems: sentences; any of
    them means that the weights cannot be used as they are. remarks: sentences that no loader minds.
    """

    form: Literal["safetensors", "pickle"] | None
    tensors: dict[str, Tensor] = {}
    missing: list[str] = []
    extra: list[str] = []
    problems: list[str] = []
    remarks: list[str] = []


def read_weights(folder: Path, stem: str, pickle_stem: str) -> Weights:
    """Every header of `stem`.safetensors or its shards, held against the index. `stem` is model or adapter_model.

    Raises LabError when the folder cannot be listed. What is wrong with the files is reported, not raised.
    """
    names = file_names(folder)
    single, index = f"{stem}.safetensors", f"{stem}.safetensors.index.json"
    shards = [name for name in names if re.fullmatch(rf"{stem}-\d+-of-\d+\.safetensors", name)]
    if index in names:
        return _sharded(folder, index, shards, single if single in names else None)
    if single in names:
        extra = [f"{len(shards)} shards lie beside {single}; loaders differ in which they read"] if shards else []
        tensors, problems = _headers(folder, [single])
        return Weights("safetensors", tensors, extra=shards, problems=problems + extra)
    if shards:
        tensors, problems = _headers(folder, shards)
        return Weights("safetensors", tensors, missing=[index, *_absent(shards)], problems=problems)
    if f"{pickle_stem}.bin" in names or f"{pickle_stem}.bin.index.json" in names:
        problem = "The weights are pickle files, which can run code when loaded: save them again as safetensors"
        return Weights("pickle", problems=[problem])
    return Weights(None)


def file_names(folder: Path) -> list[str]:
    """Names of the regular files of a folder (links followed, broken ones left out), sorted.

    Raises LabError when the folder cannot be listed.
    """
    try:
        return sorted(path.name for path in folder.iterdir() if path.is_file())
    except OSError as error:
        reason = error.strerror or str(error)
        raise LabError(f"Cannot read the folder: {reason}", where=str(folder), do="Check the path.") from error


def weights_mark(folder: Path) -> str:
    """What names the weights in a folder, "" for none: every training of one model changes it, and no copy does.

    Raises LabError when a file cannot be read.
    """
    digest = hashlib.sha256()
    names = [name for name in file_names(folder) if _WEIGHTS.fullmatch(name)]
    try:
        for name in names:
            digest.update(f"{name} {file_mark(folder / name)}\n".encode())
    except OSError as error:
        reason = error.strerror or str(error)
        raise LabError(f"Cannot read the weights: {reason}", where=str(folder), do="Check the path.") from error
    return digest.hexdigest()[:16] if names else ""


def file_mark(path: Path) -> str:
    """A weight file's size, and what is at both of its ends. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(_END)
        size = file.seek(0, 2)
        file.seek(max(0, size - _END))
        return f"{size} {hashlib.sha256(head + file.read()).hexdigest()}"


def _sharded(folder: Path, index: str, shards: list[str], single: str | None) -> Weights:
    try:
        document = read_object(folder / index)
    except LabError as error:
        return Weights("safetensors", problems=[str(error)])
    weight_map = document.get("weight_map")
    if not isinstance(weight_map, dict) or not all(isinstance(name, str) for name in weight_map.values()):
        return Weights("safetensors", problems=[f"{index} has no weight_map of tensor names to file names"])
    named = sorted(set(weight_map.values()))
    outside = [name for name in named if Path(name).name != name]
    if outside:
        return Weights("safetensors", problems=[f"{index} names a file outside the folder: {outside[0]}"])
    missing = [name for name in named if not is_file(folder / name)]
    extra = [name for name in shards if name not in named]
    tensors: dict[str, Tensor] = {}
    problems: list[str] = []
    misplaced: list[str] = []
    for shard in (name for name in named if name not in missing):
        held, wrong = _headers(folder, [shard])
        misplaced += [name for name in held if weight_map.get(name, shard) != shard]
        tensors, problems = tensors | held, problems + wrong
    remarks = []
    if not problems and not missing:
        lost = [name for name in weight_map if name not in tensors]
        problems += [f"{len(lost)} tensors named in {index} are in no shard, first {lost[0]}"] if lost else []
        if misplaced and not lost:
            where = weight_map[misplaced[0]]
            problems.append(f"{index} looks for {misplaced[0]} in {where}, and it lies in another shard")
        remarks = _sizes(document, tensors, index)
    if single and single not in named:
        extra.append(single)
        problems.append(f"{single} lies beside {index}; loaders differ in which they read")
    return Weights("safetensors", tensors, missing, extra, problems, remarks)


def _sizes(document: dict[str, Any], tensors: dict[str, Tensor], index: str) -> list[str]:
    """What the index says of all tensors together, held against them."""
    told = document.get("metadata")
    total = told.get("total_size") if isinstance(told, dict) else None
    held = sum(tensor.data_offsets[1] - tensor.data_offsets[0] for tensor in tensors.values())
    more = [name for name in tensors if name not in document["weight_map"]]
    found = [f"{len(more)} tensors of the shards are not in {index}, first {more[0]}"] if more else []
    if isinstance(total, int | float) and math.isfinite(total) and int(total) != held:
        found.append(f"{index} says {int(total):,} bytes of tensors, the shards hold {held:,}")
    return found


def _headers(folder: Path, names: list[str]) -> tuple[dict[str, Tensor], list[str]]:
    tensors: dict[str, Tensor] = {}
    problems = []
    for name in names:
        try:
            tensors |= read_header(folder / name)
        except LabError as error:
            problems.append(str(error))
    return tensors, problems


def _absent(shards: list[str]) -> list[str]:
    """Shards that the numbers in the names of the others promise."""
    numbered, _, total = shards[0].removesuffix(".safetensors").rpartition("-of-")
    stem = numbered.rpartition("-")[0]
    width = len(total)
    every = [f"{stem}-{number:0{width}}-of-{total}.safetensors" for number in range(1, min(int(total), 10_000) + 1)]
    return [name for name in every if name not in shards]
