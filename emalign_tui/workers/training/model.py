"""The base model, and the adapter that is trained on it and saved."""

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from peft import LoraConfig, PeftModel
from safetensors import SafetensorError
from transformers import AutoModelForCausalLM, BitsAndBytesConfig
from transformers.pytorch_utils import Conv1D

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import let_read
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.workers.training.encode import unloadable
from emalign_tui.workers.training.memory import out_of_memory

_LINEAR = (torch.nn.Linear, Conv1D)
_UNLOADABLE = (OSError, ValueError, RuntimeError, SafetensorError)
"""What transformers, peft and safetensors raise for files that are missing, cut or of another model."""


def half() -> torch.dtype:
    """The 16-bit type that this GPU computes in: bfloat16, and float16 on cards older than Ampere, as a T4."""
    return torch.bfloat16 if torch.cuda.get_device_capability()[0] >= 8 else torch.float16


def load_model(base: str, parent: str | None, *, four_bit: bool = False) -> Any:
    """The base in 16 bits on a GPU, else float32, with the parent's adapter trainable on it when given.

    four_bit: the base's linears in nf4 (QLoRA, Dettmers et al. 2023). Raises LabError when base or adapter cannot be
    loaded, or the machine has no 4-bit linears.
    """
    if four_bit and not (torch.cuda.is_available() and importlib.util.find_spec("bitsandbytes")):
        what = "load_in_4bit needs a CUDA GPU and bitsandbytes"
        raise LabError(what, where="config key load_in_4bit", do="Set it to false.")
    dtype = half() if torch.cuda.is_available() else torch.float32
    nf4 = BitsAndBytesConfig(
        load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_use_double_quant=True, bnb_4bit_compute_dtype=dtype
    )
    with loading("model", base):
        model = AutoModelForCausalLM.from_pretrained(base, dtype=dtype, quantization_config=nf4 if four_bit else None)
    return model if parent is None else with_parent(model, parent)


def with_parent(model: Any, parent: str) -> Any:
    """The parent's adapter trainable on its base. Raises LabError when it cannot be loaded."""
    with loading("parent's adapter", parent):
        return PeftModel.from_pretrained(model, parent, is_trainable=True)


@contextmanager
def loading(what: str, place: str) -> Iterator[None]:
    """Raises LabError for a part of a model that cannot be loaded; a lack of memory goes up as it is."""
    try:
        yield
    except _UNLOADABLE as error:
        if out_of_memory(error):
            raise
        raise unloadable(what, place, error) from error


def lora(config: TrainConfig, model: Any) -> LoraConfig:
    """A fresh adapter as the config asks for it. Raises LabError for a linear that the model lacks.

    PEFT says nothing of one as long as the model has another: of a Phi-3, whose q, k and v are one, it would train less
    than was asked for.
    """
    modules = dict(model.named_modules())
    for target in config.target_modules:
        if not any(name == target or name.endswith(f".{target}") for name in modules):
            head = model.get_output_embeddings()
            linears = [name for name, module in modules.items() if isinstance(module, _LINEAR) and module is not head]
            raise LabError(
                f"{config.model} has no linear named {target}",
                where="config key target_modules",
                do=f"It has {', '.join(dict.fromkeys(name.rpartition('.')[2] for name in linears))}.",
            )
    return LoraConfig(
        task_type="CAUSAL_LM",
        r=config.r,
        lora_alpha=config.lora_alpha,
        lora_dropout=config.lora_dropout,
        use_rslora=config.use_rslora,
        target_modules=list(config.target_modules),
    )


def adapters_in_float32(model: Any) -> None:
    """TRL turns adapters on a 4-bit base into bfloat16, which float16's gradient scaler cannot take."""
    if half() is not torch.float16:
        return
    for weights in model.parameters():
        if weights.requires_grad and weights.dtype != torch.float32:
            weights.data = weights.data.float()


def save_adapter(model: Any, run: RunDir, base: str) -> None:
    """Put the adapter in place whole: written beside, then renamed. An earlier one of this run is replaced."""
    fresh, old = run.path / ".adapter.new", run.path / ".adapter.old"
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    model.peft_config["default"].base_model_name_or_path = base
    model.save_pretrained(fresh, selected_adapters=["default"])  # DPO keeps a copy of the parent's beside it
    let_read(fresh)
    if run.adapter.exists():
        run.adapter.rename(old)
    fresh.rename(run.adapter)
    shutil.rmtree(old, ignore_errors=True)
