"""Can the lab be drawn here?"""

import os
import sys
from collections.abc import Mapping

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.paths import Home

NARROWEST, LOWEST = 80, 24


def _look(home: Home, subject: Subject) -> Finding:
    return judge(terminal_size(), os.environ)


def terminal_size() -> tuple[int, int] | None:
    """(columns, rows) of the terminal this process is on, or None without one."""
    for stream in (sys.__stdout__, sys.__stdin__, sys.__stderr__):
        try:
            if stream is not None:
                columns, rows = os.get_terminal_size(stream.fileno())
                return columns, rows
        except (OSError, ValueError):
            continue
    return None


def judge(size: tuple[int, int] | None, environment: Mapping[str, str]) -> Finding:
    """The finding for a size and the variables that describe a terminal."""
    if size is None:
        return Finding("skipped", "Not on a terminal; every command works without one, the lab itself does not")
    term = environment.get("TERM", "")
    route = [name for name, variable in _ROUTES if environment.get(variable)]
    utf8 = _utf8(environment)
    evidence = ", ".join(
        [f"{size[0]}x{size[1]}", _colours(term, environment), *route, "UTF-8" if utf8 else "not UTF-8"]
    )
    if term in ("", "dumb"):
        return Finding("fail", f"{evidence}: TERM is {term or 'not set'}", "export TERM=xterm-256color")
    if not utf8:
        return Finding("warn", f"{evidence}: lines and glyphs come out wrong", "export LC_ALL=C.UTF-8")
    lowest = LOWEST - 1 if environment.get("TMUX") else LOWEST  # its own line at the foot is the window's last
    if size[0] < NARROWEST or size[1] < lowest:
        return Finding("warn", f"{evidence}: the lab needs {NARROWEST}x{lowest}", "Make the window larger.")
    return Finding("ok", f"{evidence}; {_when_dropped(route)}")


def _when_dropped(route: list[str]) -> str:
    """What becomes of the lab when the connection drops. Nothing depends on it: runs are processes of their own."""
    if "tmux" in route or "screen" in route:
        return f"the lab stays in {route[0]} when the connection drops, and runs go on in any case"
    if "SSH" in route:
        return "when the connection drops the lab closes, which it may: runs and servers go on, open it again"
    return "runs and servers go on when this window closes"


_ROUTES = (("tmux", "TMUX"), ("screen", "STY"), ("SSH", "SSH_CONNECTION"))


def _colours(term: str, environment: Mapping[str, str]) -> str:
    if environment.get("NO_COLOR"):
        return "no colours (NO_COLOR is set)"
    if environment.get("COLORTERM", "").lower() in ("truecolor", "24bit") or term.endswith("-direct"):
        return "16 million colours"
    if "256color" in term or term in ("xterm-kitty", "alacritty", "foot"):
        return "256 colours"
    return "16 colours"


def _utf8(environment: Mapping[str, str]) -> bool:
    """By the locale variables in their order of rank; none set means the C locale."""
    values = [environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    chosen = next(filter(None, values), "")
    return chosen.lower().replace("-", "").endswith(("utf8", "utf8@euro"))


CHECK = Check(
    id="terminal",
    title="Terminal",
    why="The lab draws lines and glyphs; a small, dumb or non-UTF-8 terminal garbles them.",
    look=_look,
)
