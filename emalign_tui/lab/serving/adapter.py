"""Whether an adapter belongs to a base, told from names, JSON and headers before anything is loaded."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.folder import adapter_mismatch
from emalign_tui.lab.models.headers import Tensor, read_object
from emalign_tui.lab.models.lora import half_of, not_plain, scaling
from emalign_tui.lab.models.reference import canonical_base
from emalign_tui.lab.models.weights import file_mark, file_names, read_weights
from emalign_tui.lab.setup.bases import shape_of

_BLOCKS = {"self_attn": ("q_proj", "k_proj", "v_proj", "o_proj"), "mlp": ("gate_proj", "up_proj", "down_proj")}


def check_adapter(adapter: Path, base: str, rank: int | None = None) -> None:
    """Whether an adapter can be served on a base. rank: the largest that the server takes, None for any.

    Raises LabError when the folder is missing, half there, not a plain LoRA (rsLoRA is one), of another base, or its
    matrices do not fit.
    """
    if not adapter.is_dir():
        raise LabError("Adapter folder not found", where=str(adapter), do="Check the path, or train the run again.")
    config = read_object(adapter / "adapter_config.json")
    check_kind(config, adapter)
    weights = read_weights(adapter, "adapter_model", "adapter_model")
    if weights.form is None or weights.missing or weights.problems:
        why = weights.problems[0] if weights.problems else "its weights are missing"
        raise LabError(f"The adapter is not whole: {why}", where=str(adapter), do="Use another checkpoint of the run.")
    _check_halves(config, weights.tensors, adapter)
    if rank is not None and (largest := largest_rank(config)) > rank:
        raise LabError(
            f"The adapter has rank {largest}, and the server was started for rank {rank} at most",
            where=str(adapter / "adapter_config.json"),
            do="Stop the server with `emalign unserve` and serve again: it is laid out for the adapters there are.",
        )
    trained_on = canonical_base(str(config.get("base_model_name_or_path") or base))
    if trained_on != base and not _may_be_same(trained_on, base):
        raise LabError(
            f"The adapter was trained on another base: {trained_on}, not {base}",
            where=str(adapter),
            do="Serve it on the base it was trained on.",
        )
    if mismatch := _mismatch(weights.tensors, base):
        raise LabError(
            f"The adapter does not fit the base {base}: {mismatch}",
            where=str(adapter),
            do="Serve it on the base it was trained on.",
        )


def check_kind(config: dict[str, Any], adapter: Path) -> None:
    """Raises LabError for what is no plain LoRA, and names the key of adapter_config.json that says so."""
    for key, what in not_plain(config).items():
        raise LabError(
            f"Only plain LoRA adapters can be served, and this is {what}",
            where=f"{adapter / 'adapter_config.json'}, {key}",
            do="Merge it into its base and serve the merged model.",
        )


def largest_rank(config: dict[str, Any]) -> int:
    """Of all its layers, by adapter_config.json; 0 when it does not say."""
    ranks = [config.get("r"), *(config.get("rank_pattern") or {}).values()]
    return max((rank for rank in ranks if isinstance(rank, int)), default=0)


def adapter_name(label: str, adapter: Path) -> str:
    """A name that is unique to the adapter's content, so that a server never confuses two states of one folder."""
    digest = hashlib.sha256()
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        path = adapter / name
        try:
            now = path.stat()
            digest.update(_digest(path, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns))
        except OSError as error:
            where = str(path)
            raise LabError(f"Cannot read: {error.strerror}", where=where, do="Name a whole adapter folder.") from error
    return f"{label}@{digest.hexdigest()[:8]}"


@lru_cache(maxsize=64)
def _digest(path: Path, *_state: int) -> bytes:
    """Of a file in this state: an adapter of a large model takes a good part of a second, which every question to it
    would wait for."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _check_halves(config: dict[str, Any], tensors: dict[str, Tensor], adapter: Path) -> None:
    """Every module has both matrices, and of the rank that the config names: vLLM would serve the base without a word
    for an adapter that is empty, and end for one that has only half of a module."""
    shapes: dict[str, dict[str, tuple[int, ...]]] = {}
    for name, tensor in tensors.items():
        if half := half_of(name):
            shapes.setdefault(half.module, {})[half.letter] = tensor.shape
    if not shapes:
        raise LabError("The adapter holds no LoRA matrices", where=str(adapter), do="Save it again, or train again.")
    for module, each in shapes.items():
        if each.keys() != {"A", "B"} or {len(shape) for shape in each.values()} != {2} or each["A"][0] != each["B"][1]:
            do = "Save it again, or use another checkpoint of the run."
            raise LabError(
                f"The adapter is not whole: the two halves of {module} do not fit", where=str(adapter), do=do
            )
        try:
            scaling(config, module, each["A"][0])
        except ValueError as error:
            do = "Config and weights are of different adapters: save it again."
            raise LabError(str(error), where=str(adapter / "adapter_config.json"), do=do) from error


def _mismatch(tensors: dict[str, Tensor], base: str) -> str | None:
    """Why the matrices do not fit: against the base's own weights, or by its shape when it is not in a folder here.

    vLLM copies matrices that are too small into its larger ones without a word, so this is the one look at them.
    """
    if Path(base).is_dir():
        return adapter_mismatch(tensors, read_weights(Path(base), "model", "pytorch_model").tensors)
    if (shape := shape_of(base)) is None:
        return None
    widths = shape.linears()
    linears = {
        f"model.layers.{layer}.{block}.{name}.weight": Tensor("", widths[name][::-1], (0, 0))
        for layer in range(shape.num_hidden_layers)
        for block, names in _BLOCKS.items()
        for name in names
    }
    halves = {name: half_of(name) for name in tensors}
    known = {name: tensors[name] for name, half in halves.items() if half and half.module.rpartition(".")[2] in widths}
    return adapter_mismatch(known, linears)


def _may_be_same(one: str, other: str) -> bool:
    """Whether two names can mean the same base: copies of a folder, or names that cannot be compared from here."""
    folders = [Path(name) for name in (one, other) if Path(name).is_dir()]
    if len(folders) == 2:
        return _content(folders[0]) == _content(folders[1])
    paths = [name for name in (one, other) if name.startswith(("/", "."))]
    return bool(paths) or one.lower() == other.lower()


def _content(folder: Path) -> dict[str, str]:
    """Size and both ends of each weight file: enough to tell two trainings of one architecture apart."""
    names = [name for name in file_names(folder) if name.startswith("model") and name.endswith(".safetensors")]
    return {name: file_mark(folder / name) for name in names}
