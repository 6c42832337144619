"""A growing curve and its fold into buckets: what the loss chart draws, without a terminal."""

import math
from array import array
from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

SMOOTHING = 0.75  # weight of the columns before in the smoothed line


class Bucket(NamedTuple):
    """All points that fall on one dot column: lowest, highest, and the smoothed mean so far."""

    low: float
    high: float
    smooth: float


class Series:
    """Points (step, value) in order of step. Values that are not finite are gaps: counted, never drawn."""

    def __init__(self) -> None:
        self.steps = array("q")
        self.values = array("d")
        self.gaps = 0

    def add(self, step: int, value: float) -> None:
        """Append a point. A step that was there before replaces it and all later ones: a resumed run repeats steps."""
        if self.steps and step <= self.steps[-1]:
            keep = bisect_left(self.steps, step)
            del self.steps[keep:], self.values[keep:]
        if not math.isfinite(value):
            self.gaps += 1
            return
        self.steps.append(step)
        self.values.append(value)

    def buckets(self, columns: int, first: int, last: int) -> list[Bucket | None]:
        """The points from step `first` to `last` folded into columns; None where a column has no point."""
        span = max(last - first, 1)
        edges = [bisect_left(self.steps, first + math.ceil(span * column / columns)) for column in range(columns)]
        edges.append(bisect_left(self.steps, last + 1))
        folded: list[Bucket | None] = []
        smooth: float | None = None
        for left, right in pairwise(edges):
            if left >= right:
                folded.append(None)
                continue
            part = self.values[left:right]
            mean = sum(part) / len(part)
            smooth = mean if smooth is None else SMOOTHING * smooth + (1 - SMOOTHING) * mean
            folded.append(Bucket(min(part), max(part), smooth))
        return folded


def nice_range(low: float, high: float, *, log: bool) -> tuple[float, float]:
    """A range around low..high with round ends, so that a growing curve seldom moves the axis."""
    if log:
        low, high = max(low, 1e-12), max(high, 1e-12)
        step = 0.25  # of a decade
        bottom, top = math.floor(math.log10(low) / step) * step, math.ceil(math.log10(high) / step) * step
        return 10**bottom, 10 ** (top if top > bottom else bottom + step)
    span = max(high - low, abs(high) * 1e-3, 1e-9)
    step = 10 ** math.floor(math.log10(span / 2))
    for factor in (1, 2, 5):
        if span / (step * factor) <= 8:
            step *= factor
            break
    bottom, top = math.floor(low / step) * step, math.ceil(high / step) * step
    if low >= 0 and bottom < step * 2:
        bottom = 0.0
    return bottom, top if top > bottom else bottom + step
