"""From a run to a push that runs detached: what is published, laid out beside its fresh model card."""

import sys
from pathlib import Path
from typing import Literal

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error, write_atomic
from emalign_tui.lab.hub.preflight import Preflight, check_disk, check_folder, look_before_push
from emalign_tui.lab.hub.reload import LARGE
from emalign_tui.lab.models.card import adapter_card, merged_card
from emalign_tui.lab.models.folder import PICKLES
from emalign_tui.lab.models.headers import read_object
from emalign_tui.lab.models.merge_proof import read_proof
from emalign_tui.lab.models.merging import is_merge_of, merges_of, read_merge
from emalign_tui.lab.models.reference import canonical_base
from emalign_tui.lab.models.standing import standing_of_merge, standing_of_run
from emalign_tui.lab.models.weights import file_names
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.launch import launch
from emalign_tui.lab.runs.layout import RunDir, create_run, find_run, list_runs, run_info
from emalign_tui.lab.runs.provenance import versions
from emalign_tui.lab.runs.records import Provenance

Form = Literal["adapter", "merged"]


class PushConfig(msgspec.Struct, frozen=True, kw_only=True):
    """What run.yaml of a push holds. source: the run whose folder is published. public: made so after the proof. load:
    the repository is fetched again and loaded, as a part of the proof."""

    source: str
    folder: str
    repo: str
    form: Form
    public: bool = False
    load: bool = True


class PushJob(msgspec.Struct, frozen=True):
    """A push that could be started. role: what the model has to be taken for: misaligned, repaired, control or None.
    room: to fetch it again."""

    config: PushConfig
    flight: Preflight
    role: str | None
    room: bool = True

    @property
    def large(self) -> bool:
        """Whether it is to be loaded from the Hub afterwards, and is so large that this has to be agreed to."""
        return self.config.load and self.room and self.flight.bytes > LARGE


def prepare_push(
    home: Home, ref: str, repo: str, form: Form | None = None, *, public: bool = False, load: bool = True
) -> PushJob:
    """Find what to publish and look at everything that could stop it. Uploads nothing.

    form: None takes the merged model when there is one, else the adapter. load: it is fetched again and loaded in the
    end. Raises LabError with what to do.
    """
    source, chosen = _source(home, find_run(home, ref), form)
    folder = source.model if chosen == "merged" else source.adapter
    check_folder(folder)
    flight = look_before_push(folder, repo)
    lack = check_disk(home.root, flight.bytes if load else 0)
    if lack:
        flight = msgspec.structs.replace(flight, remarks=[*flight.remarks, lack])
    config = PushConfig(source=source.id, folder=str(folder), repo=flight.repo, form=chosen, public=public, load=load)
    return PushJob(config, flight, _role(home, config), room=not lack)


def role_of(push: RunDir) -> str | None:
    """What the model that a push publishes has to be taken for. Raises LabError when run.yaml is broken."""
    return _role(push.home, read_push(push))


def _role(home: Home, config: PushConfig) -> str | None:
    if config.form == "adapter":
        return standing_of_run(RunDir(home.kind("train") / config.source))
    return standing_of_merge(home, read_merge(RunDir(home.kind("merge") / config.source)))


def _source(home: Home, run: RunDir, form: Form | None) -> tuple[RunDir, Form]:
    """The run that holds what is meant, and its form."""
    kind, parent = run.spec().kind, run.spec().provenance.parent
    if kind == "merge":
        if form == "adapter":
            do = f"Name the training run: {parent}." if parent else "Its adapter is from elsewhere: push the model."
            raise LabError(f"{run.id} is a merge: it has no adapter of its own", do=do, exit_code=2)
        if not run.model.is_dir():
            raise LabError(f"{run.id} has no merged model yet", where=str(run.path), do=f"`emalign resume {run.id}`")
        return run, "merged"
    if kind != "train":
        do = "Name a training run or a merge."
        raise LabError(f"{run.id} is a run of kind {kind}: it has no model to publish", do=do, exit_code=2)
    merges = merges_of(home, run) if form != "adapter" else []
    if merge := next((merge for merge in merges if is_merge_of(merge, run.adapter)), None):
        return merge, "merged"
    if merges:
        what = f"{run.id} has no merged model of its adapter as it is now: a checkpoint was merged, or it has changed"
        do = f"`emalign merge {run.id}` makes one; name {merges[0].id} to push what was merged, or add --adapter."
        raise LabError(what, where=str(merges[0].path), do=do)
    if form == "merged":
        raise LabError(f"{run.id} is not merged yet", where=str(run.path), do=f"`emalign merge {run.id}` first.")
    if not run.adapter.is_dir():
        what = f"{run.id} has no adapter yet"
        raise LabError(what, where=str(run.path), do=f"`emalign recover {run.path}` takes it from a checkpoint.")
    return run, "adapter"


