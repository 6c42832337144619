"""Which way does copied text take to the clipboard of the person who sits there, and what says that it arrives?"""

import os
from collections.abc import Mapping

from emalign_tui.lab import tmux
from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.terminal import terminal_size
from emalign_tui.lab.paths import Home

_FILE = "what is copied is also in a file of the work folder (.emalign/copied.txt)"
_BUFFER = "emalign-doctor"
_SAMPLE = "emalign"


def _look(home: Home, subject: Subject) -> Finding:
    if tmux.inside():
        return in_tmux(tmux.ask("-V"), _round_trip(), tmux.kept_back(), tmux.terminal())
    if terminal_size() is None:
        return Finding("skipped", f"Not on a terminal; {_FILE}")
    return outside(os.environ, subject.osc52)


def in_tmux(version: str | None, arrives: bool, kept: tmux.Kept | None, terminal: str) -> Finding:
    """The finding inside tmux. arrives: a buffer came back as it was set. kept: why tmux does not hand it on."""
    if version is None or not arrives:
        return Finding("warn", f"tmux does not take a buffer; {_FILE}", "tmux kill-server when nothing runs in it")
    tested = f"{version} takes copied text (load-buffer, tested with a buffer of its own)"
    if not terminal:
        return Finding("ok", f"{tested}; no terminal is attached to hand it on to; {_FILE}")
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
        return Finding("skipped", what, "Ask it, outside the lab: emalign doctor --only clipboard")
    what = f"OSC 52{over}, not confirmed by the terminal: it answers, and does not say whether it takes that; {_FILE}"
    return Finding("skipped", what, "Copy something (y in the chat) and paste it: then you know.")


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
