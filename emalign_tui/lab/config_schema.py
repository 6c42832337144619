"""The config's JSON schema, for editors: `python -m emalign_tui.lab.config_schema > configs/train.schema.json`."""

import json
import sys
from typing import Any

import msgspec

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.config_rules import ONLY


def schema() -> dict[str, Any]:
    """JSON schema of a training config, as the reader checks it: names, types, limits and what each key means."""
    document: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "emalign training"}
    document |= msgspec.json.schema(TrainConfig)
    for key, (only, _, _) in ONLY.items():
        document["$defs"]["TrainConfig"]["properties"][key]["const"] = only
    return document


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
