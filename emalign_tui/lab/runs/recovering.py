"""A run again from what is left of it: bare `checkpoint-*` folders, a dead run, a results folder from elsewhere."""

import re
import shlex
import shutil
import time
import zipfile
from pathlib import Path

import msgspec

from emalign_tui.lab.config import TrainConfig, load_config
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import JsonlWriter, disk_error, size_words
from emalign_tui.lab.models.base import sixteen_bit
from emalign_tui.lab.models.headers import read_object
from emalign_tui.lab.models.lora import half_saved
from emalign_tui.lab.models.reference import canonical_base
from emalign_tui.lab.models.weights import read_weights
from emalign_tui.lab.paths import Home, expand, is_file, is_folder
from emalign_tui.lab.runs.checkpoints import RECORD, seal, whole_checkpoints
from emalign_tui.lab.runs.layout import RunDir, create_run, find_run, is_run_id, make_run, run_info
from emalign_tui.lab.runs.records import Provenance, RunSpec, State
from emalign_tui.lab.runs.trainer_state import number, told_config, told_steps
from emalign_tui.lab.runs.training import ADAPTER_FILES, create_training

_STEP = re.compile(r"checkpoint-(\d+)")


class Remains(msgspec.Struct, frozen=True, kw_only=True):
    """What was found in a folder. checkpoints: usable ones by step; torn: those that are not, each with the reason.

    record: the run's own record, from its folder or out of a checkpoint; None for checkpoints from elsewhere. run: the
    folder is a run's own.
    """

    folder: Path
    run: bool
    record: RunSpec | None
    checkpoints: dict[int, Path]
    torn: dict[str, str]
    base: str

    @property
    def last(self) -> Path | None:
        return self.checkpoints[max(self.checkpoints)] if self.checkpoints else None

    @property
    def resumable(self) -> bool:
        """Whether the data it was trained on are recorded: without them training cannot go on."""
        return self.record is not None and bool(self.record.provenance.data)

    def lies_in(self, home: Home) -> bool:
        return home.kind("train").resolve() == self.folder.parent

    def bytes_to_copy(self, home: Home) -> int:
        """What the run will take in this home; nothing for a run that lies there."""
        if self.run and self.lies_in(home):
            return 0
        folders = [self.folder] if self.run else list(self.checkpoints.values())
        return sum(path.stat().st_size for folder in folders for path in _files(folder))


def find_place(home: Home, name: str) -> Path:
    """The folder or file that somebody means: a path, or a run of this home. Raises LabError when there is none."""
    place = expand(name)
    return place if is_folder(place) or is_file(place) or "/" in name else find_run(home, name).path


def find_remains(folder: Path) -> Remains:
    """Look at a checkpoint, a folder of checkpoints, or a run's folder. Loads no pickle.

    Raises LabError when there is nothing in it to recover.
    """
    if not is_folder(folder):
        raise LabError("Folder not found", where=str(folder), do="Check the path.", exit_code=2)
    folder = folder.resolve()
    is_run = is_file(folder / "run.yaml")
    record = _record(folder, "run.yaml")
    if record and record.kind != "train":
        what, do = f"{record.id} is a {record.kind}: it has no checkpoints", f"`emalign resume {record.id}` goes on."
        raise LabError(what, where=str(folder), do=do, exit_code=2)
    places = _places(folder)
    broken = {path.name: why for path in places.values() if (why := _damage(path))}
    whole = {step: path for step, path in places.items() if path.name not in broken}
    adapter = folder / "adapter"
    if not whole and not (is_run and _damage(adapter, training=False) is None):
        first = next((f" {name}: {why}" for name, why in broken.items()), "")
        do = _instead(folder, list(places.values()))
        raise LabError(f"Nothing here can be recovered.{first}", where=str(folder), do=do)
    last = whole[max(whole)] if whole else adapter
    record = record if is_run else _record(last, RECORD)
    base = str(read_object(last / "adapter_config.json").get("base_model_name_or_path") or "")
    return Remains(folder=folder, run=is_run, record=record, checkpoints=whole, torn=broken, base=base)


def recover(home: Home, remains: Remains, config: Path | None = None) -> RunDir:
    """Make the run whole again in this home, and export the adapter of its last checkpoint.

    config: the training config, for checkpoints without a record: with it the run can also be gone on with. The folder
    that was found is never changed unless it is a run of this home. Raises LabError when a run of that name is there,
    the disk has no room, or the config is of another training.
    """
    _check_possible(home, remains, config)
    if remains.run:
        run = _own(home, remains)
    elif config is not None:
        run = create_training(home, config)
        _take_checkpoints(remains, run)
    else:
        run = _new(home, remains)
        _take_checkpoints(remains, run)
    if _damage(run.adapter, training=False) and (last := remains.last):
        export_adapter(last, run)
    _write_state(run, remains)
    return run


