"""Blocking work in threads: the one boundary where its errors become a sentence for the reader and a line in the log.

The threads are daemons, not Textual workers: Textual's pool is joined when the lab closes, and leaving the lab must not
wait for a server that starts or a model that thinks.
"""

import threading
from collections.abc import Callable

from textual.dom import DOMNode
from textual.message import Message
from textual.timer import Timer

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home
from emalign_tui.lab.redaction import redact
from emalign_tui.tui.terminal import record_traceback


class Trouble(Message):
    """Something went wrong in the background. sentence: what a person reads."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


def in_thread(
    node: DOMNode, home: Home, work: Callable[[], None], name: str, told: list[str] | None = None
) -> threading.Thread:
    """Run blocking work in a thread that only posts messages. Its errors reach the node's ancestors as Trouble.

    told: what was told of the last time that the same was done; it is not told twice in a row.
    """

    def guarded() -> None:
        sentence = sentence_of(home, work)
        new = told is None or told != [sentence]
        if told is not None:
            told[:] = [sentence]
        if sentence and new and node.is_running:
            node.post_message(Trouble(sentence))

    thread = threading.Thread(target=guarded, name=name, daemon=True)
    thread.start()
    return thread


def sentence_of(home: Home, work: Callable[[], None]) -> str:
    """Do the work; "" when it went well, else what to tell. An unexpected error is recorded in the lab's log."""
    try:
        work()
    except LabError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 the worker boundary: recorded, and told with the place of the record
        log = home.state / "lab.log"
        record_traceback(log, error)
        return redact(f"Something unexpected went wrong: {type(error).__name__}: {error}. The details are in {log}.")
    return ""


def poll(node: DOMNode, home: Home, work: Callable[[], None], name: str, seconds: float) -> Timer:
    """Run short work in a thread now and every so many seconds, never two at a time. Pause the timer to stop it. An
    error that stays is told once."""
    running: list[threading.Thread] = []
    told: list[str] = []

    def tick() -> None:
        if not running or not running[-1].is_alive():
            running[:] = [in_thread(node, home, work, name, told)]

    tick()
    return node.set_interval(seconds, tick)
