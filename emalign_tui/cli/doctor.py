"""`emalign doctor`: check this machine, and mend what can be mended safely."""

import argparse
import getpass
import os
import re
import sys
from typing import Any

import msgspec

from emalign_tui.cli.numbers import positive
from emalign_tui.cli.output import agreed, note, say, say_json
from emalign_tui.lab.doctor import clipboard
from emalign_tui.lab.doctor.check import Action, Check, CheckResult
from emalign_tui.lab.doctor.run import CHECKS, run_checks
from emalign_tui.lab.doctor.terminal_answer import takes_clipboard
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home, find_home
from emalign_tui.lab.setup.values import subject as default_subject

_REPO = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")
_MARKS = {"ok": "✓", "warn": "!", "fail": "✗", "skipped": "-"}
Fix = dict[str, Any]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    ids = ", ".join(check.id for check in CHECKS)
    parser.add_argument("--only", metavar="ID", action="append", default=[], help=f"one check (may be repeated): {ids}")
    add = parser.add_argument
    add("--model", metavar="MODEL", help="what one means to train, serve or publish: looked into, and weighed")
    add("--repo", type=_repo, metavar="ORG/NAME", help="where one means to push to: may the token write there?")
    add("--probe-write", action="store_true", help="try it: a private repository, made and deleted again")
    add("--judge", metavar="MODEL", help="a judge to ask for one token")
    add("--answers", type=positive, default=800, metavar="N", help="answers it would judge, for the cost (800)")
    add("--fix", action="store_true", help="do what is safe to do, after showing it and asking")
    add("--yes", action="store_true", help="with --fix: do not ask")


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when any check fails (after the fixes, with --fix); warnings do not."""
    home = find_home(args.home)
    named = {key: value for key in ("model", "repo", "judge") if (value := getattr(args, key)) is not None}
    asked = {"answers": args.answers, "probe_write": args.probe_write, "osc52": _ask_terminal(args)}
    subject = msgspec.structs.replace(default_subject(), **asked, **named)
    on_result, on_late = (None, None) if args.json else (_show, _waiting)
    results = run_checks(home, args.only, on_result, subject=subject, on_late=on_late)
    fixes: list[Fix] = []
    if args.fix:
        wanted = [result for result in results if _is_wrong(result) or result.id in args.only]
        fixes = [_fix(home, result, args) for result in wanted if result.fixable]
        if mended := [fix["id"] for fix in fixes if fix["done"]]:
            again = {result.id: result for result in run_checks(home, mended, on_result, subject=subject)}
            results = [again.get(result.id, result) for result in results]
    ok = all(result.status != "fail" for result in results)
    if args.json:
        document = {"checks": [result.as_dict() for result in results], "ok": ok}
        say_json({**document, "fixes": fixes} if args.fix else document)
    else:
        _tell(results, fixes, asked_to_fix=args.fix)
    return 0 if ok else 1


def _ask_terminal(args: argparse.Namespace) -> bool | None:
    """Only where a person reads: the question would stand in the document, and the answer be nobody's."""
    if args.json or (args.only and clipboard.CHECK.id not in args.only) or not clipboard.askable(os.environ):
        return None
    return takes_clipboard()


def _fix(home: Home, result: CheckResult, args: argparse.Namespace) -> Fix:
    """Do one action if its person agrees. done, error: what was done, or why it was not; both empty when not asked."""
    assert result.action is not None
    action = result.action
    fix = {"id": result.id, "what": action.what, "done": "", "error": ""}
    here = _at_terminal() and not args.json
    if not args.json:
        say(f"{result.title}: {action.what}")
    if not args.yes and not (here and agreed("Do it?")):
        return fix
    try:
        if action.asks != "none" and not here:
            raise LabError("That is only asked for at a terminal, without --json", do=result.fix)
        fix["done"] = action.run(home, _asked(action))
    except LabError as error:
        fix["error"] = str(error)
    except EOFError:
        fix["error"] = "Nothing was entered"
    if not args.json:
        say(f"{'':<10}{fix['done'] or fix['error']}")
    return fix


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()


def _asked(action: Action) -> str:
    """What a person gives for an action."""
    if action.asks == "secret":
        return getpass.getpass("Paste it (nothing is shown): ")
    if action.asks == "paste":
        clipboard.send(action.copies)
        return input("Paste it here, then Enter: ").strip()
    return ""


def _tell(results: list[CheckResult], fixes: list[Fix], *, asked_to_fix: bool) -> None:
    bad = [result.title for result in results if result.status == "fail"]
    note(f"Fix first: {', '.join(bad)}" if bad else "Nothing stands in the way.")
    if asked_to_fix and not fixes:
        note("Nothing here that can be mended from here: follow the fixes above.")
    elif asked_to_fix and not any(fix["done"] or fix["error"] for fix in fixes):
        note("Nothing was done." + ("" if _at_terminal() else " Without a terminal, add --yes."))
    elif not asked_to_fix and (mendable := [each.title for each in results if each.fixable and _is_wrong(each)]):
        note("`emalign doctor --fix` can mend: " + ", ".join(mendable))


def _is_wrong(result: CheckResult) -> bool:
    return result.status in ("warn", "fail")


def _repo(text: str) -> str:
    if not _REPO.fullmatch(text):
        raise argparse.ArgumentTypeError("must be ORG/NAME as on the Hub, or ORG alone")
    return text


def _waiting(late: list[Check]) -> None:
    note("Still looking: " + ", ".join(f"{check.title} (at most {check.limit:.0f} s)" for check in late))


def _show(result: CheckResult) -> None:
    say(f"{_MARKS[result.status]} {result.status:<7} {result.title:<14} {result.evidence}")
    if result.fix:
        if result.status in ("warn", "fail"):
            say(f"{'':<10}why: {result.why}")
        for number, line in enumerate(result.fix.splitlines()):
            say(f"{'':<10}{'     ' if number else 'fix: '}{line}")
