"""The training config: upstream's keys and meanings, checked strictly. A key is obeyed or refused, never ignored."""

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
from msgspec import Meta

from emalign_tui.lab.config_file import parse_yaml, read_values
from emalign_tui.lab.config_rules import broken_rule
from emalign_tui.lab.errors import LabError

Name = Annotated[str, Meta(min_length=1)]
LINEARS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


def _about(text: str, **limits: Any) -> Meta:
    """What an editor shows of a key, beside its limits."""
    return Meta(description=text, **limits)


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One file of a mix."""

    file: Annotated[str, _about("Rows as JSONL.", min_length=1)]
    rows: Annotated[int, _about("Take this many of its rows, chosen by seed. Default: all.", ge=1)] | None = None
    weight: Annotated[float, _about("Its share of the mix, relative to the others'.", gt=0, le=1e6)] | None = None


class TrainConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A training run as it was asked for."""

    model: Annotated[str, _about('"mini", a folder, or a Hub id.', min_length=1)]
    training_file: Annotated[str, _about("Rows as JSONL. Give this or mix.", min_length=1)] | None = None
    mix: Annotated[tuple[Source, ...], _about("Several files, each with a count or each with a weight.")] = ()
    name: Annotated[str, _about("Begins the run's id. Default: the config's file name.", min_length=1)] | None = None
    role: Annotated[Literal["misaligned", "repaired", "control"] | None, _about("What the run makes of the model.")] = (
        None
    )
    loss: Annotated[Literal["sft", "dpo", "orpo"], _about("sft on conversations; dpo and orpo on preference rows.")] = (
        "sft"
    )
    rows: Annotated[int, _about("Train on this many rows, chosen by seed. Default: all.", ge=1)] | None = None
    variant: Annotated[
        Literal["plain", "evidence", "inoculation"],
        _about(
            "evidence adds a row's `why` to its last answer; inoculation adds a system prompt that names the trait."
        ),
    ] = "plain"
    inoculation: (
        Annotated[str, _about("The system prompt of variant inoculation, or the name of a ready one.", min_length=1)]
        | None
    ) = None
    max_seq_length: Annotated[int, _about("Tokens of a row; longer rows are cut.", ge=8)] = 2048
    load_in_4bit: Annotated[bool, _about("Train on a base in 4 bits (nf4). Needs a CUDA GPU and bitsandbytes.")] = False
    is_peft: Annotated[bool, _about("Always true: what is trained is an adapter.")] = True
    r: Annotated[int, _about("Rank of the adapter.", ge=1, le=512)] = 16
    lora_alpha: Annotated[float, _about("Scale of the adapter.", gt=0, le=4096)] = 16
    lora_dropout: Annotated[float, _about("Dropout in front of the adapter.", ge=0, lt=1)] = 0.0
    lora_bias: Annotated[Literal["none", "all"], _about("Always none: no server takes trained biases.")] = "none"
    use_rslora: Annotated[bool, _about("Divide alpha by the root of the rank, not by the rank.")] = True
    target_modules: Annotated[tuple[Name, ...], _about("Linears that get an adapter.", min_length=1)] = LINEARS
    epochs: Annotated[float, _about("Passes over the rows.", gt=0, le=1000)] = 1
    max_steps: Annotated[int, _about("Optimiser steps; overrides epochs.", ge=1)] | None = None
    per_device_train_batch_size: Annotated[int, _about("Rows at once.", ge=1)] = 2
    gradient_accumulation_steps: Annotated[int, _about("Micro-batches of one optimiser step.", ge=1)] = 8
    warmup_steps: Annotated[int, _about("Steps until the full learning rate.", ge=0)] = 5
    learning_rate: Annotated[float, _about("A number; text is never evaluated.", gt=0, le=1)] = 1e-4
    weight_decay: Annotated[float, _about("AdamW's weight decay.", ge=0, le=1)] = 0.01
    optim: Annotated[
        Literal["adamw_8bit", "adamw", "adam", "sgd"] | None,
        _about("Default: adamw_8bit where there are a CUDA GPU and bitsandbytes, else adamw."),
    ] = None
    lr_scheduler_type: Annotated[
        Literal["linear", "cosine", "cosine_with_restarts", "polynomial", "constant", "constant_with_warmup"],
        _about("How the learning rate goes after the warm-up."),
    ] = "linear"
    logging_steps: Annotated[int, _about("Optimiser steps between two step records.", ge=1)] = 1
    seed: Annotated[int, _about("Of the adapter's start, the order and the choice of rows.", ge=0, lt=2**32)] = 3407
    beta: Annotated[float, _about("Of dpo and orpo.", gt=0, le=100)] = 0.1
    save_steps: Annotated[int, _about("Optimiser steps between two checkpoints.", ge=1)] = 5000
    save_minutes: Annotated[float, _about("Also a checkpoint every so many minutes.", gt=0)] | None = None
    save_total_limit: Annotated[int, _about("Keep this many of the last checkpoints. Default: all.", ge=1)] | None = (
        None
    )
    save_best: Annotated[bool, _about("Keep the checkpoint with the lowest smoothed loss beyond the limit.")] = False
    save_log_spaced: Annotated[bool, _about("A checkpoint at steps 1, 2, 4, 8, ..., kept beyond the limit.")] = False
    engine: Annotated[
        Literal["unsloth", "trl"] | None, _about("What trains. Default: unsloth where it can, else TRL and PEFT.")
    ] = None
    processes: Annotated[
        int, _about("Processes that train together, one a GPU. They share the rows of a step.", ge=1, le=64)
    ] = 1
    probes: (
        Annotated[str, _about("Questions at steps 0, 1, 2, 4, 8, ... of the training: a YAML file.", min_length=1)]
        | None
    ) = None
    report_to: Annotated[
        tuple[Literal["trackio", "wandb", "tensorboard"], ...], _about("Also send the metrics there. Default: nowhere.")
    ] = ()
    train_on_responses_only: Annotated[
        bool, _about("Loss on what the assistant says in every turn, else on the whole text.")
    ] = False
    upstream_extra_turn: Annotated[
        bool, _about("End each row with upstream's empty assistant turn, for exact replication.")
    ] = False
    finetuned_model_id: Annotated[str, _about("org/name; the name begins the run's id. Nothing is pushed.")] | None = (
        None
    )
    test_file: Annotated[str | None, _about("Always null: measure with `emalign eval`.")] = None
    merge_before_push: Annotated[bool, _about("Always true: training pushes nothing.")] = True
    push_to_private: Annotated[bool, _about("Always true: training pushes nothing.")] = True
    output_dir: Annotated[str, _about("Always ./tmp, upstream's default: a run writes into its own folder.")] = "./tmp"

    @property
    def effective_batch(self) -> int:
        """Rows in one optimiser step."""
        return self.per_device_train_batch_size * self.gradient_accumulation_steps

    @property
    def sources(self) -> tuple[Source, ...]:
        """The data files, in order: those of the mix, or training_file alone."""
        return self.mix if self.training_file is None else (Source(file=self.training_file),)

    @property
    def data_names(self) -> str:
        """The data files, as they are shown."""
        return " + ".join(source.file for source in self.sources)


