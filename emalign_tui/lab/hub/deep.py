"""What takes longer to know of a model: the hashes of what was proven, and whether the engines here load it."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.look import on_disk
from emalign_tui.lab.models.folder import FolderReport
from emalign_tui.lab.models.loading import base_at_hand, engines, try_to_load
from emalign_tui.lab.models.merge_proof import changed_files, read_proof


def look_deeper(
    found: Path | str, report: FolderReport, say: Callable[[str], None]
) -> tuple[dict[str, str], FolderReport]:
    """What hashing and loading gave, by what was done; what is wrong is among the problems of the report.

    found, report: of `find_model` and `look_at`; a repository is fetched for as long as it is looked at. An adapter is
    loaded on its base, where that is on this machine. Raises LabError when a repository cannot be fetched.
    """
    if isinstance(found, str):
        say(f"Fetching {found}, for as long as it is looked at")
    with on_disk(found) as folder:
        return _look(folder, report, say)


def _look(folder: Path, report: FolderReport, say: Callable[[str], None]) -> tuple[dict[str, str], FolderReport]:
    told, problems = {"proof": "none in the folder"}, []
    if proof := read_proof(folder):
        changed = changed_files(folder, proof)
        told["proof"] = f"{len(proof.files) - len(changed)} of {len(proof.files)} weight files are as proven"
        problems += [f"{name} is not the file that was proven" for name in changed]
    base, lack = base_at_hand([report.base or ""]) if report.kind == "adapter" else (None, "")
    if not report.ok or lack:
        told["loading"] = f"not tried: {lack or 'it is not whole'}"
    for engine in engines() if report.ok and not lack else []:
        say(f"Loading it with {engine}")
        try:
            told[engine] = try_to_load(folder, engine, base)
        except LabError as error:
            told[engine] = error.what
            problems.append(error.what)
    ok = report.ok and not problems
    return told, msgspec.structs.replace(report, ok=ok, problems=[*report.problems, *problems])
