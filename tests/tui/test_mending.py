"""Mending from the Doctor, and copying: what is shown first, what is done, which way text went, and the file."""

import base64
import os
import re
import shutil
import stat
import threading
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from emalign_tui.lab.doctor.check import Action, Check, Finding, Subject
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home
from emalign_tui.tui.clipboard import copy
from emalign_tui.tui.screens.dialogs.mend import Mend
from tests.shown_tmux import needs_tmux, shown_tmux
from tui.capture import RecordedLab, lab, opened, text_of, until
from tui.homes import toured

SECRET = "typed-Planted-secret"


class Fault:
    """A check that fails until its action was run. asks: as of an Action; refuse: the sentence it refuses with."""

    def __init__(self, asks: str = "none", refuse: str = "", action: bool = True, copies: str = "") -> None:
        self.asks, self.refuse, self.with_action, self.copies = asks, refuse, action, copies
        self.mended: list[str] = []

    def look(self, home: Home, subject: Subject) -> Finding:
        if self.mended:
            return Finding("ok", "all is well now")
        action = Action(what="Will mend the planted fault.", run=self.run, asks=self.asks, copies=self.copies)
        return Finding("fail", "a planted fault", "mend --by hand\nand\tmore", action if self.with_action else None)

    def run(self, home: Home, answer: str) -> str:
        if self.refuse:
            raise LabError(self.refuse, do="Try otherwise.")
        self.mended.append(answer)
        return f"Mended, with {answer or 'nothing typed'}."


@pytest.fixture
def outside_tmux(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMUX", "STY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)


async def doctor_with(app: RecordedLab, pilot: Pilot[None], monkeypatch: pytest.MonkeyPatch, fault: Fault) -> None:
    """The Doctor with one check, whose finding is on the screen."""
    check = Check(id="fault", title="Fault", why="because", look=fault.look)
    monkeypatch.setattr("emalign_tui.lab.doctor.run.CHECKS", (check,))
    await pilot.press("2")
    await until(pilot, lambda: "a planted fault" in text_of(app), "the finding")
    await until(pilot, lambda: "f Mend" in text_of(app).split("\n")[-1], "the key")


async def test_what_would_be_done_is_shown_and_done_only_when_asked(
    home: Home, monkeypatch: pytest.MonkeyPatch, outside_tmux: None
) -> None:
    fault = Fault()
    async with lab(toured(home)) as (app, pilot):
        await doctor_with(app, pilot, monkeypatch, fault)
        assert "f offers to do it:" in text_of(app) and "Fix first: Fault." in text_of(app)
        for no in ("n", "escape", "f8"):
            await pilot.press("f")
            shown = await opened(pilot, Mend)
            assert "Will mend the planted fault." in shown and "mend --by hand" in shown and "y do it" in shown
            await pilot.press("enter", no)
            await until(pilot, lambda: not isinstance(app.screen, Mend), "the question gone")
        assert not fault.mended
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, Mend), "the question")
        await pilot.press("y")
        await until(pilot, lambda: "all is well now" in text_of(app), "the check, run again")
        assert "Everything is in order." in text_of(app)
        assert fault.mended == [""] and "f Mend" not in text_of(app).split("\n")[-1]


async def test_an_action_that_needs_a_secret_asks_for_it_masked(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Fault(asks="secret")
    async with lab(toured(home)) as (app, pilot):
        await doctor_with(app, pilot, monkeypatch, fault)
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.focused, Input), "the line")
        await pilot.press("enter")
        app.focused.value = SECRET
        await until(pilot, lambda: "•" * len(SECRET) in text_of(app), "dots")
        await pilot.press("enter")
        await until(pilot, lambda: "all is well now" in text_of(app), "the check, run again")
        assert fault.mended == [SECRET]
        await until(pilot, lambda: "Mended, with [hidden]" in text_of(app), "what was done")
        assert "Planted" not in app.written


async def test_a_word_is_copied_and_has_to_come_from_the_terminal(
    home: Home, monkeypatch: pytest.MonkeyPatch, outside_tmux: None
) -> None:
    """What the lab itself remembers of a copy is no proof: only what the terminal pastes counts."""
    fault = Fault(asks="paste", copies="emalign-ab12")
    async with lab(toured(home)) as (app, pilot):
        await doctor_with(app, pilot, monkeypatch, fault)
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.focused, Input), "the line")
        sent = re.findall(r"\x1b\]52;c;([A-Za-z0-9+/=]+)", app.written)
        assert [base64.b64decode(each).decode() for each in sent] == ["emalign-ab12"]
        await pilot.press("ctrl+v")
        await until(pilot, lambda: "own paste key" in text_of(app), "why not")
        assert app.focused.value == ""
        app.focused.post_message(Paste("emalign-ab12"))
        await until(pilot, lambda: app.focused.value == "emalign-ab12", "what was pasted")
        await pilot.press("enter")
        await until(pilot, lambda: "all is well now" in text_of(app), "the check, run again")
    assert fault.mended == ["emalign-ab12"]


async def test_an_action_that_cannot_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    async with lab(toured(home)) as (app, pilot):
        await doctor_with(app, pilot, monkeypatch, Fault(refuse="It does not work"))
        await pilot.press("f")
        await until(pilot, lambda: isinstance(app.screen, Mend), "the question")
        await pilot.press("y")
        await until(pilot, lambda: "It does not work. Try otherwise." in " ".join(text_of(app).split()), "the sentence")
        assert "a planted fault" in text_of(app)


