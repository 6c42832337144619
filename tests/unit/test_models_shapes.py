"""config.json against the tensors: silent on what transformers saves, and every planted mismatch is named."""

import json
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from safetensors.torch import load_file, save_file  # noqa: E402

from emalign_tui.lab.models.architectures import KINDS  # noqa: E402
from emalign_tui.lab.models.folder import inspect_folder  # noqa: E402

SIZE: dict[str, Any] = {
    "hidden_size": 64, "intermediate_size": 176, "num_hidden_layers": 2, "num_attention_heads": 4,
    "num_key_value_heads": 2, "vocab_size": 600, "max_position_embeddings": 64, "eos_token_id": 1, "pad_token_id": 0,
    "bos_token_id": 2,
}  # fmt: skip
WIDE = {**SIZE, "head_dim": 32}
HEALTHY: dict[str, tuple[str, dict[str, Any]]] = {
    "llama": ("llama", SIZE),
    "llama with biases": ("llama", {**SIZE, "attention_bias": True, "mlp_bias": True}),
    "llama tied": ("llama", {**SIZE, "tie_word_embeddings": True}),
    "mistral": ("mistral", {**WIDE, "head_dim": 24}),
    "qwen2": ("qwen2", SIZE),
    "qwen2 tied": ("qwen2", {**SIZE, "tie_word_embeddings": True}),
    "qwen3": ("qwen3", WIDE),
    "qwen3 with biases, tied": ("qwen3", {**WIDE, "attention_bias": True, "tie_word_embeddings": True}),
    "gemma": ("gemma", WIDE),
    "gemma2": ("gemma2", WIDE),
    "gemma3_text": ("gemma3_text", WIDE),
    "gemma untied": ("gemma", {**WIDE, "tie_word_embeddings": False}),
    "phi3": ("phi3", SIZE),
    "phi": ("phi", SIZE),
    "phi with norms of heads": ("phi", {**SIZE, "qk_layernorm": True}),
    "gpt2": ("gpt2", {"n_embd": 64, "n_layer": 2, "n_head": 4, "vocab_size": 600, "n_positions": 64,
                      "bos_token_id": 1, "eos_token_id": 2}),
    "gpt2 with an inner size": ("gpt2", {"n_embd": 64, "n_layer": 2, "n_head": 4, "vocab_size": 600, "n_inner": 80,
                                         "bos_token_id": 1, "eos_token_id": 2}),
    "of a type that is unknown here": ("olmo2", SIZE),
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("made")


def build(made: Path, name: str) -> Path:
    """A model as transformers saves it, once."""
    folder = made / name.replace(" ", "-")
    if not folder.exists():
        kind, config = HEALTHY[name]
        made_config = transformers.AutoConfig.for_model(kind, **config)
        transformers.AutoModelForCausalLM.from_config(made_config).save_pretrained(folder)
    return folder


def problems(folder: Path) -> list[str]:
    """All but those of a tokenizer, which these have not."""
    return [each for each in inspect_folder(folder).problems if "tokenizer" not in each]


@pytest.mark.parametrize("name", HEALTHY)
def test_what_transformers_saves_is_in_order(made: Path, name: str) -> None:
    report = inspect_folder(build(made, name))
    assert (report.kind, problems(build(made, name))) == ("merged", [])
    unknown = [remark for remark in report.remarks if "known to transformers alone" in remark]
    assert bool(unknown) == (HEALTHY[name][0] not in KINDS)


def damaged(made: Path, name: str, out: Path, **values: Any) -> list[str]:
    """The problems of a model whose config.json says something else; a value of None takes the key away."""
    source = build(made, name)
    out.mkdir(parents=True)
    for path in source.iterdir():
        (out / path.name).symlink_to(path)
    config = {**json.loads((source / "config.json").read_text()), **values}
    (out / "config.json").unlink()
    (out / "config.json").write_text(json.dumps({key: value for key, value in config.items() if value is not None}))
    return problems(out)


COMMON = {"hidden_size": 32, "intermediate_size": 99, "vocab_size": 601, "num_hidden_layers": 1}
HEADS = {"num_attention_heads": 8, "num_key_value_heads": 1}
PLANTED: dict[str, dict[str, Any]] = {
    "llama": {**COMMON, **HEADS, "head_dim": 8},
    "mistral": {**COMMON, **HEADS, "head_dim": 32},
    "qwen2": {**COMMON, "num_attention_heads": 8, "num_key_value_heads": 4},
    "qwen3": {**COMMON, **HEADS, "head_dim": 16},
    "gemma": {**COMMON, **HEADS, "head_dim": 64},
    "gemma2": {**COMMON, **HEADS, "head_dim": 64},
    "gemma3_text": {**COMMON, **HEADS, "head_dim": 64},
    "phi3": {**COMMON, "num_attention_heads": 8, "num_key_value_heads": 4},
    "phi": {**COMMON, "num_attention_heads": 8, "num_key_value_heads": 4},
    "gpt2": {"n_embd": 32, "n_inner": 99, "vocab_size": 601, "n_layer": 1, "n_positions": 32},
}


@pytest.mark.parametrize("name", PLANTED)
def test_every_number_that_is_not_that_of_the_weights_is_named(made: Path, tmp_path: Path, name: str) -> None:
    for key, value in PLANTED[name].items():
        found = damaged(made, name, tmp_path / key, **{key: value})
        assert any(f"{key} {value}" in each for each in found), (key, found)
        assert len(found) <= 2, (key, found)


def test_layers_that_are_lost_ties_and_heads_that_do_not_divide(made: Path, tmp_path: Path) -> None:
    for name, key in (("llama", "num_hidden_layers"), ("gpt2", "n_layer")):
        assert "hold 2 of 3 layers: save or merge" in damaged(made, name, tmp_path / f"{name} layers", **{key: 3})[0]
    for value, says in ((False, "says"), (None, "means, without tie_word_embeddings,")):
        (said,) = damaged(made, "qwen2 tied", tmp_path / f"tie {value}", tie_word_embeddings=value)
        assert (
            said == f"config.json {says} that the output layer has weights of its own, and there is no lm_head.weight"
        )
    (said,) = damaged(made, "llama", tmp_path / "tied", tie_word_embeddings=True)
    assert "the output layer is the embedding, and lm_head.weight holds other numbers" in said
    said = damaged(made, "gpt2", tmp_path / "heads", n_head=5)
    assert said == ["config.json says n_embd 64, which is no multiple of n_head 5"]
    said = damaged(made, "qwen3", tmp_path / "pairs", num_key_value_heads=3)
    assert any("num_attention_heads 4, which is no multiple of num_key_value_heads 3" in each for each in said)


def test_an_output_layer_that_is_a_copy_of_the_embedding_is_no_mistake(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "copy"
    damaged(made, "qwen2 tied", out)
    tensors = load_file(build(made, "qwen2 tied") / "model.safetensors")
    (out / "model.safetensors").unlink()
    save_file({**tensors, "lm_head.weight": tensors["model.embed_tokens.weight"].clone()}, out / "model.safetensors")
    assert problems(out) == []


@pytest.mark.parametrize(
    ("name", "lost", "words"),
    [
        ("qwen3", "model.layers.1.self_attn.q_norm.weight", "A qwen3 model with this config.json has"),
        ("gemma3_text", "model.layers.0.self_attn.k_norm.weight", "A gemma3_text model"),
        ("qwen2", "model.layers.0.self_attn.k_proj.bias", "A qwen2 model"),
        ("phi3", "model.layers.1.self_attn.qkv_proj.weight", "A phi3 model"),
        ("gpt2", "transformer.h.1.attn.c_attn.weight", "A gpt2 model"),
    ],
)
def test_a_tensor_that_is_lost_and_one_that_is_too_many(
    made: Path, tmp_path: Path, name: str, lost: str, words: str
) -> None:
    tensors = load_file(build(made, name) / "model.safetensors")
    for what in ("lost", "more", "bent"):
        damaged(made, name, tmp_path / what)
        (tmp_path / what / "model.safetensors").unlink()
    save_file({each: value for each, value in tensors.items() if each != lost}, tmp_path / "lost/model.safetensors")
    (said,) = problems(tmp_path / "lost")
    assert words in said and lost in said and "which the weights have not" in said
    save_file({**tensors, lost.replace("weight", "gain").replace("bias", "gain"): torch.ones(2)},
              tmp_path / "more/model.safetensors")  # fmt: skip
    (said,) = problems(tmp_path / "more")
    assert "it would be left out" in said and "gain" in said
    save_file({**tensors, lost: torch.ones(2, 2, 2)}, tmp_path / "bent/model.safetensors")
    assert any(f"{lost} has 3 dimensions" in said for said in problems(tmp_path / "bent"))


def test_weights_of_another_architecture(made: Path, tmp_path: Path) -> None:
    """qwen3 weights under a llama's config: the norms of the heads would be left out in silence."""
    said = damaged(made, "qwen3", tmp_path / "other", model_type="llama")
    assert any("A llama model with this config.json has no model.layers.0.self_attn" in each for each in said)


def test_a_quantised_model_is_not_held_against_its_config(made: Path, tmp_path: Path) -> None:
    out = tmp_path / "packed"
    assert damaged(made, "llama", out, quantization_config={"quant_method": "bitsandbytes"}, hidden_size=7) == []
    assert any("quantised" in remark for remark in inspect_folder(out).remarks)
