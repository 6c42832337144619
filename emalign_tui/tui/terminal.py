"""The terminal belongs to the lab while it is open: nothing but the lab writes to it, and only printable text."""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from emalign_tui.lab.redaction import redact
from emalign_tui.lab.sanitize import clean

_BREAK = {
    0x1B: None,
    0x9B: None,
    0x9D: None,
    0x90: None,
    0x98: None,
    0x9E: None,
    0x9F: None,
    10: None,
    13: None,
    9: " ",
}


class PrintableOnly(LineFilter):
    """The last line of defence: removes control characters from every segment that any widget draws.

    Text is cleaned where it enters a widget (`widgets/safe.py`). This catches what a person pastes, what Textual itself
    shows, and our own mistakes. It removes zero-width characters only, so the layout does not move.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        if all(segment.text.isprintable() for segment in segments):
            return segments
        return [
            segment if segment.text.isprintable() else Segment(_printable(segment.text), segment.style, segment.control)
            for segment in segments
        ]


def _printable(text: str) -> str:
    """Text that moves no cursor. An escape is broken by losing its first character, its payload stays as letters."""
    return clean(text.translate(_BREAK))


@contextmanager
def guard(log: Path) -> Iterator[None]:
    """Give the lab its own way to the terminal and send file descriptor 2 to the log.

    Textual draws through `sys.__stderr__`; libraries and C code write warnings to file descriptor 2, which would
    corrupt the screen. The new stream is UTF-8 and replaces what cannot be encoded, whatever the locale says.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    original_stream, original_fd = sys.__stderr__, os.dup(2)
    way = 2 if os.isatty(2) else 1
    screen = os.fdopen(os.dup(way), "w", encoding="utf-8", errors="replace")
    sink = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    sys.__stderr__ = screen  # type: ignore[misc]
    os.dup2(sink, 2)
    os.close(sink)
    try:
        yield
    finally:
        screen.close()
        os.dup2(original_fd, 2)
        os.close(original_fd)
        sys.__stderr__ = original_stream  # type: ignore[misc]


def record_traceback(log: Path, error: BaseException) -> None:
    """Append an unexpected error to the log. A log that cannot be written is no reason to lose the lab."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8", errors="replace") as out:
            out.write(f"--- {datetime.now().isoformat(timespec='seconds')}\n")
            out.write(redact("".join(traceback.format_exception(error))))
    except OSError:
        return
