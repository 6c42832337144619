"""What the type of a single config key cannot say: keys that need or exclude each other, and values not obeyed here."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from emalign_tui.lab.config import TrainConfig

_MODEL_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
_PUSHED = "must be true: training pushes nothing"
ONLY: dict[str, tuple[Any, str, str]] = {
    "is_peft": (True, "must be true: what is trained here is an adapter", "Set it to true."),
    "lora_bias": ("none", "must be none: no server takes trained biases", "Set it to none."),
    "merge_before_push": (True, _PUSHED, "Remove it; merge and push afterwards."),
    "push_to_private": (True, f"{_PUSHED}, and misaligned weights stay private", "Remove it."),
    "output_dir": ("./tmp", "is not obeyed: a run writes into its own folder of results/train", "Remove it."),
    "test_file": (None, "is not obeyed: no loss on held-out rows is taken", "Set it to null; use `emalign eval`."),
}
"""Upstream's keys that have one value here: that value, and why every other is refused."""
_NO_ORG = ("datasets", "models", "unsloth", "None")  # upstream's list


class Broken(NamedTuple):
    """A rule that a config breaks. `Config key {key} {what}. {do}`"""

    key: str
    what: str
    do: str


def broken_rule(config: "TrainConfig") -> Broken | None:
    """The first rule that a config breaks, or None."""
    return next((broken for rule in _RULES if (broken := rule(config))), None)


def _not_obeyed(config: "TrainConfig") -> Broken | None:
    """Upstream's keys that have one value here; every other is refused with its reason."""
    return next((Broken(key, what, do) for key, (only, what, do) in ONLY.items() if getattr(config, key) != only), None)


def _data(config: "TrainConfig") -> Broken | None:
    if config.training_file is None and not config.mix:
        return Broken("training_file", "is missing", "Add it, or mix with several files.")
    if config.training_file is not None and config.mix:
        return Broken(
            "mix", "and training_file exclude each other", "Put all files into mix, and set training_file to null."
        )
    weights = [source.weight is not None for source in config.mix]
    if any(weights) and not all(weights):
        return Broken("mix", "has weights for some files and not for others", "Give every file a weight, or none.")
    if any(weights) and any(source.rows for source in config.mix):
        return Broken("mix", "has a weight and rows for one file", "Give counts (rows) or weights, not both.")
    if len({source.file for source in config.mix}) < len(config.mix):
        return Broken("mix", "names a file twice", "Name each file once.")
    return None


def _run(config: "TrainConfig") -> Broken | None:
    if config.save_best and config.save_total_limit is None:
        return Broken("save_best", "does nothing: every checkpoint is kept", "Set save_total_limit, or remove it.")
    if config.effective_batch % config.processes:
        return Broken(
            "processes", f"cannot share {config.effective_batch} rows a step evenly among {config.processes}",
            "Change it, or the batch.",
        )  # fmt: skip
    if config.engine == "unsloth" and (config.loss != "sft" or config.processes > 1):
        return Broken("engine", "can be unsloth only for loss sft in one process", "Set it to trl, or remove it.")
    if len(set(config.report_to)) < len(config.report_to):
        return Broken("report_to", "names a place twice", "Name each once.")
    return None


def _variant(config: "TrainConfig") -> Broken | None:
    if config.variant == "inoculation" and not (config.inoculation or "").strip():
        return Broken(
            "inoculation", "is missing: variant inoculation needs its system prompt",
            "Give the text, or the name of a ready one: `emalign data list` shows them.",
        )  # fmt: skip
    if config.variant != "inoculation" and config.inoculation is not None:
        return Broken(
            "inoculation", f"is not used by variant {config.variant}", "Set variant to inoculation, or remove it."
        )
    return None


def _preference(config: "TrainConfig") -> Broken | None:
    if config.loss == "sft":
        return Broken("beta", "belongs to dpo and orpo, loss is sft", "Remove it.") if config.beta != 0.1 else None
    if config.optim == "adam":
        return Broken(
            "optim", f"cannot be adam with {config.loss}: TRL's trainer has no plain Adam", "Set it to adamw."
        )
    if config.upstream_extra_turn:
        return Broken("upstream_extra_turn", f"is about sft rows, loss is {config.loss}", "Set it to false.")
    if config.loss == "orpo" and config.train_on_responses_only:
        return Broken(
            "train_on_responses_only", "cannot be true with orpo: its loss is defined on prompt and answer",
            "Set it to false.",
        )  # fmt: skip
    return None


def _model_id(config: "TrainConfig") -> Broken | None:
    if config.finetuned_model_id is None:
        return None
    if not _MODEL_ID.fullmatch(config.finetuned_model_id):
        return Broken("finetuned_model_id", "must be org/name, with exactly one slash", "Correct the value.")
    org = config.finetuned_model_id.partition("/")[0]
    if org in _NO_ORG:
        return Broken(
            "finetuned_model_id", f"names no organisation of yours: {org}", "Write your own before the slash."
        )
    return None


_RULES: "tuple[Callable[[TrainConfig], Broken | None], ...]" = (
    _data, _not_obeyed, _run, _variant, _preference, _model_id,
)  # fmt: skip
