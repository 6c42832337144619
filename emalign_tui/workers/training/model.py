"""The base model, and the adapter that is trained on it and saved."""

import shutil
from typing import Any

import torch
from peft import LoraConfig, PeftModel
from safetensors import SafetensorError
from transformers import AutoModelForCausalLM

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.workers.training.encode import unloadable

_UNLOADABLE = (OSError, ValueError, RuntimeError, SafetensorError)
"""What transformers, peft and safetensors raise for files that are missing, cut or of another model."""


def load_model(base: str, parent: str | None) -> Any:
    """The base in bfloat16 on a GPU, else float32, with the parent's adapter trainable on it when given.

    Raises LabError when base or adapter cannot be loaded.
    """
    dtype = torch.bfloat16 if torch.cuda.is_available() else torch.float32
    try:
        model = AutoModelForCausalLM.from_pretrained(base, dtype=dtype)
    except _UNLOADABLE as error:
        raise unloadable("model", base, error) from error
    if parent is None:
        return model
    try:
        return PeftModel.from_pretrained(model, parent, is_trainable=True)
    except _UNLOADABLE as error:
        raise unloadable("parent's adapter", parent, error) from error


def lora(config: TrainConfig) -> LoraConfig:
    """A fresh adapter as the config asks for it."""
    return LoraConfig(
        task_type="CAUSAL_LM",
        r=config.r,
        lora_alpha=config.lora_alpha,
        lora_dropout=config.lora_dropout,
        use_rslora=config.use_rslora,
        target_modules=list(config.target_modules),
    )


def save_adapter(model: Any, run: RunDir, base: str) -> None:
    """Put the adapter in place whole: written beside, then renamed. An earlier one of this run is replaced."""
    fresh, old = run.path / ".adapter.new", run.path / ".adapter.old"
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    model.peft_config["default"].base_model_name_or_path = base
    model.save_pretrained(fresh)
    if run.adapter.exists():
        run.adapter.rename(old)
    fresh.rename(run.adapter)
    shutil.rmtree(old, ignore_errors=True)
