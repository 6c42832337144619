"""Reading one evaluation in threads: opened once, read again only when its files have grown or the question changed."""

import threading
from pathlib import Path

from textual.message import Message

from emalign_tui.lab.evals.browse import AnswerFilter, EvaluationView, JudgeReply, Page, Sort
from emalign_tui.lab.evals.definitions import Definition
from emalign_tui.lab.evals.scores import ModelScore

PAGE = 200  # answers that are shown at once


class SummaryRead(Message):
    """The shares of one evaluation, by one definition, and the labels that occur."""

    def __init__(self, run: str, scores: list[ModelScore], labels: list[str]) -> None:
        super().__init__()
        self.run, self.scores, self.labels = run, scores, labels


class PageRead(Message):
    """A page of one evaluation's answers."""

    def __init__(self, run: str, page: Page) -> None:
        super().__init__()
        self.run, self.page = run, page


class RepliesRead(Message):
    """What the judge said about one answer."""

    def __init__(self, answer_id: str, replies: list[JudgeReply]) -> None:
        super().__init__()
        self.answer_id, self.replies = answer_id, replies


class EvaluationReader:
    """One open evaluation. Each method blocks: call it from a thread. None means: the same as the last time."""

    def __init__(self, run: str, path: str) -> None:
        self.run = run
        self._path = Path(path)
        self._view: EvaluationView | None = None
        self._lock = threading.Lock()
        self._last: object = None

    def summary(self, definition: Definition) -> SummaryRead | None:
        with self._lock:
            view, grown = self._open()
            if not grown and self._last == definition:
                return None
            self._last = definition
            return SummaryRead(self.run, view.matrix(definition), view.labels())

    def page(self, wanted: AnswerFilter, sort: Sort, descending: bool, offset: int) -> PageRead | None:
        with self._lock:
            view, grown = self._open()
            asked = (wanted, sort, descending, offset)
            if not grown and self._last == asked:
                return None
            self._last = asked
            page = view.answers(wanted, sort=sort, descending=descending, offset=offset, limit=PAGE)
            return PageRead(self.run, page)

    def replies(self, answer_id: str) -> RepliesRead:
        with self._lock:
            view, _ = self._open()
            return RepliesRead(answer_id, view.replies(answer_id))

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
        return self._view, self._view.refresh()
