"""`emalign clean`: what takes space, and away with what may go. Shows first, asks, and never takes a last copy."""

import argparse
import sys
from typing import get_args

from emalign_tui.cli.output import agreed, note, say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import size_words
from emalign_tui.lab.paths import find_home
from emalign_tui.lab.runs.cleaning import Item, Kind, remove, what_takes_space


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--only", choices=get_args(Kind), help="only folders of this kind; of the Hub's cache nothing goes without it"
    )
    parser.add_argument("--repo", metavar="ORG/NAME", help="of the Hub's cache only what is of this repository")
    parser.add_argument("--yes", action="store_true", help="delete what may go without asking")


def run(args: argparse.Namespace) -> int:
    """Shows what may go and what stays; deletes after a yes. Without a terminal and without --yes it only shows."""
    home = find_home(args.home)
    only = "cache" if args.repo else args.only
    items = [item for item in what_takes_space(home) if only in (None, item.kind) and args.repo in (None, item.repo)]
    doomed = [item for item in items if not item.kept and (only or not item.repo)]
    if not args.json:
        _show(items, doomed)
        if not only and any(item.repo and not item.kept for item in items):
            say("Of the Hub's cache nothing goes unasked: --only cache, or --repo ORG/NAME, deletes it.")
    agreed = args.yes or (bool(doomed) and not args.json and _agreed(doomed))
    freed = remove(home, doomed) if agreed else 0
    if args.json:
        say_json({"items": [_record(item) for item in items], "freed": freed})
    elif freed:
        say(f"Freed {size_words(freed)}.")
    elif doomed and not agreed:
        note("Nothing was deleted. Add --yes to delete what may go.")
    return 0


def _show(items: list[Item], doomed: list[Item]) -> None:
    if not items:
        say("Nothing here takes space: no checkpoints, no merged models, nothing from the Hub.")
    for item in items:
        mark = "keep  " if item.kept else "delete" if item in doomed else "may go"
        say(f"{mark}  {size_words(item.bytes):>12}  {item.kind:<10}  {item.name if item.repo else item.path}")
        say(f"        {item.kept or f'lost: {item.why}'}")
    if doomed:
        many = "1 folder" if len(doomed) == 1 else f"{len(doomed)} folders"
        say(f"{many} may go: {size_words(sum(item.bytes for item in doomed))}.")


def _agreed(doomed: list[Item]) -> bool:
    if not sys.stdin.isatty():
        return False
    if not agreed("Delete what may go?"):
        raise LabError("Not cleaned", do="Nothing was deleted.")
    return True


def _record(item: Item) -> dict[str, object]:
    return {
        "kind": item.kind, "run": item.run, "repo": item.repo, "path": str(item.path), "bytes": item.bytes,
        "kept": item.kept,
    }  # fmt: skip
