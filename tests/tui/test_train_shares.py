"""Training on a card that serves: the Train room asks, and does what it is told."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import psutil

from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run, run_info
from emalign_tui.lab.runs.records import Provenance, State
from emalign_tui.lab.serving.records import ServeConfig
from emalign_tui.lab.serving.sharing import Holding
from emalign_tui.tui.screens.train.screen import TrainScreen
from emalign_tui.tui.screens.train.sharing import CardServes, begin_if_free
from tui.capture import lab, text_of, until
from tui.homes import toured, train_run

_OBEYS = "import pathlib, sys, time\nwhile not pathlib.Path(sys.argv[1], 'stop.request').exists(): time.sleep(0.05)"


def serve_run(home: Home) -> tuple[RunDir, "subprocess.Popen[bytes]"]:
    """A server's run and a process of its own that ends when it is asked to, as the real ones do."""
    config = ServeConfig(base="org/seven", name="seven")
    run = create_run(home, "serve", "seven", msgspec.to_builtins(config), Provenance(base="org/seven"))
    process = subprocess.Popen([sys.executable, "-c", _OBEYS, str(run.path)], start_new_session=True)
    began = psutil.Process(process.pid).create_time()
    now, host = time.time(), socket.gethostname()
    run.write_state(State(state="running", pid=process.pid, host=host, started_at=began, heartbeat=now, updated=now))
    return run, process


async def test_the_server_is_stopped_only_when_that_is_chosen(home: Home, tmp_path: Path) -> None:
    toured(home)
    train_run(home)
    run, process = serve_run(home)
    began: list[str] = []
    try:
        async with lab(home, (80, 24)) as (app, pilot):
            await app.visit("train")
            screen = app.screen
            assert isinstance(screen, TrainScreen)
            begin_if_free(screen, home, 1, lambda: began.append("no card in the way"))
            assert began == ["no card in the way"], "without a GPU nothing is asked"

            asked = CardServes([Holding(run.id, "se[ven\x1b[2J", 33.0)], lambda: began.append("started"))
            screen.post_message(asked)
            await until(pilot, lambda: "holds 33 GiB" in text_of(app), "the question")
            assert "se[ven is served" in text_of(app) and "train beside it" in text_of(app)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen, "the window to close")
            assert len(began) == 1 and run_info(run).alive, "cancel starts and stops nothing"

            screen.post_message(asked)
            await until(pilot, lambda: "holds 33 GiB" in text_of(app), "the question again")
            await pilot.press("down", "enter")
            await until(pilot, lambda: len(began) == 2, "the training to start")
            assert run_info(run).alive, "beside it"

            screen.post_message(asked)
            await until(pilot, lambda: "holds 33 GiB" in text_of(app), "the question once more")
            await pilot.press("enter")
            await until(pilot, lambda: len(began) == 3, "the training to start on a free card")
            assert not run_info(run).alive and process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
