"""Curves as a grid of braille cells: pure arithmetic, one cell a (character, ink) pair."""

import math
from collections.abc import Sequence

from emalign_tui.tui.widgets.series import Bucket

_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # dot bits of a braille cell: [column][row]
BAND, LINE = 0, 1  # inks: lowest to highest of the first curve, and its smoothed line; the others follow from 2
Cell = tuple[str, int]


class Scale:
    """From a value to a dot row of a plot `rows` cells high; values outside are put on its edge."""

    def __init__(self, low: float, high: float, rows: int, *, log: bool) -> None:
        self.low, self.high, self.top, self.log = low, high, rows * 4 - 1, log

    def dot(self, value: float) -> int:
        """Dot row, 0 on top."""
        if self.log:
            low, high = math.log10(self.low), math.log10(self.high)
            share = (math.log10(max(value, 1e-12)) - low) / (high - low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.top - min(max(round(share * self.top), 0), self.top)

    def value(self, share: float) -> float:
        """The value at a share of the height, 0 at the bottom."""
        if self.log:
            low, high = math.log10(self.low), math.log10(self.high)
            return float(10 ** (low + share * (high - low)))
        return self.low + share * (self.high - self.low)


class Grid:
    """Cells that curves are drawn into, one after the other; a later curve's ink covers an earlier one's."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self._bits = [[0] * columns for _ in range(rows)]
        self._inks = [[BAND] * columns for _ in range(rows)]
        self._marks: dict[tuple[int, int], Cell] = {}

    def curve(self, buckets: Sequence[Bucket | None], scale: Scale, ink: int, *, band: bool) -> None:
        """A smoothed line, two buckets a cell, joined except over gaps; with its band of lowest to highest."""
        before: tuple[int, int] | None = None
        for x, bucket in enumerate(buckets):
            if bucket is None:
                continue
            if band:
                for y in range(scale.dot(bucket.high), scale.dot(bucket.low) + 1):
                    self._bits[y // 4][x // 2] |= _DOTS[x % 2][y % 4]
            smooth = scale.dot(bucket.smooth)
            left, past = (x - 1, smooth) if before is None or bucket.gap else before
            start = past
            for column in range(left + 1, x + 1):
                y = start + round((smooth - start) * (column - left) / (x - left))
                for dot in range(min(past, y), max(past, y) + 1):
                    self._bits[dot // 4][column // 2] |= _DOTS[column % 2][dot % 4]
                    self._inks[dot // 4][column // 2] = ink
                past = y
            before = (x, smooth)

    def hair(self, column: int, ink: int) -> None:
        """A vertical line through the empty cells of a column."""
        for y in range(self.rows):
            if not self._bits[y][column]:
                self._marks.setdefault((y, column), ("│", ink))

    def mark(self, row: int, column: int, glyph: str, ink: int) -> None:
        """One character instead of a cell's dots."""
        if 0 <= row < self.rows and 0 <= column < self.columns:
            self._marks[row, column] = (glyph, ink)

    def lines(self) -> list[list[Cell]]:
        """What is drawn, row by row."""
        lines = []
        for y, (bits, inks) in enumerate(zip(self._bits, self._inks, strict=True)):
            row = [
                (chr(0x2800 + dots) if dots else " ", ink if dots else BAND)
                for dots, ink in zip(bits, inks, strict=True)
            ]
            lines.append([self._marks.get((y, x), cell) for x, cell in enumerate(row)])
        return lines


def number(value: float) -> str:
    """A number in at most six characters."""
    if value == 0:
        return "0"
    if 0.01 <= abs(value) < 1000:
        return f"{value:.2f}"
    if 1000 <= abs(value) < 1e6:
        return f"{value:,.0f}" if abs(value) < 1e4 else f"{value / 1000:.0f}k"
    return f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e")
