"""The lab in a test, with every byte that it would write to the terminal."""

import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, cast
from unittest.mock import patch

from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot
from textual.screen import Screen

from emalign_tui.lab.paths import Home
from emalign_tui.tui.app import LabApp


class RecordingDriver(HeadlessDriver):
    """Takes no keys from a terminal and keeps what is written to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written: list[str] = []

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.written.append(data)


class RecordedLab(LabApp):
    """The real app over a recording driver."""

    def _build_driver(self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None) -> RecordingDriver:
        return RecordingDriver(self, size=size)

    @property
    def written(self) -> str:
        """Everything written so far."""
        return "".join(self._driver.written)

    @property
    def bytes_written(self) -> int:
        return len(self.written.encode())


@asynccontextmanager
async def lab(home: Home, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[RecordedLab, Pilot[None]]]:
    """The lab open on a home, its first snapshot read.

    Its threads end with it: a late one must not write into the home of the next test.
    """
    before = set(threading.enumerate())
    with patch.dict(os.environ, {"TERM": "xterm-256color", "COLORTERM": ""}):
        app = RecordedLab(home)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: bool(app.snapshot.tree), "the first snapshot")
        yield app, pilot
    for thread in set(threading.enumerate()) - before:
        if not thread.name.startswith(
            ("Thread-", "asyncio_", "check", "setup-checks")
        ):  # servers', and what only looks
            thread.join(60)


async def until(pilot: Pilot[None], predicate: Callable[[], object], what: str, tries: int = 2400) -> None:
    """Let the app work until something is true."""
    for _ in range(tries):
        if predicate():
            return
        await pilot.pause(0.05)
    raise AssertionError(f"waited in vain for {what}; the screen was:\n{text_of(cast(LabApp, pilot.app))}")


async def opened(pilot: Pilot[None], kind: type[Screen[Any]]) -> str:
    """Wait for a window of this kind to be drawn. Returns what is on the screen."""
    app = cast(LabApp, pilot.app)
    await until(
        pilot,
        lambda: isinstance(app.screen, kind) and any(each.region.area for each in app.screen.query(".dialog")),
        f"a {kind.__name__} window",
    )
    return text_of(app)


def text_of(app: LabApp) -> str:
    """What is on the screen, as lines of text."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips()[: app.size.height])
