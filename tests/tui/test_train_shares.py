"""Training on a card that serves: the Train room asks, and does what it is told."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import psutil

from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run, run_info, since_boot
from emalign_tui.lab.runs.records import Provenance, State
from emalign_tui.lab.serving.records import ServeConfig
from emalign_tui.lab.serving.sharing import Holding, stop_holders
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
    began = since_boot(psutil.Process(process.pid))
    now, host = time.time(), socket.gethostname()
    run.write_state(State(state="running", pid=process.pid, host=host, started_at=began, heartbeat=now, updated=now))
    return run, process


async def test_the_server_is_stopped_only_when_that_is_chosen(home: Home, tmp_path: Path) -> None:
    toured(home)
    train_run(home)
    run, process = serve_run(home)
    began: list[list[Holding]] = []
    try:
        async with lab(home, (80, 24)) as (app, pilot):
            await app.visit("train")
            screen = app.screen
            assert isinstance(screen, TrainScreen)
            begin_if_free(screen, home, 1, began.append)
            begin_if_free(screen, home, 1, began.append, queued=True)
            assert began == [[], []], "without a GPU nothing is asked"
            began.clear()

            held = Holding(run.id, "se[ven\x1b[2J", 33.0)
            asked = CardServes([held], began.append)
            screen.post_message(asked)
            await until(pilot, lambda: "holds 33 GiB" in text_of(app), "the question")
            assert "se[ven is served" in text_of(app) and "train beside it" in text_of(app)
            await pilot.press("escape")
            await until(pilot, lambda: app.screen is screen, "the window to close")
            assert began == [] and run_info(run).alive, "cancel starts and stops nothing"

            screen.post_message(asked)
            await until(pilot, lambda: "holds 33 GiB" in text_of(app), "the question again")
            await pilot.press("down", "enter")
            await until(pilot, lambda: began == [[]], "the training to start beside it")

            screen.post_message(CardServes([held], began.append, queued=True))
            await until(pilot, lambda: "when the training's turn comes" in text_of(app), "the queue's question")
            await pilot.press("enter")
            await until(pilot, lambda: began == [[], [held]], "the training to be queued, and the server to give way")
            assert run_info(run).alive, "until its turn"

            stop_holders(home, [held])
            assert not run_info(run).alive and process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
