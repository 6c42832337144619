"""What the lab writes to the terminal: nothing when idle, little while it shows a run or a chat. Bytes, not seconds."""

import math
import os
import pty
import select
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pyte
import pytest
from textual._compositor import Compositor
from tui.capture import lab, text_of, until
from tui.homes import step, toured, train_run

from emalign_tui.lab.chat.client import ChatMessage, ChatParams
from emalign_tui.lab.chat.conversation import Turn
from emalign_tui.lab.chat.transcript import Exchange
from emalign_tui.lab.paths import Home
from emalign_tui.tui.screens.chat.screen import REDRAW
from emalign_tui.tui.screens.chat.side import Side
from emalign_tui.tui.screens.train.watch import News, WatchPane
from emalign_tui.tui.services.follow import RunNews
from emalign_tui.tui.services.stream import Answer
from emalign_tui.tui.widgets.loss_chart import LossChart
from emalign_tui.tui.wishes import Watch

LOOKS = 2  # a second, at which a run is looked at
LIVE_BYTES = 10_000  # a second, for a live run
REDRAW_CALLS = 8_000  # of Python functions: about 3 ms; `benchmarks/loss_chart.py` has the clock
LOOK_CALLS = 8_000  # to take 50 steps of each run in and draw; `benchmarks/live_view.py` has the clock
CHAT_BYTES = 20_000  # a second, for two streams
CHAT_REDRAWS = 4  # a second


async def test_four_live_runs_of_100k_points_stay_under_10_kb_a_second(home: Home) -> None:
    """Bytes to the terminal, and Python calls of a redraw: they go by the columns, not by the points."""
    toured(home)
    runs = [train_run(home, name=f"run{n}", steps=1) for n in range(4)]
    total = 110_000
    async with lab(home, (120, 36)) as (app, pilot):
        await app.visit("train", Watch(runs[0].id))
        pane, chart = app.screen.query_one(WatchPane), app.screen.query_one(LossChart)
        await until(pilot, lambda: pane.run and pane.run.id == runs[0].id and pane.step, "the run")
        for run in runs[1:]:
            pane.toggle_beside(app.snapshot.run(run.id))
        await until(pilot, lambda: [len(each.series.steps) for each in chart.curves] == [1] * 4, "the files' own steps")

        def news(first: int, end: int) -> News:
            return News([RunNews(run.id, [step(n, total, wave(n, k)) for n in range(first, end)], [])
                         for k, run in enumerate(runs)])  # fmt: skip

        pane.take(news(2, 100_000))
        assert all(len(curve.series.steps) > 99_000 for curve in chart.curves) and len(chart.curves) == 4
        assert calls(chart.redraw) <= REDRAW_CALLS
        await pilot.pause(0.2)
        before, looks = app.bytes_written, 10
        for look in range(looks):
            first, seen = 100_000 + look * 50, app.bytes_written
            more = news(first, first + 50)
            assert calls(partial(pane.take, more)) <= LOOK_CALLS
            await until(pilot, lambda s=seen: app.bytes_written > s, "the redraw")
        await pilot.pause(0.5)
        a_look = (app.bytes_written - before) / looks
        assert 0 < a_look * LOOKS <= LIVE_BYTES, f"{a_look:.0f} bytes a look"


def wave(number: int, run: int) -> float:
    """A loss that falls and shakes, another for each run."""
    return 2.0 - number / 80_000 + 0.3 * math.sin(number * 1.7 + run) + 0.2 * run


def calls(work: Callable[[], None]) -> int:
    """How many Python functions a piece of work calls: what it costs, without a clock."""
    counted = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal counted
        counted += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return counted


