"""Every request of an evaluation, on disk before it is sent, so that no kill hides what was asked and paid."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from emalign_tui.lab.evals.records import Spent
from emalign_tui.lab.files import JsonlWriter, read_jsonl


class Sent(msgspec.Struct):
    """One request. by: who was asked. spent: the most that it can take, until it has ended; then what it took."""

    number: int
    by: str
    spent: Spent
    ended: bool = False


class Accounts:
    """Append-only, two lines a request; the last line of a number counts. spent: by name, in all runs so far.

    A request without a second line was in flight at a kill, and counts as the most that it can have taken. Without a
    path nothing is written.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.spent: dict[str, Spent] = {}
        self._file = JsonlWriter(path) if path else None
        known = {each.number: each for each in read_jsonl(path, Sent)} if path else {}
        for each in known.values():
            self._add(each)
        self._next = max(known, default=0) + 1

    def close(self) -> None:
        if self._file:
            self._file.close()

    @contextmanager
    def entry(self, by: str, most: Spent) -> Iterator[Sent]:
        """A request while it is under way; set `spent` to what it took. Raises LabError when the disk is full."""
        request = Sent(self._next, by, most)
        self._next += 1
        self._write(request)
        try:
            yield request
        finally:
            self._add(request)
            request.ended = True
            self._write(request)

    def _add(self, request: Sent) -> None:
        self.spent[request.by] = self.spent.get(request.by, Spent()).plus(request.spent)

    def _write(self, request: Sent) -> None:
        if self._file:
            self._file.append(request)
