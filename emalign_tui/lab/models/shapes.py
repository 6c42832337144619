"""What config.json promises of each tensor, for the usual dense decoders, held against what the weights have.

Other architectures are left to transformers itself, which is asked when a model is loaded. Numbers that are wrong in
one ratio can cancel out: twice the heads for queries and for keys, each half as wide, have the same shapes.
"""

import re
from typing import Any

from emalign_tui.lab.models.architectures import KINDS, Kind, Module, Sizes, sizes_of
from emalign_tui.lab.models.headers import Tensor
from emalign_tui.lab.models.lora import OUTPUT, embedding_of

_IGNORED = ("rotary_emb.inv_freq", "attn.bias", "attn.masked_bias")  # buffers that older versions saved
_NOT_MERGED = (".lora_", ".base_layer.")  # told by whoever looks for them
_EMBEDDING = re.compile(r"(?:embed_tokens|wte)\.weight$")

Shapes = dict[str, tuple[int, ...]]


def misfits(config: dict[str, Any], tensors: dict[str, Tensor]) -> list[str]:
    """Sentences for what config.json and the weights do not agree on; none for an architecture that is unknown here,
    or a quantised model, whose weights are packed."""
    name = str(config.get("model_type"))
    kind = KINDS.get(name)
    if kind is None or config.get("quantization_config") or config.get("qk_layernorm"):
        return []
    sizes = sizes_of(config, kind)
    found = {name: tensor.shape for name, tensor in tensors.items() if not any(part in name for part in _NOT_MERGED)}
    embedding = embedding_of(tensors)
    stem = kind.stem if embedding is None else _EMBEDDING.sub("", embedding)
    layers = _layers(found, f"{stem}{kind.layers}.")
    # One layer too many is enough to be missed, however many config.json promises.
    wanted = _wanted(config, kind, sizes, stem, min(sizes.layers.value or 0, len(layers) + 1))
    said = [*_divisions(sizes), *_output(config, found)]
    if sizes.layers.value and len(layers) > sizes.layers.value:
        said.append(
            f"config.json says {sizes.layers.keys[0]} {sizes.layers.value}, the weights have {len(layers)} layers"
        )
    elif lost := [each for each in wanted if each not in found and each != OUTPUT]:
        said.append(f"A {name} model with this config.json has {_few(lost)}, which the weights have not")
    elif more := [each for each in found if each not in wanted and each != OUTPUT and not each.endswith(_IGNORED)]:
        said.append(f"A {name} model with this config.json has no {_few(more)}: it would be left out")
    return said + _wrong(config, wanted, found)


def tied(config: dict[str, Any]) -> bool | None:
    """Whether the output layer is the embedding: as config.json says, else as its type has it; None if unknown."""
    says = config.get("tie_word_embeddings")
    kind = KINDS.get(str(config.get("model_type")))
    return says if isinstance(says, bool) else kind.tied if kind else None


def _wanted(config: dict[str, Any], kind: Kind, sizes: Sizes, stem: str, layers: int) -> dict[str, Module]:
    """Every tensor of such a model with so many layers, the output layer left out where it may be."""
    flagged = tuple(module for flag, modules in kind.flags.items() if config.get(flag) for module in modules)
    biased = (*kind.biased, *flagged)
    modules = {f"{stem}{name}": module for name, module in kind.ends(sizes).items()}
    for layer in range(layers):
        modules |= {f"{stem}{kind.layers}.{layer}.{name}": module for name, module in kind.modules(sizes).items()}
    wanted = {f"{name}.weight": module for name, module in modules.items()}
    wanted |= {
        f"{name}.bias": (module[-1 if kind.inputs_first else 0],)
        for name, module in modules.items()
        if name.endswith(biased)
    }
    if not tied(config):
        wanted[OUTPUT] = (sizes.vocabulary, sizes.hidden)
    if "lm_head" in biased:
        wanted["lm_head.bias"] = (sizes.vocabulary,)
    return wanted


def _output(config: dict[str, Any], found: Shapes) -> list[str]:
    if tied(config) or OUTPUT in found:
        return []
    says = "says" if config.get("tie_word_embeddings") is False else "means, without tie_word_embeddings,"
    return [f"config.json {says} that the output layer has weights of its own, and there is no {OUTPUT}"]


def _divisions(sizes: Sizes) -> list[str]:
    """Sizes that have to be shared out evenly, and cannot be."""
    pairs = [(sizes.heads, sizes.pairs)]
    if sizes.query is sizes.hidden or sizes.head.value is None:
        pairs.append((sizes.hidden, sizes.heads))
    return [
        f"config.json says {whole.keys[0]} {whole.value}, which is no multiple of {part.keys[0]} {part.value}"
        for whole, part in pairs
        if whole.value and part.value and whole.value % part.value
    ]


def _layers(found: Shapes, stem: str) -> set[str]:
    return {name.removeprefix(stem).partition(".")[0] for name in found if name.startswith(stem)}


def _wrong(config: dict[str, Any], wanted: dict[str, Module], found: Shapes) -> list[str]:
    """A sentence for each key, or group of keys, that a dimension contradicts; the first such tensor stands for all.

    What follows from a key that is wrong alone is not told again.
    """
    right: set[str] = set()
    wrong: dict[tuple[str, ...], tuple[str, int, int, int]] = {}
    for name, module in wanted.items():
        shape = found.get(name)
        if shape is None:
            continue
        if len(shape) != len(module):
            wrong.setdefault((), (name, 0, len(module), len(shape)))
            continue
        for axis, (size, length) in enumerate(zip(module, shape, strict=True)):
            if size.value == length and len(size.keys) == 1:
                right.add(size.keys[0])
            elif size.value not in (None, length):
                wrong.setdefault(size.keys, (name, axis, size.value or 0, length))
    said: list[str] = []
    blamed: set[str] = set()
    for keys, case in sorted(wrong.items(), key=lambda each: len(each[0])):
        if not blamed & set(keys):
            suspects = tuple(key for key in keys if key not in right) or keys
            said.append(_sentence(config, suspects, *case))
            blamed |= set(keys) if len(suspects) == 1 else set()
    return said


def _sentence(config: dict[str, Any], keys: tuple[str, ...], name: str, axis: int, want: int, have: int) -> str:
    if not keys:
        return f"{name} has {have} dimensions, not {want}"
    says = " and ".join(f"{key} {config.get(key, 'nothing')}" for key in keys)
    if len(keys) == 1 and config.get(keys[0]) == want:
        return f"config.json says {says}, the weights have {have} ({name})"
    return f"config.json says {says}: {name} would have {want} {('rows', 'columns')[axis]}, and it has {have}"


def _few(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
