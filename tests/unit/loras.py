"""Random LoRA adapters on the mini kit, for tests that need one before any training."""

from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM

from emalign_tui import mini

TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def reference() -> torch.nn.Module:
    """The base as transformers computes it."""
    return AutoModelForCausalLM.from_pretrained(mini.MODEL, dtype=torch.float32, attn_implementation="eager").eval()


def random_adapter(folder: Path, seed: int, **options: object) -> Path:
    """A LoRA adapter whose update is strong enough to change every answer."""
    torch.manual_seed(seed)
    config = LoraConfig(**{"r": 4, "lora_alpha": 8, "target_modules": TARGETS, "init_lora_weights": False, **options})
    peft = get_peft_model(reference(), config)
    for name, parameter in peft.named_parameters():
        if "lora_" in name:
            parameter.data.normal_(0, 0.2)
    peft.save_pretrained(folder)
    return folder
