"""A real tmux with a server of its own, shown on a terminal whose every byte the test reads."""

import base64
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pexpect
import pytest

from tests.waiting import wait_until

needs_tmux = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")


class Shown:
    """tmux on a terminal. terminal: the program that shows it, whose output is what a person's terminal gets."""

    def __init__(self, socket: Path, term: str) -> None:
        self.socket = socket
        around = {name: value for name, value in os.environ.items() if not name.startswith("TMUX")}
        words = ["-S", str(socket), "-f", "/dev/null", "new-session", "sleep 3600"]
        self.terminal = pexpect.spawn("tmux", words, env={**around, "TERM": term}, dimensions=(24, 80), timeout=120)
        wait_until(lambda: self("list-clients") != "")

    def __call__(self, *words: str) -> str:
        command = ["tmux", "-S", str(self.socket), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120).stdout.strip()

    def got(self, text: str) -> bool:
        """Whether the terminal is told, within its time, to put a text on its clipboard."""
        told = re.escape(base64.b64encode(text.encode()))
        return self.terminal.expect([rb"\x1b\]52;c?;" + told, pexpect.TIMEOUT], timeout=120) == 0

    def drained(self) -> bytes:
        """What the terminal got until now."""
        self("refresh-client")
        self.terminal.expect([pexpect.TIMEOUT], timeout=0.3)
        return self.terminal.before or b""


@contextmanager
def shown_tmux(monkeypatch: pytest.MonkeyPatch, term: str = "xterm-256color") -> Iterator[Shown]:
    """tmux, with this process as if it were inside; it may take its time, for the machine of a test may be busy.

    The path of its socket may have 107 bytes at most, so it is not in pytest's folder.
    """
    monkeypatch.setattr("emalign_tui.lab.tmux._LIMIT", 60)
    with TemporaryDirectory(prefix="emalign-test-", dir="/tmp") as folder:
        tmux = Shown(Path(folder) / "tmux", term)
        monkeypatch.setenv("TMUX", f"{tmux.socket},1,0")
        try:
            yield tmux
        finally:
            tmux("kill-server")
            tmux.terminal.close()
