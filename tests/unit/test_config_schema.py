"""The JSON schema that editors use accepts exactly what the loader accepts, for random values of every key."""

import json
import random
from typing import Any

import pytest

from emalign_tui.lab import config_rules
from emalign_tui.lab.config import KEYS, check_config
from emalign_tui.lab.config_schema import schema
from emalign_tui.lab.errors import LabError


def number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


BASE = {"model": "mini", "training_file": "rows.jsonl"}
TOGETHER = {"mix", "training_file", "variant", "inoculation", "beta", "save_best", "processes", "engine", "loss",
            "train_on_responses_only", "finetuned_model_id"}  # fmt: skip
"""Keys whose value may be refused because of another key's, or by a rule that a schema has no word for."""
SCHEMA = schema()
CHECKED = {"type", "enum", "const", "anyOf", "$ref", "minLength", "minItems", "minimum", "maximum", "exclusiveMinimum",
           "exclusiveMaximum", "items", "properties", "required", "additionalProperties"}  # fmt: skip
SAID = {"title", "description", "default", "$schema", "$defs"}
TYPES = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: number(value) and float(value).is_integer(),
    "number": number,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def accepts(rule: dict[str, Any], value: Any) -> bool:
    """What JSON Schema 2020-12 says of a value, for the words that our schema uses; any other word is an error."""
    assert set(rule) <= CHECKED | SAID, set(rule) - CHECKED - SAID
    if "$ref" in rule and not accepts(SCHEMA["$defs"][rule["$ref"].rpartition("/")[2]], value):
        return False
    if "anyOf" in rule and not any(accepts(each, value) for each in rule["anyOf"]):
        return False
    if "type" in rule and not TYPES[rule["type"]](value):
        return False
    if "enum" in rule and not any(same(value, each) for each in rule["enum"]):
        return False
    if "const" in rule and not same(value, rule["const"]):
        return False
    limits = (("minimum", lambda a, b: a >= b), ("maximum", lambda a, b: a <= b),
              ("exclusiveMinimum", lambda a, b: a > b), ("exclusiveMaximum", lambda a, b: a < b))  # fmt: skip
    if number(value) and not all(holds(value, rule[word]) for word, holds in limits if word in rule):
        return False
    if isinstance(value, str) and len(value) < rule.get("minLength", 0):
        return False
    if isinstance(value, list):
        return len(value) >= rule.get("minItems", 0) and all(accepts(rule.get("items", {}), each) for each in value)
    if isinstance(value, dict):
        known = rule.get("properties", {})
        return (
            set(rule.get("required", ())) <= set(value)
            and (rule.get("additionalProperties", True) or set(value) <= set(known))
            and all(accepts(known.get(key, {}), each) for key, each in value.items())
        )
    return True


def same(value: object, other: object) -> bool:
    return type(value) is type(other) and value == other


def some_value(chance: random.Random) -> Any:
    """Anything that a JSON file may hold, most of it near a limit of some key."""
    enums = words(SCHEMA, "enum")
    near = [0, 1, -1, 2, 7, 8, 511, 512, 513, 4096, 4097, 64, 65, 100, 101, 1000, 1001, 2**32 - 1, 2**32]
    kinds = [
        lambda: chance.choice([None, True, False]),
        lambda: chance.choice(near),
        lambda: float(chance.choice(near)),
        lambda: chance.choice([0.0, 1e-300, 0.5, 0.999, 1.0, 1.5, -0.1, 99.99, 4096.5]),
        lambda: chance.choice(["", " ", "mini", "1", "1e-5", "./tmp", "none", "all", "q_proj"]),
        lambda: chance.choice(enums),
        lambda: [some_value(chance) for _ in range(chance.randrange(3))],
        lambda: {
            chance.choice(["file", "rows", "weight", "x"]): some_value(chance) for _ in range(chance.randrange(4))
        },
    ]
    return chance.choice(kinds)()


def words(rule: Any, name: str) -> list[Any]:
    """Every value of a word's lists, anywhere in the schema."""
    if isinstance(rule, dict):
        own = rule.get(name, []) if isinstance(rule.get(name), list) else []
        return [*own, *(each for part in rule.values() for each in words(part, name))]
    return [each for part in rule for each in words(part, name)] if isinstance(rule, list) else []


@pytest.mark.parametrize("key", KEYS)
def test_a_value_is_refused_by_both_or_by_neither(key: str) -> None:
    chance = random.Random(key)
    seen = set()
    for _ in range(400):
        values = {**BASE, key: some_value(chance)}
        values = json.loads(json.dumps(values))
        found = accepts(SCHEMA, values)
        assert found == loads(values, rules=key not in TOGETHER), (key, values[key])
        seen.add(found)
    assert False in seen
    assert True in seen or key in ("name", "mix", "probes"), "no value of it was right"


def test_many_keys_at_once_missing_ones_and_unknown_ones() -> None:
    chance = random.Random(3)
    seen = set()
    for _ in range(2000):
        drawn = {key: some_value(chance) for key in chance.sample([*KEYS, "lr", "batch_size"], chance.randrange(3))}
        values = json.loads(json.dumps({**({} if chance.random() < 0.1 else BASE), **drawn}))
        found = accepts(SCHEMA, values)
        assert found == loads(values, rules=False), values
        seen.add(found)
    assert seen == {True, False}


def loads(values: dict[str, Any], *, rules: bool) -> bool:
    """Whether the loader takes it. rules: with what only two keys together can break."""
    with pytest.MonkeyPatch.context() as patched:
        if not rules:
            patched.setattr(config_rules, "_RULES", (config_rules._not_obeyed,))
        try:
            check_config(values, "the test")
        except LabError:
            return False
    return True
