"""`emalign log`: what a run's process printed, tracebacks included."""

import argparse

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import find_home
from emalign_tui.lab.runs.layout import find_run
from emalign_tui.lab.sanitize import clean


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="a run's id, its unique beginning, or its folder")


def run(args: argparse.Namespace) -> int:
    """The log without terminal escapes."""
    found = find_run(find_home(args.home), args.run)
    try:
        text = clean(found.log_path.read_text("utf-8", "replace"))
    except FileNotFoundError:
        text = ""
    except OSError as error:
        raise LabError(f"Cannot read the log: {error.strerror}", where=str(found.log_path)) from error
    if args.json:
        say_json({"id": found.id, "path": str(found.log_path), "text": text})
    elif text:
        say(text.rstrip("\n"))
    else:
        note(f"{found.id} has printed nothing.")
    return 0
