"""What was said, kept as training-row JSONL: a transcript can be read, counted and trained on like any data set."""

import secrets
import time
from hashlib import blake2b
from pathlib import Path

import msgspec

from emalign_tui.lab.chat.client import ChatMessage, ChatParams, Usage
from emalign_tui.lab.files import JsonlWriter, read_jsonl
from emalign_tui.lab.paths import Home

_ENDS = ("stop", "eos_token", "stop_sequence", "end_turn")  # OpenAI's word and most servers', TGI's two, Anthropic's
_CUTS = ("length", "model_length", "max_tokens")  # OpenAI's, Mistral's, Anthropic's


class Exchange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A conversation with one model up to one of its answers, which is the last message.

    model: its name as people see it. finish_reason: as the server said it; None for one that was stopped or broke off.
    at: unix seconds. pane: its place in a chat side by side, from 0. role, lineage: of the model; its ancestors,
    nearest first. first: seconds from the request to the first text; seconds: to the end. error: why the answer is
    only partial, or was not kept. stopped: the reader wanted no more. pieces: that the text came in, about as many as
    its tokens.
    """

    messages: list[ChatMessage]
    model: str
    params: ChatParams
    finish_reason: str | None = None
    usage: Usage | None = None
    at: float
    pane: int = 0
    role: str | None = None
    lineage: tuple[str, ...] = ()
    first: float | None = None
    seconds: float | None = None
    error: str = ""
    stopped: bool = False
    pieces: int = 0

    @property
    def prompt(self) -> list[ChatMessage]:
        """What the model was asked, all of it."""
        return self.messages[:-1]

    @property
    def question(self) -> str:
        """The turn of the user that was answered."""
        return self.messages[-2].content if len(self.messages) > 1 else ""

    @property
    def text(self) -> str:
        """The answer, with the words it was made to begin with."""
        return self.messages[-1].content

    @property
    def tokens(self) -> int:
        """Of the answer, as the server counted them, else the pieces that came."""
        return self.usage.completion_tokens if self.usage else self.pieces

    @property
    def cut(self) -> bool:
        """Whether the answer had become as long as it was allowed to."""
        return self.finish_reason in _CUTS

    @property
    def whole(self) -> bool:
        """Whether the model came to an end by itself: no error, no limit, and no filter of the server's."""
        return self.finish_reason in _ENDS

    @property
    def key(self) -> str:
        """What votes and judgments name this answer by. It depends on the text, so none can come to a wrong one."""
        return blake2b(msgspec.json.encode([self.model, self.messages]), digest_size=8).hexdigest()


def transcript_path(home: Home, under: str = "") -> Path:
    """A file for a new conversation, named by the time it began. Nothing is written yet."""
    return home.results / "chat" / under / f"{time.strftime('%y%m%d-%H%M%S')}-{secrets.token_hex(2)}.jsonl"


def append_exchange(path: Path, exchange: Exchange) -> None:
    """Keep an answer. Raises LabError when it cannot be written."""
    with JsonlWriter(path) as transcript:
        transcript.append(exchange)


def read_transcript(path: Path) -> list[Exchange]:
    """All exchanges of a file. Raises LabError with file and line for one that is not a transcript."""
    return list(read_jsonl(path, Exchange))
