"""How long the rows are in tokens, and what max_seq_length cuts off."""

from collections.abc import Sequence

import msgspec
import numpy as np

from emalign_tui.lab.data.preview import Length

_SHOWN = 20  # rows that are named


class Bin(msgspec.Struct, frozen=True):
    """Rows of more than `above` and at most `most` tokens."""

    above: int
    most: int
    rows: int


class Lengths(msgspec.Struct, frozen=True, kw_only=True):
    """model: whose tokens. cut: rows longer than max_seq_length; empty: rows with no trained token left after that.

    control: rows whose text holds a special token. cut_lines, empty_lines, control_lines: where the first of them
    stand. trained: tokens that the loss counts.
    """

    model: str
    max_seq_length: int
    shortest: int
    median: int
    p95: int
    longest: int
    longest_line: int
    tokens: int
    trained: int
    cut: int
    cut_lines: list[int]
    empty: int
    empty_lines: list[int]
    control: int
    control_lines: list[int]
    bins: list[Bin]


def summarise(lengths: Sequence[Length], lines: Sequence[int], model: str, max_seq_length: int) -> Lengths:
    """The distribution of the rows' lengths, of at least one. lines: where each row stands in its file."""
    sizes = np.array([length.tokens for length in lengths])
    cut = [line for line, length in zip(lines, lengths, strict=True) if length.tokens > max_seq_length]
    empty = [line for line, length in zip(lines, lengths, strict=True) if not length.trained]
    control = [line for line, length in zip(lines, lengths, strict=True) if length.control]
    median, p95 = np.percentile(sizes, [50, 95], method="higher")
    return Lengths(
        model=model,
        max_seq_length=max_seq_length,
        shortest=int(sizes.min()),
        median=int(median),
        p95=int(p95),
        longest=int(sizes.max()),
        longest_line=lines[int(sizes.argmax())],
        tokens=int(sizes.sum()),
        trained=sum(length.trained for length in lengths),
        cut=len(cut),
        cut_lines=cut[:_SHOWN],
        empty=len(empty),
        empty_lines=empty[:_SHOWN],
        control=len(control),
        control_lines=control[:_SHOWN],
        bins=_bins(sizes, max_seq_length),
    )


def _bins(sizes: "np.ndarray[tuple[int], np.dtype[np.int64]]", limit: int) -> list[Bin]:
    """Bins that double, with an edge at the limit, from the shortest row to the longest."""
    edges = sorted({0, limit, *(2**power for power in range(4, 31))})
    counts, _ = np.histogram(sizes, bins=[edge + 0.5 for edge in edges])
    bins = [Bin(low, high, int(rows)) for low, high, rows in zip(edges, edges[1:], counts, strict=False)]
    filled = [place for place, each in enumerate(bins) if each.rows]
    return bins[filled[0] : filled[-1] + 1]
