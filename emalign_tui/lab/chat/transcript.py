"""What was said, kept as training-row JSONL: a transcript can be read, counted and trained on like any data set."""

import time
from pathlib import Path

import msgspec

from emalign_tui.lab.chat.client import ChatMessage, ChatParams, Usage
from emalign_tui.lab.files import JsonlWriter, read_jsonl
from emalign_tui.lab.paths import Home


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation with one model up to one of its answers, which is the last message.

    model: its name as people see it. finish_reason: stop, length; None for an answer that was stopped or broke off.
    at: unix seconds.
    """

    messages: list[ChatMessage]
    model: str
    params: ChatParams
    finish_reason: str | None = None
    usage: Usage | None = None
    at: float


def transcript_path(home: Home) -> Path:
    """A file for a new conversation, named by the time it began. Nothing is written yet."""
    return home.results / "chat" / f"{time.strftime('%y%m%d-%H%M%S')}.jsonl"


def append_exchange(path: Path, exchange: Exchange) -> None:
    """Keep an answer. Raises LabError when it cannot be written."""
    with JsonlWriter(path) as transcript:
        transcript.append(exchange)


def read_transcript(path: Path) -> list[Exchange]:
    """All exchanges of a file. Raises LabError with file and line for one that is not a transcript."""
    return list(read_jsonl(path, Exchange))
