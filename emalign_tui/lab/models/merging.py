"""From a trained run to a merge that runs detached: which base, which adapters, how large, is there room."""

import shutil
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import size_words
from emalign_tui.lab.models.base import find_base, sixteen_bit
from emalign_tui.lab.models.headers import read_object
from emalign_tui.lab.models.merge_plan import MergePlan, Precision, plan_merge
from emalign_tui.lab.models.reference import HUB_ID, ModelRef, canonical_base, resolve_model, to_record
from emalign_tui.lab.paths import Home, expand, is_folder
from emalign_tui.lab.runs.launch import launch
from emalign_tui.lab.runs.layout import RunDir, create_run, list_runs
from emalign_tui.lab.runs.provenance import git_revision, versions
from emalign_tui.lab.runs.records import Provenance
from emalign_tui.lab.serving.adapter import adapter_name

_MEASURED = 3.0  # seconds after which a speed says something
ROOM = 1.02  # of the merged bytes that have to be free on the disk


class MergeConfig(msgspec.Struct, frozen=True, kw_only=True):
    """What run.yaml of a merge holds. models: references whose adapters are added, in order. base: folder or Hub id."""

    models: list[dict[str, Any]]
    base: str
    dtype: Precision | None = None

    def adapters(self) -> list[Path]:
        return [Path(str(model["adapter"])) for model in self.models]


class MergeJob(msgspec.Struct, frozen=True):
    """A merge that could be started. plan: None while the base has to be fetched first."""

    config: MergeConfig
    refs: list[ModelRef]
    plan: MergePlan | None


def prepare_merge(home: Home, names: list[str], *, base: str | None = None, dtype: Precision | None = None) -> MergeJob:
    """Look everything up that a merge of these runs or adapter folders, in this order, needs. Writes nothing.

    base: instead of the one that the adapters name. Raises LabError for a model without an adapter, adapters of
    different bases, a quantised base, and an adapter that does not fit.
    """
    given = _chosen(base) if base else None
    refs = [resolve_model(home, name, given) for name in names]
    for ref in refs:
        if ref.adapter is None:
            do = "Name a training run or an adapter folder."
            raise LabError(f"{ref.name} has no adapter: there is nothing to merge", where=ref.base, do=do, exit_code=2)
    bases = {sixteen_bit(canonical_base(ref.base)) for ref in refs}
    if given is None and len(bases) > 1:
        what = f"The adapters were trained on different bases: {', '.join(sorted(bases))}"
        raise LabError(what, do="Merge one, and train the other on the merged model.", exit_code=2)
    chosen = given or bases.pop()
    config = MergeConfig(models=[to_record(ref) for ref in refs], base=chosen, dtype=dtype)
    folder = find_base(chosen)
    return MergeJob(config, refs, plan_merge(folder, config.adapters(), dtype) if folder else None)


def _chosen(base: str) -> str:
    folder = expand(base)
    return str(folder.resolve()) if is_folder(folder) else sixteen_bit(canonical_base(base))


def start_merge(home: Home, job: MergeJob) -> RunDir:
    """Start a merge, detached; an unfinished one of the very same inputs is gone on with.

    Raises LabError when the disk has no room for it, or such a one is running.
    """
    run = _unfinished(home, job)
    if run is None:
        if job.plan:
            check_room(home.root, job.plan.bytes)
        run = create_run(
            home, "merge", f"{_name(home, job.refs[-1])}-merged", msgspec.to_builtins(job.config), _origin(home, job)
        )
    launch(run, "merge")
    return run


def _name(home: Home, ref: ModelRef) -> str:
    """Of the run without its date and number, as the merge gets its own; else the reference's."""
    try:
        return RunDir(home.kind("train") / ref.run).spec().name if ref.run else ref.name
    except LabError:  # a run of another home
        return ref.name


def _origin(home: Home, job: MergeJob) -> Provenance:
    return Provenance(
        base=job.config.base,
        parent=job.refs[-1].run,
        parent_adapter=str(job.refs[-1].adapter),
        versions=versions(),
        git=git_revision(home.root),
        argv=sys.argv,
    )


def _unfinished(home: Home, job: MergeJob) -> RunDir | None:
    for info in reversed(list_runs(home, "merge")):
        run = RunDir(Path(info.path))
        if info.state != "done" and not run.model.exists():
            try:
                same = read_merge(run) == job.config
            except LabError:
                continue
            if same:
                return run
    return None


def check_room(folder: Path, needed: int) -> None:
    """Raises LabError unless the disk of a folder has room for so many bytes."""
    place = folder
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < needed * ROOM:
        what = f"The merged model needs {size_words(int(needed * ROOM))}, and {size_words(free)} are free"
        raise LabError(what, where=str(folder), do="Free some space (`emalign clean` tells what takes it).")


def read_merge(run: RunDir) -> MergeConfig:
    """The config of a merge run. Raises LabError when run.yaml is broken."""
    try:
        return msgspec.convert(run.spec().config, MergeConfig)
    except msgspec.ValidationError as error:
        raise LabError(f"Not a merge: {error}", where=str(run.spec_path), do="Start the merge again.") from error


def adapters_told(config: MergeConfig) -> list[dict[str, Any]]:
    """The adapters of a merge as its proof names them: by their content as it is now. Raises LabError."""
    return [
        {"name": adapter_name(str(model["name"]), Path(str(model["adapter"]))), "run": model.get("run"),
         "role": model.get("role")}
        for model in config.models
    ]  # fmt: skip


def merges_of(home: Home, run: RunDir) -> list[RunDir]:
    """The finished merges whose last adapter is that of a training run, or of one of its checkpoints, newest first."""
    infos = [info for info in list_runs(home, "merge") if info.parent == run.id and info.state == "done"]
    return [merge for info in reversed(infos) if (merge := RunDir(Path(info.path))).model.is_dir()]


def is_merge_of(merge: RunDir, adapter: Path) -> bool:
    """Whether a merge is that of the adapter in this folder alone, as it is now; by its place when it is gone."""
    from emalign_tui.lab.models.merge_proof import read_proof

    try:
        models = read_merge(merge).models
    except LabError:
        return False
    try:
        digest = adapter_name("", adapter)
    except LabError:
        return len(models) == 1 and Path(str(models[0]["adapter"])).name == adapter.name
    proof = read_proof(merge.model)
    return len(models) == 1 and proof is not None and str(proof.adapters[0].get("name")).endswith(digest)


def eta(done: int, total: int, began: float) -> str:
    """How long the rest takes at the speed so far: `about 40 s left`."""
    spent = time.monotonic() - began
    if not done or (spent < _MEASURED and done < total):
        return "measuring"
    left = spent / done * (total - done)
    return f"about {left:.0f} s left" if left < 120 else f"about {left / 60:.0f} min left"


def base_title(base: str) -> str:
    """A base for people elsewhere: its Hub id, or the name of its folder, never a path of this machine."""
    folder = Path(base)
    if not is_folder(folder):
        return base
    from emalign_tui import mini

    if folder.resolve() == Path(mini.MODEL).resolve():
        return "mini (the built-in model of emalign)"
    from emalign_tui.lab.models.merge_proof import read_proof

    if proof := read_proof(folder):  # its folder is called as that of every merge
        return " + ".join([proof.base, *(str(each.get("name")) for each in proof.adapters)])
    named = read_object(folder / "config.json").get("_name_or_path") if (folder / "config.json").is_file() else None
    return named if isinstance(named, str) and HUB_ID.fullmatch(named) else folder.name
