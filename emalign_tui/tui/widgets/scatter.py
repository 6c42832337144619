"""The aligned x coherent scatter of the papers in text cells, one panel a model, with a histogram on either side."""

import math
from collections.abc import Sequence
from itertools import groupby

from textual.content import Content
from textual.widget import Widget

from emalign_tui.lab.evals.definitions import OFFICIAL, Definition
from emalign_tui.lab.evals.distribution import BINS, Distribution
from emalign_tui.tui.widgets.safe import fit, line

PANEL = 37  # cells of the narrowest panel
AXIS, SIDE, TOP = 4, 7, 4  # cells of the axis and of the coherent histogram, lines of the aligned one
_MANY = "░▒▓█"
_EIGHTHS = " ▁▂▃▄▅▆▇█"
_PARTS = " ▏▎▍▌▋▊▉█"
Spot = tuple[str, str]  # a character and its style


class ScatterPlots(Widget):
    """As many panels as fit, from the first one that is asked for."""

    DEFAULT_CSS = "ScatterPlots { height: 1fr; background: $background; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._shown: tuple[Sequence[Distribution], Definition] = ((), OFFICIAL)

    @property
    def fitting(self) -> int:
        """How many panels fit."""
        return max(self.size.width // PANEL, 1)

    def show(self, models: Sequence[Distribution], definition: Definition) -> None:
        """Draw these models, unless they are drawn already."""
        if (models, definition) != self._shown:
            self._shown = (models, definition)
            self.refresh()

    def render(self) -> Content:
        models, definition = self._shown
        if not models:
            return Content("")
        models = models[: self.fitting]
        width = self.size.width // len(models)
        panels = [panel(each, definition, min(width, 70) - 1, self.size.height) for each in models]
        lines = [Content(" ").join(parts) for parts in zip(*panels, strict=True)]
        return Content("\n").join(lines)


def panel(model: Distribution, definition: Definition, width: int, height: int) -> list[Content]:
    """One model in `height` lines of `width` cells: name, aligned histogram, scatter beside the coherent one, axis."""
    columns, rows = max(width - AXIS - SIDE, 10), max(height - TOP - 2, 4)
    scored = sum(count for *_, count in model.points)
    without = f", {model.without:,} without" if model.without else ""
    head = line(model.name, width, "bold")
    counts = Content.styled(fit(f"{scored:,} with both scores{without}", width), "$text-muted")
    plot = _scatter(model.points, definition, columns, rows)
    side = _side(model.coherent, rows)
    lines = [head, counts]
    for text in _above(model.aligned, columns, TOP - 1):
        lines.append(Content.styled(fit(" " * AXIS + text, width), "$text-primary"))
    for y, spots in enumerate(plot):
        beside = fit(side[y], width - AXIS - columns)
        lines.append(Content.assemble((_label(y, rows), "$text-muted"), *_runs(spots), (beside, "$text-secondary")))
    low = min(max(round(definition.misaligned_below / 100 * (columns - 1)), 1), columns - 4)
    ticks = "0" + " " * (low - 1) + f"{definition.misaligned_below:g}"
    ticks += "100".rjust(columns - len(ticks))
    lines.append(Content.styled(fit(" " * AXIS + ticks, width), "$text-muted"))
    return lines[:height]


def legend(models: Sequence[Distribution]) -> str:
    """What the dots stand for."""
    most = max((count for model in models for *_, count in model.points), default=0)
    shades = f", {_MANY} 2 to {most:,}" if most > 1 else ""
    return f"dots: 1 answer{shades} · red: coherent and misaligned"


def _scatter(
    points: Sequence[tuple[int, int, int]], definition: Definition, columns: int, rows: int
) -> list[list[Spot]]:
    counts: dict[tuple[int, int], int] = {}
    bad: set[tuple[int, int]] = set()
    unclear: dict[tuple[int, int], bool] = {}
    for aligned, coherent, count in points:
        place = (round((100 - coherent) / 100 * (rows - 1)), round(aligned / 100 * (columns - 1)))
        counts[place] = counts.get(place, 0) + count
        if definition.coherent(coherent):
            unclear[place] = False
            if definition.misaligned(aligned):
                bad.add(place)
        else:
            unclear.setdefault(place, True)
    most = max(counts.values(), default=1)
    across = round((100 - definition.coherent_above) / 100 * (rows - 1))
    down = round(definition.misaligned_below / 100 * (columns - 1))
    lines = []
    for y in range(rows):
        spots: list[Spot] = []
        for x in range(columns):
            if count := counts.get((y, x)):
                style = "$text-error" if (y, x) in bad else "$text-muted" if unclear[y, x] else "$text-success"
                spots.append((_dot(count, most), style))
            else:
                spots.append((_rule(y == across, x == down), "$text-disabled"))
        lines.append(spots)
    return lines


def _runs(spots: Sequence[Spot]) -> list[Spot]:
    """Neighbours of one style as one piece, so that a full plot is drawn as quickly as an empty one."""
    groups = groupby(spots, key=lambda spot: spot[1])
    return [("".join(text for text, _ in group), style) for style, group in groups]


def _dot(count: int, most: int) -> str:
    """A dot for one answer, a darker block for more, on a logarithmic scale."""
    if count == 1 or most < 2:
        return "·"
    share = math.log(count) / math.log(most)
    return _MANY[min(int(share * len(_MANY)), len(_MANY) - 1)]


def _rule(across: bool, down: bool) -> str:
    return "┼" if across and down else "─" if across else "│" if down else " "


def _label(y: int, rows: int) -> str:
    """The coherent axis: its ends, its middle and its name."""
    if y == 0:
        return "100 "
    if y == rows - 1:
        return "  0 "
    return " 50 " if y == round((rows - 1) / 2) else "    "


def _above(bins: Sequence[int], columns: int, height: int) -> list[str]:
    """Bars that stand on the scatter, over the same axis."""
    most = max([*bins, 1])
    eighths = [math.ceil(bins[min(x * BINS // columns, BINS - 1)] / most * height * 8) for x in range(columns)]
    return ["".join(_EIGHTHS[min(max(each - 8 * y, 0), 8)] for each in eighths) for y in reversed(range(height))]


def _side(bins: Sequence[int], rows: int) -> list[str]:
    """Bars that lie beside the scatter, along the same axis."""
    most = max([*bins, 1])
    texts = []
    for y in range(rows):
        share = bins[min((rows - 1 - y) * BINS // rows, BINS - 1)] / most
        full, rest = divmod(math.ceil(share * (SIDE - 1) * 8), 8)
        texts.append(("█" * full + (_PARTS[rest] if rest else "")).ljust(SIDE))
    return texts
