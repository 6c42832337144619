"""Going through the guided set-up in a test: to a step, taking a choice, typing a line, reading the screen."""

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from emalign_tui.lab.setup.machine import Gpu, Machine
from emalign_tui.tui.screens.setup.screen import SetupScreen
from emalign_tui.tui.widgets.row_list import RowList
from tui.capture import RecordedLab, text_of, until

FRAME = str.maketrans("│╭╮╰╯─", "      ")
TOKEN, KEY = "hf_PlantedToken123", "sk-PlantedKey1234567"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "EMALIGN_API_KEY", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_HOME", "HF_TOKEN_PATH"):
        monkeypatch.delenv(name, raising=False)


def machine(*gpus: Gpu, **other: object) -> Machine:
    facts: dict[str, object] = {"ram_total": 16.0, "ram_free": 12.0, "cores": 8, "disk_free": 100.0, **other}
    return Machine(gpus=gpus, **facts)  # type: ignore[arg-type]


def a_machine(monkeypatch: pytest.MonkeyPatch, found: Machine) -> None:
    monkeypatch.setattr("emalign_tui.tui.screens.setup.facts.measure", lambda home: found)


async def shows(app: RecordedLab, pilot: Pilot[None], *texts: str) -> str:
    """Wait until the screen shows all of these, however lines are broken."""

    def flat() -> str:
        lines, cut = text_of(app).split("\n"), 28 if isinstance(app.screen, SetupScreen) else 0
        panels, frame = lines[1:-2], [lines[0], *lines[-2:]]
        text = " ".join([line[:cut] for line in panels] + [line[cut:] for line in panels] + frame)
        return " ".join(text.translate(FRAME).split())

    try:
        await until(pilot, lambda: all(text in flat() for text in texts), str(texts))
    except AssertionError as error:
        raise AssertionError(f"{error}; the screen was:\n{text_of(app)}") from None
    return flat()


async def to_step(app: RecordedLab, pilot: Pilot[None], number: int) -> None:
    """From Home into the set-up, and past the steps before by skipping them."""
    await pilot.press("1", "s")
    await until(pilot, lambda: isinstance(app.screen, SetupScreen) and app.screen._facts, "the set-up")
    for step in range(1, number):
        await shows(app, pilot, f"{step} of 6:")
        await pilot.press("s")
    await shows(app, pilot, f"{number} of 6:")


async def choose(app: RecordedLab, pilot: Pilot[None], key: str) -> None:
    """Put the cursor on a choice, and take it."""
    rows = app.screen.query_one("#choices", RowList)
    await until(pilot, lambda: key in [row for row, _ in rows._rows], f"the choice {key}")
    rows.go_to(key)
    await pilot.press("enter")


async def type_in(app: RecordedLab, pilot: Pilot[None], text: str) -> None:
    await until(pilot, lambda: isinstance(app.focused, Input), "the line")
    app.focused.value = text
    await pilot.pause()
    await pilot.press("enter")
