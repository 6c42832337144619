"""What a LoRA adapter on disk would change in a base: names, shapes and scaling, without loading a number."""

import math
import re
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.headers import Tensor, read_object
from emalign_tui.lab.models.weights import read_weights

_HALF = re.compile(r"(?:base_model\.model\.)?(.+)\.lora_(embedding_)?([AB])(?:\.(?!weight$)\w+)?(?:\.weight)?")
_WHOLE = re.compile(r"base_model\.model\.(.+)")
_CHANGED_BASE = ("pissa", "olora", "loftq", "corda", "lora_ga")


class Half(NamedTuple):
    """One of the two matrices of a module's update. module: as the base calls it. letter: A, down to the rank, or B, up
    again. embedding: of an embedding, whose matrices are the other way round."""

    module: str
    letter: str
    embedding: bool


def half_of(name: str) -> Half | None:
    """What a tensor of an adapter is by its name, with or without peft's prefix and the adapter's own name in it; None
    when it is no half of an update."""
    found = _HALF.fullmatch(name)
    return Half(found[1], found[3], bool(found[2])) if found else None


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """What one adapter adds to one weight of the base: scaling * B A, with A `[rank, in]` and B `[out, rank]`.

    a, b: tensor names in the adapter's file. transposed: the base keeps the weight as `[in, out]` (an embedding, or a
    Conv1D layer), so (B A)^T is added. rounded: the update gets the weight's own dtype before it is added, as peft does
    for an embedding.
    """

    a: str
    b: str
    rank: int
    scaling: float
    transposed: bool = False
    rounded: bool = False


class Adapter(msgspec.Struct, frozen=True, kw_only=True):
    """An adapter held against its base. updates, replaced: by the base's tensor names; a replaced one was trained whole
    (modules_to_save, biases), and its value is the tensor's name in the adapter's file."""

    folder: Path
    updates: dict[str, Update]
    replaced: dict[str, str]

    @property
    def file(self) -> Path:
        return self.folder / "adapter_model.safetensors"


def read_adapter(folder: Path, base: dict[str, Tensor], *, tied: bool, inputs_first: bool | None = None) -> Adapter:
    """Match every tensor of an adapter to one of the base.

    tied: the base's output layer is its embedding. inputs_first: its layers keep weights as `[in, out]`; None where
    that is not known, and the adapter's config is believed. Where it is known it is not: peft writes there what the
    last layer was that it came to.

    Raises LabError for an adapter that is not whole, of a kind that is no sum with a product, or of another base.
    """
    config = read_object(folder / "adapter_config.json")
    _check_kind(config, folder)
    tensors = _whole_tensors(folder)
    halves: dict[str, dict[str, str]] = {}
    embeddings = set[str]()
    replaced = {}
    for name in tensors:
        if half := half_of(name):
            halves.setdefault(half.module, {})[half.letter] = name
            if half.embedding:
                embeddings.add(half.module)
        elif ".lora_" not in name and (whole := _WHOLE.fullmatch(name)):
            replaced[name_in_base(_plain(whole[1]), base)] = name
        else:
            raise _unfit(folder, f"{name} is not part of a plain LoRA update")
    conv1d = bool(config.get("fan_in_fan_out")) if inputs_first is None else inputs_first
    updates = {}
    for module, names in halves.items():
        weight, embedding = name_in_base(f"{_plain(module)}.weight", base), module in embeddings
        transposed = embedding or (conv1d and weight != OUTPUT)
        update = _update(config, module, names, tensors, folder)
        updates[weight] = msgspec.structs.replace(update, transposed=transposed, rounded=embedding)
    adapter = Adapter(folder=folder, updates=updates, replaced=replaced)
    _check_fit(adapter, tensors, base, tied=tied)
    return adapter


def _whole_tensors(folder: Path) -> dict[str, Tensor]:
    """The tensors of an adapter. Raises LabError for one that is not whole."""
    weights = read_weights(folder, "adapter_model", "adapter_model")
    lack = weights.problems[0] if weights.problems else half_saved(weights.tensors)
    if weights.form is None or weights.missing:
        lack = "its weights are missing"
    if lack:
        raise LabError(f"The adapter is not whole: {lack}", where=str(folder), do="Use another checkpoint of the run.")
    return weights.tensors


def name_in_base(name: str, base: dict[str, Tensor]) -> str:
    """A tensor's name in a base's files: those of GPT-2, BLOOM and others lack its first part (`transformer.`)."""
    short = name.partition(".")[2]
    return short if name not in base and short in base else name


def half_saved(tensors: dict[str, Tensor]) -> str | None:
    """Why whole, readable weight files still are not a whole adapter, or None."""
    if not tensors:
        return "The adapter's file holds no tensors: save the adapter again"
    if empty := [name for name, tensor in tensors.items() if 0 in tensor.shape]:
        why = "it was saved while its weights were spread over several cards. Gather them, and save it again"
        return f"{len(empty)} of {len(tensors)} tensors of the adapter are empty, first {empty[0]}: {why}"
    halves: dict[str, set[str]] = {}
    for name in tensors:
        if half := half_of(name):
            halves.setdefault(half.module, set()).add(half.letter)
    lone = next((module for module, found in halves.items() if len(found) < 2), None)
    return f"One of the two halves of {lone} is missing: save the adapter again" if lone else None


def scaling(config: dict[str, Any], module: str, rank: int) -> float:
    """peft's scaling: alpha / rank, or alpha / sqrt(rank) when rank-stabilised; patterns override alpha and rank.

    Raises ValueError when the config and the rank of the matrices disagree, or it cannot be read.
    """
    wanted = _pattern(config.get("rank_pattern"), module, config.get("r"))
    if wanted != rank:
        raise ValueError(f"adapter_config.json says rank {wanted!r} for {module}, its weights have rank {rank}")
    alpha = _pattern(config.get("alpha_pattern"), module, config.get("lora_alpha"))
    if not isinstance(alpha, int | float) or not math.isfinite(alpha):
        raise ValueError(f"adapter_config.json says lora_alpha {alpha!r}")
    return alpha / (math.sqrt(rank) if config.get("use_rslora") else rank)


