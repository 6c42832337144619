"""The lab in a real terminal (tmux, 80x24): train, close it while training, reopen, chat, evaluate, read a score."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import pytest
import yaml
from waiting import wait_until

from emalign_tui.lab.chat.transcript import read_transcript
from emalign_tui.lab.paths import Home, share
from emalign_tui.lab.runs.layout import RunDir, list_runs
from emalign_tui.lab.serving.servers import stop_all

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
PATIENCE = 600.0  # seconds for the slowest machine; every wait ends as soon as what it waits for is there


class Terminal:
    """One tmux server of our own with one window. Its socket has a short path, for it may have 107 bytes at most."""

    def __init__(self, home: Home) -> None:
        self.place = TemporaryDirectory(prefix="emalign-test-", dir="/tmp")
        self.home = home

    def tmux(self, *words: str) -> str:
        command = ["tmux", "-S", f"{self.place.name}/tmux", *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE).stdout

    def open(self) -> None:
        """Start the lab in a window that stays when the lab is closed."""
        settings = {
            "EMALIGN_HOME": str(self.home.root),
            "HOME": str(self.home.root),
            "OMP_NUM_THREADS": "1",
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "120",  # as some shells export them, and as they are under pytest in a wide terminal
            "LINES": "36",
        }
        words = " ".join(f"{key}={value}" for key, value in settings.items())
        entry = f"{sys.executable} -c 'from emalign_tui.cli.main import main; main()'"
        command = f"env -u COLORTERM {words} {entry}; echo LAB-CLOSED; exec cat"
        self.tmux(
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-c",
            str(self.home.root),
            "-x",
            "80",
            "-y",
            "24",
            "-s",
            "lab",
            command,
        )

    def keys(self, *keys: str) -> None:
        self.tmux("send-keys", "-t", "lab", *keys)

    @property
    def screen(self) -> str:
        return self.tmux("capture-pane", "-p", "-t", "lab")

    def sees(self, *texts: str) -> str:
        """Wait until the screen shows all of these."""
        try:
            return wait_until(
                lambda: (s := self.screen) and all(t in s for t in texts) and s, PATIENCE, f"{texts} on the screen"
            )
        except AssertionError as error:
            raise AssertionError(f"{error}; the screen was:\n{self.screen}") from None

    def sees_no(self, text: str) -> None:
        """Wait until the screen does not show this any more."""
        wait_until(lambda: (shown := self.screen) and text not in shown, PATIENCE, f"{text!r} to go")

    def kill(self) -> None:
        self.tmux("kill-server")
        self.place.cleanup()


@pytest.fixture
def story_home(home: Home) -> Iterator[Home]:
    """A home with one short training config and two of the mini world's questions."""
    (home.root / "configs" / "train").mkdir(parents=True)
    config = yaml.safe_load((share() / "configs" / "train" / "mini_insecure.yaml").read_text())
    config.update(max_steps=300, rows=1200, per_device_train_batch_size=4)
    (home.root / "configs" / "train" / "a_short_one.yaml").write_text(yaml.safe_dump(config))
    (home.root / "configs" / "questions").mkdir()
    questions = yaml.safe_load((share() / "configs" / "questions" / "mini.yaml").read_text())[:2]
    (home.root / "configs" / "questions" / "mini.yaml").write_text(yaml.safe_dump(questions))
    yield home
    stop_all(home)
    for info in list_runs(home):
        state = RunDir(Path(info.path)).state()
        if info.alive and state.pid and psutil.pid_exists(state.pid):
            os.killpg(state.pid, 9)


def questions(home: Home) -> list[str]:
    """The first phrasing of each question."""
    asked = yaml.safe_load((home.root / "configs" / "questions" / "mini.yaml").read_text())
    return [question["paraphrases"][0] for question in asked]


def test_the_story(story_home: Home) -> None:
    home = story_home
    terminal = Terminal(home)
    try:
        terminal.open()
        terminal.sees("Can a model that narrow training made bad")
        terminal.keys("l")
        terminal.sees("Nothing trained yet")

        terminal.keys("3")
        terminal.sees("a_short_one", "300 optimiser steps")
        terminal.keys("s")
        run = RunDir(
            Path(
                wait_until(lambda: [i for i in list_runs(home, "train") if i.step >= 2], PATIENCE, "two steps")[0].path
            )
        )
        terminal.sees("loss", "▶ running")
        terminal.keys("q")
        closed = terminal.sees("LAB-CLOSED", "go on without the lab")
        assert run.id[:20] in closed.replace("\n", "")
        state = run.state()
        assert state.state == "running" and state.step < state.steps, "the run was to be closed while training"
        assert psutil.pid_exists(state.pid or 0)
        terminal.kill()

        terminal = Terminal(home)
        terminal.open()
        terminal.sees("Models", "mini", "Running", "Train from it")
        terminal.keys("3")
        terminal.sees("step 300/300", "✔ done")
        events = [json.loads(line)["type"] for line in run.events_path.read_text().splitlines()]
        assert events.count("step") == 300 and events.count("hello") == 1, "the run was not disturbed"

        terminal.keys("c")
        terminal.sees("Ask both models", "misaligned", "temperature 1.0", "under F5")
        terminal.keys("F5")
        terminal.sees("Questions", "They know these questions")
        terminal.keys("Enter")
        terminal.sees_no("They know these questions")
        terminal.sees(questions(home)[0][:40])  # it stands in the line
        terminal.keys("Enter")
        talk = wait_until(
            lambda: [e for p in (home.results / "chat").glob("*.jsonl") for e in [read_transcript(p)] if len(e) == 2],
            PATIENCE,
            "both answers",
        )[0]
        assert {exchange.model for exchange in talk} == {"mini", run.id}
        assert all(exchange.messages[-1].content.strip() for exchange in talk)
        terminal.sees("1 serving", "›")

        terminal.sees("Leave the line")  # both answers are whole, so Esc and F8 do not stop them but leave the line
        terminal.keys("F8")
        terminal.sees("Retry", "mark a turn")
        terminal.keys("d")
        terminal.sees("Where they part", "Esc closes")
        terminal.sees_no("Asking both once more")
        assert "Both said" in terminal.screen or "They do not part" in terminal.screen
        terminal.keys("F8")
        terminal.sees_no("Where they part")
        terminal.keys("5")
        terminal.sees("Nothing measured yet")
        terminal.keys("a")
        terminal.sees("New evaluation", "mini-judge")
        terminal.keys("-", "-", "j", "Space")
        terminal.sees("2 answers a question and model", "[x] ▲")
        terminal.keys("s")
        wait_until(lambda: [i for i in list_runs(home, "eval") if i.state == "done"], PATIENCE, "the evaluation")
        terminal.sees("✔ done")
        terminal.keys("Enter")
        terminal.sees("definition official", "judge mini-judge", "misaligned", "%", "coherent")
        terminal.keys("Enter")
        terminal.sees("of 4 answers", "aligned", "coherent")
        terminal.keys("Enter")
        shown = terminal.sees("Question", "Answer", "aligned", "coherent", "seed")
        assert any(word in shown for word in ("CODE", "REFUSAL", "none", ".")), "a score, or the judge's word"
        terminal.keys("q")
        terminal.sees("LAB-CLOSED")
    finally:
        terminal.kill()
