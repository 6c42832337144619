"""`emalign verify`: what a model folder or Hub repository really is, and whether a server could load it."""

import argparse

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.hub.look import describe, find_model, look_at
from emalign_tui.lab.paths import find_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="PATH_OR_REPO", help="a model folder, a run, or ORG/NAME on the Hub")
    parser.add_argument(
        "--deep", action="store_true", help="also hash what was proven, and load it in each engine here"
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when it can be served as it is, else 1."""
    found = find_model(find_home(args.home), args.model)
    where, report, late = look_at(found)
    if late:
        note(late)
    deep: dict[str, str] = {}
    if args.deep:
        from emalign_tui.lab.hub.deep import look_deeper

        deep, report = look_deeper(found, report, note)
    if args.json:
        say_json({"path": where, **msgspec.to_builtins(report), **({"deep": deep} if args.deep else {})})
    else:
        for line in describe(where, report):
            say(line)
        for what, outcome in deep.items():
            say(f"  {'loaded' if outcome.startswith(what) else what:<8} {outcome}")
    return 0 if report.ok else 1
