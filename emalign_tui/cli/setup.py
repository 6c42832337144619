"""`emalign setup`: opens the guided set-up on a terminal; shows or changes settings without one."""

import argparse
import importlib
import sys
from typing import Any

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import find_home

_HEADLESS = (
    "Without one: `emalign setup --json` shows the settings, `emalign setup --set judge=openai:gpt-4o` changes one, "
    "`hf auth login` stores a Hub token, and OPENAI_API_KEY holds a judge's key."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        dest="sets",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="change a setting and show all (repeatable); KEY= goes back to the default",
    )


def run(args: argparse.Namespace) -> int:
    """Raises LabError (2) when there is no terminal to guide on and nothing to set or show."""
    if args.sets or args.json:
        for word in args.sets:
            _keep(word, args.home)
        return _show(args)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise LabError("The guided set-up needs a terminal", do=_HEADLESS, exit_code=2)
    # By name: a static import would point an arrow from cli up to tui, and would load textual for every command.
    app = importlib.import_module("emalign_tui.tui.app")
    return int(app.run_lab(find_home(args.home), room="setup"))


def _keep(word: str, home: str | None) -> None:
    from emalign_tui.lab.setup.values import keep_setting

    key, equals, value = word.partition("=")
    if not equals or not key:
        raise LabError(f"--set {word} is not KEY=VALUE", do="Write for example --set judge=mini-judge.", exit_code=2)
    keep_setting(find_home(home), key, value)


def _show(args: argparse.Namespace) -> int:
    from emalign_tui.lab.setup.values import overview

    document: dict[str, Any] = overview(args.home)
    if args.json:
        say_json(document)
        return 0
    for setting in document["settings"]:
        value = "-" if setting["value"] is None else setting["value"]
        say(f"{setting['key']:<14} {value:<40} {setting['source']}")
    note(f"The settings are in {document['file']}.")
    return 0
