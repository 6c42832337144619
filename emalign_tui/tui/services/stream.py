"""One model's answer as it streams in: a thread writes it, the screen looks at it at most four times a second."""

import threading
import time
from contextlib import closing
from pathlib import Path

import msgspec

from emalign_tui.lab.chat.client import ChatMessage, ChatParams, Usage, stream_chat
from emalign_tui.lab.chat.transcript import Exchange, append_exchange
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.servers import serve
from emalign_tui.tui.services.boundary import sentence_of


class Answer:
    """The state of one streaming answer. Read-only for the screen, apart from stop().

    status: what it waits for, shown until the first word. error: the sentence of what went wrong; text then is partial.
    transcript: the file that the answer is kept in, whole or partial.
    """

    def __init__(
        self, home: Home, model: str, messages: list[ChatMessage], params: ChatParams, transcript: Path
    ) -> None:
        self.model, self.messages, self.params = model, messages, params
        self.text = ""
        self.status = "waiting for the model"
        self.error = ""
        self.finish_reason: str | None = None
        self.finished = False
        self.stopped = False
        self._usage: Usage | None = None
        self._home, self._transcript = home, transcript

    def start(self) -> None:
        """Begin in a thread of its own, which leaving the lab does not wait for."""
        threading.Thread(target=self._run, name=f"answer-{self.model}", daemon=True).start()

    def stop(self) -> None:
        """Want no more. The connection closes at the next word, which frees the server's work."""
        self.stopped = True

    def _run(self) -> None:
        self.error = sentence_of(self._home, self._stream)
        if self.text:
            kept = sentence_of(self._home, self._keep)
            self.error = " ".join(filter(None, [self.error, kept]))
        self.finished = True

    def _stream(self) -> None:
        endpoint = serve(self._home, resolve_model(self._home, self.model), on_progress=self._tell)
        if self.stopped:
            return
        self.status = "thinking"
        deltas = stream_chat(endpoint, self.messages, **msgspec.structs.asdict(self.params))
        with closing(deltas):  # type: ignore[type-var]  # a generator, which the iterator's type does not say
            for delta in deltas:
                if self.stopped:
                    return
                self.text += delta.text
                self.finish_reason = delta.finish_reason or self.finish_reason
                self._usage = delta.usage or self._usage

    def _tell(self, status: str) -> None:
        self.status = status

    def _keep(self) -> None:
        said = [*self.messages, ChatMessage("assistant", self.text)]
        append_exchange(
            self._transcript,
            Exchange(
                messages=said,
                model=self.model,
                params=self.params,
                finish_reason=self.finish_reason,
                usage=self._usage,
                at=time.time(),
            ),
        )
