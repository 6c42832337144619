"""One side of a chat: plain wrapped text that grows while it streams, and follows only a reader who is at the end."""

from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.widgets.safe import LONGEST, wrap

Line = tuple[str, str]  # component class and text


class ChatPane(ScrollView, can_focus=True, inherit_bindings=False):
    """Turns of a conversation. Growing the last turn wraps and redraws only that turn."""

    BINDINGS = bindings("text")
    COMPONENT_CLASSES: ClassVar = {"chat-pane--user", "chat-pane--answer", "chat-pane--note", "chat-pane--error"}
    DEFAULT_CSS = """
    ChatPane { background: $background; scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: scroll; }
    ChatPane > .chat-pane--user { color: $text-primary; text-style: bold; }
    ChatPane > .chat-pane--answer { color: $text; }
    ChatPane > .chat-pane--note { color: $text-muted; }
    ChatPane > .chat-pane--error { color: $text-error; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._turns: list[tuple[str, str]] = []
        self._lines: list[Line] = []
        self._last = 0  # where the lines of the last turn begin

    @property
    def text(self) -> str:
        """Everything said, as it is shown."""
        return "\n".join(text for _, text in self._lines)

    def clear(self) -> None:
        self._turns, self._lines, self._last = [], [], 0
        self._resize()

    def add(self, kind: str, text: str) -> None:
        """Add a turn. kind: user | answer | note | error."""
        self._turns.append((kind, text[:LONGEST]))
        self._last = len(self._lines)
        self._lines += self._wrap(kind, text[:LONGEST])
        self._resize()

    def replace_last(self, text: str) -> None:
        """Show more of the turn that is being written."""
        if not self._turns:
            return
        kind, _ = self._turns[-1]
        self._turns[-1] = (kind, text[:LONGEST])
        fresh = self._wrap(kind, text[:LONGEST])
        old = self._lines[self._last :]
        same = next((i for i, (a, b) in enumerate(zip(old, fresh, strict=False)) if a != b), min(len(old), len(fresh)))
        self._lines[self._last :] = fresh
        self._resize(self._last + same, growing=True)

    def settle(self) -> None:
        """The last turn is whole: give back the room it was growing into."""
        self._resize(len(self._lines))

    def on_resize(self) -> None:
        self._lines = []
        for kind, text in self._turns:
            self._last = len(self._lines)
            self._lines += self._wrap(kind, text)
        self._resize()

    def _wrap(self, kind: str, text: str) -> list[Line]:
        width = max(self.size.width - 3, 8)
        mark = {"user": "› ", "error": "✖ "}.get(kind, "  ")
        wrapped = wrap(text, width) if text else [""]
        lines = [(kind, (mark if i == 0 else "  ") + part) for i, part in enumerate(wrapped)]
        return lines if kind == "user" else [*lines, (kind, "")]

    def _resize(self, changed_from: int = 0, *, growing: bool = False) -> None:
        """Take the new height, redraw from a line on, and follow if the reader was at the end.

        A new height redraws the whole pane, so a growing text gets its room half a page at a time: over SSH that is a
        tenth of the bytes of scrolling line by line.
        """
        follow = self.is_vertical_scroll_end
        page = self.size.height
        height = max(len(self._lines), page)
        if growing and height > page:
            half = max(page // 2, 1)
            height = page + -(-(height - page) // half) * half
        size = Size(self.size.width, height)
        if size != self.virtual_size:
            self.virtual_size = size
        if changed_from < len(self._lines):
            self.refresh_lines(changed_from, len(self._lines) - changed_from + 1)
        if follow:
            self.scroll_end(animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        index, width = y + self.scroll_offset.y, self.size.width
        kind, text = self._lines[index] if index < len(self._lines) else ("answer", "")
        style = self.get_component_rich_style(f"chat-pane--{kind}")
        return Strip([Segment(text, style)]).adjust_cell_length(width, self.rich_style)
