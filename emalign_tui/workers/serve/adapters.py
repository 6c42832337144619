"""LoRA adapters, unmerged: one base in memory, and sequences of different adapters in one batch."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch.nn.functional import linear

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.headers import read_object
from emalign_tui.lab.models.lora import half_of, scaling
from emalign_tui.lab.serving.adapter import check_kind

_ids = itertools.count(1)


class Update(NamedTuple):
    """The low-rank update of one linear layer: down `[in, rank]`, up `[rank, out]` with the scaling in it."""

    down: torch.Tensor
    up: torch.Tensor


@dataclass(frozen=True, eq=False)
class Adapter:
    """A loaded adapter. key: never used twice, so nothing cached for an earlier one of its name is taken for its."""

    name: str
    path: str
    key: bytes
    updates: dict[str, Update]


class AdaptedLinear(torch.nn.Module):
    """A linear layer to which each segment of the flat batch adds its own adapter's update."""

    def __init__(self, name: str, layer: torch.nn.Linear, segments: "Segments") -> None:
        super().__init__()
        self.weight, self.bias = layer.weight, layer.bias
        self._name, self._segments = name, segments

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """x: `[1, tokens, in]`."""
        output = linear(x, self.weight, self.bias)
        for start, stop, adapter in self._segments.now:
            if update := adapter.updates.get(self._name):
                output[0, start:stop].addmm_(x[0, start:stop] @ update.down, update.up)
        return output


class Segments:
    """Which tokens of the current flat batch belong to which adapter: (start, stop, adapter)."""

    def __init__(self) -> None:
        self.now: list[tuple[int, int, Adapter]] = []


class Adapters:
    """The adapters of one model, by name. Loading changes the model's linear layers in place, once each."""

    def __init__(self, model: torch.nn.Module) -> None:
        self.segments = Segments()
        self._model = model
        self._loaded: dict[str, Adapter] = {}

    def __iter__(self) -> Iterator[Adapter]:
        return iter(list(self._loaded.values()))

    def get(self, name: str) -> Adapter | None:
        return self._loaded.get(name)

    def read(self, name: str, path: Path) -> Adapter:
        """Read a peft adapter without making it known. Raises LabError for anything that this server cannot apply."""
        config = read_object(path / "adapter_config.json")
        check_kind(config, path)
        updates = _updates(config, _tensors(path), path)
        layers = dict(self._model.named_modules())
        for target, update in updates.items():
            layer = layers.get(target)
            if not isinstance(layer, torch.nn.Linear | AdaptedLinear):
                raise _unfit(path, f"this model has no linear layer {target}")
            wanted = (layer.weight.shape[1], layer.weight.shape[0])
            found = (update.down.shape[0], update.up.shape[1])
            if wanted != found:
                raise _unfit(path, f"{target} is {_size(wanted)} in the model and {_size(found)} in the adapter")
        return Adapter(name, str(path), next(_ids).to_bytes(8, "big"), updates)

    def add(self, adapter: Adapter) -> None:
        """Make an adapter known by its name. Called between two steps, because it changes the model."""
        for target in adapter.updates:
            parent, _, child = target.rpartition(".")
            owner = self._model.get_submodule(parent)
            layer = getattr(owner, child)
            if not isinstance(layer, AdaptedLinear):
                setattr(owner, child, AdaptedLinear(target, layer, self.segments))
        self._loaded[adapter.name] = adapter

    def remove(self, name: str) -> bool:
        """Forget a name; sequences that use the adapter finish. False when there is none."""
        return self._loaded.pop(name, None) is not None


def _tensors(path: Path) -> dict[str, torch.Tensor]:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    weights = path / "adapter_model.safetensors"
    try:
        tensors: dict[str, torch.Tensor] = load_file(weights)
    except FileNotFoundError as error:
        raise LabError("The adapter has no weights", where=str(weights), do="Name a whole adapter folder.") from error
    except (SafetensorError, OSError) as error:
        raise LabError(
            f"The adapter's weights cannot be read: {error}", where=str(weights), do="Save it again."
        ) from error
    return tensors


def _updates(config: dict[str, Any], tensors: dict[str, torch.Tensor], path: Path) -> dict[str, Update]:
    halves: dict[str, dict[str, torch.Tensor]] = {}
    for key, tensor in tensors.items():
        half = half_of(key)
        if half is None or half.embedding or tensor.ndim != 2:
            raise _unfit(path, f"{key} is not part of a plain LoRA update of a linear layer")
        if not tensor.isfinite().all():
            raise _unfit(path, f"{key} holds numbers that are not finite; its training diverged")
        halves.setdefault(half.module, {})[half.letter] = tensor.float()
    updates = {}
    for target, each in halves.items():
        if len(each) != 2 or each["A"].shape[0] != each["B"].shape[1]:
            raise _unfit(path, f"the two halves of {target} do not fit each other")
        try:
            scale = scaling(config, target, each["A"].shape[0])
        except ValueError as error:
            raise _unfit(path, str(error)) from error
        updates[target] = Update(each["A"].T.contiguous(), (each["B"] * scale).T.contiguous())
    if not updates:
        raise _unfit(path, "it holds no weights")
    return updates


def _size(shape: tuple[int, int]) -> str:
    return f"{shape[0]} x {shape[1]}"


def _unfit(path: Path, why: str) -> LabError:
    return LabError(f"The adapter does not fit this server: {why}", where=str(path), do="Use one trained on this base.")
