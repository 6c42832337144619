"""`emalign` without a command: opens the lab, on a terminal."""

import argparse
import importlib
import sys

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import find_home


def run(args: argparse.Namespace) -> int:
    """The lab's exit code. Raises LabError (2) when there is no terminal to draw on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise LabError(
            "The lab needs a terminal",
            do="Without one, run `emalign demo` for the whole story or `emalign --help` for the commands.",
            exit_code=2,
        )
    # By name: a static import would point an arrow from cli up to tui, and would load textual for every command.
    app = importlib.import_module("emalign_tui.tui.app")
    return int(app.run_lab(find_home(args.home)))
