"""Cleaning model text while it streams: an escape sequence may be cut anywhere between two pieces."""

import re

from emalign_tui.lab.redaction import HidingStream
from emalign_tui.lab.sanitize import clean

_STRING = re.compile(r"\x1b[\]PX^_]|[\x90\x98\x9d-\x9f]")  # what begins a string, and what ends it
_ENDS = re.compile(r"\x1b\\|\x07|\x9c")
_STARTS = re.compile(r"[\x1b\x90\x98\x9b\x9d-\x9f\r]")
# An introducer with whatever may follow it, as long as the end of the text leaves open what it will become.
_OPEN = re.compile(
    r"(?:(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])(?:(?!\x1b\\|\x07|\x9c).)*"  # a string without its terminator
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*"  # a control sequence without its final byte
    r"|\x1b[ -/]*"
    r"|\r)\Z",
    re.DOTALL,
)


class CleanStream:
    """`sanitize.clean` for text that comes in pieces: what comes out, joined, is `clean` of the whole, and without the
    secrets that are known: a server may say back the key that it was asked with.

    Text from an open escape sequence onwards is held back until the sequence is complete or the stream ends.
    """

    def __init__(self) -> None:
        self._held = ""
        self._hiding = HidingStream()

    def push(self, text: str) -> str:
        """The part of the text so far that is certain now, cleaned."""
        if _STRING.match(self._held) and not _ENDS.search(self._held[-1] + text):
            self._held += text  # only the new part is looked at, however long the string becomes
            return ""
        text = self._held + text
        cut = _open_at(text)
        self._held = text[cut:]
        return self._hiding.push(clean(text[:cut]))

    def finish(self) -> str:
        """The rest, cleaned as it is."""
        held, self._held = self._held, ""
        return self._hiding.push(clean(held)) + self._hiding.finish()


def _open_at(text: str) -> int:
    """Where an escape sequence begins that is still open at the end of the text; its length when there is none."""
    place = 0
    while start := _STARTS.search(text, place):
        if _OPEN.match(text, start.start()):
            return start.start()
        place = _end(text, start.start())
    return len(text)


_WHOLE = re.compile(
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f]).*?(?:\x1b\\|\x07|\x9c)"
    r"|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|\x1b[ -/]*[0-~]?"
    r"|\r",
    re.DOTALL,
)


def _end(text: str, start: int) -> int:
    whole = _WHOLE.match(text, start)
    return whole.end() if whole else start + 1
