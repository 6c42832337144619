"""Where training configs lie, and reading one strictly: JSON or YAML to plain values, never evaluated, no key twice."""

import json
import re
from pathlib import Path
from typing import Any

import yaml

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home, share


def config_files(home: Home) -> list[Path]:
    """The training configs of a home, then the shipped ones, by name. A home's own hides a shipped one of its name."""
    found: dict[str, Path] = {}
    for folder in (home.root / "configs" / "train", share() / "configs" / "train"):
        for path in sorted(folder.glob("*")):
            if path.suffix in (".yaml", ".yml", ".json"):
                found.setdefault(path.name, path)
    return list(found.values())


def read_values(path: Path) -> dict[str, Any]:
    """The keys and values of a config file. Raises LabError (exit code 2) naming file and line."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LabError("The config is not UTF-8 text", where=str(path), exit_code=2) from error
    except OSError as error:
        raise LabError(f"Cannot read the config: {error.strerror}", where=str(path), exit_code=2) from error
    values = _json(text, path) if path.suffix == ".json" else parse_yaml(text, str(path))
    if not isinstance(values, dict):
        raise LabError("A config is a mapping of keys to values", where=str(path), exit_code=2)
    return values


def parse_yaml(text: str, source: str) -> Any:
    """A YAML document as plain values. Raises LabError (exit code 2) naming source and line."""
    try:
        return yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise LabError(f"Broken YAML: {error.problem}", where=source + line, exit_code=2) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise LabError(f"Broken YAML: {error}", where=source, exit_code=2) from error


def _json(text: str, path: Path) -> Any:
    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise LabError(f"Config key {twice} is there twice", where=str(path), do="Keep one.", exit_code=2)
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=unique)
    except json.JSONDecodeError as error:
        where, do = f"{path}, line {error.lineno}", "JSON has no comments, and no comma behind the last value."
        raise LabError(f"Broken JSON: {error.msg}", where=where, do=do, exit_code=2) from error
    except (RecursionError, ValueError) as error:  # ValueError: an integer of thousands of digits
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise LabError(f"Broken JSON: {reason}", where=str(path), exit_code=2) from error


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
