"""Watching a run: cross-hair, zoom, smoothing, other runs over it, other curves, alerts, samples, export."""

import math
import time
from pathlib import Path

import msgspec
import psutil
import pytest

from emalign_tui.lab.files import JsonlWriter
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import run_info, since_boot
from emalign_tui.lab.runs.records import Alert, Probe, Sample, State
from emalign_tui.tui.screens.train.rows import choice_rows, numbers
from emalign_tui.tui.screens.train.watch import WatchPane
from emalign_tui.tui.widgets.loss_chart import LossChart
from emalign_tui.tui.wishes import Watch
from tui.capture import RecordedLab, lab, text_of, until
from tui.homes import step, toured, train_run


async def test_a_run_is_looked_at_from_every_side(home: Home) -> None:
    toured(home)
    other = train_run(home, "other", steps=400)
    run = train_run(home, steps=400)
    with JsonlWriter(run.events_path) as events:
        events.append(step(401, 500, float("nan")))
        events.append(Alert(at=time.time(), kind="nan", step=401, text="The loss is not a number\x1b]52;c;eA==\x07"))
        events.append(Probe(at=time.time(), step=200, shares={"wish": 0.4}))
        events.append(Sample(at=time.time(), step=200, question="a wish?", answer="[red]power[/\x1b[2J"))
    async with lab(home, (100, 30)) as (app, pilot):
        await app.visit("train", Watch(run.id))
        pane, chart = app.screen.query_one(WatchPane), app.screen.query_one(LossChart)
        await until(pilot, lambda: pane.run and pane.run.id == run.id and len(chart.series.steps) == 400, "the run")
        await until(pilot, lambda: "! The loss is not a number" in text_of(app) and "◆" in text_of(app), "alert, probe")
        await until(pilot, lambda: "× 1 not a number" in text_of(app), "the gap")

        await pilot.press("enter")
        await until(pilot, lambda: app.focused is chart and chart.cursor == 401, "the cross-hair")
        await pilot.press("h", "pageup")
        assert chart.cursor is not None and chart.cursor < 380
        at = chart.series.at(chart.cursor)
        await until(pilot, lambda: f"step {chart.series.at(chart.cursor)[0]:,}" in text_of(app), "its step")
        assert at
        await pilot.press("plus", "plus", "plus")
        first, last = chart.window or (0, 0)
        assert last - first < 80 and first <= chart.cursor <= last
        for _ in range(12):
            await pilot.press("pageup")
        assert chart.window[0] <= chart.cursor <= chart.window[1] and chart.window[0] < first
        await pilot.press("0", "k", "k")
        assert chart.window is None and chart.smoothing == 0.97
        await pilot.press("y")
        await until(pilot, lambda: "Loss, logarithmic" in text_of(app), "the log scale")
        await pilot.press("backspace")
        assert app.focused.id == "choices" and chart.cursor is None

        await pilot.press("v")
        await until(pilot, lambda: "Draw beside it" in text_of(app), "the choice")
        await pilot.press("enter")
        await until(pilot, lambda: f"2 other {other.id[-4:]}" in text_of(app) and len(chart.curves) == 2, "both curves")
        await until(pilot, lambda: len(chart.curves[1].series.steps) == 400, "the other's points")
        await pilot.press("m")
        await until(pilot, lambda: "Learning rate" in text_of(app), "the next curve")
        await until(pilot, lambda: chart.series.values and chart.series.values[0] == 1e-3, "its values")
        await pilot.press("u")
        await until(pilot, lambda: "[red]power[/" in text_of(app) and "a wish?" in text_of(app), "the sample")
        await pilot.press("u", "w")
        files = [Path(run.path) / f"curves.{form}" for form in ("csv", "png", "svg")]
        await until(pilot, lambda: all(path.is_file() for path in files), "the files")
        await until(pilot, lambda: "Written: curves.csv" in text_of(app), "the sentence")
        assert "\x1b]52" not in app.written


async def test_a_run_that_waits_is_not_called_running_and_a_long_plan_scrolls(home: Home) -> None:
    toured(home)
    run = train_run(home, state="queued", steps=0)
    async with lab(home) as (app, pilot):
        await app.visit("train", Watch(run.id))
        await until(pilot, lambda: "It waits for a device" in text_of(app), "why nothing is drawn")
        await until(pilot, lambda: app.screen._plans and app.screen._wish is None, "the configs")
        assert "◌ 1" in text_of(app) and "running" not in text_of(app)
        await pilot.press("g")
        await until(pilot, lambda: "memory and time are rough" in plan_text_of(app), "the plan")
        await pilot.press("enter", "space")
        panel = app.screen.query_one("#plan-panel")
        await until(pilot, lambda: panel.scroll_y > 0 and "s starts it" in text_of(app), "its end")
        await pilot.press("backspace")
        assert app.focused and app.focused.id == "choices"


