"""The way of copied text: through a real tmux that is shown on a terminal, and a terminal that is asked itself."""

import base64
import json
import os
import sys
import termios
from pathlib import Path

import pexpect
import pytest

from emalign_tui.lab.doctor.check import CheckResult
from emalign_tui.lab.doctor.run import run_checks
from emalign_tui.lab.paths import Home
from tests.shown_tmux import needs_tmux, shown_tmux
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]


def looked(home: Home) -> CheckResult:
    (result,) = run_checks(home, ["clipboard"])
    return result


@needs_tmux
def test_the_clipboard_in_a_real_tmux(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with shown_tmux(monkeypatch) as tmux:
        tmux("set-buffer", "-b", "mine", "precious")
        result = looked(home)
        assert result.status == "ok" and "tested with a buffer of its own" in result.evidence
        assert "hands it on to its terminal (xterm-256color), which does not confirm it" in result.evidence
        assert tmux("list-buffers", "-F", "#{buffer_name}") == "mine", "what was there stays, and nothing is added"
        assert b"\x1b]52;" not in tmux.drained(), "the person's clipboard is left alone"
        tmux("detach-client")
        wait_until(lambda: tmux("list-clients") == "")
        assert "no terminal is attached" in looked(home).evidence
    assert looked(home).status == "warn", "a tmux that is gone takes nothing"


@needs_tmux
def test_a_tmux_whose_terminal_has_no_clipboard(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with shown_tmux(monkeypatch, "vt100"):
        result = looked(home)
    assert result.status == "warn" and "no way to the clipboard of a terminal vt100" in result.evidence
    assert result.fix.startswith("tmux set-option -as terminal-features ',vt100:clipboard'")


# `emalign doctor`, but a terminal may take its time: the machine of a test may be busy.
PATIENT = """
import sys
from emalign_tui.cli.main import main
from emalign_tui.lab.doctor import terminal_answer
terminal_answer._LIMIT = float(sys.argv.pop(1))
main()
"""


def on_a_terminal(seconds: float, *words: str) -> pexpect.spawn:
    """`emalign doctor --only clipboard` on a terminal of an unknown kind, which has so long to answer."""
    names = os.environ.keys() - {"TMUX", "STY", "VTE_VERSION", "TERM_PROGRAM", "SSH_CONNECTION"}
    env = {**{name: os.environ[name] for name in names}, "TERM": "xterm-256color"}
    command = ["-c", PATIENT, str(seconds), "doctor", "--only", "clipboard", *words]
    return pexpect.spawn(sys.executable, command, env=env, dimensions=(24, 200), encoding="utf-8", timeout=300)


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        ("\x1bP1+r4D73=5C455D35323B2570313B257032075C\x1b\\\x1b[?62;c", "ok", "says that it takes it"),
        ("\x1bP0+r4D73\x1b\\\x1b[?62;22;52c", "ok", "says that it takes it"),
        ("\x1b[?1;2c", "skipped", "it does not say whether"),
        ("", "skipped", "or gave no answer"),
    ],
)
def test_a_terminal_is_asked(home: Home, answer: str, status: str, says: str) -> None:
    """As kitty, Ghostty, an old xterm and none at all answer. No answer is shown, or left to the shell."""
    child = on_a_terminal(60 if answer else 0.1)
    child.expect_exact("\x1bP+q4d73\x1b\\\x1b[c")
    child.send(answer)
    child.expect(pexpect.EOF)
    assert status in child.before and says in child.before and "\x1b" not in child.before and "4D73" not in child.before
    assert termios.tcgetattr(child.child_fd)[3] & termios.ECHO, "the terminal is as it was"
    child.close()


def test_no_question_stands_in_a_document(home: Home) -> None:
    child = on_a_terminal(60, "--json")
    child.expect(pexpect.EOF)
    child.close()
    found = json.loads(child.before)["checks"][0]
    assert found["status"] == "skipped" and "it was not asked" in found["evidence"]


@pytest.mark.parametrize("arrives", [True, False])
def test_a_word_that_is_copied_comes_back(home: Home, arrives: bool) -> None:
    """A person pastes what the terminal was sent; or, where the terminal dropped it, what was there before."""
    child = on_a_terminal(60, "--fix", "--yes")
    child.expect_exact("\x1bP+q4d73\x1b\\\x1b[c")
    child.send("\x1b[?1;2c")
    child.expect(r"Copy the word (emalign-\w{4}), in place of what is on your clipboard")
    word = child.match[1]
    child.expect(r"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07.*Paste it here")
    kept = base64.b64decode(child.match[1]).decode() if arrives else "something older"
    child.sendline(kept)
    child.expect(pexpect.EOF)
    child.close()
    if arrives:
        assert (
            "what is copied here can be pasted" in child.before
            and f"came back when it was pasted ({word})" in child.before
        )
    else:
        assert "it did not arrive" in child.before and "copied.txt" in child.before
    assert child.exitstatus == 0


@needs_tmux
def test_a_word_goes_to_a_real_terminal_and_back(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """tmux as the terminal, which takes OSC 52 where it is told to: what a program sends is in its buffer, to paste."""
    with shown_tmux(monkeypatch) as tmux:
        tmux("set-option", "-s", "set-clipboard", "on")
        tmux("set-option", "-g", "remain-on-exit", "on")
        words = [sys.executable, "-c", PATIENT, "60", "doctor", "--only", "clipboard", "--fix", "--yes"]
        tmux("new-window", "env", "-u", "TMUX", f"PYTHONPATH={ROOT}", *words)
        wait_until(lambda: "Paste it here" in tmux("capture-pane", "-p"))
        wait_until(lambda: tmux("show-buffer").startswith("emalign-"))
        tmux("paste-buffer")
        tmux("send-keys", "Enter")
        wait_until(lambda: "what is copied here can be pasted" in " ".join(tmux("capture-pane", "-p").split()))
