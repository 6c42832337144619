"""The 16-bit base of a merge: a folder, or what is in the Hub's cache. Never a quantised one."""

import re
import shlex
from pathlib import Path
from typing import Any

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.headers import Tensor, read_object
from emalign_tui.lab.models.weights import read_weights
from emalign_tui.lab.paths import is_file, is_folder

_QUANTISED = re.compile(r"-(?:unsloth-)?bnb-4bit$|-(?:AWQ|GPTQ(?:-Int[48])?|FP8|INT[48])$", re.IGNORECASE)
_PACKED = (".absmax", ".quant_map", ".qweight", ".qzeros", ".scales", ".weight_scale", ".weight_scale_inv", ".SCB")
WANTED = ("model*.safetensors", "*.json", "*.jinja", "*.txt", "*.model", "*.py", "LICENSE*")
"""The files of a Hub repository that a merge needs: of weights that lie there in two forms, transformers' own."""


def sixteen_bit(base: str) -> str:
    """The base that a quantised Hub name was made from, by the usual suffixes; any other name as it is."""
    return base if is_folder(Path(base)) else _QUANTISED.sub("", base)


def find_base(base: str) -> Path | None:
    """The folder of a base, or None for a Hub id whose whole weights are not on this machine.

    Raises LabError (exit code 2) for a base that is quantised or nowhere.
    """
    folder = Path(base)
    if is_folder(folder):
        check_base(folder)
        return folder.resolve()
    if base.startswith(("/", ".", "~")) or base.count("/") != 1:
        do = "Name its folder, or its Hub id, with --base."
        raise LabError("The base is not there", where=base, do=do, exit_code=2)
    folder_in_cache = cached(base)
    if folder_in_cache is None:
        return None
    weights = read_weights(folder_in_cache, "model", "pytorch_model")
    if weights.form != "safetensors" or weights.missing:  # whoever asks for a config leaves only that in the cache
        return None
    check_base(folder_in_cache)
    return folder_in_cache


def check_base(folder: Path) -> None:
    """Raises LabError unless the folder holds a whole, unquantised model in safetensors."""
    weights = read_weights(folder, "model", "pytorch_model")
    if weights.form != "safetensors" or weights.missing or weights.problems:
        why = weights.problems[0] if weights.problems else "its weights are not all there"
        raise LabError(
            f"The base is not whole: {why}", where=str(folder), do=f"See `emalign verify {shlex.quote(str(folder))}`."
        )
    check_unquantised(folder, weights.tensors)


def check_unquantised(folder: Path, tensors: dict[str, Tensor]) -> None:
    """Raises LabError for the folder of a quantised model. tensors: as far as they are there."""
    if packed := quantised(folder, tensors):
        raise LabError(
            f"The base is quantised ({packed}), and a merge onto it would keep its errors for ever",
            where=str(folder),
            do="Name the 16-bit model that it was made from: --base ORG/NAME or a folder.",
            exit_code=2,
        )


def quantised(folder: Path, tensors: dict[str, Tensor]) -> str | None:
    """Why a model folder is quantised, or None."""
    config: dict[str, Any] = read_object(folder / "config.json") if is_file(folder / "config.json") else {}
    if method := config.get("quantization_config"):
        return f"config.json: {method.get('quant_method') if isinstance(method, dict) else method}"
    packed = [name for name in tensors if name.endswith(_PACKED)]
    return f"it has {packed[0]}" if packed else None


def cached(repo: str) -> Path | None:
    """The folder of a repository in the Hub's cache, or None; it may hold its config.json alone."""
    from huggingface_hub import try_to_load_from_cache

    found = try_to_load_from_cache(repo, "config.json")
    return Path(found).parent if isinstance(found, str) else None
