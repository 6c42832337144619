"""Fixtures that every room's tests share."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from emalign_tui.lab import redaction
from emalign_tui.lab.paths import Home
from tests.hub import hub, real_login

__all__ = ["hub", "real_login"]

_OF_THE_MACHINE = re.compile(
    r"(HF|HUGGING_?FACE|TRANSFORMERS|OPENAI|EMALIGN|WANDB|XDG|SSH|TMUX)(_.*)?|.*_PROXY|STY|COLUMNS|LINES|PYTHONWARNINGS"
    r"|(NO|FORCE)_COLOR|CLICOLOR.*|COLORTERM",
    re.IGNORECASE,
)


def pytest_configure() -> None:
    """No key, proxy, colour, or width of the machine that runs the tests reaches them or what they start.

    Before any test module is imported, for some libraries read their variables then. A shell's background process
    ignores Ctrl-C, and so would all that is started here.
    """
    for name in filter(_OF_THE_MACHINE.fullmatch, [*os.environ]):
        del os.environ[name]
    os.environ["TERM"] = "xterm-256color"
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty work folder, also for the processes that a test starts; nothing of the user's home is seen."""
    root = tmp_path / "home"
    root.mkdir()
    monkeypatch.setenv("EMALIGN_HOME", str(root))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return Home(root)


@pytest.fixture(autouse=True)
def forgotten_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The redactor of this process knows no secrets of earlier tests."""
    monkeypatch.setattr(redaction, "_known", set())


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One thread, and an environment that a worker, run in this process, may change."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)
