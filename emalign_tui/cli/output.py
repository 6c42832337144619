"""What commands print: people's text or one JSON document on stdout, everything else on stderr."""

import json
import os
import sys
from typing import Any

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.sanitize import clean


def say(text: str) -> None:
    """A line of result for a person, on stdout."""
    sys.stdout.write(clean(text) + "\n")


def note(text: str) -> None:
    """A line about what is going on, on stderr; on a terminal broken between words."""
    text = clean(text)
    if sys.stderr.isatty():
        import textwrap

        width = os.get_terminal_size(sys.stderr.fileno()).columns or 80
        whole = {"break_long_words": False, "break_on_hyphens": False}  # paths and commands stay in one piece
        text = "\n".join(textwrap.fill(each, width, **whole) for each in text.split("\n"))
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def agreed(question: str) -> bool:
    """Ask on stderr and wait for a line; whether it is a yes. For callers that know somebody is there to answer."""
    sys.stderr.write(f"{clean(question)} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def say_json(document: Any) -> None:
    """The one JSON document of a command. NaN is not JSON, so it raises ValueError."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, default=str)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # a locale without UTF-8, or a file's name that is not UTF-8
        text = json.dumps(document, allow_nan=False, default=str)
    sys.stdout.write(text + "\n")


def show_error(error: LabError, *, as_json: bool) -> None:
    """The one sentence of an error, or `{"error": {...}}` on stdout with --json."""
    if as_json:
        say_json({"error": error.as_dict()})
    note(f"emalign: {error}") if not as_json else None
