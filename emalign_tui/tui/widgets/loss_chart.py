"""The live loss chart: braille dots, a fixed size, and a redraw of only the cells that changed."""

import math
from collections.abc import Iterable
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from emalign_tui.tui.widgets.safe import fit
from emalign_tui.tui.widgets.series import Bucket, Series, nice_range

_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))  # dot bits of a braille cell: [column][row]
MARGIN = 8  # cells left of the plot, for the axis
Cell = tuple[int, bool]  # dot bits, and whether the smoothed line passes


class LossChart(Widget):
    """Loss over steps as a muted band (lowest to highest of a bucket) with the smoothed curve bright on it."""

    COMPONENT_CLASSES: ClassVar = {"loss-chart--raw", "loss-chart--smooth", "loss-chart--axis"}
    DEFAULT_CSS = """
    LossChart { height: 1fr; min-height: 6; background: $background; }
    LossChart > .loss-chart--raw { color: $text-disabled; }
    LossChart > .loss-chart--smooth { color: $text-primary; }
    LossChart > .loss-chart--axis { color: $text-muted; }
    """
    log_scale: reactive[bool] = reactive(False, init=False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.series = Series()
        self.steps = 0
        self._lines: list[Strip] = []

    def clear(self, steps: int = 0) -> None:
        """Forget all points. steps: how many steps the run will take, 0 when that is not known."""
        self.series, self.steps = Series(), steps
        self.redraw()

    def add(self, points: Iterable[tuple[int, float]], steps: int = 0) -> None:
        """Append points (step, loss) and redraw once."""
        for step, value in points:
            self.series.add(step, value)
        self.steps = steps or self.steps
        self.redraw()

    def watch_log_scale(self) -> None:
        self.redraw()

    def on_resize(self) -> None:
        self.redraw()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._lines = []

    def redraw(self) -> None:
        """Compute the picture and refresh only the cells that differ from the one on the screen."""
        lines = self._draw(self.size.width, self.size.height)
        before, self._lines = self._lines, lines
        if len(before) != len(lines):
            self.refresh()
            return
        changed = [
            Region(*span, 1) for y, pair in enumerate(zip(before, lines, strict=True)) if (span := _span(y, *pair))
        ]
        if changed:
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        if not self._lines:
            self._lines = self._draw(self.size.width, self.size.height)
        return self._lines[y] if y < len(self._lines) else Strip.blank(self.size.width, self.rich_style)

    def _draw(self, width: int, height: int) -> list[Strip]:
        columns, rows = width - MARGIN, height - 1
        if columns < 8 or rows < 3:
            return [Strip.blank(width, self.rich_style) for _ in range(height)]
        axis = self.get_component_rich_style("loss-chart--axis")
        styles = (self.get_component_rich_style("loss-chart--raw"), self.get_component_rich_style("loss-chart--smooth"))
        if not self.series.steps:
            word = "only NaN or infinite losses so far" if self.series.gaps else "the first loss comes here"
            middle = fit(f"{'':{MARGIN}}{word}", width)
            return [Strip([Segment(middle if y == rows // 2 else " " * width, axis)], width) for y in range(height)]
        last = max(self.steps, self.series.steps[-1])
        first = min(self.series.steps[0], 1)
        buckets = self.series.buckets(columns * 2, first, last)
        known = [bucket for bucket in buckets if bucket]
        low, high = nice_range(min(b.low for b in known), max(b.high for b in known), log=self.log_scale)
        grid = _plot(buckets, columns, rows, low, high, log=self.log_scale)
        labels = _labels(rows, low, high, log=self.log_scale)
        lines = [
            Strip([Segment(label, axis), *_cells(row, styles)], width) for label, row in zip(labels, grid, strict=True)
        ]
        gaps = f"  {self.series.gaps} not a number" if self.series.gaps else ""
        foot = f"{'':{MARGIN}}{first}{gaps}"
        right = f"step {last:,}"
        lines.append(Strip([Segment(fit(foot, width - len(right)) + right, axis)], width))
        return lines


def _plot(
    buckets: list[Bucket | None], columns: int, rows: int, low: float, high: float, *, log: bool
) -> list[list[Cell]]:
    """Dots of every cell; a column's band is joined to the one before it."""
    bits = [[0] * columns for _ in range(rows)]
    bright = [[False] * columns for _ in range(rows)]
    top = rows * 4 - 1

    def dot(value: float) -> int:
        if log:
            share = (math.log10(max(value, 1e-12)) - math.log10(low)) / (math.log10(high) - math.log10(low))
        else:
            share = (value - low) / (high - low)
        return top - min(max(round(share * top), 0), top)

    before: int | None = None
    for x, bucket in enumerate(buckets):
        if bucket is None:
            continue
        upper, lower, smooth = dot(bucket.high), dot(bucket.low), dot(bucket.smooth)
        for y in range(upper, lower + 1):
            bits[y // 4][x // 2] |= _DOTS[x % 2][y % 4]
        past = smooth if before is None else before
        for y in range(min(past, smooth), max(past, smooth) + 1):
            bits[y // 4][x // 2] |= _DOTS[x % 2][y % 4]
            bright[y // 4][x // 2] = True
        before = smooth
    return [list(zip(bits[y], bright[y], strict=True)) for y in range(rows)]


def _cells(row: list[Cell], styles: tuple[Style, Style]) -> list[Segment]:
    """One line of the plot as few segments of the same style."""
    segments: list[Segment] = []
    text, current = "", False
    for bits, bright in row:
        lit = bright if bits else current
        if lit != current and text:
            segments.append(Segment(text, styles[current]))
            text = ""
        current = lit
        text += chr(0x2800 + bits) if bits else " "
    return [*segments, Segment(text, styles[current])]


def _labels(rows: int, low: float, high: float, *, log: bool) -> list[str]:
    """Axis labels: about one in four lines, with a tick."""
    every = max(rows // 4, 2)
    labels = []
    for y in range(rows):
        share = 1 - y / max(rows - 1, 1)
        value = (
            10 ** (math.log10(low) + share * (math.log10(high) - math.log10(low)))
            if log
            else low + share * (high - low)
        )
        shown = y % every == 0 or y == rows - 1
        labels.append(f"{_number(value):>{MARGIN - 2}} ┤" if shown else f"{'':{MARGIN - 2}} │")
    return labels


def _number(value: float) -> str:
    """A number in at most six characters."""
    if value == 0:
        return "0"
    if 0.01 <= abs(value) < 1000:
        return f"{value:.2f}"
    return f"{value:.0e}".replace("e-0", "e-").replace("e+0", "e")


def _span(y: int, old: Strip, new: Strip) -> tuple[int, int, int] | None:
    """(x, y, width) of what differs between two lines, or None."""
    if old == new:
        return None
    before, after = list(_styled(old)), list(_styled(new))
    differing = [x for x, (a, b) in enumerate(zip(before, after, strict=False)) if a != b]
    if len(before) != len(after):
        return 0, y, new.cell_length
    return (differing[0], y, differing[-1] - differing[0] + 1) if differing else None


def _styled(strip: Strip) -> Iterable[tuple[str, Style | None]]:
    for segment in strip:
        for character in segment.text:
            yield character, segment.style
