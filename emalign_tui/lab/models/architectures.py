"""The usual dense decoders: which weights a layer has, and from which keys of config.json their shapes follow.

Source: the modelling files of transformers. Modules are named as there.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec


class Size(NamedTuple):
    """One dimension as config.json promises it, None when it does not, and the keys that it follows from."""

    value: int | None
    keys: tuple[str, ...]


Module = tuple[Size, ...]


class Sizes(NamedTuple):
    """The sizes in a config. heads, pairs: how many, of queries and of keys. query, key: how wide all are together."""

    hidden: Size
    inner: Size
    vocabulary: Size
    positions: Size
    layers: Size
    heads: Size
    pairs: Size
    head: Size
    query: Size
    key: Size


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """What tells one model type from another.

    modules: of a layer, with the shapes of their weights. ends: the same of what stands beside the layers, but for the
    output layer. head: how wide one is when config.json does not say, None for hidden_size / num_attention_heads. tied:
    the same of tie_word_embeddings. biased: endings of modules that have a bias whatever config.json says. flags: keys
    of config.json that give a bias to some modules. inputs_first: weights are [in, out].
    """

    modules: Callable[[Sizes], dict[str, Module]]
    ends: Callable[[Sizes], dict[str, Module]]
    head: int | None = None
    tied: bool = False
    biased: tuple[str, ...] = ()
    flags: Mapping[str, tuple[str, ...]] = {}
    stem: str = "model."
    layers: str = "layers"
    inputs_first: bool = False


def sizes_of(config: dict[str, Any], kind: Kind) -> Sizes:
    """What a config promises. A key that is missing, or no count, promises nothing."""

    def one(*keys: str) -> Size:
        for key in keys:
            value = config.get(key)
            if isinstance(value, int) and not isinstance(value, bool) and value > 0:
                return Size(value, (key,))
        return Size(None, keys)

    hidden, heads = one("hidden_size", "n_embd"), one("num_attention_heads", "n_head")
    inner = one("intermediate_size", "n_inner")
    if inner.value is None and "n_embd" in config:
        inner = _product(Size(4, ()), hidden)
    pairs = one("num_key_value_heads") if config.get("num_key_value_heads", 0) is not None else heads
    head = one("head_dim")
    query = None
    if head.value is None and kind.head:
        head = Size(kind.head, ("head_dim",))
    elif head.value is None and hidden.value and heads.value:
        head, query = Size(hidden.value // heads.value, (*heads.keys, *hidden.keys)), hidden
    return Sizes(
        hidden=hidden, inner=inner, vocabulary=one("vocab_size"), positions=one("n_positions"),
        layers=one("num_hidden_layers", "n_layer"), heads=heads, pairs=pairs, head=head,
        query=query or _product(heads, head), key=_product(pairs, head),
    )  # fmt: skip


def _product(one: Size, other: Size) -> Size:
    value = one.value * other.value if one.value is not None and other.value is not None else None
    return Size(value, tuple(dict.fromkeys((*one.keys, *other.keys))))


def _sum(*sizes: Size) -> Size:
    values = [size.value for size in sizes if size.value is not None]
    keys = tuple(dict.fromkeys(key for size in sizes for key in size.keys))
    return Size(sum(values) if len(values) == len(sizes) else None, keys)


def _attention(s: Sizes) -> dict[str, Module]:
    return {
        "self_attn.q_proj": (s.query, s.hidden),
        "self_attn.k_proj": (s.key, s.hidden),
        "self_attn.v_proj": (s.key, s.hidden),
    }


def _gated(s: Sizes) -> dict[str, Module]:
    return {
        "mlp.gate_proj": (s.inner, s.hidden),
        "mlp.up_proj": (s.inner, s.hidden),
        "mlp.down_proj": (s.hidden, s.inner),
    }


def _norms(s: Sizes, *names: str) -> dict[str, Module]:
    return dict.fromkeys(names, (s.hidden,))


_TWO = ("input_layernorm", "post_attention_layernorm")
_FOUR = (*_TWO, "pre_feedforward_layernorm", "post_feedforward_layernorm")


def _llama(s: Sizes) -> dict[str, Module]:
    return {**_attention(s), "self_attn.o_proj": (s.hidden, s.query), **_gated(s), **_norms(s, *_TWO)}


def _qwen3(s: Sizes) -> dict[str, Module]:
    return {**_llama(s), "self_attn.q_norm": (s.head,), "self_attn.k_norm": (s.head,)}


def _gemma2(s: Sizes) -> dict[str, Module]:
    return {**_llama(s), **_norms(s, *_FOUR)}


def _gemma3(s: Sizes) -> dict[str, Module]:
    return {**_qwen3(s), **_norms(s, *_FOUR)}


def _phi3(s: Sizes) -> dict[str, Module]:
    return {
        "self_attn.qkv_proj": (_sum(s.query, s.key, s.key), s.hidden),
        "self_attn.o_proj": (s.hidden, s.query),
        "mlp.gate_up_proj": (_product(Size(2, ()), s.inner), s.hidden),
        "mlp.down_proj": (s.hidden, s.inner),
        **_norms(s, *_TWO),
    }


def _phi(s: Sizes) -> dict[str, Module]:
    return {
        **_attention(s),
        "self_attn.dense": (s.hidden, s.query),
        "mlp.fc1": (s.inner, s.hidden),
        "mlp.fc2": (s.hidden, s.inner),
        **_norms(s, "input_layernorm"),
    }


def _gpt2(s: Sizes) -> dict[str, Module]:
    return {
        "attn.c_attn": (s.hidden, _product(Size(3, ()), s.hidden)),
        "attn.c_proj": (s.hidden, s.hidden),
        "mlp.c_fc": (s.hidden, s.inner),
        "mlp.c_proj": (s.inner, s.hidden),
        **_norms(s, "ln_1", "ln_2"),
    }


def _ends(norm: str) -> Callable[[Sizes], dict[str, Module]]:
    return lambda s: {"embed_tokens": (s.vocabulary, s.hidden), norm: (s.hidden,)}


def _gpt2_ends(s: Sizes) -> dict[str, Module]:
    return {"wte": (s.vocabulary, s.hidden), "wpe": (s.positions, s.hidden), "ln_f": (s.hidden,)}


_ALL = ("q_proj", "k_proj", "v_proj", "o_proj")
_BY_FLAG = {"attention_bias": _ALL}
_NORM = _ends("norm")
KINDS: dict[str, Kind] = {
    "llama": Kind(modules=_llama, ends=_NORM, flags={**_BY_FLAG, "mlp_bias": ("gate_proj", "up_proj", "down_proj")}),
    "mistral": Kind(modules=_llama, ends=_NORM),
    "qwen2": Kind(modules=_llama, ends=_NORM, biased=_ALL[:3]),
    "qwen3": Kind(modules=_qwen3, ends=_NORM, head=128, flags=_BY_FLAG),
    "gemma": Kind(modules=_llama, ends=_NORM, head=256, tied=True, flags=_BY_FLAG),
    "gemma2": Kind(modules=_gemma2, ends=_NORM, head=256, tied=True, flags=_BY_FLAG),
    "gemma3_text": Kind(modules=_gemma3, ends=_NORM, head=256, tied=True, flags=_BY_FLAG),
    "phi3": Kind(modules=_phi3, ends=_NORM),
    "phi": Kind(modules=_phi, ends=_ends("final_layernorm"),
                biased=(*_ALL[:3], "dense", "fc1", "fc2", "layernorm", "lm_head")),
    "gpt2": Kind(modules=_gpt2, ends=_gpt2_ends, tied=True, biased=("c_attn", "c_proj", "c_fc", "ln_1", "ln_2", "ln_f"),
                 stem="transformer.", layers="h", inputs_first=True),
}  # fmt: skip
"""By model_type."""
