"""What a model of a given size needs: rough figures, from its number of parameters alone, without the network."""

import os
import re
from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.folder import inspect_folder
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home, expand, is_file, is_folder
from emalign_tui.lab.planner.shape import read_shape

_GIB = 2**30
_NAMED = re.compile(r"(?<![A-Za-z0-9.])(\d+(?:\.\d+)?)\s?([BbMm])(?![A-Za-z])")
_LORA_SHARE = 0.0115  # of the parameters: rank 32 on all linears of a 7B
_CHECKPOINTS = 4


class Size(msgspec.Struct, frozen=True):
    """A model's size. how: where the number comes from, as a phrase. here: its weights are on this disk."""

    name: str
    parameters: float
    how: str
    here: bool

    @property
    def weights(self) -> float:
        """Bytes of its weights in 16 bit."""
        return 2 * self.parameters

    @property
    def checkpoints(self) -> float:
        """Bytes of a run's checkpoints: LoRA of rank 32 in 32 bit with two Adam moments, each."""
        return _CHECKPOINTS * 12 * _LORA_SHARE * self.parameters

    @property
    def train_gpu(self) -> float:
        """Bytes of GPU memory to train it in 4 bit with checkpointing (measured: 7.3 GiB for a 7B)."""
        return 0.72 * self.parameters + 2.5 * _GIB

    @property
    def serve_gpu(self) -> float:
        """Bytes of GPU memory to serve it in 16 bit with room for answers."""
        return 2 * self.parameters + 2.5 * _GIB

    @property
    def cpu(self) -> float:
        """Bytes of main memory to train or serve it without a GPU, in 32 bit."""
        return 4 * self.parameters + _GIB

    def __str__(self) -> str:
        count = f"{self.parameters / 1e9:.1f} B" if self.parameters >= 1e9 else f"{self.parameters / 1e6:.1f} M"
        return f"{self.name} ({count} parameters {self.how})"


def model_size(home: Home, name: str | None) -> Size | None:
    """The size of the model that `name` means (of its base, for an adapter); None when it cannot be told offline."""
    if not name:
        return None
    try:
        ref = resolve_model(home, name)
    except LabError:
        return None
    if ref.url is not None:
        return None
    folder = Path(ref.base)
    if is_folder(folder):
        report = inspect_folder(folder)
        return Size(name, report.parameters, "by its weights", True) if report.parameters else None
    return _cached(ref.base) or _by_name(ref.base)


def hub_cache() -> Path:
    """Where huggingface_hub keeps downloads, by its own rules."""
    chosen = os.environ.get("HF_HUB_CACHE") or os.environ.get("HUGGINGFACE_HUB_CACHE")
    if chosen:
        return expand(os.path.expandvars(chosen))
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return expand(os.path.expandvars(os.environ.get("HF_HOME") or f"{cache}/huggingface")) / "hub"


def _cached(repo: str) -> Size | None:
    """Of a model whose config.json was downloaded before."""
    snapshots = hub_cache() / f"models--{repo.replace('/', '--')}" / "snapshots"
    for snapshot in sorted(snapshots.glob("*")) if is_folder(snapshots) else []:
        if (shape := read_shape(str(snapshot))) is not None:
            weights = any(is_file(path) for path in snapshot.glob("*.safetensors"))
            count = shape.parameters()
            return Size(repo, count, "by its config.json", weights)
    return None


def _by_name(repo: str) -> Size | None:
    """By the number in a name such as Qwen2.5-Coder-7B-Instruct."""
    found = _NAMED.findall(repo.rpartition("/")[2])
    if not found:
        return None
    number, unit = found[-1]
    return Size(repo, float(number) * (1e9 if unit in "Bb" else 1e6), "by its name", False)
