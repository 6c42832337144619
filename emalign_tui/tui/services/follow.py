"""Following one run by its files: new events and new log lines since the last look, by offset."""

import os
from pathlib import Path

from textual.message import Message

from emalign_tui.lab.files import JsonlTail
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.records import Event

LOG_TAIL = 256 * 1024  # bytes of an old log that are shown


class RunNews(Message):
    """What is new in a run, everything since the last look in one message."""

    def __init__(self, run: str, events: list[Event], log: list[str]) -> None:
        super().__init__()
        self.run, self.events, self.log = run, events, log


class Follower:
    """Reads one run's events.jsonl and log.txt as they grow."""

    def __init__(self, path: str) -> None:
        run = RunDir(Path(path))
        self.id = run.id
        self._events = JsonlTail(run.events_path, Event)
        self._log = LogTail(run.log_path)

    def poll(self) -> RunNews | None:
        """New events and lines, or None when there are none."""
        events, lines = self._events.poll(), self._log.poll()
        return RunNews(self.id, events, lines) if events or lines else None


class LogTail:
    """New whole lines of a text file, from at most 256 kB before its end. Bytes that are not UTF-8 are replaced."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._offset = -1
        self._rest = b""

    def poll(self) -> list[str]:
        try:
            with self._path.open("rb") as source:
                if self._offset < 0:
                    self._offset = max(source.seek(0, os.SEEK_END) - LOG_TAIL, 0)
                source.seek(self._offset)
                data = source.read()
        except FileNotFoundError:
            return []
        self._offset += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        return [line.decode("utf-8", "replace") for line in lines]
