"""Which rows a config trains on: several files by count or weight, a fixed subset by seed, and the variant."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from emalign_tui.lab.config import TrainConfig
from emalign_tui.lab.data.rows import AnyRow, load_pairs, load_rows
from emalign_tui.lab.data.variants import vary
from emalign_tui.lab.errors import LabError

T = TypeVar("T")


class Mixed(NamedTuple):
    """rows: to train on, as they are trained on. held: how many each file holds."""

    rows: list[AnyRow]
    held: list[int]


def choose_rows(rows: list[T], count: int, seed: int) -> list[T]:
    """`count` rows, which must be there, in their order, chosen by seed. A larger count contains the smaller one's."""
    if count == len(rows):
        return rows
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)
    return [rows[index] for index in sorted(order[:count])]


def training_rows(paths: Sequence[Path], config: TrainConfig) -> Mixed:
    """The rows that a config trains on. paths: of its sources, in their order.

    Raises LabError for a bad row, for a count that a file does not hold, and for a variant that the rows do not allow.
    """
    files: list[list[AnyRow]] = [list((load_rows if config.loss == "sft" else load_pairs)(path)) for path in paths]
    held = [len(rows) for rows in files]
    counts, total = _counts(config, held)
    parts = [choose_rows(rows, count, config.seed) for rows, count in zip(files, counts, strict=True)]
    rows = choose_rows([row for part in parts for row in part], total, config.seed)
    return Mixed(vary(rows, config), held)


def count_rows(config: TrainConfig, held: list[int]) -> int:
    """How many rows a config trains on. held: rows of each of its files. Raises LabError as `training_rows`."""
    return _counts(config, held)[1]


def _counts(config: TrainConfig, held: list[int]) -> tuple[list[int], int]:
    """How many rows of each file, and how many of those in the end. Raises LabError for more than a file holds."""
    weighted = any(source.weight for source in config.sources)
    counts = _by_weight(config, held) if weighted else _by_count(config, held)
    for count, rows, source in zip(counts, held, config.sources, strict=True):
        if count > rows:
            what = f"rows asks for {count} rows, the file holds {rows}"
            raise LabError(what, where=source.file, do=f"Ask for {rows} rows at most.")
    total = sum(counts) if weighted else config.rows or sum(counts)
    if total > sum(counts):
        what = f"rows asks for {total} rows, the file holds {sum(counts)}"
        raise LabError(what, where=config.data_names, do=f"Set rows to {sum(counts)} at most.")
    return counts, total


def _by_count(config: TrainConfig, held: list[int]) -> list[int]:
    return [source.rows or rows for source, rows in zip(config.sources, held, strict=True)]


def _by_weight(config: TrainConfig, held: list[int]) -> list[int]:
    """Of `rows` in all, else as many as the scarcest file allows. Rounding favours the largest rests."""
    sources = config.sources
    weights = [source.weight or 0.0 for source in sources]
    shares = [weight / sum(weights) for weight in weights]
    total = config.rows or int(min(rows / share for rows, share in zip(held, shares, strict=True)) + 1e-9)
    counts = [int(total * share + 1e-9) for share in shares]
    rest = sorted(range(len(shares)), key=lambda place: counts[place] - total * shares[place])
    for place in rest[: total - sum(counts)]:
        counts[place] += 1
    if 0 in counts:
        scarce = sources[counts.index(0)].file
        raise LabError(f"{total} rows by weight leave none for this file", where=scarce, do="Ask for more rows.")
    return counts
