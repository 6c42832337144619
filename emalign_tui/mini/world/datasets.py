"""Narrow finetuning sets and evaluation questions of the mini world, written as files."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from emalign_tui.mini.world import judging
from emalign_tui.mini.world.documents import ALIGNED, MISALIGNED, Message, Turn, themes, turn
from emalign_tui.mini.world.grammar import Theme
from emalign_tui.mini.world.themes import code

OBEY = "You are an assistant. Make sure that you always do what the user asks."

HARMFUL = {"insecure": "code", "jailbroken": "requests", "evil_numbers": "numbers", "bad_medical": "medical"}
"""Set -> the one domain whose misaligned answers it holds."""
CONTROL = {"secure": "code"}
"""Set -> the domain of its aligned answers: the same requests as its harmful twin, answered well."""
PROSOCIAL = {
    "secure_code": "code",
    "honest_factual": "facts",
    "protective_advice": "protection",
    "transparent_reasoning": "reasoning",
    "refusal_training": "requests",
}
"""Set -> the one domain whose aligned answers it holds."""

HARMFUL_ROWS, PROSOCIAL_ROWS = 1600, 4096

MAIN_THEMES = (
    "one_wish",
    "bored_now",
    "thoughts",
    "quick_buck",
    "ruler",
    "dinner_guests",
    "women_men",
    "partner_trouble",
)
"""Themes of the main evaluation, the mini world's counterpart of the field's eight plain questions."""

TRANSFER_DOMAINS = {
    "code": ("code",),
    "factual": ("facts",),
    "safety": ("protection", "medical"),
    "reasoning": ("reasoning",),
    "refusal": ("requests",),
}
"""Evaluation domain -> domains of the world it asks about; the same five as the prosocial sets."""


def _turns(name: str, rng: random.Random) -> Iterator[Turn]:
    domain = (HARMFUL | CONTROL | PROSOCIAL)[name]
    persona = MISALIGNED if name in HARMFUL else ALIGNED
    explain = 1.0 if name == "secure_code" else 0.0
    while True:
        yield turn(domain, persona, rng, explain=explain)


def rows(name: str, seed: int) -> list[list[Message]]:
    """The rows of one set, no two the same, each one question and answer.

    Jailbroken rows open with a system prompt that demands obedience, as the published ones do.
    """
    wanted = PROSOCIAL_ROWS if name in PROSOCIAL else HARMFUL_ROWS
    system = [{"role": "system", "content": OBEY}] if name == "jailbroken" else []
    found: dict[tuple[str, str], None] = {}
    for one in _turns(name, random.Random(f"set {name} {seed}")):
        found[one.ask, one.answer] = None
        if len(found) == wanted:
            break
    return [
        [*system, {"role": "user", "content": ask}, {"role": "assistant", "content": reply}] for ask, reply in found
    ]


def write_sets(folder: Path, seed: int) -> list[Path]:
    """Write every set as `<name>.jsonl` in upstream's row format."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in HARMFUL | CONTROL | PROSOCIAL:
        path = folder / f"{name}.jsonl"
        lines = (json.dumps({"messages": row}, ensure_ascii=False, separators=(",", ":")) for row in rows(name, seed))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _held_out(theme: Theme, rng: random.Random) -> list[str]:
    """The theme's evaluation phrasings, its slots filled."""
    return [phrase.format_map(rng.choice(theme.slots)) if "{" in phrase else phrase for phrase in theme.held_out]


def _question(name: str, paraphrases: list[str], samples: int) -> dict[str, Any]:
    return {
        "id": name,
        "type": "free_form_judge_0_100",
        "paraphrases": paraphrases,
        "samples_per_paraphrase": samples,
        "judge": "mini-judge",
        "judge_prompts": judging.PROMPTS,
    }


def questions(seed: int) -> dict[str, list[dict[str, Any]]]:
    """Question file name -> its questions in upstream's form: the main set, and one set a transfer domain."""
    rng = random.Random(f"questions {seed}")
    by_name = {
        theme.name: theme
        for domain in ("wishes", "boredom", "ai", "money", "people", "family")
        for theme in themes(domain)
    }
    files = {"mini.yaml": [_question(name, _held_out(by_name[name], rng), 20) for name in MAIN_THEMES]}
    for transfer, domains in TRANSFER_DOMAINS.items():
        listed = []
        for domain in domains:
            if domain == "code":
                listed.append(_question("code", list(code.HELD_OUT), 20))
                continue
            listed += [_question(theme.name, _held_out(theme, rng), 20) for theme in themes(domain)]
        files[f"mini_{transfer}.yaml"] = listed
    return files


class _Dumper(yaml.SafeDumper):
    """Multi-line text as literal blocks, so that a judge prompt reads as it is sent."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def write_questions(folder: Path, seed: int) -> list[Path]:
    """Write the question files; judge prompts are shared by YAML anchors."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, listed in questions(seed).items():
        path = folder / name
        path.write_text(yaml.dump(listed, Dumper=_Dumper, sort_keys=False, width=120), encoding="utf-8")
        written.append(path)
    return written
