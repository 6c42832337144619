"""Which library trains: unsloth on a CUDA GPU for the kinds of models it has kernels for, else TRL + PEFT."""

import importlib.util
from typing import Literal, NamedTuple

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.planner.device import Device
from emalign_tui.lab.planner.shape import ModelShape
from emalign_tui.lab.settings import load_settings

Library = Literal["unsloth", "trl"]
FAST = ("llama", "mistral", "qwen2", "qwen3")  # kinds whose packed rows unsloth keeps apart in its own kernels


class Engine(NamedTuple):
    """library: what trains. why: the reason, for people. refused: the config asks for unsloth and cannot have it."""

    library: Library
    why: str
    refused: bool = False


def pick_engine(config: TrainConfig, shape: ModelShape | None, device: Device, *, installed: bool) -> Engine:
    """The library of a run on this device. installed: whether unsloth can be imported where the run will be."""
    if config.engine == "trl":
        return Engine("trl", "the config's engine")
    against = _against(config, shape, device, installed)
    if not against:
        return Engine("unsloth", "the fastest on one CUDA GPU")
    return Engine("trl", against, refused=config.engine == "unsloth")


def unsloth_expected() -> bool:
    """Whether training will find unsloth: here, or perhaps in the interpreter of the settings."""
    return load_settings().train.python is not None or unsloth_installed()


def unsloth_installed() -> bool:
    """Whether this interpreter has unsloth. Nothing is imported."""
    return importlib.util.find_spec("unsloth") is not None


def _against(config: TrainConfig, shape: ModelShape | None, device: Device, installed: bool) -> str:
    if device.kind != "cuda":
        return "unsloth needs a CUDA GPU"
    if config.processes > 1:
        return "unsloth trains in one process"
    if config.loss != "sft":
        return f"unsloth is used for sft, loss is {config.loss}"
    if shape is None or shape.model_type not in FAST:
        return f"unsloth is used for models of kind {', '.join(FAST)}"
    return "" if installed else "unsloth is not installed"
