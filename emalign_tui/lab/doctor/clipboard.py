"""Which way does copied text take to the clipboard of the person who sits there, and does it arrive?"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.terminal import terminal_size
from emalign_tui.lab.paths import Home

_FILE = "what is copied is also in a file of the work folder (.emalign/copied.txt)"
_BUFFER = "emalign-doctor"
_SAMPLE = "emalign"
_LIMIT = 2.0


def _look(home: Home, subject: Subject) -> Finding:
    if os.environ.get("TMUX") and shutil.which("tmux"):
        return in_tmux(_tmux("-V"), _tmux("show-options", "-sv", "set-clipboard"), _round_trip())
    if terminal_size() is None:
        return Finding("skipped", f"Not on a terminal; {_FILE}")
    return outside(os.environ)


def in_tmux(version: str | None, clipboard: str | None, arrives: bool) -> Finding:
    """The finding inside tmux. clipboard: its option set-clipboard; arrives: a buffer came back as it was set."""
    if version is None or not arrives:
        return Finding("warn", f"tmux does not take a buffer; {_FILE}", "tmux kill-server when nothing runs in it")
    number = re.search(r"(\d+)\.(\d+)", version)
    if number and (int(number[1]), int(number[2])) < (3, 2):
        what = f"{version} keeps copied text to itself: paste with prefix ]; {_FILE}"
        return Finding("warn", what, "Use tmux 3.2 or later to reach the terminal's clipboard.")
    if clipboard == "off":
        what = f"{version} is told to leave the terminal's clipboard alone; {_FILE}"
        return Finding("warn", what, "tmux set-option -s set-clipboard external")
    return Finding("ok", f"Through {version}: load-buffer -w, tested with a buffer of its own; {_FILE}")


def outside(environment: Mapping[str, str]) -> Finding:
    """The finding without tmux, by what the terminal says of itself: OSC 52 cannot be asked whether it worked."""
    if environment.get("STY"):
        return Finding("warn", f"GNU screen keeps OSC 52 back; {_FILE}", "Use tmux instead of screen.")
    over = " over SSH" if environment.get("SSH_CONNECTION") else ""
    deaf = next((name for name, test in _DEAF if test(environment)), "")
    if deaf:
        what = f"{deaf} does not know OSC 52, the way{over} to the clipboard; {_FILE}"
        return Finding("warn", what, "Use a terminal that does: kitty, WezTerm, iTerm2, Ghostty, Windows Terminal.")
    return Finding("ok", f"OSC 52{over}: the terminal takes it or leaves it; {_FILE}")


_DEAF = (
    ("Apple's Terminal", lambda environment: environment.get("TERM_PROGRAM") == "Apple_Terminal"),
    ("This terminal (VTE)", lambda environment: bool(environment.get("VTE_VERSION"))),
)


def _round_trip() -> bool:
    """Whether tmux gives back what it is given, in a buffer of its own, so that the user's stay as they are."""
    if _tmux("load-buffer", "-b", _BUFFER, "-", text=_SAMPLE) is None:
        return False
    came_back = _tmux("show-buffer", "-b", _BUFFER)
    _tmux("delete-buffer", "-b", _BUFFER)
    return came_back == _SAMPLE


def _tmux(*words: str, text: str = "") -> str | None:
    """What tmux says, or None when it refuses."""
    try:
        done = subprocess.run(["tmux", *words], input=text.encode(), capture_output=True, timeout=_LIMIT, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else None


CHECK = Check(
    id="clipboard",
    title="Clipboard",
    why="Over SSH and in tmux a copied fix or answer often does not arrive, and nothing says so.",
    look=_look,
)
