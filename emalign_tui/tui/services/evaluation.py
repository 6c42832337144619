"""Reading one evaluation in threads: opened once, read again only when its files have grown or the question changed."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from textual.message import Message

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.browse import EvaluationView

PAGE = 200  # answers that are shown at once
REST = 4  # after reading files that grow: this many times as long as it took, so that a large one leaves the CPU alone


class EvaluationRead(Message):
    """What a level of the Scores room asked of an evaluation."""

    def __init__(self, run: str, level: str, value: object) -> None:
        super().__init__()
        self.run, self.level, self.value = run, level, value


class EvaluationUnread(Message):
    """An evaluation cannot be read. sentence: why, and what to do."""

    def __init__(self, run: str, sentence: str) -> None:
        super().__init__()
        self.run, self.sentence = run, sentence


class EvaluationReader:
    """One open evaluation. Each method blocks: call it from a thread."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        self._view: EvaluationView | None = None
        self._lock = threading.Lock()
        self._asked: dict[str, object] = {}
        self._grown = 0  # how often the files were found to hold more
        self._rest_until = 0.0

    def ask(
        self,
        level: str,
        question: Callable[[], object],
        read: Callable[[EvaluationView], object],
        tell: Callable[[object], object],
    ) -> None:
        """Tell what `read` finds, unless the level's question is the last one again and the files have not grown.

        The question is asked for, and the answer told, while no other thread reads: what is told last is the newest.
        Raises LabError when the evaluation is not there.
        """
        with self._lock:
            try:
                view = self._open()
            except LabError:
                self.forget()
                raise
            asked = (question(), self._grown)
            if self._asked.get(level) != asked:
                found = read(view)
                self._asked[level] = asked
                tell(found)

    def forget(self) -> None:
        """Answer the next question even if it is the same: its last answer was not shown."""
        self._asked = {}

    def close(self) -> None:
        with self._lock:
            if self._view:
                self._view.close()
                self._view = None

    def _open(self) -> EvaluationView:
        """The view, with what the files hold now."""
        started = time.monotonic()
        if self._view is None:
            self._view = EvaluationView(self._path)
        elif started >= self._rest_until and self._view.refresh():
            ended = time.monotonic()
            self._rest_until = ended + REST * (ended - started)
            self._grown += 1
        return self._view