@pytest.mark.parametrize("has_action", [True, False])
async def test_the_command_is_copied_and_in_a_file(
    home: Home, monkeypatch: pytest.MonkeyPatch, outside_tmux: None, has_action: bool
) -> None:
    fault = Fault(action=has_action)
    async with lab(toured(home)) as (app, pilot):
        await doctor_with(app, pilot, monkeypatch, fault)
        await pilot.press("f")
        if has_action:
            await until(pilot, lambda: isinstance(app.screen, Mend), "the question")
            await pilot.press("c")
        await until(
            pilot, lambda: "OSC 52" in text_of(app) and "copied.txt" in "".join(text_of(app).split()), "the way"
        )
        sent = re.findall(r"\x1b\]52;c;([A-Za-z0-9+/=]+)", app.written)
        assert [base64.b64decode(each).decode() for each in sent] == ["mend --by hand\nand\tmore"]
    path = home.state / "copied.txt"
    assert path.read_text() == "mend --by hand\nand\tmore\n" and stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not fault.mended


class Terminal:
    """Stands in for the app: only its clipboard is asked."""

    def __init__(self) -> None:
        self.copied: list[str] = []

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)


def test_the_way_is_named_and_the_text_is_clean(
    home: Home, monkeypatch: pytest.MonkeyPatch, outside_tmux: None
) -> None:
    terminal = Terminal()
    monkeypatch.setenv("SOME_TOKEN", SECRET)
    monkeypatch.setenv("SSH_CONNECTION", "1.2.3.4 5 6.7.8.9 22")
    said = copy(terminal, home, f"a\x1b]52;c;x\x07b {SECRET}")  # type: ignore[arg-type]
    assert terminal.copied == ["ab [hidden]"] and "over SSH" in said and "OSC 52" in said and "copied.txt" in said
    monkeypatch.setenv("STY", "1.screen")
    assert "GNU screen often keeps it back" in copy(terminal, home, "x")  # type: ignore[arg-type]
    assert "Too long" in copy(terminal, home, "x" * 100_000)  # type: ignore[arg-type]
    assert len((home.state / "copied.txt").read_text()) == 100_001
    (home.root / "file").write_text("")
    assert "No file of it" in copy(terminal, Home(home.root / "file"), "x")  # type: ignore[arg-type]
    monkeypatch.setenv("TMUX", "/no/such/socket,1,0")
    assert "OSC 52" in copy(terminal, home, "x")  # type: ignore[arg-type]


@needs_tmux
def test_inside_tmux_the_text_arrives_at_its_terminal(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shown_tmux(monkeypatch) as tmux:
        terminal = Terminal()
        said = copy(terminal, home, "from the lab")  # type: ignore[arg-type]
        assert said.startswith("Handed through tmux (load-buffer -w) to your terminal's clipboard")
        assert tmux.got("from the lab") and not terminal.copied
        assert tmux("show-buffer") == "from the lab"
        old = tmp_path / "bin" / "tmux"
        old.parent.mkdir()
        old.write_text(f'#!/bin/sh\ncase " $* " in *" -w "*) exit 1;; esac\nexec {shutil.which("tmux")} "$@"\n')
        old.chmod(0o755)
        monkeypatch.setenv("PATH", f"{old.parent}{os.pathsep}{os.environ['PATH']}")
        assert "prefix ]" in copy(terminal, home, "from an old tmux")  # type: ignore[arg-type]
        assert tmux("show-buffer") == "from an old tmux"


@needs_tmux
def test_what_tmux_keeps_is_said(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with shown_tmux(monkeypatch, "vt100") as tmux:
        said = copy(Terminal(), home, "from the lab")  # type: ignore[arg-type]
        assert said.startswith("Copied into tmux's own buffer: paste with prefix ] (it knows no way to the clipboard")
        assert tmux("show-buffer") == "from the lab" and b"\x1b]52;" not in tmux.drained()


async def test_looking_again_starts_nothing_twice(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pressing r while torch is being imported must not import it a second time beside."""
    go, looked = threading.Event(), []

    def slow(home: Home, subject: Subject) -> Finding:
        looked.append("slow")
        go.wait(60)
        return Finding("skipped", "slow is well")

    def quick(home: Home, subject: Subject) -> Finding:
        looked.append("quick")
        return Finding("ok", f"quick is well, time {looked.count('quick')}")

    checks = tuple(
        Check(id=look.__name__, title=look.__name__, why="because", look=look, limit=120) for look in (quick, slow)
    )
    monkeypatch.setattr("emalign_tui.lab.doctor.run.CHECKS", checks)
    async with lab(toured(home)) as (app, pilot):
        await pilot.press("2")
        for time in (1, 2, 3):
            await until(pilot, lambda time=time: f"quick is well, time {time}" in text_of(app), f"time {time}")
            await pilot.press("r" if time < 3 else "j")
        assert "Still looking: slow" in text_of(app)
        go.set()
        await until(pilot, lambda: "slow is well" in text_of(app), "the slow one")
        assert text_of(app).count("– skipped slow") == 2, "in the list, and above its finding"
        assert "Everything is in order" in text_of(app) and looked.count("slow") == 1
