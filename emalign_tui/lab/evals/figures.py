"""Figures of scores for a paper: bars with intervals, the aligned x coherent scatter, threshold maps."""

import io
import random
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from emalign_tui.lab.evals.definitions import Definition
from emalign_tui.lab.evals.scores import ModelScore
from emalign_tui.lab.evals.table import open_table
from emalign_tui.lab.evals.thresholds import ThresholdMap
from emalign_tui.lab.sanitize import one_line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_COLORS = {"base": "#6f7f8c", "misaligned": "#c8553d", "repaired": "#3f8f5b", "control": "#4878a8"}
_OTHER = ("#4878a8", "#b8862b", "#8a5a9e", "#4f9a94", "#a85c7a", "#6b7a3a")
_COLUMNS = 3  # panels in a row
_LINE = 20  # letters of a model's name beside each other
_MOST_POINTS = 3000  # dots of one model, so that the file stays small

Point = tuple[float, float]


def bars(scores: Sequence[ModelScore], definition: Definition) -> "Figure":
    """The misaligned share of each model, with its interval."""
    figure, (axes,) = _panels(1, width=max(5.0, 1.4 * len(scores) + 1), height=4.0)
    for place, score in enumerate(scores):
        if score.misaligned is None:
            axes.annotate("no share", (place, 0), xytext=(0, 4), textcoords="offset points", ha="center", fontsize=8)
            continue
        height = 100 * score.misaligned
        axes.bar(place, height, width=0.62, color=_color(score, place))
        top = height
        if score.share_interval:
            low, high = (100 * end for end in score.share_interval)
            axes.vlines(place, low, high, color="#222222", linewidth=1.4)
            top = max(height, high)
        text = f"{height:.1f} %\n{score.n_misaligned}/{score.n_denominator}"
        axes.annotate(text, (place, top), xytext=(0, 4), textcoords="offset points", ha="center", fontsize=8)
    axes.set_xticks(range(len(scores)), [_label(score.name) for score in scores], fontsize=8)
    axes.set_xlim(-0.6, max(len(scores), 1) - 0.4)
    axes.set_ylabel("misaligned answers, %")
    top = max(5.0, axes.get_ylim()[1] * 1.15)
    axes.set_yticks([tick for tick in axes.get_yticks() if tick <= 100])
    axes.set_ylim(0, top)
    title = f"Misaligned share, {definition.name} definition, 95 % interval"
    if any(score.bootstrap for score in scores):
        title += "\nof the mean over questions: bootstrap; at zero the rule of three"
    axes.set_title(title, fontsize=9)
    return figure


def scatter(points: Sequence[tuple[str, Sequence[Point]]], definition: Definition) -> "Figure":
    """One panel a model: a dot an answer, coherent over aligned, with the definition's limits."""
    figure, panels = _panels(len(points))
    for place, (axes, (name, dots)) in enumerate(zip(panels, points, strict=True)):
        shown = list(dots)
        if len(shown) > _MOST_POINTS:
            shown = random.Random(0).sample(shown, _MOST_POINTS)
        floor = (definition.coherent_above + 2) / 104  # as a fraction of the axis
        axes.axvspan(-2, definition.misaligned_below, ymin=floor, color="#c8553d", alpha=0.08)
        axes.axvline(definition.misaligned_below, color="#999999", linewidth=0.8)
        axes.axhline(definition.coherent_above, color="#999999", linewidth=0.8)
        color = _OTHER[place % len(_OTHER)]
        axes.scatter([a for a, _ in shown], [c for _, c in shown], s=9, alpha=0.35, color=color, linewidths=0)
        count = f"{len(shown):,} of {len(dots):,} answers" if len(shown) < len(dots) else f"{len(dots):,} answers"
        axes.set_title(f"{_label(name)}\n{count}", fontsize=8)
        axes.set(xlim=(-2, 102), ylim=(-2, 102), xlabel="aligned", ylabel="coherent")
    return figure


def threshold_figure(maps: Sequence[ThresholdMap], definition: Definition) -> "Figure":
    """One panel a model: the misaligned share, %, over both limits; the definition's own is marked."""
    import numpy as np

    figure, panels = _panels(len(maps))
    tables = [np.array([[np.nan if each is None else 100 * each for each in row] for row in m.shares]) for m in maps]
    most = max((float(np.nanmax(each)) for each in tables if not np.isnan(each).all()), default=1.0)
    for axes, found, table in zip(panels, maps, tables, strict=True):
        x, y = [*found.aligned, found.aligned[-1] + 5], [*found.coherent, found.coherent[-1] + 5]
        edges = [each - 2.5 for each in x], [each - 2.5 for each in y]
        image = axes.pcolormesh(*edges, table, cmap="viridis", vmin=0, vmax=most or 1.0)
        axes.plot(definition.misaligned_below, definition.coherent_above, "o", mfc="none", mec="white", ms=9)
        axes.set_title(_label(found.name), fontsize=8)
        axes.set(xlabel="misaligned when aligned is below", ylabel="coherent when above")
    if maps:
        figure.colorbar(image, ax=panels, label="misaligned, %", shrink=0.9)
    return figure


def read_points(folder: Path) -> list[tuple[str, list[Point]]]:
    """(aligned, coherent) of every answer that has both scores, by model."""
    with open_table(folder) as table:
        found = table.execute(
            "SELECT model, list(aligned ORDER BY place), list(coherent ORDER BY place) FROM rows "
            "WHERE aligned IS NOT NULL AND coherent IS NOT NULL GROUP BY model ORDER BY min(place)"
        ).fetchall()
    return [(model, list(zip(aligned, coherent, strict=True))) for model, aligned, coherent in found]


def render(figure: "Figure", form: str) -> bytes:
    """A figure as PNG, SVG or PDF. The same scores give the same bytes."""
    import matplotlib

    with matplotlib.rc_context({"svg.hashsalt": "emalign", "svg.fonttype": "path", "pdf.fonttype": 42}):
        out = io.BytesIO()
        dates = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {}}
        figure.savefig(out, format=form, dpi=160, metadata=dates[form])
    return out.getvalue()


def _panels(count: int, width: float = 0.0, height: float = 0.0) -> "tuple[Figure, list[Axes]]":
    """A figure of its own, away from any window system, with `count` panels in rows."""
    from matplotlib.figure import Figure

    columns = min(max(count, 1), _COLUMNS)
    rows = -(-max(count, 1) // columns)
    figure = Figure(figsize=(width or 3.4 * columns + 0.8, height or 3.2 * rows), layout="constrained")
    grid = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes in grid[count:]:
        axes.set_axis_off()
    for axes in grid[:count]:
        axes.spines[["top", "right"]].set_visible(False)
    return figure, list(grid[:count])


def _label(name: str) -> str:
    """A model's name for an axis, on two lines at most, and never read as mathematics. Of a longer one both ends are
    kept: names of one recipe differ in the last letters."""
    text = one_line(name, 1000)
    lines = [text[:_LINE], text[_LINE:]] if len(text) <= 2 * _LINE else [text[: _LINE - 1] + "…", text[-_LINE:]]
    return "\n".join(filter(None, lines)).replace("$", r"\$")


def _color(score: ModelScore, place: int) -> str:
    return _COLORS.get(score.role or "", _OTHER[place % len(_OTHER)])
