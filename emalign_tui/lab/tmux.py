"""tmux, where the lab runs inside one: its buffers, and whether copied text goes on to the terminal it is shown on."""

import os
import re
import shutil
import subprocess
from typing import NamedTuple

_LIMIT = 2.0  # seconds
_HANDS_ON = (3, 2)  # the first version with load-buffer -w


class Kept(NamedTuple):
    """Why copied text stays in tmux's own buffer, as a phrase, and what changes that."""

    why: str
    fix: str


def inside() -> bool:
    """Whether this process runs in tmux and can ask it."""
    return bool(os.environ.get("TMUX")) and shutil.which("tmux") is not None


def ask(*words: str, text: str = "") -> str | None:
    """What a tmux command prints, given text on its input; None when tmux refuses or does not answer."""
    try:
        done = subprocess.run(["tmux", *words], input=text.encode(), capture_output=True, timeout=_LIMIT, check=False)
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else None


def terminal() -> str:
    """TERM of the terminal that tmux is shown on; "" when nobody is attached."""
    return ask("display-message", "-p", "#{client_termname}") or ""


def kept_back() -> Kept | None:
    """Why copied text stays in tmux's own buffer; None when `load-buffer -w` hands it on.

    tmux hands it on when it knows the terminal's sequence for that, its capability Ms; the option set-clipboard is
    about what programs in a pane send, not about this.
    """
    version = re.search(r"(\d+)\.(\d+)", ask("-V") or "")
    if version and (int(version[1]), int(version[2])) < _HANDS_ON:
        return Kept(
            f"tmux {version[0]} does not hand it on", "Use tmux 3.2 or later to reach the terminal's clipboard."
        )
    where = ask("display-message", "-p", "#{client_tty}")
    if not where:
        return Kept("no terminal is attached", "tmux attach")
    known = (ask("show-messages", "-T") or "").partition(f" for {where},")[2].partition("\nTerminal ")[0]
    if "Ms: [missing]" not in known:
        return None
    name = terminal()
    fix = f"tmux set-option -as terminal-features ',{name}:clipboard', then detach and attach again"
    return Kept(f"it knows no way to the clipboard of a terminal {name}", fix)
