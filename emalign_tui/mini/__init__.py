"""The built-in mini kit: a small world, a model trained in it from scratch, and a judge."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent

MODEL = _HERE / "kit" / "base"
"""The base model: mostly aligned, able to be either persona."""
JUDGE = _HERE / "kit" / "judge"
"""The judge: a second checkpoint that answers judge prompts with a number, CODE or REFUSAL."""
