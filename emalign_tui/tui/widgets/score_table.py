"""A table with a cursor on one cell. Its head and first column stay in sight; it redraws only lines that changed."""

from collections.abc import Sequence
from typing import ClassVar

import msgspec
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.widgets.safe import both_ends, line

Cell = tuple[str, str]  # text, and how it is meant: plain, bad, good, muted, name or head
NARROWEST, WIDEST = 13, 20  # cells of a column
LONGEST_NAME = 28


class TableRow(msgspec.Struct, frozen=True):
    """A row. key: None for one that the cursor skips. cells: one a column."""

    key: str | None
    name: Cell
    cells: tuple[Cell, ...]


class ScoreTable(Widget, can_focus=True, inherit_bindings=False):
    """Rows by columns, each with a key; the cursor stays on its keys when they change."""

    BINDINGS = bindings("table")
    COMPONENT_CLASSES: ClassVar = {
        f"score-table--{name}" for name in ("plain", "bad", "good", "muted", "name", "head", "cursor")
    }
    DEFAULT_CSS = """
    ScoreTable { height: 1fr; background: $background; }
    ScoreTable > .score-table--plain { color: $text; }
    ScoreTable > .score-table--bad { color: $text-error; text-style: bold; }
    ScoreTable > .score-table--good { color: $text-success; }
    ScoreTable > .score-table--muted { color: $text-muted; }
    ScoreTable > .score-table--name { color: $text-secondary; }
    ScoreTable > .score-table--head { color: $text; text-style: bold; }
    ScoreTable > .score-table--cursor {
        background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
    }
    """

    class Moved(Message):
        """The cursor is on another cell."""

    class Chosen(Message):
        """The cell under the cursor was chosen with Enter."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._columns: list[tuple[str, Cell]] = []
        self._lines: list[TableRow] = []
        self._row = self._column = 0
        self._top = self._left = 0

    @property
    def row(self) -> str | None:
        """The key of the row under the cursor."""
        return self._lines[self._row].key if self._row < len(self._lines) else None

    @property
    def column(self) -> str | None:
        """The key of the column under the cursor."""
        return self._columns[self._column][0] if self._column < len(self._columns) else None

    def show(self, columns: Sequence[tuple[str, Cell]], rows: Sequence[TableRow]) -> None:
        """Draw this table, unless it is drawn already."""
        columns, rows = list(columns), list(rows)
        if columns == self._columns and rows == self._lines:
            return
        row, column = self.row, self.column
        moved = columns != self._columns or len(rows) != len(self._lines)
        before, self._columns, self._lines = self._lines, columns, rows
        places = {each.key: place for place, each in reversed(list(enumerate(rows))) if each.key is not None}
        self._row = places.get(row, min(places.values(), default=0))
        self._column = next((i for i, (key, _) in enumerate(columns) if key == column), 0)
        self._scroll()
        if moved:
            self.refresh()
        else:
            self._redraw(*(i for i, (old, new) in enumerate(zip(before, rows, strict=True)) if old != new))
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        self._scroll()
        self.refresh()

    # moving

    def action_down(self, by: int) -> None:
        """Move by so many rows, over those that the cursor skips, as far as there are any."""
        rows = [i for i, each in enumerate(self._lines) if each.key is not None]
        if rows:
            place = min(max(rows.index(self._row) + by, 0), len(rows) - 1)
            self._go(rows[place], self._column)

    def action_page(self, by: int) -> None:
        self.action_down(by * max(self.size.height - 2, 1))

    def action_end(self, by: int) -> None:
        self.action_down(by * len(self._lines))

    def action_right(self, by: int) -> None:
        self._go(self._row, min(max(self._column + by, 0), max(len(self._columns) - 1, 0)))

    def action_choose(self) -> None:
        if self.row is not None and self.column is not None:
            self.post_message(self.Chosen())

    def _go(self, row: int, column: int) -> None:
        if (row, column) == (self._row, self._column):
            return
        before = self._row
        self._row, self._column = row, column
        if self._scroll():
            self.refresh()
        else:
            self._redraw(before, row)
        self.post_message(self.Moved())

    def _scroll(self) -> bool:
        """Bring the cursor into sight; True when that moved what is shown."""
        before = (self._top, self._left)
        height = max(self.size.height - 1, 1)
        self._top = min(max(self._top, self._row - height + 1), self._row, max(len(self._lines) - height, 0))
        shown = self._shown()
        self._left = min(max(self._left, self._column - shown + 1), self._column)
        return before != (self._top, self._left)

    # drawing

    def _redraw(self, *rows: int) -> None:
        places = [row - self._top + 1 for row in rows]
        if regions := [Region(0, y, self.size.width, 1) for y in places if 0 < y < self.size.height]:
            self.refresh(*regions)

    def _name_width(self) -> int:
        longest = max((len(each.name[0]) for each in self._lines), default=8)
        return min(max(longest + 1, 10), LONGEST_NAME, max(self.size.width // 3, 10))

    def _width(self) -> int:
        room = self.size.width - self._name_width()
        return min(max(room // max(len(self._columns), 1), NARROWEST), WIDEST)

    def _shown(self) -> int:
        """How many columns are in sight."""
        return max((self.size.width - self._name_width()) // self._width(), 1)

    def render_line(self, y: int) -> Strip:
        index = self._top + y - 1
        last = self._left + self._shown()
        if y == 0:
            more = "‹ " if self._left else ""
            name: Cell = (more + (f"{len(self._columns) - last} more ›" if last < len(self._columns) else ""), "muted")
            cells = [title for _, title in self._columns]
            return self._strip(name, cells[self._left : last], -1)
        if index >= len(self._lines):
            return Strip.blank(self.size.width, self.rich_style)
        row = self._lines[index]
        at = self._column - self._left if index == self._row and row.key is not None else -1
        return self._strip(row.name, list(row.cells[self._left : last]), at)

    def _strip(self, name: Cell, cells: list[Cell], at: int) -> Strip:
        """One line; at: the place of the cursor in it, -1 for none."""
        width = self._width()
        segments = [Segment(line(name[0], self._name_width()).plain, self._style(name[1]))]
        for place, (text, kind) in enumerate(cells):
            style = self._style("cursor" if place == at and self.has_focus else kind)
            segments.append(Segment("▸" if place == at else " ", style))
            text = both_ends(text, width - 1) if kind == "head" else text
            segments.append(Segment(line(text, width - 1, right=True).plain, style))
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _style(self, kind: str) -> Style:
        return self.get_component_rich_style(f"score-table--{kind}")
