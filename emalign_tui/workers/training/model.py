"""The base model, and the adapter that is trained on it and saved."""

import importlib.util
import shutil
from typing import Any

import torch
from peft import LoraConfig, PeftModel
from safetensors import SafetensorError
from transformers import AutoModelForCausalLM, BitsAndBytesConfig

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.workers.training.encode import unloadable

_UNLOADABLE = (OSError, ValueError, RuntimeError, SafetensorError)
"""What transformers, peft and safetensors raise for files that are missing, cut or of another model."""


def load_model(base: str, parent: str | None, *, four_bit: bool = False) -> Any:
    """The base in bfloat16 on a GPU, else float32, with the parent's adapter trainable on it when given.

    four_bit: the base's linears in nf4 (QLoRA, Dettmers et al. 2023). Raises LabError when base or adapter cannot be
    loaded, or the machine has no 4-bit linears.
    """
    if four_bit and not (torch.cuda.is_available() and importlib.util.find_spec("bitsandbytes")):
        what = "load_in_4bit needs a CUDA GPU and bitsandbytes"
        raise LabError(what, where="config key load_in_4bit", do="Set it to false.")
    dtype = torch.bfloat16 if torch.cuda.is_available() else torch.float32
    nf4 = BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True, bnb_4bit_compute_dtype=dtype
    )
    try:
        model = AutoModelForCausalLM.from_pretrained(base, dtype=dtype, quantization_config=nf4 if four_bit else None)
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
    model.save_pretrained(fresh, selected_adapters=["default"])  # DPO keeps a copy of the parent's beside it
    if run.adapter.exists():
        run.adapter.rename(old)
    fresh.rename(run.adapter)
    shutil.rmtree(old, ignore_errors=True)
