"""Adapters of one base as one: their matrices side by side, so that the base answers with the sum of all.

Of a single one it is the same adapter in the plainest form, with one rank and without a scaling."""

import json
import math
import shutil
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error
from emalign_tui.lab.models.headers import header_of, read_object
from emalign_tui.lab.models.lora import half_of, scaling
from emalign_tui.lab.models.merge_plan import Source, read_sources
from emalign_tui.lab.serving.adapter import check_kind

WEIGHTS, CONFIG = "adapter_model.safetensors", "adapter_config.json"
_DTYPES = {"F32": "<f4", "F16": "<f2", "BF16": "<u2", "F64": "<f8"}

Floats = NDArray[np.float32]
Halves = dict[str, tuple[Floats, Floats]]  # module -> A `[rank, in]` and scaling B `[out, rank]`


def is_plain(adapter: Path) -> bool:
    """Whether every vLLM takes an adapter as it is. 0.26 gives all layers one rank and alpha without a word, and none
    knows matrices under an adapter's own name (`lora_A.default.weight`): lora/utils.py, parse_fine_tuned_lora_name."""
    config = read_object(adapter / CONFIG)
    names = [(name, half) for name in read_sources(adapter / WEIGHTS) if (half := half_of(name)) and not half.embedding]
    usual = all(name.endswith(f".lora_{half.letter}.weight") for name, half in names)
    return usual and not (config.get("rank_pattern") or config.get("alpha_pattern"))


def concatenate(adapters: Sequence[Path], target: Path) -> None:
    """Write an adapter that adds what all of these add: A = [A1; A2], B = [s1 B1, s2 B2], scaling 1, float32.

    A module that has less than the others is filled up with zeros, so all have rank r1 + r2. The folder is there only
    when whole. Raises LabError for what is no plain LoRA, for weights that do not fit each other, and for a full disk.
    """
    halves = [_read(each) for each in adapters]
    ranks = [max(a.shape[0] for a, _ in each.values()) for each in halves]
    starts = [0, *accumulate(ranks)]
    tensors: dict[str, Floats] = {}
    modules = sorted(set[str]().union(*halves))
    for module in modules:
        parts = [each.get(module) for each in halves]
        sizes = {(a.shape[1], b.shape[0]) for a, b in filter(None, parts)}
        if len(sizes) > 1:
            raise LabError(
                f"The adapters do not fit each other at {module}", where=str(adapters[-1]), do="Choose others."
            )
        inside, outside = sizes.pop()
        a = np.zeros((sum(ranks), inside), "<f4")
        b = np.zeros((outside, sum(ranks)), "<f4")
        for start, part in zip(starts, parts, strict=False):
            if part is not None:
                a[start : start + part[0].shape[0]], b[:, start : start + part[0].shape[0]] = part
        tensors[f"base_model.model.{module}.lora_A.weight"] = a
        tensors[f"base_model.model.{module}.lora_B.weight"] = b
    known = read_object(adapters[0] / CONFIG)
    config = {
        "peft_type": "LORA",
        "task_type": known.get("task_type"),
        "base_model_name_or_path": known.get("base_model_name_or_path"),
        "r": sum(ranks),
        "lora_alpha": sum(ranks),
        "use_rslora": False,
        "target_modules": sorted({module.rpartition(".")[2] for module in modules}),
        "bias": "none",
        "inference_mode": True,
    }
    _write(target, tensors, config)


def _read(folder: Path) -> Halves:
    """The halves of an adapter, with the scaling put into B."""
    config = read_object(folder / CONFIG)
    check_kind(config, folder)
    path = folder / WEIGHTS
    found: dict[str, dict[str, Floats]] = {}
    for name, source in read_sources(path).items():
        half = half_of(name)
        if half is None or half.embedding or source.tensor.dtype not in _DTYPES:
            raise LabError(f"{name} is not part of a plain LoRA update", where=str(path), do="Merge it instead.")
        found.setdefault(half.module, {})[half.letter] = _floats(source)
    halves: Halves = {}
    for module, each in found.items():
        if each.keys() != {"A", "B"} or each["A"].shape[0] != each["B"].shape[1]:
            raise LabError(f"The two halves of {module} do not fit each other", where=str(path), do="Choose another.")
        try:
            scale = scaling(config, module, each["A"].shape[0])
        except ValueError as error:
            raise LabError(str(error), where=str(folder), do="Choose another adapter.") from error
        halves[module] = each["A"], each["B"] * np.float32(scale)
    if not halves:
        raise LabError("The adapter holds no weights", where=str(path), do="Choose another.")
    return halves


def _floats(source: Source) -> Floats:
    tensor = source.tensor
    raw = np.fromfile(source.file, _DTYPES[tensor.dtype], math.prod(tensor.shape), offset=source.start)
    if tensor.dtype == "BF16":  # the upper half of a float32
        raw = (raw.astype("<u4") << 16).view("<f4")
    return raw.astype("<f4").reshape(tensor.shape)


def _write(target: Path, tensors: dict[str, Floats], config: dict[str, object]) -> None:
    part = target.with_name(f"{target.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        with (part / WEIGHTS).open("wb") as file:
            file.write(header_of((name, "F32", each.shape, each.nbytes) for name, each in tensors.items()))
            for each in tensors.values():
                file.write(each.tobytes())
        (part / CONFIG).write_text(json.dumps(config, indent=2))
        part.rename(target)
    except OSError as error:
        if not target.is_dir():  # else another process was faster, with the same bytes
            raise disk_error(error, target) from error
