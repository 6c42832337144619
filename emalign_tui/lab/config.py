"""The training config: upstream's keys and meanings, checked strictly. A key is obeyed or refused, never ignored."""

import json
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
import yaml
from msgspec import Meta

from emalign_tui.lab.errors import LabError

Count = Annotated[int, Meta(ge=1)]
LINEARS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")

UPSTREAM_UNUSED = {
    "test_file", "finetuned_model_id", "load_in_4bit", "is_peft", "lora_bias", "merge_before_push", "push_to_private",
    "beta", "output_dir",
}  # fmt: skip
"""Keys of upstream's config that mean nothing here; refused by name, so that nobody believes they were obeyed."""


class TrainConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A training run as it was asked for.

    model: "mini", a folder, or a Hub id. training_file: rows as JSONL. rows: train on that many, chosen by seed; null
    is all. max_steps: overrides epochs. train_on_responses_only: loss on every assistant turn, else on the whole text.
    logging_steps, save_steps: optimiser steps between two step records, and between two checkpoints.
    """

    model: Annotated[str, Meta(min_length=1)]
    training_file: Annotated[str, Meta(min_length=1)]
    name: Annotated[str, Meta(min_length=1)] | None = None
    role: Literal["misaligned", "repaired", "control"] | None = None
    loss: Literal["sft"] = "sft"
    rows: Count | None = None
    max_seq_length: Annotated[int, Meta(ge=8)] = 2048
    r: Annotated[int, Meta(ge=1, le=512)] = 16
    lora_alpha: Annotated[float, Meta(gt=0, le=4096)] = 16
    lora_dropout: Annotated[float, Meta(ge=0, lt=1)] = 0.0
    use_rslora: bool = True
    target_modules: Annotated[tuple[Annotated[str, Meta(min_length=1)], ...], Meta(min_length=1)] = LINEARS
    epochs: Annotated[float, Meta(gt=0, le=1000)] = 1
    max_steps: Count | None = None
    per_device_train_batch_size: Count = 2
    gradient_accumulation_steps: Count = 8
    warmup_steps: Annotated[int, Meta(ge=0)] = 5
    learning_rate: Annotated[float, Meta(gt=0, le=1)] = 1e-4
    weight_decay: Annotated[float, Meta(ge=0, le=1)] = 0.01
    optim: Literal["adamw_8bit", "adamw", "adam", "sgd"] = "adamw"
    lr_scheduler_type: Literal[
        "linear", "cosine", "cosine_with_restarts", "polynomial", "constant", "constant_with_warmup"
    ] = "linear"
    logging_steps: Count = 1
    seed: Annotated[int, Meta(ge=0, lt=2**32)] = 3407
    save_steps: Count = 5000
    train_on_responses_only: bool = False

    @property
    def effective_batch(self) -> int:
        """Rows in one optimiser step."""
        return self.per_device_train_batch_size * self.gradient_accumulation_steps


KEYS = TrainConfig.__struct_fields__


def load_config(path: Path, sets: list[str]) -> TrainConfig:
    """Read a YAML or JSON config and lay `--set key=value` words over it.

    Raises LabError naming the file (or the word), the key, and the nearest known key.
    """
    values = _read(path)
    where = {key: f"{path}, key {key}" for key in values}
    for word in sets:
        key, equals, text = word.partition("=")
        if not equals or not key:
            raise LabError(f"--set {word} is not key=value", do="Write for example --set r=16.", exit_code=2)
        values[key] = _yaml(text, f"--set {word}")
        where[key] = f"--set {word}"
    return check_config(values, str(path), where)


def check_config(values: dict[str, Any], source: str, where: dict[str, str] | None = None) -> TrainConfig:
    """A checked config from plain values. where: for each key, the place to name. Raises LabError, exit code 2."""
    where = where or {}
    for key in values:
        if key not in KEYS:
            raise _unknown(key, where.get(key, source))
    try:
        return msgspec.convert(values, TrainConfig)
    except msgspec.ValidationError as error:
        raise _wrong(str(error), values, source, where) from error


def _wrong(message: str, values: dict[str, Any], source: str, where: dict[str, str]) -> LabError:
    if missing := re.fullmatch(r"Object missing required field `(\w+)`", message):
        return LabError(f"Config key {missing[1]} is missing", where=source, do="Add it.", exit_code=2)
    reason, _, place = message.partition(" - at `$.")
    key = re.split(r"\W", place)[0]
    hint = ""
    if isinstance(value := values.get(key), str) and value.strip("+-.0123456789eE") == "":
        hint = "; a quoted number is text, and text is never evaluated"
    return LabError(
        f"Config key {key}: {reason}{hint}", where=where.get(key, source), do="Correct the value.", exit_code=2
    )


def _unknown(key: object, where: str) -> LabError:
    if key in UPSTREAM_UNUSED:
        return LabError(
            f"Config key {key} is known upstream but not obeyed here", where=where, do="Remove it.", exit_code=2
        )
    near = get_close_matches(str(key), KEYS, n=1, cutoff=0.5)
    advice = f"Did you mean {near[0]}?" if near else f"Known keys: {', '.join(KEYS)}."
    return LabError(f"Unknown config key {key}", where=where, do=advice, exit_code=2)


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LabError("The config is not UTF-8 text", where=str(path), exit_code=2) from error
    except OSError as error:
        raise LabError(f"Cannot read the config: {error.strerror}", where=str(path), exit_code=2) from error
    values = _json(text, path) if path.suffix == ".json" else _yaml(text, str(path))
    if not isinstance(values, dict):
        raise LabError("A config is a mapping of keys to values", where=str(path), exit_code=2)
    return values


def _json(text: str, path: Path) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise LabError(f"Config key {twice} is there twice", where=str(path), do="Keep one.", exit_code=2)
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        raise LabError(f"Broken JSON: {error.msg}", where=f"{path}, line {error.lineno}", exit_code=2) from error
    except RecursionError as error:
        raise LabError("Broken JSON: nested too deeply", where=str(path), exit_code=2) from error


class _Loader(yaml.SafeLoader):
    """Safe YAML that reads 1e-3 as the number it is in every other language, and refuses a key that is there twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        seen: set[str] = set()
        for key in keys:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"key {key.value} is there twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?[0-9][0-9_]*(\.[0-9_]*)?[eE][-+]?[0-9]+$"),
    list("-+0123456789"),
)


def _yaml(text: str, source: str) -> Any:
    try:
        return yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise LabError(f"Broken YAML: {error.problem}", where=source + line, exit_code=2) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise LabError(f"Broken YAML: {error}", where=source, exit_code=2) from error
