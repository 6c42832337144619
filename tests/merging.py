"""Small random models of several families, adapters on them, and what peft makes of both."""

from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import AutoModelForCausalLM, GPT2Config, LlamaConfig, MistralConfig, Qwen2Config

_SIZE = {
    "hidden_size": 64, "intermediate_size": 176, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "vocab_size": 600, "max_position_embeddings": 64,
}  # fmt: skip
FAMILIES = {
    "qwen2": Qwen2Config(**_SIZE, tie_word_embeddings=True),
    "llama": LlamaConfig(**_SIZE),
    "mistral": MistralConfig(**_SIZE),
    "gpt2": GPT2Config(n_embd=64, n_layer=2, n_head=4, vocab_size=600, bos_token_id=1, eos_token_id=2),
}


def make_base(folder: Path, family: str, dtype: torch.dtype) -> Path:
    """A random model in several files."""
    torch.manual_seed(0)
    AutoModelForCausalLM.from_config(FAMILIES[family]).to(dtype).save_pretrained(folder, max_shard_size="200KB")
    return folder


def make_adapter(folder: Path, base: Path, seed: int = 1, **options: Any) -> Path:
    """A random adapter on a base."""
    torch.manual_seed(seed)
    model = get_peft_model(
        AutoModelForCausalLM.from_pretrained(base), LoraConfig(**{"r": 4, "lora_alpha": 8, **options})
    )
    for name, parameter in model.named_parameters():
        if parameter.requires_grad and ("lora_" in name or "modules_to_save" in name):
            parameter.data.normal_(0, 0.1)
    model.save_pretrained(folder)
    return folder


def by_peft(base: Path, adapters: list[Path], dtype: torch.dtype) -> dict[str, torch.Tensor]:
    """The weights after merge_and_unload, one adapter after the other."""
    model = AutoModelForCausalLM.from_pretrained(base, dtype=dtype)
    for adapter in adapters:
        model = PeftModel.from_pretrained(model, adapter).merge_and_unload()
    return dict(model.state_dict())
