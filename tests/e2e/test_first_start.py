"""The first start in a real terminal (tmux, 80x24): one key a step, from nothing to a first chat on the mini kit."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_tmux_story import PATIENCE, Terminal
from waiting import wait_until

from emalign_tui.lab.chat.transcript import read_transcript
from emalign_tui.lab.paths import Home
from emalign_tui.lab.serving.servers import list_servers, stop_all

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


@pytest.fixture
def new_home(home: Home) -> Iterator[Home]:
    """A home of somebody who set nothing but the ports that their servers may use."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        first = min(probe.getsockname()[1], 65000)
    settings = home.root / ".config" / "emalign" / "settings.yaml"  # the terminal's HOME is the home itself
    settings.parent.mkdir(parents=True)
    settings.write_text(f"serve:\n  ports: {first}-{first + 30}\n")
    yield home
    stop_all(home)


def test_from_nothing_to_a_first_chat(new_home: Home) -> None:
    home, terminal = new_home, Terminal(new_home)
    try:
        terminal.open()
        terminal.sees("set up: six questions", "take the tour now", "look around alone")
        terminal.keys("Enter")
        terminal.sees("1 of 6: This machine", "Memory", "Go on", "Enter takes the line")
        terminal.keys("Enter")
        terminal.sees("2 of 6: Model", "mini kit")
        terminal.keys("Enter")
        terminal.sees("3 of 6: Hub token", "Paste a token", "s Skip")
        terminal.keys("s")
        terminal.sees("4 of 6: Judge", "mini judge")
        terminal.keys("Enter")
        terminal.sees("5 of 6: Folders", "Keep it")
        terminal.keys("Enter")
        terminal.sees("6 of 6: First chat", "Start a first chat")
        terminal.keys("Enter")
        terminal.sees("Ask both models", "temperature 1.0", "under F5")
        terminal.keys("F5")
        terminal.sees("Questions", "They know these questions")
        terminal.keys("Enter")
        terminal.sees_no("They know these questions")
        terminal.keys("Enter")
        talk = wait_until(lambda: _talk(home), PATIENCE, "both answers")
        assert all(exchange.model == "mini" and exchange.messages[-1].content.strip() for exchange in talk)
        terminal.sees("1 serving", "›")
        (server,) = list_servers(home)
        settings = (home.root / ".config" / "emalign" / "settings.yaml").read_text()
        first, last = settings.split("ports: ")[1].split()[0].split("-")
        assert int(first) <= int(server.url.split(":")[2].split("/")[0]) <= int(last)
        terminal.keys("C-q")
        terminal.sees("LAB-CLOSED")
        terminal.kill()
        terminal = Terminal(home)
        terminal.open()
        terminal.sees("Models", "s Set up")  # no welcome any more
        terminal.keys("q")
        terminal.sees("LAB-CLOSED")
    finally:
        terminal.kill()


def _talk(home: Home) -> list:
    found = [read_transcript(path) for path in Path(home.results / "chat").glob("*.jsonl")]
    return next((exchanges for exchanges in found if len(exchanges) == 2), [])
