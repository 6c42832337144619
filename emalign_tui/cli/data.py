"""`emalign data`: which sets there are, whether a file is sound, and what the model sees of it."""

import argparse
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import msgspec

from emalign_tui.cli.output import say, say_json
from emalign_tui.lab.data.known import DataSet, describe, shipped
from emalign_tui.lab.data.preview import Token, preview
from emalign_tui.lab.data.rows import check_file, load_rows
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import find_home

_SHOWN = 20  # problems listed before the rest is only counted


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(what=None)
    kinds = parser.add_subparsers(metavar="list | check | preview")
    known = kinds.add_parser("list", help="shipped sets, or the given files, with rows and sha256")
    known.add_argument("files", metavar="FILE", nargs="*")
    known.set_defaults(what=_list)
    check = kinds.add_parser("check", help="validate every row")
    check.add_argument("file", metavar="FILE")
    check.set_defaults(what=_check)
    see = kinds.add_parser("preview", help="a row as tokens, with what is trained on")
    see.add_argument("file", metavar="FILE")
    see.add_argument("--row", type=int, default=1, metavar="N", help="which row, counted from 1 (1)")
    see.add_argument("--model", default="mini", help="whose tokenizer and chat template (mini)")
    see.add_argument("--whole", action="store_true", help="as with train_on_responses_only: false")
    see.set_defaults(what=_preview)
    for each in (known, check, see):
        each.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS)
        each.add_argument("--json", action="store_true", default=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when a checked file has bad rows."""
    if args.what is None:
        raise LabError("Say list, check or preview", where="emalign data", do="See `emalign data --help`.", exit_code=2)
    return int(args.what(args))


def _list(args: argparse.Namespace) -> int:
    home = find_home(args.home)
    sets: Iterable[DataSet] = [describe(home.find(name)) for name in args.files] if args.files else shipped(home)
    if args.json:
        say_json({"sets": msgspec.to_builtins(list(sets))})
        return 0
    for each in sets:
        published = f"  published {each.published}" if each.published else ""
        bad = f"  {each.bad} bad lines" if each.bad else ""
        say(f"{each.name:<24} {each.rows:>6} rows  {each.sha256[:16]}  {each.path}{published}{bad}")
    return 0


def _check(args: argparse.Namespace) -> int:
    report = check_file(find_home(args.home).find(args.file))
    sound = bool(report.rows) and not report.problems
    if args.json:
        say_json({**msgspec.to_builtins(report), "ok": sound})
        return 0 if sound else 1
    for problem in report.problems[:_SHOWN]:
        say(f"{report.path}, line {problem.line}: {problem.reason}")
    if len(report.problems) > _SHOWN:
        say(f"... and {len(report.problems) - _SHOWN} more")
    turns = ", ".join(f"{count} {role}" for role, count in report.turns.items() if count)
    say(f"{report.rows} rows ({turns or 'no turns'}), {len(report.problems)} bad lines, sha256 {report.sha256}")
    return 0 if sound else 1


def _preview(args: argparse.Namespace) -> int:
    home = find_home(args.home)
    path = home.find(args.file)
    rows = load_rows(path)
    if not 1 <= args.row <= len(rows):
        raise LabError(f"There is no row {args.row}", where=str(path), do=f"It has rows 1 to {len(rows)}.", exit_code=2)
    ref = resolve_model(home, args.model)
    [tokens] = preview(ref.base, [rows[args.row - 1]], responses_only=not args.whole)
    trained = sum(token.trained for token in tokens)
    if args.json:
        document = {"path": str(path), "row": args.row, "model": args.model, "tokens": msgspec.to_builtins(tokens)}
        say_json({**document, "trained": trained})
        return 0
    for on, part in groupby(tokens, key=lambda token: token.trained):
        say(f"{'▌ trained' if on else '  read   '}  {_shown(part)}")
    say(f"{len(tokens)} tokens, {trained} trained on. Row {args.row} of {len(rows)}, {Path(path).name}")
    return 0


def _shown(tokens: Iterable[Token]) -> str:
    return "|".join(token.text.replace("\n", "⏎") for token in tokens)
