"""A growing curve and its fold into buckets: what the loss chart draws, without a terminal."""

import math
from array import array
from bisect import bisect_left
from typing import NamedTuple

import numpy as np

SMOOTHING = (0.0, 0.5, 0.75, 0.9, 0.97)
"""Weights of the columns before in the smoothed line, to choose from; 0 is the plain mean of a column."""

_MOST = 1e39


class Bucket(NamedTuple):
    """All points that fall on one dot column: lowest, highest, and the smoothed mean so far. gap: something that is
    not a number came since the column before, so that no line joins the two."""

    low: float
    high: float
    smooth: float
    gap: bool = False


class Series:
    """Points (step, value) in order of step. Values that are not finite are gaps: kept apart, never drawn.

    So are those beyond float32, which no training computes and no axis could show.
    """

    def __init__(self) -> None:
        self.steps = array("q")
        self.values = array("d")
        self.gap_steps = array("q")

    @property
    def gaps(self) -> int:
        """How many values were not finite."""
        return len(self.gap_steps)

    @property
    def last(self) -> int:
        """The last step, finite or not; 0 when there is none."""
        return max(self.steps[-1] if self.steps else 0, self.gap_steps[-1] if self.gap_steps else 0)

    def add(self, step: int, value: float) -> None:
        """Append a point. A step that was there before replaces it and all later ones: a resumed run repeats steps."""
        if step <= self.last:
            del self.values[bisect_left(self.steps, step) :]
            for steps in (self.steps, self.gap_steps):
                del steps[bisect_left(steps, step) :]
        if not abs(value) < _MOST:
            self.gap_steps.append(step)
            return
        self.steps.append(step)
        self.values.append(value)

    def at(self, step: int) -> tuple[int, float] | None:
        """The point nearest to a step, finite or not (then NaN); None without points."""
        near = [
            (steps[place], place if steps is self.steps else None)
            for steps in (self.steps, self.gap_steps)
            for place in (bisect_left(steps, step) - 1, bisect_left(steps, step))
            if 0 <= place < len(steps)
        ]
        if not near:
            return None
        found, place = min(near, key=lambda each: abs(each[0] - step))
        return found, math.nan if place is None else self.values[place]

    def gap_columns(self, columns: int, first: int, last: int) -> list[int]:
        """Which of so many columns hold something that is not a number."""
        if not self.gap_steps:
            return []
        steps = np.frombuffer(self.gap_steps, dtype=np.int64)
        inside = steps[(steps >= first) & (steps <= last)]
        return np.unique(np.minimum((inside - first) * columns // max(last - first, 1), columns - 1)).tolist()

    def buckets(self, columns: int, first: int, last: int, smoothing: float = 0.75) -> list[Bucket | None]:
        """The points from step `first` to `last` folded into columns; None where a column has no point.

        The fold is numpy's, over the arrays as they are: 100,000 points cost as few Python calls as 100.
        """
        if not self.steps:
            return [None] * columns
        span = max(last - first, 1)
        edges = [first + math.ceil(span * column / columns) for column in range(columns)] + [last + 1]
        cuts = np.searchsorted(np.frombuffer(self.steps, dtype=np.int64), edges)
        broken = np.searchsorted(np.frombuffer(self.gap_steps, dtype=np.int64), edges) if self.gap_steps else None
        values = np.frombuffer(self.values)
        full = np.flatnonzero(cuts[1:] > cuts[:-1])
        folded: list[Bucket | None] = [None] * columns
        if not len(full):
            return folded
        # reduceat reads from each start to the next, and to the end after the last: so the tail is cut off first.
        starts, inside = cuts[full], values[: cuts[-1]]
        lows, highs = np.minimum.reduceat(inside, starts), np.maximum.reduceat(inside, starts)
        means = np.add.reduceat(inside, starts) / (cuts[full + 1] - starts)
        smooth: float | None = None
        before = 0
        for column, low, high, mean in zip(full.tolist(), lows.tolist(), highs.tolist(), means.tolist(), strict=True):
            smooth = mean if smooth is None else smoothing * smooth + (1 - smoothing) * mean
            gap = broken is not None and bool(broken[column + 1] > broken[before])
            folded[column] = Bucket(low, high, smooth, gap)
            before = column + 1
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
