"""One model's answer as it streams in: a thread writes it, the screen looks at it at most four times a second."""

import gc
import threading
import time
from contextlib import closing
from pathlib import Path

import msgspec

from emalign_tui.lab.chat import client
from emalign_tui.lab.chat.client import ChatMessage, Usage, as_asked, stream_chat
from emalign_tui.lab.chat.transcript import Exchange, append_exchange
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.servers import serve
from emalign_tui.tui.services.boundary import sentence_of


def warm() -> None:
    """Get ready before somebody waits: for the first word of an answer, or for a key while answers stream."""
    client.warm()
    gc.freeze()  # what was imported stays; looking through it for garbage took 0.1 s, in which no key is answered


class Answer:
    """The state of one streaming answer. Read-only for the screen, apart from stop().

    asked: what is asked of which model, as an exchange whose last message is what the answer begins with.
    reference: of the model. status: what it waits for, shown until the first word. error: the sentence of what went
    wrong; text then is partial. transcript: the file that the answer is kept in, whole or partial.
    """

    def __init__(self, home: Home, reference: str, asked: Exchange, transcript: Path) -> None:
        self.asked = asked
        self.text = asked.text
        self.pieces = 0
        self.status = "waiting for the model"
        self.error = ""
        self.finish_reason: str | None = None
        self.finished = False
        self.stopped = False
        self._usage: Usage | None = None
        self._home, self._reference, self._transcript = home, reference, transcript
        self._began = self._first = self._ended = 0.0
        self._kept, self._keeping = False, threading.Lock()

    def start(self) -> None:
        """Begin in a thread of its own, which leaving the lab does not wait for."""
        threading.Thread(target=self.run, name=f"answer-{self.asked.model}", daemon=True).start()

    def stop(self) -> None:
        """Want no more. The connection closes at the next word, which frees the server's work."""
        self.stopped = True

    def keep(self) -> str:
        """Write down what has come, once. Its own thread does, and whoever leaves before that thread has ended.

        Returns the sentence of what went wrong.
        """
        with self._keeping:
            if self._kept or not self.pieces:
                return ""
            self._kept = True
            return sentence_of(self._home, lambda: append_exchange(self._transcript, self.exchange()))

    @property
    def first(self) -> float | None:
        """Seconds from the request to the first text."""
        return self._first - self._began if self._first else None

    @property
    def seconds(self) -> float | None:
        """Seconds since the request, or what it took."""
        return (self._ended or time.monotonic()) - self._began if self._began else None

    def exchange(self) -> Exchange:
        """The answer as it is now, the way it is kept."""
        return msgspec.structs.replace(
            self.asked,
            messages=[*self.asked.prompt, ChatMessage("assistant", self.text if self.pieces else "")],
            finish_reason=self.finish_reason,
            usage=self._usage,
            pieces=self.pieces,
            first=self.first,
            seconds=self.seconds,
            error=self.error,
            stopped=self.stopped and not self.finish_reason,
            at=time.time(),
        )

    def run(self) -> None:
        """Read the answer to its end and keep it. Blocks."""
        try:
            self.error = sentence_of(self._home, self._stream)
            self._ended = time.monotonic()
            self.error = " ".join(filter(None, [self.error, self.keep()]))
        finally:
            self.finished = True

    def _stream(self) -> None:
        if self.stopped:
            return
        endpoint = serve(self._home, resolve_model(self._home, self._reference), on_progress=self._tell)
        if self.stopped:
            return
        self.status = "thinking"
        self._began = time.monotonic()
        deltas = stream_chat(endpoint, self.asked.prompt, **msgspec.structs.asdict(self.asked.params))
        with closing(deltas):  # type: ignore[type-var]  # a generator, which the iterator's type does not say
            for delta in deltas:
                if self.stopped:
                    return
                self.asked = msgspec.structs.replace(self.asked, params=as_asked(endpoint, self.asked.params))
                if delta.text:
                    self._first = self._first or time.monotonic()
                    self.pieces += 1
                self.text += delta.text
                self.finish_reason = delta.finish_reason or self.finish_reason
                self._usage = delta.usage or self._usage

    def _tell(self, status: str) -> None:
        self.status = status
