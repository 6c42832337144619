"""What takes space in a home, and what of it may go. The only copy of an adapter never may."""

import os
import shutil
import time
from pathlib import Path
from typing import Literal

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error
from emalign_tui.lab.models.lora import half_saved
from emalign_tui.lab.models.weights import read_weights
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.caches import Cached, forget, what_is_lost
from emalign_tui.lab.runs.checkpoints import torn_checkpoints, whole_checkpoints
from emalign_tui.lab.runs.layout import RunDir, list_runs
from emalign_tui.lab.runs.records import RunInfo

Kind = Literal["checkpoint", "merged", "unfinished", "cache"]
_DELETED = ".deleted-"
_FRESH = 600.0  # seconds since something was written in a folder, in which it may still be written to


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One folder that takes space. kept: why it stays, or "" when it may go. why: what is lost with it. repo: of the
    Hub, for a revision in its cache, which other programs use too: it goes only when it is chosen."""

    kind: Kind
    run: str
    path: Path
    bytes: int
    why: str
    kept: str = ""
    repo: str = ""

    @property
    def name(self) -> str:
        """What it is, for people."""
        return f"{self.repo}@{self.path.name[:8]}" if self.repo else f"{self.run}/{self.path.name}"


def what_takes_space(home: Home) -> list[Item]:
    """Checkpoints, merged models and unfinished work of a home, and what is in the Hub's cache, the largest first."""
    infos = list_runs(home)
    items: list[Item] = []
    for info in infos:
        run = RunDir(Path(info.path))
        if info.kind == "train":
            items += _checkpoints(run, info)
        elif info.kind == "merge":
            items += _merges(run, info)
        elif info.kind == "push":
            items += _fetched(run, info)
        items += _half_deleted(run)
    items += _half_copied(home)
    links = _links(infos)
    items = [_unless_used(item, infos, links) for item in items if not item.path.is_symlink()]
    return sorted([*items, *_cache(infos)], key=lambda item: -item.bytes)


def remove(home: Home, items: list[Item]) -> int:
    """Delete these, if they may still go now. Returns the bytes that were freed. Raises LabError when one cannot be.

    A folder is renamed before it is emptied, so that a half deleted one is never taken for a whole one.
    """
    free_to_go = {item.path for item in what_takes_space(home) if not item.kept}
    freed = 0
    for item in items:
        if item.path not in free_to_go:
            continue
        if item.repo:
            freed += forget(item.path)
            continue
        doomed = item.path.with_name(f"{_DELETED}{item.path.name.removeprefix(_DELETED)}")
        try:
            if doomed != item.path:
                shutil.rmtree(doomed, ignore_errors=True)
                item.path.rename(doomed)
            shutil.rmtree(doomed)
        except OSError as error:
            raise disk_error(error, item.path) from error
        freed += item.bytes
    return freed


def _checkpoints(run: RunDir, info: RunInfo) -> list[Item]:
    whole, adapter = whole_checkpoints(run), _has_adapter(run)
    last = next((each.path for each in reversed(whole) if adapter or _whole(each.path)), None)
    items = []
    for path in [*(each.path for each in whole), *torn_checkpoints(run)]:
        kept = ""
        if info.alive:
            kept = "the run is working"
        elif path == last and not adapter:
            kept = "the only copy of its adapter"
        elif path == last and info.state != "done":
            kept = f"the run can go on from it: `emalign resume {run.id}`"
        elif last is None and not adapter:
            kept = "perhaps the only copy of its adapter"
        why = "its adapter of that step, and the optimiser's state"
        items.append(Item(kind="checkpoint", run=run.id, path=path, bytes=_size(path), why=why, kept=kept))
    return items


def _merges(run: RunDir, info: RunInfo) -> list[Item]:
    items = []
    model, part = run.model, run.path / "model.part"
    if model.is_dir():
        kept = (
            ""
            if _can_be_merged_again(run)
            else "its adapter or base is gone or changed: this is the only copy of what was trained"
        )
        why = "the merged model; `emalign merge` makes it again"
        items.append(Item(kind="merged", run=run.id, path=model, bytes=_size(model), why=why, kept=kept))
    if part.is_dir():
        kept = "the merge is working" if info.alive else ""
        why = "what a stopped merge has written; it would begin anew"
        items.append(Item(kind="unfinished", run=run.id, path=part, bytes=_size(part), why=why, kept=kept))
    return items


def _fetched(run: RunDir, info: RunInfo) -> list[Item]:
    """What a push fetched again to load it, and was killed before it had removed it."""
    back = run.path / "back"
    if not back.is_dir():
        return []
    kept = "the push is working" if info.alive else ""
    why = "a copy of what was pushed, fetched to load it"
    return [Item(kind="unfinished", run=run.id, path=back, bytes=_size(back), why=why, kept=kept)]


