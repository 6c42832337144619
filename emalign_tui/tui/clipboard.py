"""Copying text out of the lab, over SSH and in tmux: the way that can work here is taken and named.

Plain OSC 52 goes from any program to the terminal a person sits at, over SSH too; but a default tmux swallows it, so
inside tmux its own `load-buffer -w` is asked (3.2 and later hand it on, where they know how to; else it is in their
paste buffer).
Whatever the terminal does with it, the text is in a file as well.
"""

import os

from textual.app import App

from emalign_tui.lab import tmux
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import write_atomic
from emalign_tui.lab.paths import Home, short
from emalign_tui.lab.redaction import hide
from emalign_tui.lab.sanitize import clean

FILE = "copied.txt"
_OSC52_MOST = 74_994  # bytes that xterm and most others take; longer ones are dropped without a word


def copy(app: App[object], home: Home, text: str) -> str:
    """Put clean text on the user's clipboard and into a file; says which way it went and where the file is."""
    text = hide(clean(text))
    return f"{_send(app, text)} {_file(home, text)}".strip()


def _send(app: App[object], text: str) -> str:
    if tmux.inside():
        kept = tmux.kept_back()
        if kept is None and tmux.ask("load-buffer", "-w", "-", text=text) is not None:
            return "Handed through tmux (load-buffer -w) to your terminal's clipboard, if it allows that."
        if tmux.ask("load-buffer", "-", text=text) is not None:
            return f"Copied into tmux's own buffer: paste with prefix ]{f' ({kept.why})' if kept else ''}."
    if len(text.encode()) > _OSC52_MOST:
        return "Too long for a terminal's clipboard."
    app.copy_to_clipboard(text)
    over = "over SSH " if os.environ.get("SSH_CONNECTION") else ""
    if os.environ.get("STY"):
        return f"Sent {over}to the terminal (OSC 52), but GNU screen often keeps it back."
    return f"Sent {over}to your terminal's clipboard (OSC 52), if it allows that."


def _file(home: Home, text: str) -> str:
    path = home.state / FILE
    try:
        write_atomic(path, text + "\n", mode=0o600)
    except LabError as error:
        return f"No file of it: {error}"
    return f"Also in {short(str(path))}"
