"""The chat in a test: a server on loopback behind each pane, and what a person does there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from servers.fake_openai import Behaviour, FakeServer
from servers.streams import grading
from textual.pilot import Pilot
from textual.widgets import Input

from emalign_tui.lab.paths import Home
from emalign_tui.lab.settings import change_settings
from emalign_tui.tui.screens.chat.screen import ChatScreen
from emalign_tui.tui.screens.chat.side import Side
from tui.capture import RecordedLab, lab, text_of, until
from tui.homes import toured


def sides(app: RecordedLab) -> list[Side]:
    screen = next(screen for screen in app.screen_stack if isinstance(screen, ChatScreen))
    return screen.desk.sides


@asynccontextmanager
async def chat(
    home: Home, left: Behaviour, right: Behaviour, size: tuple[int, int] = (100, 30), *, judged: bool = False
) -> AsyncIterator[tuple[RecordedLab, Pilot[None], FakeServer, FakeServer]]:
    """The chat open, with a model of its own behind each pane. judged: a judge is there as well."""
    with FakeServer(left) as one, FakeServer(right) as other, FakeServer(grading) as judge:
        if judged:
            change_settings({"judge": f"{judge.url}#j"})
        async with lab(toured(home), size) as (app, pilot):
            await pilot.press("4")
            await until(pilot, lambda: isinstance(app.focused, Input) and "F5" in text_of(app), "the chat")
            await until(pilot, lambda: not app.screen.probes.reading, "the probe files")
            for side, server, role in zip(sides(app), (one, other), ("base", "misaligned"), strict=True):
                side.take_model(f"{server.url}#{role}", f"model-{role}", role, ("parent",))
            yield app, pilot, one, other


async def say(pilot: Pilot[None], app: RecordedLab, text: str) -> None:
    """Type a question, and wait for every answer."""
    field = app.screen.query_one("#question", Input)
    field.value = text
    field.focus()
    await pilot.press("enter")
    await until(pilot, lambda: not field.value, "the question sent")
    await settled(pilot, app)


async def settled(pilot: Pilot[None], app: RecordedLab) -> None:
    await until(pilot, lambda: not any(side.busy for side in sides(app)), "the answers")


async def leave(pilot: Pilot[None], app: RecordedLab) -> None:
    await pilot.press("f8")
    await until(pilot, lambda: not isinstance(app.focused, Input), "the line left")


def texts(app: RecordedLab) -> list[list[str]]:
    """The shown answers by pane and turn."""
    return [[turn.text for turn in side.thread.turns] for side in sides(app)]
