"""The conversations of a home: listed newest first, opened again, and branched into a file of their own."""

import time
from pathlib import Path

import msgspec

from emalign_tui.lab.chat.conversation import Thread, Turn, thread_of
from emalign_tui.lab.chat.transcript import Exchange, append_exchange, read_transcript, transcript_path
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home
from emalign_tui.lab.sanitize import one_line

MOST = 200  # conversations that are listed
_HEAD = 64 * 1024  # bytes of a file that are read to say what it is about


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """One transcript. title: its first question. models: of the first answers. answers: all there are. at: unix
    seconds of the last change."""

    path: Path
    title: str
    models: tuple[str, ...]
    answers: int
    at: float


def list_conversations(home: Home) -> list[Conversation]:
    """The newest conversations; files that hold none, or are being written for the first time, are left out."""
    found = []
    for path in (home.results / "chat").glob("*.jsonl"):
        try:
            found.append((path.stat().st_mtime, path))
        except OSError:  # removed between two looks
            continue
    newest = sorted(found, reverse=True)[:MOST]
    return [about for at, path in newest if (about := _about(path, at)) is not None]


def load_conversation(path: Path) -> list[Thread]:
    """The threads of a conversation by pane. Raises LabError when it cannot be read, or holds nothing."""
    exchanges = [each for each in read_transcript(path) if len(each.messages) > 1]
    if not exchanges:
        raise LabError("No conversation in this file", where=str(path), do="Choose another.")
    panes = sorted({each.pane for each in exchanges})
    return _aligned([thread_of([each for each in exchanges if each.pane == pane]) for pane in panes])


def _aligned(threads: list[Thread]) -> list[Thread]:
    """The threads with the same questions in each: one that got no answer was not kept, and is put back."""
    questions = [turn.question for turn in max(threads, key=lambda thread: len(thread.turns)).turns]
    for thread in threads:
        for place, question in enumerate(questions):
            if place >= len(thread.turns) or thread.turns[place].question != question:
                thread.turns.insert(place, Turn(question, []))
    longest = max((thread.turns for thread in threads), key=len)
    for thread in threads:
        thread.turns += [Turn(turn.question, []) for turn in longest[len(thread.turns) :]]
    return threads


def branch(home: Home, threads: list[Thread], turn: int) -> tuple[Path, list[Thread]]:
    """A new conversation with the turns up to and with number `turn`, in a file of its own; the old one stays.

    turn: -1 begins anew with the same opening; nothing is written then. Raises LabError when it cannot be written.
    """
    path = transcript_path(home)
    kept = [thread.until(turn) for thread in threads]
    for thread in kept:
        for exchange in thread.exchanges():
            append_exchange(path, exchange)
    return path, kept


def when(at: float) -> str:
    """A day and a time, as people write them."""
    return time.strftime("%d %b %H:%M", time.localtime(at))


def _about(path: Path, at: float) -> Conversation | None:
    decoder = msgspec.json.Decoder(Exchange)
    first: list[Exchange] = []
    answers = 0
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            answers = head.count(b"\n")
            while block := file.read(1 << 20):
                answers += block.count(b"\n")
            if not head.endswith(b"\n") and b"\n" not in head:
                file.seek(0)
                head = file.readline()
    except OSError:
        return None
    for line in head.split(b"\n"):
        try:
            first.append(decoder.decode(line))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            continue
    if not first:
        return None
    begin = next((message.content for message in first[0].messages if message.role == "user"), "")
    models = tuple(dict.fromkeys(each.model for each in sorted(first, key=lambda each: each.pane)))
    return Conversation(path=path, title=one_line(begin, 200), models=models, answers=answers, at=at)
