"""`emalign mini`: what the built-in model and judge are, and how to build them again."""

import argparse
import sys
from pathlib import Path
from typing import Any

from emalign_tui.cli.output import agreed, say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.folder import inspect_folder
from emalign_tui.lab.models.kit import MODELS, changed_files, kit_files, kit_folder
from emalign_tui.lab.paths import Home, expand, find_home
from emalign_tui.lab.runs.launch import launch
from emalign_tui.lab.runs.layout import create_run
from emalign_tui.lab.runs.records import Provenance

_TIME = "about an hour and a half on two CPU cores, minutes on a GPU"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _action(actions, "info", "the kit's files, sizes and checksums")
    build = _action(actions, "build", f"build it anew ({_TIME})")
    build.add_argument("--seed", type=int, default=0, metavar="N", help="the seed of corpus, weights and order (0)")
    build.add_argument("--out", metavar="DIR", help="a new folder for the kit (default: mini_kit in the work folder)")
    build.add_argument("--yes", action="store_true", help="do not ask")


def _action(actions: Any, name: str, text: str) -> argparse.ArgumentParser:
    """--home and --json may stand after the action too; SUPPRESS keeps the outer values when they do not."""
    action: argparse.ArgumentParser = actions.add_parser(name, help=text, description=text)
    action.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help="the work folder")
    action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document on stdout")
    return action


def run(args: argparse.Namespace) -> int:
    if args.action == "info":
        return _info(args.json)
    return _build(find_home(args.home), args)


def _info(as_json: bool) -> int:
    """Exit code 1 when a file is not as it was recorded."""
    folder = kit_folder()
    files = kit_files(folder)
    changed = changed_files(folder)
    models = [_model(folder / name) for name in MODELS]
    if as_json:
        listed = [{"path": file.path, "bytes": file.size, "sha256": file.sha256} for file in files]
        say_json({"folder": str(folder), "models": models, "files": listed, "changed": changed})
        return 1 if changed else 0
    say(f"{folder}: {sum(file.size for file in files) / 1e6:.1f} MB")
    for model in models:
        say(f"  {model['name']:<6} {model['parameters']:,} parameters, {'whole' if model['ok'] else 'not whole'}")
    for file in files:
        mark = "  CHANGED" if file.path in changed else ""
        say(f"  {file.sha256[:16]}  {file.size:>10,}  {file.path}{mark}")
    return 1 if changed else 0


def _model(folder: Path) -> dict[str, Any]:
    report = inspect_folder(folder)
    return {"name": folder.name, "ok": report.ok, "parameters": report.parameters or 0, "problems": report.problems}


def _build(home: Home, args: argparse.Namespace) -> int:
    out = expand(args.out).absolute() if args.out else home.root / "mini_kit"
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        do = "Name another with --out DIR, or go on with a stopped build: `emalign resume RUN`."
        raise LabError("The folder for the new kit is not empty", where=str(out), do=do, exit_code=2)
    if not args.yes:
        _ask(f"Building the mini kit takes {_TIME}. Start?", interactive=not args.json)
    config = {"seed": args.seed, "out": str(out)}
    run = create_run(home, "mini", "mini-build", config, Provenance(base="from scratch", argv=sys.argv[1:]))
    launch(run, "mini_build")
    if args.json:
        say_json({"run": run.id, "path": str(run.path), "out": str(out)})
    else:
        say(f"Started {run.id}; it goes on without this terminal.")
        say(f"Watch it with `emalign attach {run.id}`. The kit will be in {out}.")
    return 0


def _ask(question: str, *, interactive: bool) -> None:
    if not (interactive and sys.stdin.isatty()):
        raise LabError(question.removesuffix(" Start?"), do="Add --yes to start without being asked.", exit_code=2)
    if not agreed(question):
        raise LabError("Not started", do="Nothing was written.")
