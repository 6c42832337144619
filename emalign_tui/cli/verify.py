"""`emalign verify`: what a model folder really is, and whether a server could load it."""

import argparse
from pathlib import Path

import msgspec

from emalign_tui.cli.output import say, say_json
from emalign_tui.lab.models.folder import FolderReport, inspect_folder
from emalign_tui.lab.models.reference import MINI, MINI_JUDGE, resolve_model
from emalign_tui.lab.paths import Home, expand, find_home, is_file, is_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="PATH", help="a model or adapter folder, or a run")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when it can be served as it is, else 1."""
    path = _folder(find_home(args.home), args.model)
    report = inspect_folder(path)
    if args.json:
        say_json({"path": str(path), **msgspec.to_builtins(report)})
    else:
        for line in describe(path, report):
            say(line)
    return 0 if report.ok else 1


def _folder(home: Home, name: str) -> Path:
    """A folder as it is; a run, or its folder, means its adapter; mini means the built-in model."""
    path = expand(name)
    typed = "/" in name or is_folder(path) or is_file(path)
    if typed and name not in (MINI, MINI_JUDGE) and not is_file(path / "run.yaml"):
        return path
    ref = resolve_model(home, name)
    return ref.adapter or Path(ref.base)


def describe(path: Path, report: FolderReport) -> list[str]:
    """The report as lines of text."""
    verdict = "can be served" if report.ok else "can not be served as it is"
    size = f", {report.parameters / 1e6:,.1f} M parameters" if report.parameters else ""
    base = f", base {report.base}" if report.base else ""
    lines = [f"{path}: {report.kind.replace('_', ' ')}{base}{size}; {verdict}"]
    lines += [f"  problem  {problem}" for problem in report.problems]
    lines += [f"  missing  {name}" for name in report.missing]
    lines += [f"  extra    {name}" for name in report.extra]
    return lines
