"""The live chart of one or several runs: braille dots, a fixed size, and a redraw of only the cells that changed."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.geometry import Region
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.widgets.braille import LINE, Cell, Grid, Scale, number
from emalign_tui.tui.widgets.safe import fit
from emalign_tui.tui.widgets.series import SMOOTHING, Bucket, Series, nice_range

MARGIN = 8  # cells left of the plot, for the axis
MOST = 4  # curves at once
CLOSEST = 16  # steps that a zoomed view shows at least
_INKS = ("raw", "smooth", "second", "third", "fourth", "cross", "probe", "bad")
_CROSS, _PROBE, _BAD = 5, 6, 7


class Curve(NamedTuple):
    """A named run's values. name: clean text."""

    name: str
    series: Series


class LossChart(Widget, can_focus=True):
    """Values over steps. The first curve has a muted band (lowest to highest of a bucket) and its smoothed line bright
    on it; the others are lines alone, told apart by colour and by their number at the end. Probes are diamonds, on a
    scale from 0 to 100 %."""

    COMPONENT_CLASSES: ClassVar = {f"loss-chart--{ink}" for ink in _INKS} | {"loss-chart--axis"}
    DEFAULT_CSS = """
    LossChart { height: 1fr; min-height: 6; background: $background; }
    LossChart > .loss-chart--raw { color: $text-disabled; }
    LossChart > .loss-chart--smooth { color: $text-primary; }
    LossChart > .loss-chart--second { color: $text-success; }
    LossChart > .loss-chart--third { color: $text-secondary; }
    LossChart > .loss-chart--fourth { color: $text; }
    LossChart > .loss-chart--cross { color: $text-muted; }
    LossChart > .loss-chart--probe { color: $text-error; }
    LossChart > .loss-chart--bad { color: $text-error; }
    LossChart > .loss-chart--axis { color: $text-muted; }
    """
    BINDINGS: ClassVar[list[Binding]] = bindings("chart")
    log_scale: reactive[bool] = reactive(False, init=False)
    smoothing: reactive[float] = reactive(0.75, init=False)

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.curves: tuple[Curve, ...] = ()
        self.probes = Series()
        self.steps = 0
        self.cursor: int | None = None  # the step under the cross-hair
        self.window: tuple[int, int] | None = None  # first and last step shown; None for all
        self._lines: list[Strip] = []

    @property
    def series(self) -> Series:
        """The first curve's values."""
        return self.curves[0].series if self.curves else Series()

    def show(self, curves: Sequence[Curve], steps: int = 0, probes: Series | None = None) -> None:
        """Draw these curves. steps: how many the run will take, 0 when that is not known. probes: shares 0..1."""
        self.curves, self.steps, self.probes = tuple(curves[:MOST]), steps, probes or Series()
        self.redraw()

    def look_at_all(self) -> None:
        """No zoom and no cross-hair."""
        self.cursor = self.window = None
        self.redraw()

    def watch_log_scale(self) -> None:
        self.redraw()

    def watch_smoothing(self) -> None:
        self.redraw()

    def on_resize(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.cursor = None
        self.redraw()

    def on_focus(self) -> None:
        self.cursor = min(self._range()[1], self._newest()) if self.series.steps else None
        self.redraw()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._lines = []

    def action_move(self, cells: int) -> None:
        """Move the cross-hair by cells of the plot; a zoomed view follows it."""
        first, last = self._range()
        stride = max(round((last - first) / max(self.size.width - MARGIN, 1)), 1)
        least, most = self._whole()[0], self._newest()
        self.cursor = min(max((most if self.cursor is None else self.cursor) + cells * stride, least), most)
        if self.window:
            over = min(self.cursor - first, 0) + max(self.cursor - last, 0)
            self.window = (first + over, last + over)
        self.redraw()

    def action_zoom(self, closer: int) -> None:
        """Halve (1) or double (-1) the steps that are shown, around the cross-hair."""
        first, last = self._range()
        least, most = self._whole()
        centre = last if self.cursor is None else self.cursor
        span = max(round((last - first) * 2.0**-closer), min(CLOSEST, most - least))
        if span >= most - least:
            self.window = None
        else:
            begin = min(max(centre - span // 2, least), most - span)
            self.window = (begin, begin + span)
        self.redraw()

    def action_whole(self) -> None:
        """Show every step again."""
        self.window = None
        self.redraw()

    def action_smooth(self, more: int) -> None:
        """The next smoother (1) or rougher (-1) line."""
        place = SMOOTHING.index(self.smoothing) + more
        self.smoothing = SMOOTHING[min(max(place, 0), len(SMOOTHING) - 1)]

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

    def _newest(self) -> int:
        """The last step that there is: the cross-hair goes no further."""
        return max([1, *(curve.series.last for curve in self.curves)])

    def _whole(self) -> tuple[int, int]:
        """First and last step of everything there is, or will be."""
        known = [curve.series for curve in self.curves if curve.series.steps]
        first = min([1, *(series.steps[0] for series in known)])
        return first, max(self.steps, self._newest())

    def _range(self) -> tuple[int, int]:
        return self.window or self._whole()

    def _draw(self, width: int, height: int) -> list[Strip]:
        columns, rows = width - MARGIN, height - 1
        if columns < 8 or rows < 3:
            return [Strip.blank(width, self.rich_style) for _ in range(height)]
        axis = self.get_component_rich_style("loss-chart--axis")
        first, last = self._range()
        folds = [curve.series.buckets(columns * 2, first, last, self.smoothing) for curve in self.curves]
        known = [bucket for fold in folds for bucket in fold if bucket]
        if not known:
            word = "only NaN or infinite values so far" if self.series.gaps else "the first value comes here"
            word = "no value among these steps" if self.window and self.series.steps else word
            middle = fit(f"{'':{MARGIN}}{word}", width)
            return [Strip([Segment(middle if y == rows // 2 else " " * width, axis)], width) for y in range(height)]
        low, high = nice_range(min(b.low for b in known), max(b.high for b in known), log=self.log_scale)
        scale = Scale(low, high, rows, log=self.log_scale)
        grid = self._grid(folds, scale, columns, rows, (first, last))
        styles = [self.get_component_rich_style(f"loss-chart--{ink}") for ink in _INKS]
        lines = [
            Strip([Segment(label, axis), *_cells(row, styles)], width)
            for label, row in zip(_labels(rows, scale), grid.lines(), strict=True)
        ]
        return [*lines, Strip([Segment(self._foot(first, last, width), axis)], width)]

    def _grid(
        self, folds: list[list[Bucket | None]], scale: Scale, columns: int, rows: int, shown: tuple[int, int]
    ) -> Grid:
        first, last = shown
        grid = Grid(columns, rows)

        def column(step: int) -> int:
            return min((step - first) * columns // max(last - first, 1), columns - 1)

        for place in reversed(range(len(folds))):  # the first curve last, over the others
            grid.curve(folds[place], scale, LINE + place, band=place == 0)
        for x in self.series.gap_columns(columns, first, last):
            grid.mark(rows - 1, x, "×", _BAD)
        percent = Scale(0, 1, rows, log=False)
        for step, share in zip(self.probes.steps, self.probes.values, strict=True):
            if first <= step <= last:
                grid.mark(percent.dot(share) // 4, column(step), "◆", _PROBE)
        if len(folds) > 1:
            for place, fold in enumerate(folds):
                ends = [(x, bucket) for x, bucket in enumerate(fold) if bucket]
                if ends:
                    grid.mark(scale.dot(ends[-1][1].smooth) // 4, ends[-1][0] // 2, str(place + 1), LINE + place)
        if self.cursor is not None and first <= self.cursor <= last:
            grid.hair(column(self.cursor), _CROSS)
        return grid

    def _foot(self, first: int, last: int, width: int) -> str:
        """Under the plot: the steps that are shown, or what is under the cross-hair."""
        if self.cursor is not None and first <= self.cursor <= last:
            values = [(curve, curve.series.at(self.cursor)) for curve in self.curves]
            words = [
                f"{f'{place} ' if len(values) > 1 else ''}{'NaN' if at[1] != at[1] else number(at[1])}"
                for place, (_, at) in enumerate(values, 1)
                if at
            ]
            here = self.series.at(self.cursor)
            step = here[0] if here else self.cursor
            probe = f"   ◆ {self.probes.at(self.cursor)[1]:.0%}" if self.probes.steps else ""  # type: ignore[index]
            return fit(f"{'':{MARGIN}}step {step:,}   {'   '.join(words)}{probe}", width)
        gaps = f"  × {self.series.gaps} not a number" if self.series.gaps else ""
        right = f"step {last:,}"
        return fit(f"{'':{MARGIN}}{first:,}{gaps}", width - len(right)) + right


def _cells(row: list[Cell], styles: Sequence[Style]) -> list[Segment]:
    """One line of the plot as few segments of the same style; a space has any style."""
    segments: list[Segment] = []
    text, current = "", 0
    for character, ink in row:
        if character != " " and ink != current:
            if text:
                segments.append(Segment(text, styles[current]))
            text, current = "", ink
        text += character
    return [*segments, Segment(text, styles[current])]


def _labels(rows: int, scale: Scale) -> list[str]:
    """Axis labels: about one in four lines, with a tick."""
    every = max(rows // 4, 2)
    labels = []
    for y in range(rows):
        shown = y % every == 0 or y == rows - 1
        value = number(scale.value(1 - y / max(rows - 1, 1)))
        labels.append(f"{value:>{MARGIN - 2}} ┤" if shown else f"{'':{MARGIN - 2}} │")
    return labels


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
