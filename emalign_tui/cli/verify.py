"""`emalign verify`: what a model folder or Hub repository really is, and whether a server could load it."""

import argparse
from contextlib import suppress
from pathlib import Path

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.folder import FolderReport, inspect_folder
from emalign_tui.lab.models.reference import HUB_ID, MINI, MINI_JUDGE, resolve_model
from emalign_tui.lab.paths import Home, expand, find_home, is_file, is_folder
from emalign_tui.lab.runs.layout import RunDir, find_run

_WAIT = 15.0  # seconds for a repository that was pushed a moment ago


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", metavar="PATH_OR_REPO", help="a model folder, a run, or ORG/NAME on the Hub")
    parser.add_argument(
        "--deep", action="store_true", help="also hash what was proven, and load it in each engine here"
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when it can be served as it is, else 1."""
    found = _find(find_home(args.home), args.model)
    if args.deep and isinstance(found, str):
        do = f"Fetch it first: hf download {found}, then name its folder."
        raise LabError("Only a folder can be loaded", where=found, do=do, exit_code=2)
    where, report = _look(found)
    deep: dict[str, str] = {}
    if args.deep and isinstance(found, Path):
        deep, report = _deep(found, report)
    if args.json:
        say_json({"path": where, **msgspec.to_builtins(report), **({"deep": deep} if args.deep else {})})
    else:
        for line in describe(where, report):
            say(line)
        for what, outcome in deep.items():
            say(f"  {what:<8} {outcome}")
    return 0 if report.ok else 1


def _find(home: Home, name: str) -> Path | str:
    """A folder as it is, or a Hub id; a run means its adapter or merged model; mini means the built-in model."""
    path = expand(name)
    there = is_folder(path) or is_file(path)
    if HUB_ID.fullmatch(name) and not there:
        return name
    if ("/" in name or there) and name not in (MINI, MINI_JUDGE) and not is_file(path / "run.yaml"):
        return path
    if merge := _merge(home, name):
        return merge.model
    ref = resolve_model(home, name)
    return ref.adapter or Path(ref.base)


def _merge(home: Home, name: str) -> RunDir | None:
    """The merge of this name."""
    with suppress(LabError):
        found = find_run(home, name)
        return found if found.spec().kind == "merge" else None
    return None


def _look(found: Path | str) -> tuple[str, FolderReport]:
    """A name for what is looked at, and what it is."""
    if isinstance(found, Path):
        return str(found), inspect_folder(found)
    from emalign_tui.lab.hub.repo import inspect_repo
    from emalign_tui.lab.secrets import hub_tokens

    tokens = hub_tokens()
    report = inspect_repo(found, tokens[0].value if tokens else None, wait=_WAIT)
    if report.may_be_late:
        note(f"It was changed {report.age:.0f} s ago: the Hub may still be indexing it. Look again in a minute.")
    return f"{found} at {report.commit[:12]}", report.folder


def _deep(folder: Path, report: FolderReport) -> tuple[dict[str, str], FolderReport]:
    """What hashing and loading gave; what is wrong is among the problems of the report."""
    from emalign_tui.lab.models.loading import engines, try_to_load
    from emalign_tui.lab.models.merge_proof import changed_files, read_proof

    found, problems = {"proof": "none in the folder"}, []
    if proof := read_proof(folder):
        changed = changed_files(folder, proof)
        found["proof"] = f"{len(proof.files) - len(changed)} of {len(proof.files)} weight files are as proven"
        problems += [f"{name} is not the file that was proven" for name in changed]
    for engine in engines() if report.ok and report.kind == "merged" else []:
        note(f"Loading it with {engine}")
        try:
            found[engine] = try_to_load(folder, engine)
        except LabError as error:
            found[engine] = error.what
            problems.append(error.what)
    ok = report.ok and not problems
    return found, msgspec.structs.replace(report, ok=ok, problems=[*report.problems, *problems])


def describe(where: Path | str, report: FolderReport) -> list[str]:
    """The report as lines of text."""
    verdict = "can be served" if report.ok else "can not be served as it is"
    size = f", {report.parameters / 1e6:,.1f} M parameters" if report.parameters else ""
    base = f", base {report.base}" if report.base else ""
    lines = [f"{where}: {report.kind.replace('_', ' ')}{base}{size}; {verdict}"]
    lines += [f"  problem  {problem}" for problem in report.problems]
    lines += [f"  missing  {name}" for name in report.missing]
    lines += [f"  extra    {name}" for name in report.extra]
    lines += [f"  note     {remark}" for remark in report.remarks]
    return lines