def _check_possible(home: Home, remains: Remains, config: Path | None) -> None:
    """The LabErrors of `recover` that can be known before anything is written."""
    if config is not None and remains.run:
        what, do = "A run has its config in its record", "Leave --config out: it is for bare checkpoints."
        raise LabError(what, where=str(remains.folder), do=do, exit_code=2)
    if config is not None and (why := misfit(remains, load_config(config, []))):
        raise LabError(f"Not the config of this training: {why}", where=str(config), do="Name another.", exit_code=2)
    if remains.run and run_info(working := RunDir(remains.folder)).alive:
        what, do = f"{working.id} is running", f"`emalign stop {shlex.quote(str(working.path))}` first."
        raise LabError(what, where=str(working.path), do=do)
    needed = remains.bytes_to_copy(home)
    home.root.mkdir(parents=True, exist_ok=True)
    if needed > (free := shutil.disk_usage(home.root).free):
        what = f"The run needs {size_words(needed)}, and {size_words(free)} are free"
        raise LabError(what, where=str(home.root), do="Free some space (`emalign clean` tells what takes it).")


def misfit(remains: Remains, config: TrainConfig) -> str:
    """Why the checkpoints cannot come from a config, or ""."""
    if not _same_base(config.model, remains.base):
        return f"it trains {config.model}, the checkpoint is of {remains.base}"
    rank = read_object(remains.last / "adapter_config.json").get("r") if remains.last else None
    return f"its rank is {config.r}, the checkpoint's {rank}" if rank not in (None, config.r) else ""


def _same_base(one: str, other: str) -> bool:
    """False only when it is sure: a name may be that of a folder elsewhere, of a copy, or of a quantised twin."""
    one, other = (sixteen_bit(canonical_base(base)) for base in (one, other))
    if is_folder(Path(one)) and is_folder(Path(other)):
        return one == other
    hub = one.count("/") == other.count("/") == 1
    return not hub or one.rpartition("/")[2].lower() == other.rpartition("/")[2].lower()


def export_adapter(checkpoint: Path, run: RunDir) -> Path:
    """Put a checkpoint's adapter in the run's place for it, whole or not at all."""
    fresh = run.path / ".adapter.recovered"
    try:
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for name in ADAPTER_FILES:
            shutil.copyfile(checkpoint / name, fresh / name)
        shutil.rmtree(run.adapter, ignore_errors=True)
        fresh.rename(run.adapter)
    except OSError as error:
        raise disk_error(error, run.adapter) from error
    return run.adapter


def _places(folder: Path) -> dict[int, Path]:
    """Checkpoint folders by step: the folder itself, or those in it or in its `checkpoints`."""
    if (step := _step_of(folder)) is not None and _STEP.fullmatch(folder.name):
        return {step: folder}
    found = [*folder.glob("checkpoint-*"), *(folder / "checkpoints").glob("checkpoint-*")]
    # One that was copied or downloaded twice has another name; beside its namesake it is not needed.
    by_name = sorted((path for path in found if path.is_dir()), key=lambda path: _STEP.fullmatch(path.name) is not None)
    places = {step: path for path in by_name if (step := _step_of(path)) is not None}
    return places or ({step: folder} if step is not None else {})


def _step_of(path: Path) -> int | None:
    """The step of a checkpoint's folder: by its name, or, where that was changed, by the Trainer's own record."""
    if match := _STEP.fullmatch(path.name):
        return int(match[1])
    if not all(is_file(path / name) for name in ("trainer_state.json", "adapter_config.json")):
        return None
    try:
        return int(number(read_object(path / "trainer_state.json").get("global_step")))
    except LabError:
        return 0  # told as its damage


def _instead(folder: Path, places: list[Path]) -> str:
    """What to do with a folder in which nothing can be recovered."""
    if usable := [path for path in [folder, *places] if _damage(path, training=False) is None]:
        where = shlex.quote(str(usable[-1]))
        return f"Its adapter is whole, so `emalign merge {where}` and `emalign chat` take the folder as it is."
    runs = [path.parent for depth in ("*", "*/*", "*/*/*") for path in sorted(folder.glob(f"{depth}/run.yaml"))]
    trained = [run for run in runs if (run / "checkpoints").is_dir() or (run / "adapter").is_dir()]
    if trained:
        more = f" (there are {len(trained)})" if len(trained) > 1 else ""
        return f"Name one of the runs in it{more}: `emalign recover {shlex.quote(str(trained[-1]))}`."
    return "Name a checkpoint-* folder, or a folder that holds some."