def _pattern(patterns: Any, module: str, default: Any) -> Any:
    if not isinstance(patterns or {}, dict):
        raise ValueError(f"adapter_config.json has a pattern that is no object: {patterns!r}")
    try:
        return next((what for key, what in (patterns or {}).items() if re.match(rf"(.*\.)?({key})$", module)), default)
    except re.error as error:
        raise ValueError(f"adapter_config.json has a pattern that is no regular expression: {error}") from error


def no_sum(config: dict[str, Any]) -> dict[str, str]:
    """What keeps an adapter from being W + scaling B A: config key -> what it is, in words. Empty for plain LoRA."""
    start = str(config.get("init_lora_weights")).lower()
    found = {
        "peft_type": config.get("peft_type") != "LORA" and f"of type {config.get('peft_type')}",
        "use_dora": config.get("use_dora") and "a DoRA adapter",
        "lora_bias": config.get("lora_bias") and "one with a bias in its update",
        "alora_invocation_tokens": config.get("alora_invocation_tokens") and "an activated LoRA",
        "trainable_token_indices": config.get("trainable_token_indices") and "one with retrained tokens",
        "target_parameters": config.get("target_parameters") and "one for parameters that are no layers",
        "layer_replication": config.get("layer_replication") and "one for repeated layers",
        "kasa_config": config.get("kasa_config") and "a KaSA adapter",
        "monteclora_config": config.get("monteclora_config") and "a Monte Carlo LoRA",
        "use_bdlora": config.get("use_bdlora") and "a block-diagonal LoRA",
        "use_qalora": config.get("use_qalora") and "a QA-LoRA",
        "init_lora_weights": start.startswith(_CHANGED_BASE) and "one that changed the base's weights",
    }
    return {key: what for key, what in found.items() if what}


def not_plain(config: dict[str, Any]) -> dict[str, str]:
    """What keeps an adapter from being served: config key -> what it is, in words. Much of it can be merged."""
    found = {
        "bias": config.get("bias", "none") != "none" and "one with trained biases",
        "modules_to_save": config.get("modules_to_save") and "one with whole retrained modules",
        "fan_in_fan_out": config.get("fan_in_fan_out") and "one for transposed layers",
    }
    return {**no_sum(config), **{key: what for key, what in found.items() if what}}


def _check_kind(config: dict[str, Any], folder: Path) -> None:
    for key, what in no_sum(config).items():
        raise LabError(
            f"Only LoRA adapters can be merged here, and this is {what}",
            where=f"{folder / 'adapter_config.json'}, {key}",
            do="Merge it with peft's merge_and_unload on a machine that holds the whole model.",
        )


def _update(
    config: dict[str, Any], module: str, names: dict[str, str], tensors: dict[str, Tensor], folder: Path
) -> Update:
    """names: of the tensors that are the two halves, by letter."""
    a, b = tensors[names["A"]].shape, tensors[names["B"]].shape
    if len(a) != 2 or len(b) != 2 or a[0] != b[1]:
        raise _unfit(folder, f"the two halves of {module} do not fit each other")
    try:
        scale = scaling(config, module, a[0])
    except ValueError as error:
        raise _unfit(folder, str(error)) from error
    return Update(a=names["A"], b=names["B"], rank=a[0], scaling=scale)


def _check_fit(adapter: Adapter, tensors: dict[str, Tensor], base: dict[str, Tensor], *, tied: bool) -> None:
    for name, update in adapter.updates.items():
        width, height = tensors[update.a].shape[1], tensors[update.b].shape[0]
        wanted = (width, height) if update.transposed else (height, width)
        _check_shape(adapter.folder, name, wanted, base, tied=tied)
    for name, source in adapter.replaced.items():
        _check_shape(adapter.folder, name, tensors[source].shape, base, tied=tied)


def _check_shape(folder: Path, name: str, shape: tuple[int, ...], base: dict[str, Tensor], *, tied: bool) -> None:
    weight = base.get(name) or (base.get(embedding_of(base) or "") if tied and name == OUTPUT else None)
    if weight is None:
        raise _unfit(folder, f"the base has no {name}")
    if weight.shape == shape:
        return
    if name in (OUTPUT, embedding_of(base)) and len(shape) == 2 and shape[1] == weight.shape[1]:
        raise LabError(
            f"The adapter was trained with a vocabulary of {shape[0]:,} tokens, and the base has {weight.shape[0]:,}",
            where=f"{folder}, {name}",
            do=f"Save the base, after `model.resize_token_embeddings({shape[0]})`, with the adapter's tokenizer, "
            "and name that folder with --base.",
        )
    raise _unfit(folder, f"{name} is {_size(weight.shape)} in the base and {_size(shape)} in the adapter")


OUTPUT = "lm_head.weight"


def embedding_of(base: dict[str, Tensor]) -> str | None:
    """The name of a base's input embedding."""
    return next(
        (name for name in base if name.endswith(("embed_tokens.weight", "wte.weight", "embed_in.weight"))), None
    )


def _plain(module: str) -> str:
    """A module's or a parameter's name in the base, without what peft puts around it."""
    return module.replace(".base_layer", "").replace(".modules_to_save.default", "")


def _size(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape))


def _unfit(folder: Path, why: str) -> LabError:
    do = "Name the base that it was trained on with --base, or another adapter."
    return LabError(f"The adapter does not fit the base: {why}", where=str(folder), do=do)
