"""One side of a chat: plain wrapped text that grows while it streams, and follows only a reader who is at the end."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from emalign_tui.tui.keymap import bindings
from emalign_tui.tui.widgets.markdown import is_markdown, markdown_lines
from emalign_tui.tui.widgets.safe import LONGEST, wrap

Block = tuple[str, str]  # kind and text
Line = tuple[str, str | list[Segment]]  # component class and text, or what Markdown became

KINDS = ("user", "marked", "answer", "markdown", "note", "error", "veil")
_MARKS = {"user": "› ", "marked": "▸ ", "error": "✖ ", "veil": "▒ "}


class ChatPane(ScrollView, can_focus=True, inherit_bindings=False):
    """Blocks of a conversation. Growing the last one wraps and redraws only that one.

    kinds: user, marked (the user's turn that keys are about), answer (as it is), markdown (an answer that is whole),
    note, error, veil.
    """

    BINDINGS = bindings("text")
    COMPONENT_CLASSES: ClassVar = {
        *(f"chat-pane--{kind}" for kind in KINDS),
        "chat-pane--head",
        "chat-pane--code",
    }
    DEFAULT_CSS = """
    ChatPane { background: $background; scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: scroll; }
    ChatPane > .chat-pane--user { color: $text-primary; text-style: bold; }
    ChatPane > .chat-pane--marked { color: $text-accent; text-style: bold underline; }
    ChatPane > .chat-pane--answer { color: $text; }
    ChatPane > .chat-pane--markdown { color: $text; }
    ChatPane > .chat-pane--head { color: $text-secondary; text-style: bold; }
    ChatPane > .chat-pane--code { color: $text-success; }
    ChatPane > .chat-pane--note { color: $text-muted; }
    ChatPane > .chat-pane--error { color: $text-error; }
    ChatPane > .chat-pane--veil { color: $text-warning; }
    """

    # The usual one arranges the whole screen anew for every new height, which a key press has to wait for.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0))

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._blocks: list[Block] = []
        self._starts: list[int] = []  # the first line of each block
        self._lines: list[Line] = []
        self._at_end = True  # where the reader was before a size that has changed moved the end away

    def on_mount(self) -> None:
        self.app.theme_changed_signal.subscribe(self, lambda _: self.on_resize())

    @property
    def text(self) -> str:
        """Everything said, as it is shown."""
        return "\n".join(_text(line) for _, line in self._lines)

    @property
    def blocks(self) -> list[Block]:
        return list(self._blocks)

    def clear(self) -> None:
        self.show([])

    def show(self, blocks: Sequence[Block], *, at: int | None = None) -> None:
        """Show these blocks; those that are shown already are not wrapped again. at: a block to bring into view."""
        known = {block: self._lines_of(place) for place, block in enumerate(self._blocks)}
        before = self._lines
        self._blocks, self._starts, self._lines = [], [], []
        for kind, text in blocks:
            block = (kind, text[:LONGEST])
            self._append(block, known.get(block))
        same, most = _same(before, self._lines), max(len(before), len(self._lines))
        if same < most:
            self._resize(same, most)
        if at is not None and at < len(self._starts):
            self.scroll_to(y=self._starts[at], animate=False, immediate=True)

    def add(self, kind: str, text: str) -> None:
        """Add a block."""
        self._append((kind, text[:LONGEST]))
        self._resize(self._starts[-1], len(self._lines))

    def replace_last(self, text: str) -> None:
        """Show more of the block that is being written."""
        if not self._blocks:
            return
        kind, _ = self._blocks[-1]
        start = self._starts[-1]
        fresh = self._wrap(kind, text[:LONGEST])
        same, before = _same(self._lines[start:], fresh), len(self._lines)
        self._blocks[-1] = (kind, text[:LONGEST])
        self._lines[start:] = fresh
        self._resize(start + same, max(before, len(self._lines)), growing=True)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._at_end = self.is_vertical_scroll_end

    def on_resize(self) -> None:
        blocks, self._blocks, self._starts, self._lines = self._blocks, [], [], []
        for block in blocks:
            self._append(block)
        self._resize(0, len(self._lines))

    def _append(self, block: Block, lines: list[Line] | None = None) -> None:
        self._blocks.append(block)
        self._starts.append(len(self._lines))
        self._lines += self._wrap(*block) if lines is None else lines

    def _lines_of(self, place: int) -> list[Line]:
        end = self._starts[place + 1] if place + 1 < len(self._starts) else len(self._lines)
        return self._lines[self._starts[place] : end]

    def _wrap(self, kind: str, text: str) -> list[Line]:
        width = max(self.size.width - 3, 8)
        mark = _MARKS.get(kind, "  ")
        if kind == "markdown" and is_markdown(text):
            drawn = markdown_lines(text, width, self._markdown_styles())
            if drawn is not None:
                return [*((kind, [Segment("  "), *line]) for line in drawn), (kind, "")]
        wrapped = wrap(text, width) if text else [""]
        lines: list[Line] = [(kind, (mark if i == 0 else "  ") + part) for i, part in enumerate(wrapped)]
        return lines if kind in ("user", "marked") else [*lines, (kind, "")]

    def _markdown_styles(self) -> dict[str, object]:
        names = {"text": "markdown", "head": "head", "code": "code", "muted": "note"}
        return {name: self.get_component_rich_style(f"chat-pane--{part}") for name, part in names.items()}

    def _resize(self, first: int, until: int, *, growing: bool = False) -> None:
        """Take the new height, redraw the lines from `first` to before `until`, and follow a reader at the end.

        Following redraws the whole pane, so a growing text gets its room half a page at a time: over SSH that is a
        tenth of the bytes of scrolling line by line.
        """
        follow = self._at_end or self.is_vertical_scroll_end
        page = self.size.height
        height = max(len(self._lines), page)
        if growing and height > page:
            half = max(page // 2, 1)
            height = page + -(-(height - page) // half) * half
        size = Size(self.size.width, height)
        if size != self.virtual_size:
            self.virtual_size = size
            self.vertical_scrollbar.window_virtual_size = height
        if first < until:
            room = self.scrollable_content_region.width  # `refresh_lines` would redraw the scroll bar beside them too
            self.refresh(Region(0, first - self.scroll_offset.y, room, until - first + 1))
        if follow:
            self.scroll_end(animate=False, immediate=True)

    def render_line(self, y: int) -> Strip:
        index, width = y + self.scroll_offset.y, self.size.width
        kind, line = self._lines[index] if index < len(self._lines) else ("answer", "")
        style = self.get_component_rich_style(f"chat-pane--{kind}")
        segments = [Segment(line, style)] if isinstance(line, str) else list(Segment.apply_style(line, style))
        return Strip(segments).adjust_cell_length(width, self.rich_style)


def _text(line: str | list[Segment]) -> str:
    return line if isinstance(line, str) else "".join(segment.text for segment in line)


def _same(before: list[Line], after: list[Line]) -> int:
    """How many lines at the beginning are alike."""
    short = min(len(before), len(after))
    return next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), short)