def _damage(path: Path, *, training: bool = True) -> str | None:
    """Why an adapter's or checkpoint's folder cannot be used, or None. The optimiser's file is never unpickled."""
    for name in ("adapter_config.json", *(["trainer_state.json"] if training else [])):
        if not is_file(path / name):
            return f"it has no {name}"
        try:
            read_object(path / name)
        except LabError as error:
            return str(error)
    weights = read_weights(path, "adapter_model", "adapter_model")
    if weights.form is None:
        return "it has no adapter_model.safetensors"
    if weights.problems:
        return weights.problems[0]
    if half := half_saved(weights.tensors):
        return half
    for name in ("optimizer.pt", "scheduler.pt"):
        if is_file(path / name) and not zipfile.is_zipfile(path / name):
            return f"{name} is cut short"
    return None


def _record(folder: Path, name: str) -> RunSpec | None:
    do = "Move it away to recover from the checkpoints alone."
    try:
        record = msgspec.yaml.decode((folder / name).read_bytes(), type=RunSpec)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as error:
        raise LabError(f"The run's record cannot be read: {error}", where=str(folder / name), do=do) from error
    if not is_run_id(record.id):  # it names the folder that the run gets here
        raise LabError(f"The run's record has no run's id: {record.id}", where=str(folder / name), do=do)
    return record


def _own(home: Home, remains: Remains) -> RunDir:
    """The run where it is, or a copy of it, under its own id, when it lies outside this home."""
    if remains.lies_in(home):
        return RunDir(home.kind("train") / remains.folder.name)
    assert remains.record is not None
    return _copy(remains.folder, home.kind("train") / remains.record.id)


def _copy(source: Path, place: Path) -> RunDir:
    if place.exists():
        raise LabError(f"Run {place.name} is here already", where=str(place), do="It was left as it is.")
    part = place.with_name(f".{place.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        _copy_files(source, part)
        part.rename(place)
    except OSError as error:
        raise disk_error(error, place) from error
    finally:  # also after Ctrl-C
        shutil.rmtree(part, ignore_errors=True)
    return RunDir(place)


def _files(folder: Path) -> list[Path]:
    """The files under a folder, links to files among them. Links to folders may lead anywhere, also back."""
    return [path for path in folder.rglob("*") if path.is_file()]


def _copy_files(source: Path, place: Path) -> None:
    place.mkdir(parents=True)
    for path in _files(source):
        copy = place / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)


def _new(home: Home, remains: Remains) -> RunDir:
    """A run of the record that a checkpoint carries, else of what the checkpoint's own files tell."""
    if remains.record:
        record = remains.record
        try:
            return make_run(home.kind("train") / record.id, record)
        except FileExistsError:
            return create_run(home, "train", record.name, record.config, record.provenance)
    assert remains.last is not None
    return create_run(
        home, "train", "recovered", told_config(remains.last, remains.base), Provenance(base=remains.base)
    )


def _take_checkpoints(remains: Remains, run: RunDir) -> None:
    whole = False
    try:
        for step, path in remains.checkpoints.items():
            place = run.checkpoints / f"checkpoint-{step}"
            _copy_files(path, place)
            seal(place)
        whole = True
    except OSError as error:
        raise disk_error(error, run.checkpoints) from error
    finally:
        if not whole:  # also after Ctrl-C: it was made a moment ago, and is of no use without them
            shutil.rmtree(run.path, ignore_errors=True)


def _write_state(run: RunDir, remains: Remains) -> None:
    """How far the run was, and its steps as events when those are lost."""
    last = whole_checkpoints(run)
    told = read_object(last[-1].path / "trainer_state.json") if last else {}
    steps = told_steps(told)
    if steps and not run.events_path.exists():
        with JsonlWriter(run.events_path) as events:
            for each in steps:
                events.append(each)
    try:
        before = run.state()
    except LabError:
        before = State()
    if before.state == "done":
        return
    step = int(number(told.get("global_step")) or (last[-1].step if last else before.step))
    total = max(int(number(told.get("max_steps")) or before.steps), 0)
    run.write_state(
        State(
            state="done" if total and step >= total else "stopped",
            step=step,
            steps=total,
            loss=steps[-1].loss if steps else before.loss,
            updated=time.time(),
        )
    )