def _half_deleted(run: RunDir) -> list[Item]:
    """Folders that an interrupted `remove` had begun to empty."""
    found = [path for folder in (run.path, run.checkpoints) for path in folder.glob(f"{_DELETED}*") if path.is_dir()]
    why = "the rest of a folder whose deletion was interrupted"
    return [Item(kind="unfinished", run=run.id, path=path, bytes=_size(path), why=why) for path in found]


def _half_copied(home: Home) -> list[Item]:
    """What a recovery that was killed had copied or unpacked."""
    why, items = "a part of a run; `emalign recover` begins anew", []
    for path in (place for place in home.kind("train").glob(".*.part") if place.is_dir()):
        kept = "it is being written" if time.time() - _last_written(path) < _FRESH else ""
        run = path.name.removeprefix(_DELETED).removeprefix(".").removesuffix(".part")
        items.append(Item(kind="unfinished", run=run, path=path, bytes=_size(path), why=why, kept=kept))
    return items


def _last_written(folder: Path) -> float:
    """When something was last made, written or moved in a folder. A copy of an old file counts as new."""
    try:
        return max(path.stat().st_ctime for path in (folder, *folder.rglob("*")))
    except FileNotFoundError:  # it was moved a moment ago
        return time.time()


def _has_adapter(run: RunDir) -> bool:
    return (run.adapter / "adapter_config.json").is_file() and _whole(run.adapter)


def _whole(adapter: Path) -> bool:
    weights = read_weights(adapter, "adapter_model", "adapter_model")
    readable = weights.form == "safetensors" and not weights.problems and not weights.missing
    return readable and half_saved(weights.tensors) is None


def _can_be_merged_again(run: RunDir) -> bool:
    """Whether the base is there, and every adapter as it was when it was merged."""
    from emalign_tui.lab.models.base import find_base
    from emalign_tui.lab.models.merge_proof import read_proof
    from emalign_tui.lab.models.merging import adapters_told, read_merge

    try:
        config, proof = read_merge(run), read_proof(run.model)
        same = proof is not None and proof.adapters == adapters_told(config)
        return same and find_base(config.base) is not None and all(map(_whole, config.adapters()))
    except LabError:
        return False


def _links(infos: list[RunInfo]) -> list[tuple[str, Path]]:
    """Where the adapters and models of runs really lie, when that is elsewhere: the run, and the file."""
    found = []
    for info in infos:
        run = RunDir(Path(info.path))
        for folder in (run.adapter, run.model):
            files = folder.iterdir() if folder.is_dir() else ()
            found += [(run.id, file.resolve()) for file in files if folder.is_symlink() or file.is_symlink()]
    return found


def _unless_used(item: Item, infos: list[RunInfo], links: list[tuple[str, Path]]) -> Item:
    """Kept while another run needs the folder: one that works, that was trained on it, or that is not done with it; a
    checkpoint also while a merge was made from it. And while the adapter or model of a run is a link into it."""
    if item.kept:
        return item
    real = item.path.resolve()
    if user := next((run for run, file in links if file.is_relative_to(real)), None):
        return msgspec.structs.replace(item, kept=f"{user} has a link into it")
    for info in infos:
        merged = info.kind == "merge" and (item.kind == "checkpoint" or info.state != "done")
        needs = info.alive or info.kind == "train" or merged or (info.kind == "push" and info.state != "done")
        if info.id != item.run and needs and _names(RunDir(Path(info.path)), item.path):
            return msgspec.structs.replace(item, kept=f"{info.id} uses it")
    return item


def _names(run: RunDir, path: Path) -> bool:
    return _says(run, str(path)) or _says(run, str(path.resolve()))


def _says(run: RunDir, text: str) -> bool:
    try:
        record = msgspec.json.encode(run.spec())
    except LabError:
        return False
    return msgspec.json.encode(text)[1:-1] in record


def _cache(infos: list[RunInfo]) -> list[Item]:
    cached, working = Cached(), [info for info in infos if info.alive]
    items = []
    for repo, revision in cached.revisions():
        runs = [RunDir(Path(info.path)) for info in working]
        users = [run.id for run in runs if _says(run, repo.repo_id) or _names(run, revision.snapshot_path)]
        kept = f"{users[0]} uses it" if users else cached.kept(repo, revision)
        items.append(
            Item(kind="cache", run="", path=revision.snapshot_path, bytes=cached.freed(revision), repo=repo.repo_id,
                 why=what_is_lost(repo, revision), kept=kept)
        )  # fmt: skip
    return items


def _size(folder: Path) -> int:
    """Bytes on the disk under a folder; a link counts nothing, its target is counted where it is."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent) / name
            if not path.is_symlink() and path.is_file():
                total += path.stat().st_size
    return total
