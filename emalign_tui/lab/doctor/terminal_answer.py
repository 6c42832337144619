"""Does the terminal say that it takes text for the clipboard (OSC 52)? Asked without touching what is on it.

Reading the clipboard back would prove more, and is what a terminal rightly refuses or asks its user about.
"""

import os
import re
import select
import sys
import termios
import time
import tty

_LIMIT = 1.0  # seconds; a terminal answers in milliseconds, over SSH in one round trip
# XTGETTCAP for Ms, as Neovim asks too; then the attributes (DA1), which every terminal answers, and after the other.
_QUESTION = b"\x1bP+q4d73\x1b\\\x1b[c"
_KNOWS = re.compile(rb"\x1bP1\+r4d73", re.IGNORECASE)
_ATTRIBUTES = re.compile(rb"\x1b\[\?([\d;]*)c")
_CLIPBOARD = b"52"  # among the attributes


def takes_clipboard() -> bool | None:
    """True when the terminal says so, False when it answers without saying so, None when nobody can be asked.

    For the main thread of a command on a terminal; where the lab is open, the terminal's answers are the lab's keys.
    """
    try:
        source, target = sys.stdin.fileno(), sys.stdout.fileno()
        if not (os.isatty(source) and os.isatty(target)) or os.tcgetpgrp(source) != os.getpgrp():
            return None
        before = termios.tcgetattr(source)
    except (OSError, ValueError, termios.error):
        return None
    try:
        tty.setcbreak(source, termios.TCSADRAIN)
        os.write(target, _QUESTION)
        return understood(_answer(source))
    finally:
        termios.tcsetattr(source, termios.TCSAFLUSH, before)  # and an answer that comes late is no command


def understood(answer: bytes) -> bool | None:
    """What an answer says."""
    attributes = _ATTRIBUTES.search(answer)
    if _KNOWS.search(answer) or (attributes and _CLIPBOARD in attributes[1].split(b";")):
        return True
    return None if attributes is None else False


def _answer(source: int) -> bytes:
    """What arrives until the attributes have, or until the limit."""
    answer, end = b"", time.monotonic() + _LIMIT
    while not _ATTRIBUTES.search(answer):
        if not select.select([source], [], [], max(end - time.monotonic(), 0))[0]:
            break
        answer += os.read(source, 1024)
    return answer