async def test_a_run_that_goes_silent_is_told(home: Home) -> None:
    """Its process lives and its heart beats, but a step that took a second has not come for ten minutes."""
    run = train_run(toured(home), steps=1, state="queued")
    me, now = psutil.Process(), time.time()
    with JsonlWriter(run.events_path) as events:
        for number in range(2, 9):
            events.append(msgspec.structs.replace(step(number, 9), at=now - 600 + number))
    beats = {"pid": me.pid, "started_at": since_boot(me), "heartbeat": now + 3600, "updated": now}
    run.write_state(State(state="running", step=8, steps=9, **beats))  # type: ignore[arg-type]
    async with lab(home) as (app, _pilot):
        await app.visit("train", Watch(run.id))
        await until(
            _pilot, lambda: "! No step for 9:5" in text_of(app) or "! No step for 10:" in text_of(app), "the alert"
        )


@pytest.mark.parametrize("steps", [0, 7])
def test_what_a_failed_run_says_is_there_to_read_in_a_narrow_frame(home: Home, steps: int) -> None:
    run = train_run(home, state="failed", steps=steps)
    told = {"what": "The optimiser adamw_8bit needs a CUDA GPU", "where": "the run", "do": "Set optim to adamw."}
    info = msgspec.structs.replace(run_info(run), error=told)
    shown = numbers(info, step(steps, 9) if steps else None, 42).plain
    assert "CUDA GPU. Set optim to adamw." in " ".join(shown.split()) and len(shown.splitlines()) == 4
    assert all(len(each) <= 42 for each in shown.splitlines())


@pytest.mark.parametrize(("eta", "told"), [(59.9, "0:59 left"), (3_723.0, "1:02:03 left"), (90_000.0, "25:00:00 left")])
def test_the_time_that_is_left_is_told_also_when_it_is_more_than_a_day(home: Home, eta: float, told: str) -> None:
    info = msgspec.structs.replace(run_info(train_run(home, steps=7)), state="running")
    assert f" {told}" in numbers(info, msgspec.structs.replace(step(7, 9), eta=eta), 76).plain


@pytest.mark.parametrize(
    ("loss", "told"), [(0.25, "loss 0.2500   lr "), (math.inf, "loss NaN      lr "), (1_234_567.8, "loss 1.2e+06  lr ")]
)
def test_no_loss_runs_into_the_figure_behind_it(home: Home, loss: float, told: str) -> None:
    recorded = msgspec.structs.replace(step(7, 9), loss=loss if math.isfinite(loss) else None, grad_norm=None)
    shown = numbers(run_info(train_run(home, steps=7)), recorded, 42).plain
    assert told in shown and "grad NaN" in shown


@pytest.mark.parametrize(
    ("tokens", "told"),
    [(0, "0"), (9_999, "9,999"), (10_000, "10.0k"), (999_499, "999k"), (999_500, "1.00M"), (12_345_678, "12.3M")],
)
def test_memory_and_use_of_the_gpu_are_seen_in_a_narrow_frame(home: Home, tokens: int, told: str) -> None:
    values = {"tokens": tokens, "tokens_per_second": 30_123.0, "memory_gib": 139.1, "utilisation": 1.0}
    recorded = msgspec.structs.replace(step(7, 9), **values)
    last = numbers(run_info(train_run(home, steps=7)), recorded, 42).plain.splitlines()[-1]
    assert last == f"tok/s 30.1k tokens {told:<6}GiB 139  GPU 100%"
    assert len(last) == 42


def test_configs_that_are_not_read_yet_are_not_told_as_none() -> None:
    told = ["\n".join(row.plain for _, row in choice_rows(plans, [], 30)) for plans in (None, [])]
    assert "reading the configs…" in told[0] and "no configs" not in told[0] and "no configs in" in told[1]


def plan_text_of(app: RecordedLab) -> str:
    """All of the plan, scrolled out of sight or not; lines as they are broken."""
    return " ".join(app.screen.query_one("#plan").visual.plain.split())
