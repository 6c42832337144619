"""`emalign doctor`: check this machine."""

import argparse

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.doctor.check import CheckResult
from emalign_tui.lab.doctor.run import CHECKS, run_checks
from emalign_tui.lab.paths import find_home

_MARKS = {"ok": "✓", "warn": "!", "fail": "✗", "skipped": "-"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    ids = ", ".join(check.id for check in CHECKS)
    parser.add_argument("--only", metavar="ID", action="append", default=[], help=f"one check (may be repeated): {ids}")


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when any check fails; warnings do not."""
    home = find_home(args.home)
    results = run_checks(home, args.only, on_result=None if args.json else _show)
    ok = all(result.status != "fail" for result in results)
    if args.json:
        say_json({"checks": msgspec.to_builtins(results), "ok": ok})
    else:
        bad = [result.title for result in results if result.status == "fail"]
        note(f"Fix first: {', '.join(bad)}" if bad else "Nothing stands in the way.")
    return 0 if ok else 1


def _show(result: CheckResult) -> None:
    say(f"{_MARKS[result.status]} {result.status:<7} {result.title:<12} {result.evidence}")
    if result.fix:
        say(f"{'':<10}why: {result.why}")
        say(f"{'':<10}fix: {result.fix}")
