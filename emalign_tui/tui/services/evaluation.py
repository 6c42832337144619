"""Reading one evaluation in threads: opened once, read again only when its files have grown or the question changed."""

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from textual.message import Message

from emalign_tui.lab.evals.browse import EvaluationView

PAGE = 200  # answers that are shown at once
REST = 4  # after reading files that grow: this many times as long as it took, so that a large one leaves the CPU alone
T = TypeVar("T")


class EvaluationRead(Message):
    """What a level of the Scores room asked of an evaluation."""

    def __init__(self, run: str, level: str, value: object) -> None:
        super().__init__()
        self.run, self.level, self.value = run, level, value


class EvaluationReader:
    """One open evaluation. Each method blocks: call it from a thread."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._view: EvaluationView | None = None
        self._lock = threading.Lock()
        self._last: object = None
        self._rest_until = 0.0

    def ask(self, question: object, read: Callable[[EvaluationView], T]) -> T | None:
        """What `read` finds; None when the question is the last one again and the files have not grown."""
        with self._lock:
            view, grown = self._open()
            if not grown and question == self._last:
                return None
            found = read(view)
            self._last = question
            return found

    def forget(self) -> None:
        """Answer the next question even if it is the same: its last answer was not shown."""
        self._last = None

    def close(self) -> None:
        with self._lock:
            if self._view:
                self._view.close()
                self._view = None

    def _open(self) -> tuple[EvaluationView, bool]:
        """The view, and whether it holds something new."""
        if self._view is None:
            self._view = EvaluationView(self._path)
            return self._view, True
        started = time.monotonic()
        if started < self._rest_until:
            return self._view, False
        grown = self._view.refresh()
        if grown:
            ended = time.monotonic()
            self._rest_until = ended + REST * (ended - started)
        return self._view, grown
