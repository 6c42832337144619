"""What is published of a model, and what could be: read in the background from its folders."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from textual.message import Message

from emalign_tui.lab.paths import Home

if TYPE_CHECKING:
    from emalign_tui.lab.hub.pushing import PushJob
    from emalign_tui.lab.models.folder import FolderReport
    from emalign_tui.lab.models.merge_proof import MergeProof
    from emalign_tui.lab.models.merging import MergeJob
    from emalign_tui.lab.runs.packing import Pack
    from emalign_tui.lab.runs.records import RunInfo


class Facts(msgspec.Struct, frozen=True):
    """Of one run. folder: in the run's own. found: what it is, None when it has none. proof: of a merge.

    pushed: of a push, its proof. step: of the last whole checkpoint of a training, or None. repo: that a push goes to.
    merged: of a training, whether its adapter as it is now was merged.
    """

    run: str
    folder: str
    found: FolderReport | None
    proof: MergeProof | None
    pushed: dict[str, object] | None
    step: int | None = None
    repo: str = ""
    merged: bool = False


class FactsRead(Message):
    """The facts of a run."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self.facts = facts


class Weighed(Message):
    """What a merge would do; job is None when something stands in the way, which is told as Trouble."""

    def __init__(self, job: MergeJob | None) -> None:
        super().__init__()
        self.job = job


class Planned(Message):
    """What a zip would hold, and where it would be."""

    def __init__(self, plan: Pack, out: Path) -> None:
        super().__init__()
        self.plan, self.out = plan, out


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
    from emalign_tui.lab.models.merging import is_merge_of, merges_of
    from emalign_tui.lab.runs.checkpoints import last_checkpoint
    from emalign_tui.lab.runs.layout import RunDir

    place = RunDir(Path(run.path))
    folder = place.model if run.kind == "merge" else place.adapter
    there = folder.is_dir()
    last = last_checkpoint(place)
    return Facts(
        run=run.id,
        folder=folder.name,
        found=_titled(inspect_folder(folder)) if there else None,
        proof=read_proof(folder) if there else None,
        pushed=_pushed(Path(run.path) / "proof.json"),
        step=last.step if last else None,
        repo=str(place.spec().config.get("repo") or "") if run.kind == "push" else "",
        merged=run.kind == "train" and any(is_merge_of(merge, folder) for merge in merges_of(place.home, place)),
    )


def _titled(report: FolderReport) -> FolderReport:
    """With the base as people know it, where it is a folder."""
    from emalign_tui.lab.models.merging import base_title

    return msgspec.structs.replace(report, base=base_title(report.base)) if report.base else report


def _pushed(path: Path) -> dict[str, object] | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, object])
    except (OSError, msgspec.DecodeError):
        return None


def look(home: Home, place: str) -> tuple[str, FolderReport, str]:
    """What a folder, a run or a Hub repository really is, as `look_at` tells it. Raises LabError."""
    from emalign_tui.lab.hub.look import find_model, look_at

    where, report, late = look_at(find_model(home, place))
    return where, _titled(report), late


def load(home: Home, place: str) -> tuple[str, FolderReport, dict[str, str]]:
    """The same after loading it in every engine here, and what each said. Raises LabError."""
    from emalign_tui.lab.hub.deep import look_deeper
    from emalign_tui.lab.hub.look import find_model, look_at

    found = find_model(home, place)
    where, report, _ = look_at(found)
    told, report = look_deeper(found, report, lambda text: None)
    return where, _titled(report), told


def is_away(home: Home, place: str) -> bool:
    """Whether a place is on the Hub, and has to be fetched to be loaded."""
    from emalign_tui.lab.errors import LabError
    from emalign_tui.lab.hub.look import find_model

    try:
        return isinstance(find_model(home, place), str)
    except LabError:
        return False  # which loading it tells


def plan_merge(home: Home, run: str) -> MergeJob:
    """Look at everything that the merge of a run needs. Raises LabError."""
    from emalign_tui.lab.models.merging import prepare_merge

    return prepare_merge(home, [run])


def begin_merge(home: Home, job: MergeJob) -> str:
    """Start a merge; its id. Raises LabError."""
    from emalign_tui.lab.models.merging import start_merge

    return start_merge(home, job).id


def fly(home: Home, run: str, repo: str) -> PushJob:
    """Look at everything that a push needs. Raises LabError."""
    from emalign_tui.lab.hub.pushing import prepare_push

    return prepare_push(home, run, repo)


def begin_push(home: Home, job: PushJob) -> str:
    """Start a push; its id. Raises LabError."""
    from emalign_tui.lab.hub.pushing import start_push

    return start_push(home, job).id


def without_loading(job: PushJob) -> PushJob:
    """The same push, which does not fetch the model again to load it."""
    return msgspec.structs.replace(job, config=msgspec.structs.replace(job.config, load=False))


def begin_again(home: Home, run: RunInfo) -> str:
    """Go on with a merge or push that was stopped or killed. Raises LabError."""
    from emalign_tui.lab.runs.launch import launch
    from emalign_tui.lab.runs.layout import RunDir

    launch(RunDir(Path(run.path)), run.kind)
    return run.id


def plan_zip(home: Home, run: str) -> tuple[Pack, Path]:
    """What a zip of a run would hold, and where in the work folder it would be. Raises LabError."""
    from emalign_tui.lab.runs.layout import find_run
    from emalign_tui.lab.runs.packing import plan_pack

    places = (home.root / f"{run}{f'-{number}' if number > 1 else ''}.zip" for number in itertools.count(1))
    return plan_pack(find_run(home, run)), next(place for place in places if not place.exists())


def zip_run(plan: Pack, out: Path) -> str:
    """Write the zip; its sha256. Raises LabError."""
    from emalign_tui.lab.runs.packing import pack

    return pack(plan, out)
