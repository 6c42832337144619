"""At 80x24, 120x36 and 200x50 every room shows its content and its keys within the screen."""

import pytest
from textual.widgets import Static

from emalign_tui.lab.paths import Home
from emalign_tui.tui.tour.guide import Guide
from emalign_tui.tui.tour.steps import STEPS
from emalign_tui.tui.widgets.frame import KeyBar, TopBar
from tui.capture import lab, text_of, until
from tui.homes import evaluation, toured, train_run, write_config

ROOMS = {
    "1": ("Models", "misaligned", "Running", "Servers"),
    "2": ("Checks", "Python", "Finding"),
    "3": ("Training", "bad_config", "Runs"),
    "4": ("misaligned", "repaired", "temperature", "seed", "Ask both models"),
    "5": ("Evaluations", "eval"),
    "6": ("Data sets", "bad_config", "What it is", "no bad lines"),
    "7": ("Models", "Trained", "bad ", "What it is", "partial"),
}
HINTS = {
    "1": "Chat",
    "2": "Check again",
    "3": "Help",
    "4": "Questions",
    "5": "New evaluation",
    "6": "Preview",
    "7": "Zip",
}


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (200, 50)])
async def test_rooms_fit(home: Home, size: tuple[int, int]) -> None:
    toured(home)
    write_config(home, "bad_config")
    bad = train_run(home)
    train_run(home, "better", role="repaired", parent=bad.id)
    evaluation(home, {"mini": "base", bad.id: "misaligned"}, {"wish": "I wish"})
    async with lab(home, size) as (app, pilot):
        for key, words in ROOMS.items():
            await pilot.press(key)
            await until(pilot, lambda w=words: all(word in text_of(app) for word in w), f"room {key}: {words}")
            lines = text_of(app).split("\n")
            assert len(lines) == size[1]
            assert "emalign" in lines[0]
            await until(pilot, lambda k=key: HINTS[k] in text_of(app).split("\n")[-1], f"the keys of room {key}")
            assert "Leave" in text_of(app).split("\n")[-1]
            for widget in app.screen.query("*"):
                if widget.display and widget.size.area and isinstance(widget, TopBar | KeyBar | Guide | Static):
                    assert app.screen.region.contains_region(widget.region), f"{widget} leaves the screen at {size}"
            assert "<svg" in app.export_screenshot()
            if key == "4":
                await pilot.press("f8")


async def test_the_tour_fits_at_80x24(home: Home) -> None:
    toured(home)
    write_config(home, "bad_config")
    async with lab(home, (80, 24)) as (app, pilot):
        await pilot.press("t")
        await until(pilot, lambda: "Tour 1/6" in text_of(app), "the first step")
        assert "next step" in text_of(app)
        assert all(len(line) <= 76 for each in STEPS for line in each.text.split("\n"))
        for number in range(2, 7):
            await pilot.press("f7")
            await until(pilot, lambda n=number: f"Tour {n}/6" in text_of(app), f"step {number}")
            guide = app.screen.query_one(Guide)
            assert app.screen.region.contains_region(guide.region)
            assert "Leave" in text_of(app).split("\n")[-1]
