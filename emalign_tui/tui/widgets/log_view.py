"""The tail of a run's log: batched by its reader, bounded, and it follows only a reader who is at the end."""

from collections.abc import Iterable

from textual.widgets import Log

from emalign_tui.lab.redaction import hide
from emalign_tui.lab.sanitize import one_line
from emalign_tui.tui.keymap import bindings

WIDEST = 2_000  # characters of one line that are kept


class LogView(Log, inherit_bindings=False):
    """The last 5,000 lines of a log."""

    BINDINGS = bindings("text")

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(max_lines=5_000, auto_scroll=True, id=id)

    def add(self, lines: Iterable[str]) -> None:
        """Append lines of foreign text in one go."""
        self.write_lines([hide(one_line(line, WIDEST)) for line in lines], scroll_end=self.is_vertical_scroll_end)
