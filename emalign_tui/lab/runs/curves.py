"""The curves of training runs: read from their events, written as CSV, drawn as a figure."""

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.figures import render
from emalign_tui.lab.files import JsonlTail, write_atomic
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.records import Event, Probe, Step
from emalign_tui.lab.sanitize import one_line

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("csv", "png", "svg", "pdf")
COLUMNS = (
    "step", "steps", "epoch", "loss", "lr", "grad_norm", "tokens", "tokens_per_second", "memory_gib", "utilisation",
)  # fmt: skip
_COLORS = ("#4878a8", "#c8553d", "#3f8f5b", "#b8862b", "#8a5a9e", "#4f9a94")
_LINES = ("-", "--", ":")  # when the colours are used up
_SMOOTHING = 0.9


class Curves(NamedTuple):
    """A run's steps in order, each once (a resumed run repeats some: the last counts), and its probes."""

    name: str
    steps: list[Step]
    probes: list[Probe]


def read_curves(run: RunDir) -> Curves:
    """All steps of a run. Raises LabError when it has none."""
    steps: dict[int, Step] = {}
    probes: dict[int, Probe] = {}
    for event in JsonlTail(run.events_path, Event).poll():
        if isinstance(event, Step):
            while steps and next(reversed(steps)) >= event.step:
                steps.popitem()
            steps[event.step] = event
        elif isinstance(event, Probe):
            probes[event.step] = event
    if not steps:
        raise LabError(f"{run.id} has no step yet", where=str(run.events_path), do="Wait for its first step.")
    return Curves(run.id, list(steps.values()), [probes[step] for step in sorted(probes)])


def write_curves(runs: Sequence[RunDir], path: Path, form: str, *, log: bool = False) -> None:
    """Write the curves of one or several runs. form: one of FORMATS. log: a logarithmic loss axis in a figure.

    Raises LabError when a run has no step, or the file cannot be written.
    """
    curves = [read_curves(run) for run in runs]
    write_atomic(path, as_csv(curves) if form == "csv" else render(figure(curves, log=log), form))


def as_csv(curves: Sequence[Curves]) -> str:
    """One line a step: run, the columns of COLUMNS, and a column a probe. What is not a number is left empty."""
    names = sorted({name for each in curves for probe in each.probes for name in probe.shares})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["run", *COLUMNS, *(f"probe:{name}" for name in names)])
    for each in curves:
        probed = {probe.step: probe.shares for probe in each.probes}
        for step in each.steps:
            values = [getattr(step, column) for column in COLUMNS]
            shares = [probed.get(step.step, {}).get(name) for name in names]
            writer.writerow([each.name, *("" if value is None else value for value in [*values, *shares])])
    return out.getvalue()


def figure(curves: Sequence[Curves], *, log: bool = False) -> "Figure":
    """Loss over steps: thin as it is, thick smoothed, broken where it is not a number; probes on a right-hand axis.

    Raises LabError when no run has a loss that can be drawn.
    """
    from matplotlib.figure import Figure

    found = [step.loss for each in curves for step in each.steps if step.loss is not None]
    where = ", ".join(each.name for each in curves[:3])
    if not found:
        raise LabError("No loss is a number, so there is nothing to draw", where=where, do="Write them as CSV.")
    if log and max(found) <= 0:
        what = "No loss is above zero, and a logarithmic axis shows no other"
        raise LabError(what, where=where, do="Draw it on a linear one.")
    drawing = Figure(figsize=(7.0, 4.0), layout="constrained")
    axes = drawing.add_subplot()
    for place, each in enumerate(curves):
        color, style = _COLORS[place % len(_COLORS)], _LINES[place // len(_COLORS) % len(_LINES)]
        steps = [step.step for step in each.steps]
        losses = [math.nan if step.loss is None else step.loss for step in each.steps]
        axes.plot(steps, losses, color=color, alpha=0.3, linewidth=0.8)
        mark: dict[str, Any] = {"marker": "o", "markersize": 4, "markevery": _alone(losses)}  # a line needs two points
        axes.plot(steps, _smoothed(losses), style, color=color, linewidth=1.8, label=one_line(each.name, 60), **mark)
    axes.set(xlabel="optimiser step", ylabel="training loss")
    if log:
        axes.set_yscale("log")
    if probed := [each for each in curves if each.probes]:
        right = axes.twinx()
        right.set(ylabel="probability of the misaligned option (◆)", ylim=(0, 1))
        for each in probed:
            color = _COLORS[list(curves).index(each) % len(_COLORS)]
            means = [sum(probe.shares.values()) / len(probe.shares) for probe in each.probes]
            right.plot([probe.step for probe in each.probes], means, "D", color=color, markersize=5, mec="#222222")
    axes.legend(fontsize=8, frameon=False)
    axes.grid(alpha=0.2)
    return drawing


def _alone(values: Sequence[float]) -> list[int]:
    """Places of the numbers that have none beside them."""
    around = [math.nan, *values, math.nan]
    between = zip(around, values, around[2:], strict=False)
    return [
        place
        for place, (before, value, after) in enumerate(between)
        if math.isnan(before) and not math.isnan(value) and math.isnan(after)
    ]


def _smoothed(values: Sequence[float]) -> list[float]:
    smooth: float | None = None
    line = []
    for value in values:
        if math.isnan(value):
            line.append(value)
            continue
        smooth = value if smooth is None else _SMOOTHING * smooth + (1 - _SMOOTHING) * value
        line.append(smooth)
    return line