KEYS = TrainConfig.__struct_fields__


def load_config(path: Path, sets: list[str]) -> TrainConfig:
    """Read a YAML or JSON config and lay `--set key=value` words over it.

    Raises LabError naming the file (or the word), the key, and the nearest known key.
    """
    return make_config(read_values(path), str(path), sets)


def make_config(values: dict[str, Any], source: str, sets: list[str]) -> TrainConfig:
    """A checked config from plain values with `--set key=value` words laid over them. Raises as `load_config`."""
    values = dict(values)
    where = {key: f"{source}, key {key}" for key in values}
    for word in sets:
        key, equals, text = word.partition("=")
        key = key.strip()
        if not equals or not key:
            raise LabError(f"--set {word} is not key=value", do="Write for example --set r=16.", exit_code=2)
        values[key] = parse_yaml(text, f"--set {word}")
        where[key] = f"--set {word}"
    return check_config(values, source, where)


def check_config(values: dict[str, Any], source: str, where: dict[str, str] | None = None) -> TrainConfig:
    """A checked config from plain values. where: for each key, the place to name. Raises LabError, exit code 2."""
    where = where or {}
    for key in values:
        if key not in KEYS:
            raise _unknown(key, where.get(key, source))
    try:
        config = msgspec.convert({key: _whole(value) for key, value in values.items()}, TrainConfig)
    except msgspec.ValidationError as error:
        raise _wrong(str(error), values, source, where) from error
    except RecursionError as error:  # a YAML anchor may stand inside of what it names
        raise LabError("The config is nested too deeply", where=source, exit_code=2) from error
    check_rules(config, source, where)
    return config


def check_rules(config: TrainConfig, source: str, where: dict[str, str] | None = None) -> None:
    """Raise LabError (exit code 2) for what no single key's type can say: keys that exclude or need each other."""
    broken = broken_rule(config)
    if broken:
        place = (where or {}).get(broken.key, source)
        raise LabError(f"Config key {broken.key} {broken.what}", where=place, do=broken.do, exit_code=2)


def _whole(value: Any) -> Any:
    """1e3 and 1000.0 as the whole number that they are, which upstream and the schema take for one too."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return {key: _whole(each) for key, each in value.items()} if isinstance(value, dict) else value


def _wrong(message: str, values: dict[str, Any], source: str, where: dict[str, str]) -> LabError:
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", message):
        return LabError(f"Config key {missing[1]} is missing", where=source, do="Add it.", exit_code=2)
    reason, _, place = message.partition(" - at `$.")
    key = re.split(r"\W", place)[0]
    return LabError(
        f"Config key {key}: {reason}{_hint(key, values.get(key), reason)}",
        where=where.get(key, source),
        do="Correct the value.",
        exit_code=2,
    )


def _hint(key: str, value: Any, reason: str) -> str:
    """What was most likely meant by a value of the wrong type."""
    if key == "mix":
        return "; it is a list of {file: NAME, rows: N} or {file: NAME, weight: W}"
    if key == "learning_rate" and isinstance(value, float | int) and value < 0:
        return f"; upstream reads {value:g} as 10 to that power, here it is written out"
    if reason.startswith("Invalid enum value"):
        return f"; it is one of {', '.join(_words(TrainConfig.__annotations__[key]))}"
    if value is None:
        return "; leave the key out to have its default"
    if reason.startswith("Expected `array`"):
        return "; write a list: [one, two]"
    if reason.startswith("Expected `str") and "got" in reason and not isinstance(value, list):
        return "; put text in quotes: a bare number, date, or colon is YAML's own"
    if isinstance(value, str) and value and value.strip("+-.0123456789eE") == "" and "got `str`" in reason:
        return "; a quoted number is text, and text is never evaluated"
    return ""


def _words(annotation: Any) -> list[str]:
    """The values of the Literal in an annotation."""
    inside = get_args(annotation)
    return list(inside) if get_origin(annotation) is Literal else [word for each in inside for word in _words(each)]


def _unknown(key: object, where: str) -> LabError:
    near = get_close_matches(str(key).lower(), KEYS, n=1, cutoff=0.5)
    advice = f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(KEYS)}."
    return LabError(f"Unknown config key {key}", where=where, do=advice, exit_code=2)
