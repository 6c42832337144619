"""From tokens to text while they come: whole characters only, cut before a stop string."""

from collections.abc import Callable


class TextStream:
    """Decodes one sequence token by token.

    Text is held back while its last character is incomplete, or while it may be the beginning of a stop string.
    live: False saves the work for a client that wants the whole text at the end and gave no stop strings.
    """

    def __init__(self, decode: Callable[[list[int]], str], stop: tuple[str, ...], *, live: bool) -> None:
        self.stopped = False
        self._decode = decode
        self._stop = stop
        self._live = live
        self._tokens: list[int] = []
        # Tokens before _done are in the text. Decoding starts at _window, a few tokens earlier, because some
        # tokenizers decode a token differently at the beginning of a text.
        self._window = 0
        self._done = 0
        self._held = ""

    def push(self, token: int) -> str:
        """Text that is certain now that this token came. Sets `stopped` when a stop string is complete."""
        self._tokens.append(token)
        if not self._live:
            return ""
        new = self._new()
        if new.endswith("\ufffd"):
            return ""
        self._window, self._done = self._done, len(self._tokens)
        return self._release(new)

    def finish(self) -> str:
        """The text that was held back, at the end of the sequence. Nothing after a stop string."""
        if self.stopped:
            return ""
        text = self._release(self._new())
        held, self._held = self._held, ""
        return text if self.stopped else text + held

    def _new(self) -> str:
        before = self._decode(self._tokens[self._window : self._done])
        return self._decode(self._tokens[self._window :])[len(before) :]

    def _release(self, new: str) -> str:
        text = self._held + new
        cut = min((place for stop in self._stop if (place := text.find(stop)) >= 0), default=None)
        if cut is not None:
            self.stopped = True
            self._held = ""
            return text[:cut]
        hold = max((_overlap(text, stop) for stop in self._stop), default=0)
        self._held = text[len(text) - hold :]
        return text[: len(text) - hold]


def _overlap(text: str, stop: str) -> int:
    """Length of the longest end of text with which the stop string begins."""
    return next((size for size in range(min(len(stop) - 1, len(text)), 0, -1) if text.endswith(stop[:size])), 0)
