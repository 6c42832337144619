"""`emalign verify`: what a model folder or Hub repository really is, and whether a server could load it."""

import argparse
from pathlib import Path

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.look import describe, find_model, look_at, on_disk
from emalign_tui.lab.models.folder import FolderReport
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
        if isinstance(found, str):
            note(f"Fetching {found}, for as long as it is looked at")
        with on_disk(found) as folder:
            deep, report = _deep(folder, report)
    if args.json:
        say_json({"path": where, **msgspec.to_builtins(report), **({"deep": deep} if args.deep else {})})
    else:
        for line in describe(where, report):
            say(line)
        for what, outcome in deep.items():
            say(f"  {what:<8} {outcome}")
    return 0 if report.ok else 1


def _deep(folder: Path, report: FolderReport) -> tuple[dict[str, str], FolderReport]:
    """What hashing and loading gave; what is wrong is among the problems of the report."""
    from emalign_tui.lab.models.loading import base_at_hand, engines, try_to_load
    from emalign_tui.lab.models.merge_proof import changed_files, read_proof

    found, problems = {"proof": "none in the folder"}, []
    if proof := read_proof(folder):
        changed = changed_files(folder, proof)
        found["proof"] = f"{len(proof.files) - len(changed)} of {len(proof.files)} weight files are as proven"
        problems += [f"{name} is not the file that was proven" for name in changed]
    base, lack = base_at_hand([report.base or ""]) if report.kind == "adapter" else (None, "")
    if lack:
        found["loaded"] = f"not tried: {lack}"
    for engine in engines() if report.ok and report.kind in ("merged", "adapter") and not lack else []:
        note(f"Loading it with {engine}")
        try:
            found[engine] = try_to_load(folder, engine, base)
        except LabError as error:
            found[engine] = error.what
            problems.append(error.what)
    ok = report.ok and not problems
    return found, msgspec.structs.replace(report, ok=ok, problems=[*report.problems, *problems])
