"""Which way does copied text take to the clipboard of the person who sits there, and what says that it arrives?"""

import base64
import os
import secrets
import sys
from collections.abc import Mapping

import msgspec

from emalign_tui.lab import tmux
from emalign_tui.lab.doctor.check import Action, Check, Finding, Subject
from emalign_tui.lab.doctor.terminal import terminal_size
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home

_FILE = "what is copied is also in a file of the work folder (.emalign/copied.txt)"
_BUFFER = "emalign-doctor"
_SAMPLE = "emalign"


_came_back: list[str] = []  # words that were copied and pasted by a person while this process runs


def _look(home: Home, subject: Subject) -> Finding:
    if terminal_size() is None and not tmux.inside():
        return Finding("skipped", f"Not on a terminal; {_FILE}")
    if _came_back:
        return Finding("ok", f"A word that was copied came back when it was pasted ({_came_back[-1]}); {_FILE}")
    if tmux.inside():
        found = in_tmux(tmux.ask("-V"), _round_trip(), tmux.kept_back(), tmux.terminal())
    else:
        found = outside(os.environ, subject.osc52)
    return msgspec.structs.replace(found, action=_paste_back())


def _paste_back() -> Action:
    """The only whole proof: what was copied comes back when a person pastes it."""
    word = f"emalign-{secrets.token_hex(2)}"

    def run(home: Home, pasted: str) -> str:
        if pasted != word:
            what = f"What was pasted is not the word that was copied ({word}): it did not arrive"
            raise LabError(what, do="Copied text is in the file .emalign/copied.txt of the work folder.")
        _came_back.append(word)
        return "It came back: what is copied here can be pasted."

    what = f"Copy the word {word}, in place of what is on your clipboard, and ask you to paste it as you do elsewhere."
    return Action(what=what, run=run, asks="paste", copies=word)


def send(text: str) -> None:
    """Copy from a command, outside the lab, the way the lab takes too."""
    if not (tmux.inside() and tmux.ask("load-buffer", "-w", "-", text=text) is not None):
        sys.stdout.write(f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\a")
        sys.stdout.flush()


def in_tmux(version: str | None, arrives: bool, kept: tmux.Kept | None, terminal: str) -> Finding:
    """The finding inside tmux. arrives: a buffer came back as it was set. kept: why tmux does not hand it on."""
    if version is None or not arrives:
        return Finding("warn", f"tmux does not take a buffer; {_FILE}", "tmux kill-server when nothing runs in it")
    tested = f"{version} takes copied text (load-buffer, tested with a buffer of its own)"
    if not terminal:
        return Finding("ok", f"{tested}; no terminal is attached to hand it on to; {_FILE}")
    if terminal.startswith(("tmux", "screen")):
        what = f"{tested} and hands it on to another tmux ({terminal}), which by default keeps it back; {_FILE}"
        return Finding("warn", what, "In the outer tmux: tmux set-option -s set-clipboard on")
    if kept:
        return Finding("warn", f"{tested} and keeps it: {kept.why}; paste with prefix ]; {_FILE}", kept.fix)
    return Finding("ok", f"{tested} and hands it on to its terminal ({terminal}), which does not confirm it; {_FILE}")


def outside(environment: Mapping[str, str], osc52: bool | None) -> Finding:
    """The finding without tmux: what the terminal answered, or else what is known of it. osc52: as in Subject."""
    over = " over SSH" if environment.get("SSH_CONNECTION") else ""
    if osc52:
        return Finding("ok", f"OSC 52{over}: the terminal says that it takes it; {_FILE}")
    if environment.get("STY"):
        return Finding("warn", f"GNU screen keeps OSC 52 back; {_FILE}", "Use tmux instead of screen.")
    deaf = next((name for name, test in _DEAF if test(environment)), "")
    if deaf:
        what = f"{deaf} does not know OSC 52, the way{over} to the clipboard; {_FILE}"
        return Finding("warn", what, "Use a terminal that does: kitty, WezTerm, iTerm2, Ghostty, Windows Terminal.")
    if osc52 is None:
        what = f"OSC 52{over}, not confirmed by the terminal: it was not asked, or gave no answer; {_FILE}"
    else:
        what = f"OSC 52{over}, not confirmed by the terminal: it does not say whether it takes that; {_FILE}"
    return Finding("skipped", what, "Copy a word and paste it: emalign doctor --only clipboard --fix")


_DEAF = (
    ("Apple's Terminal", lambda environment: environment.get("TERM_PROGRAM") == "Apple_Terminal"),
    ("This terminal (VTE)", lambda environment: bool(environment.get("VTE_VERSION"))),
    ("The Linux console", lambda environment: environment.get("TERM") == "linux"),
)


def askable(environment: Mapping[str, str]) -> bool:
    """Whether asking helps: tmux is asked by other means, and what does not know the question may print it."""
    deaf = any(test(environment) for _, test in _DEAF)
    return not (deaf or environment.get("TMUX") or environment.get("STY") or environment.get("TERM") in (None, "dumb"))


def _round_trip() -> bool:
    """Whether tmux gives back what it is given, in a buffer of its own, so that the user's stay as they are."""
    if tmux.ask("load-buffer", "-b", _BUFFER, "-", text=_SAMPLE) is None:
        return False
    came_back = tmux.ask("show-buffer", "-b", _BUFFER)
    tmux.ask("delete-buffer", "-b", _BUFFER)
    return came_back == _SAMPLE


CHECK = Check(
    id="clipboard",
    title="Clipboard",
    why="Over SSH and in tmux a copied fix or answer often does not arrive, and nothing says so.",
    look=_look,
)