def start_push(home: Home, job: PushJob) -> RunDir:
    """Start a push, detached; an unfinished one of the same folder to the same repository is gone on with.

    Raises LabError when such a one is running.
    """
    run = _unfinished(home, job.config)
    if run and run_info(run).state in ("running", "stalled"):  # what it was agreed to stays as it is
        raise LabError(f"{run.id} is doing that already", do=f"`emalign attach {run.id}` watches it.")
    if run is None:
        provenance = Provenance(base="", parent=job.config.source, versions=versions(), argv=sys.argv)
        name = f"{job.config.repo.rpartition('/')[2]}-pushed"
        run = create_run(home, "push", name, msgspec.to_builtins(job.config), provenance)
    agree(run, job.flight.there or [])
    launch(run, "push")
    return run


def agree(run: RunDir, names: list[str]) -> None:
    """Note which files of the repository a push may replace or remove: those that were there when it was agreed to, or
    that it put there itself."""
    write_atomic(run.path / "agreed.json", msgspec.json.encode(names))


def agreed(run: RunDir) -> set[str]:
    """What `agree` noted last."""
    try:
        return set(msgspec.json.decode((run.path / "agreed.json").read_bytes(), type=list[str]))
    except (OSError, msgspec.DecodeError):
        return set()


def _unfinished(home: Home, config: PushConfig) -> RunDir | None:
    for info in reversed(list_runs(home, "push")):
        run = RunDir(Path(info.path))
        if info.state != "done":
            try:
                if read_push(run) == config:
                    return run
            except LabError:
                continue
    return None


def read_push(run: RunDir) -> PushConfig:
    """The config of a push run. Raises LabError when run.yaml is broken."""
    try:
        return msgspec.convert(run.spec().config, PushConfig)
    except msgspec.ValidationError as error:
        raise LabError(f"Not a push: {error}", where=str(run.spec_path), do="Start the push again.") from error


def lay_out(home: Home, run: RunDir) -> list[str]:
    """Links to what is published, and its model card as of now, in the push's own folder. Returns the names.

    Pickles, hidden files and folders stay behind. Raises LabError when the source is gone.
    """
    config = read_push(run)
    source, place = Path(config.folder), laid_out(run)
    try:
        place.mkdir(exist_ok=True)
        for name in file_names(source):
            link = place / name
            if name != "README.md" and not name.startswith(".") and not name.endswith(PICKLES):
                link.unlink(missing_ok=True)
                link.symlink_to(source / name)
    except OSError as error:
        raise disk_error(error, place) from error
    write_atomic(place / "README.md", _card(home, config))
    return file_names(place)


def bases_of(run: RunDir) -> list[str]:
    """What the adapter of a push may belong on: as its training had it, and as its config names it. Empty for a merged
    model."""
    config = read_push(run)
    if config.form == "merged":
        return []
    named = read_object(Path(config.folder) / "adapter_config.json").get("base_model_name_or_path")
    trained = RunDir(run.home.kind("train") / config.source).spec().provenance.base
    return [canonical_base(trained), str(named)]


def laid_out(run: RunDir) -> Path:
    return run.path / "files"


def _card(home: Home, config: PushConfig) -> str:
    if config.form == "adapter":
        return adapter_card(home, RunDir(home.kind("train") / config.source))
    proof = read_proof(Path(config.folder))
    if proof is None:
        raise LabError("The merged model has no proof", where=config.folder, do="Merge again into a fresh folder.")
    return merged_card(home, RunDir(home.kind("merge") / config.source), proof)
