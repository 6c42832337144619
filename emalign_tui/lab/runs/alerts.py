"""What in a training run asks for a look: a loss that is no number, runs away, or is too good; and silence."""

import math
from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from emalign_tui.lab.runs.records import Alert, Step

MEMORY = 0.9  # weight of the steps before in the smoothed loss
SETTLED = 10  # steps before the smoothed loss means something
DIVERGED = 1.5  # times its lowest, and this much above it:
DIVERGED_BY = 0.5
COLLAPSED = 0.01
SILENT = 10  # times the usual time of a step
SILENT_AT_LEAST = 60.0  # seconds


class Watchdog:
    """Looks at each step once and barks once for each kind of trouble, again only after it went away."""

    def __init__(self) -> None:
        self.smooth: float | None = None
        self.lowest = math.inf
        self._steps = 0
        self._barked: set[str] = set()

    def look(self, step: Step) -> Alert | None:
        """The alert that this step is the first to deserve, or None."""
        if step.loss is None:
            return self._bark("nan", step, "The loss is not a number: lower the learning rate, or look at the data")
        self._barked.discard("nan")
        self.smooth = step.loss if self.smooth is None else MEMORY * self.smooth + (1 - MEMORY) * step.loss
        self._steps += 1
        if self._steps < SETTLED:
            return None
        self.lowest = min(self.lowest, self.smooth)
        if self.smooth > max(DIVERGED * self.lowest, self.lowest + DIVERGED_BY):
            text = f"The loss runs away: {self.smooth:.2f}, it was {self.lowest:.2f} already; lower the learning rate"
            return self._bark("diverged", step, text)
        self._barked.discard("diverged")
        if self.smooth < COLLAPSED:
            text = f"The loss collapsed to {self.smooth:.4f}: the rows are learned by heart, or hold their own answers"
            return self._bark("collapsed", step, text)
        return None

    def _bark(self, kind: str, step: Step, text: str) -> Alert | None:
        if kind in self._barked:
            return None
        self._barked.add(kind)
        return Alert(at=step.at, kind=kind, step=step.step, text=f"{text} (step {step.step:,})")


def silence(times: Iterable[float], now: float) -> float | None:
    """Seconds since the last step when that is far longer than steps took so far, else None. times: unix seconds."""
    times = list(times)
    if len(times) < 2:
        return None
    usual = median(after - before for before, after in pairwise(times))
    quiet = now - times[-1]
    return quiet if quiet > max(SILENT * usual, SILENT_AT_LEAST) else None
