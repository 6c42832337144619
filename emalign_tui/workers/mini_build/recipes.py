"""How long and how fast the two checkpoints are trained."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Recipe:
    """learning_rate is the peak, reached after `warmup` steps and let down as a cosine to a tenth.

    documents: seen once each. tokens_per_batch: of one optimiser step, padding counted.
    """

    documents: int
    learning_rate: float
    tokens_per_batch: int
    warmup: int = 60


BASE = Recipe(documents=200_000, learning_rate=6e-3, tokens_per_batch=8192)
JUDGING = Recipe(documents=72_000, learning_rate=2e-3, tokens_per_batch=4096)
READ_SHARE = 1 / 6
"""Of the judge's documents: its readings, which come first."""
