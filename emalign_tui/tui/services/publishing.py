"""What is published of a model, and what could be: read in the background from its folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from textual.message import Message

from emalign_tui.lab.paths import Home

if TYPE_CHECKING:
    from emalign_tui.lab.hub.pushing import PushJob
    from emalign_tui.lab.models.folder import FolderReport
    from emalign_tui.lab.models.merge_proof import MergeProof
    from emalign_tui.lab.runs.records import RunInfo


class Facts(msgspec.Struct, frozen=True):
    """Of one run. found: what its folder is, None when it has none. proof: of a merge. pushed: of a push, its proof."""

    run: str
    folder: str
    found: FolderReport | None
    proof: MergeProof | None
    pushed: dict[str, object] | None


class FactsRead(Message):
    """The facts of a run."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.facts = facts


class Flown(Message):
    """A preflight came back; job is None when something stands in the way, which is told as Trouble."""

    def __init__(self, job: PushJob | None) -> None:
        super().__init__()
        self.job = job


class Begun(Message):
    """A merge or push was started, or it was not (None)."""

    def __init__(self, run: str | None) -> None:
        super().__init__()
        self.run = run


def read_facts(run: RunInfo) -> Facts:
    """Headers, names and proofs of a run's model folder. Raises LabError when it cannot be read."""
    from emalign_tui.lab.models.folder import inspect_folder
    from emalign_tui.lab.models.merge_proof import read_proof
    from emalign_tui.lab.runs.layout import RunDir

    place = RunDir(Path(run.path))
    folder = place.model if run.kind == "merge" else place.adapter
    there = folder.is_dir()
    return Facts(
        run=run.id,
        folder=str(folder),
        found=inspect_folder(folder) if there else None,
        proof=read_proof(folder) if there else None,
        pushed=_pushed(Path(run.path) / "proof.json"),
    )


def _pushed(path: Path) -> dict[str, object] | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, object])
    except (OSError, msgspec.DecodeError):
        return None


def look(home: Home, place: str) -> tuple[str, FolderReport, str]:
    """What a folder, a run or a Hub repository really is, as `look_at` tells it. Raises LabError."""
    from emalign_tui.lab.hub.look import find_model, look_at

    return look_at(find_model(home, place))


def begin_merge(home: Home, run: str) -> str:
    """Start the merge of a run; its id. Raises LabError."""
    from emalign_tui.lab.models.merging import prepare_merge, start_merge

    return start_merge(home, prepare_merge(home, [run])).id


def fly(home: Home, run: str, repo: str) -> PushJob:
    """Look at everything that a push needs. Raises LabError."""
    from emalign_tui.lab.hub.pushing import prepare_push

    return prepare_push(home, run, repo)


def begin_push(home: Home, job: PushJob) -> str:
    """Start a push; its id. Raises LabError."""
    from emalign_tui.lab.hub.pushing import start_push

    return start_push(home, job).id


def begin_again(home: Home, run: RunInfo) -> str:
    """Go on with a merge or push that was stopped or killed. Raises LabError."""
    from emalign_tui.lab.runs.launch import launch
    from emalign_tui.lab.runs.layout import RunDir

    launch(RunDir(Path(run.path)), run.kind)
    return run.id


def zip_run(home: Home, run: str) -> str:
    """Zip a run into the work folder; a sentence that says where and with which hash. Raises LabError."""
    from emalign_tui.lab.runs.layout import find_run
    from emalign_tui.lab.runs.packing import pack, plan_pack

    out = home.root / f"{run}.zip"
    digest = pack(plan_pack(find_run(home, run)), out)
    return f"Zipped: {out}, {out.stat().st_size / 1e6:,.1f} MB, sha256 {digest[:16]}… (whole in {out.name}.sha256)"
