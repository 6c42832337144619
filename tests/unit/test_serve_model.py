"""Which models the CPU server takes, and that it refuses the others instead of computing them wrongly."""

import shutil
from pathlib import Path

import pytest
import torch
from transformers import AutoConfig, AutoModelForCausalLM

from emalign_tui import mini
from emalign_tui.lab.errors import LabError
from emalign_tui.workers.serve.model import Model

SMALL = {
    "vocab_size": 3072,
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "max_position_embeddings": 128,
    "eos_token_id": 2,
    "pad_token_id": 0,
    "bos_token_id": 1,
}


def _saved(folder: Path, kind: str, **options: object) -> str:
    torch.manual_seed(0)
    network = AutoModelForCausalLM.from_config(AutoConfig.for_model(kind, **{**SMALL, **options}))
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.normal_(0, 0.4)  # large enough that an attention computed wrongly shows
    network.save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "chat_template.jinja"):
        shutil.copy(mini.MODEL / name, folder)
    return str(folder)


@pytest.mark.parametrize("kind", ["qwen2", "llama", "qwen3", "mistral", "gpt_neox"])
def test_usual_models_are_served(tmp_path: Path, kind: str) -> None:
    assert Model(_saved(tmp_path, kind)).context == 128


def test_a_sliding_window_bounds_the_context(tmp_path: Path) -> None:
    layers = ["sliding_attention", "full_attention"]
    assert (
        Model(_saved(tmp_path, "qwen3", sliding_window=16, use_sliding_window=True, layer_types=layers)).context == 16
    )


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("gemma2", {"attn_logit_softcapping": 0.5, "query_pre_attn_scalar": 8}),
        ("bloom", {"n_head": 4, "n_layer": 2}),
        ("mamba", {"state_size": 4, "conv_kernel": 2}),
    ],
)
def test_models_whose_attention_is_another_are_refused(tmp_path: Path, kind: str, options: dict[str, object]) -> None:
    with pytest.raises(LabError, match="cannot be served on CPU"):
        Model(_saved(tmp_path, kind, **options))


@pytest.mark.parametrize(
    ("lost", "says"), [("chat_template.jinja", "no chat template"), ("model.safetensors", "cannot be loaded")]
)
def test_half_a_model_is_one_sentence(tmp_path: Path, lost: str, says: str) -> None:
    folder = shutil.copytree(mini.MODEL, tmp_path / "base")
    (folder / lost).unlink()
    with pytest.raises(LabError, match=says):
        Model(str(folder))