async def test_two_streams_stay_under_20_kb_a_second(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two answers that grow by what 50 tokens a second bring, through all that the screen does about them."""
    assert 1 / REDRAW <= CHAT_REDRAWS
    async with lab(toured(home), (120, 36)) as (app, pilot):
        await pilot.press("4")
        await until(pilot, lambda: app.screen.query(Side), "the chat")
        answers = [stream(home, side) for side in app.screen.query(Side)]
        await pilot.pause(0.2)
        words = " ".join(f"word{n % 97} of an answer" for n in range(200)).split(" ")
        before, redraws = app.bytes_written, 40
        arranged = counted(monkeypatch, Compositor, "reflow")
        for redraw in range(1, redraws + 1):
            for answer in answers:
                answer.pieces = redraw * 13  # 50 tokens a second are 12 or 13 a redraw
                answer.text = " ".join(words[: answer.pieces])
            for side in app.screen.query(Side):
                side.tick()
            await pilot.pause()
        a_redraw = (app.bytes_written - before) / redraws
        assert 0 < a_redraw * CHAT_REDRAWS <= CHAT_BYTES, f"{a_redraw:.0f} bytes a redraw"
        assert not arranged, "growing answers arrange the screen anew, and keys wait for that"
        before = app.bytes_written
        for side in app.screen.query(Side):
            side.tick()
        await pilot.pause()
        assert app.bytes_written - before < 600, "nothing new is nearly nothing written"
        before = app.bytes_written
        for letter in "tenletters":
            await pilot.press(letter)
        assert app.bytes_written - before < 10 * 500, "a letter redraws the line it is typed into, and nothing else"


def counted(monkeypatch: pytest.MonkeyPatch, owner: type, name: str) -> list[None]:
    """One entry for each call of a method from now on."""
    found: list[None] = []
    method = getattr(owner, name)

    def count(*args: object, **kwargs: object) -> object:
        found.append(None)
        return method(*args, **kwargs)

    monkeypatch.setattr(owner, name, count)
    return found


def stream(home: Home, side: Side) -> Answer:
    """An answer that a side is waiting for, and that nobody but the test writes."""
    asked = Exchange(
        messages=[ChatMessage("user", "a question"), ChatMessage("assistant", "")],
        model=side.model,
        params=ChatParams(seed=1),
        at=time.time(),
    )
    side.thread.turns.append(Turn("a question", [asked]))
    side.answers[0] = Answer(home, side.model, asked, home.root / "chat.jsonl")
    side.draw()
    return side.answers[0]


async def test_the_same_snapshot_again_writes_nothing(home: Home) -> None:
    train_run(toured(home))
    async with lab(home) as (app, pilot):
        for key in "135":
            await pilot.press(key)
            await until(
                pilot,
                lambda k=key: {"1": "Models", "3": "mini_insecure", "5": "Nothing measured"}[k] in text_of(app),
                "the room",
            )
            before = 0
            while before != app.bytes_written:  # what the room reads when it is entered
                before = app.bytes_written
                await pilot.pause(1.5)
            for _ in range(5):
                app.changed.publish(app.snapshot)
                await pilot.pause()
            assert app.bytes_written == before, f"room {key}: {app.written[-300:]!r}"


def test_an_idle_lab_writes_nothing_and_library_noise_goes_to_the_log(home: Home, tmp_path: Path) -> None:
    """The real lab on a real pty. A thread of the process writes to file descriptor 2 all the while."""
    toured(home)
    program = tmp_path / "noisy.py"
    program.write_text(
        "import os, sys, threading, time\n"
        "from pathlib import Path\n"
        "from emalign_tui.lab.paths import Home\n"
        "from emalign_tui.tui.app import run_lab\n"
        "def noise():\n"
        "    while True:\n"
        "        os.write(2, b'LIBRARY-NOISE\\n'); time.sleep(0.1)\n"
        "threading.Thread(target=lambda: (time.sleep(2), noise()), daemon=True).start()\n"
        f"sys.exit(run_lab(Home(Path({str(home.root)!r}))))\n"
    )
    pid, master = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8", COLUMNS="80", LINES="24")
        os.execv(sys.executable, [sys.executable, str(program)])
    screen = pyte.Screen(80, 24)
    stream = pyte.ByteStream(screen)
    written = b""
    try:
        deadline = time.monotonic() + 60
        while "Nothing trained yet" not in "\n".join(screen.display) or not (home.state / "lab.log").stat().st_size:
            assert time.monotonic() < deadline, "\n".join(screen.display)
            written += (piece := _read(master, 0.2))
            stream.feed(piece)
        quiet = 0
        while quiet < 3:  # three seconds in a row in which nothing is written
            assert time.monotonic() < deadline + 60, "the idle lab keeps writing"
            piece = _read(master, 1.0)
            written += piece
            quiet = 0 if piece else quiet + 1
        assert b"LIBRARY-NOISE" not in written
        assert "LIBRARY-NOISE" in (home.state / "lab.log").read_text()
        os.write(master, b"q")
        while _read(master, 5.0):
            pass
        assert os.waitpid(pid, 0)[1] == 0
    except BaseException:
        os.kill(pid, signal.SIGKILL)
        raise
    finally:
        os.close(master)


def _read(master: int, patience: float) -> bytes:
    """What comes within so many seconds; b"" for nothing, or when the terminal was closed."""
    ready, _, _ = select.select([master], [], [], patience)
    try:
        return os.read(master, 65536) if ready else b""
    except OSError:
        return b""
