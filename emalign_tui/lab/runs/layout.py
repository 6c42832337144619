"""Where a run keeps its things, how runs are made, found and listed."""

import re
import secrets
import shutil
import socket
import time
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error, write_atomic
from emalign_tui.lab.paths import Home, expand, is_file
from emalign_tui.lab.redaction import redact
from emalign_tui.lab.runs.records import Provenance, RunInfo, RunSpec, State

if TYPE_CHECKING:
    import psutil

KINDS = ("train", "eval", "serve", "demo", "mini", "merge", "push")
LOST_AFTER = 300.0  # seconds without a heartbeat from another host
STALLED_AFTER = 20.0  # seconds without a heartbeat; one is due every 2


@dataclass(frozen=True)
class RunDir:
    """The folder of one run. Reading it needs nothing else to be alive."""

    path: Path

    @property
    def id(self) -> str:
        return self.path.name

    @property
    def home(self) -> Home:
        """The work folder whose results this run is among."""
        return Home(self.path.parents[2])

    @property
    def spec_path(self) -> Path:
        return self.path / "run.yaml"

    @property
    def state_path(self) -> Path:
        return self.path / "state.json"

    @property
    def events_path(self) -> Path:
        return self.path / "events.jsonl"

    @property
    def log_path(self) -> Path:
        return self.path / "log.txt"

    @property
    def adapter(self) -> Path:
        """Where a training run leaves its adapter; it is there only when whole."""
        return self.path / "adapter"

    @property
    def model(self) -> Path:
        """Where a merge leaves its model; it is there only when whole and proven."""
        return self.path / "model"

    @property
    def checkpoints(self) -> Path:
        return self.path / "checkpoints"

    @property
    def stop_path(self) -> Path:
        return self.path / "stop.request"

    @property
    def helper_error_path(self) -> Path:
        """Why a process that only helps the recording one has failed, and so ended it."""
        return self.path / "helper_error.json"

    def helper_error(self) -> dict[str, str] | None:
        """What, where and do of that error; None when there was none."""
        try:
            return msgspec.json.decode(self.helper_error_path.read_bytes(), type=dict[str, str])
        except (OSError, msgspec.DecodeError):
            return None

    @property
    def waiting_path(self) -> Path:
        """There while the run waits in the queue; holds since when, in unix seconds."""
        return self.path / "waiting"

    def spec(self) -> RunSpec:
        """What was asked. Raises LabError when run.yaml is missing or broken."""
        try:
            return msgspec.yaml.decode(self.spec_path.read_bytes(), type=RunSpec)
        except (OSError, msgspec.DecodeError) as error:
            raise LabError(
                f"Not a readable run: {_reason(error)}", where=str(self.spec_path), do="See `emalign runs`."
            ) from error

    def state(self) -> State:
        """How far it is, by its own account. Raises LabError when state.json is missing or broken."""
        try:
            return msgspec.json.decode(self.state_path.read_bytes(), type=State)
        except (OSError, msgspec.DecodeError) as error:
            raise LabError(
                f"The run's state cannot be read: {_reason(error)}",
                where=str(self.state_path),
                do=f"`emalign resume {self.id}` starts it again from its last checkpoint.",
            ) from error

    def write_state(self, state: State) -> None:
        """Replace state.json. Raises LabError when it cannot be written."""
        write_atomic(self.state_path, msgspec.json.encode(state))

    def request_stop(self) -> None:
        """Ask the run's process to keep a checkpoint and end. Raises LabError when the request cannot be written."""
        try:
            self.stop_path.touch()
        except OSError as error:
            raise disk_error(error, self.stop_path) from error

    def stop_requested(self) -> bool:
        return self.stop_path.exists()

    def clear_stop(self) -> None:
        """Take the request back; done when it was obeyed, and before the run is started again."""
        self.stop_path.unlink(missing_ok=True)


def create_run(home: Home, kind: str, name: str, config: dict[str, Any], provenance: Provenance) -> RunDir:
    """A new, queued run directory, named `<name>-<yymmdd>-<hhmmss>-<4 random>`. Never reuses a folder.

    Raises LabError when it cannot be written; nothing is left behind then.
    """
    created = time.time()
    stem = re.sub(r"[^a-z0-9_.]+", "-", name.lower()).strip("-.")[:48] or kind
    stamp = time.strftime("%y%m%d-%H%M%S", time.localtime(created))
    id = f"{stem}-{stamp}-{secrets.token_hex(2)}"
    provenance = msgspec.structs.replace(provenance, argv=[redact(word) for word in provenance.argv])
    try:
        return make_run(home.kind(kind) / id, RunSpec(id, kind, name, created, config, provenance))
    except FileExistsError:
        return create_run(home, kind, name, config, provenance)


def make_run(path: Path, spec: RunSpec) -> RunDir:
    """The queued run of a record, in a new folder. Raises FileExistsError when there is such a folder already.

    Raises LabError when it cannot be written; nothing is left behind then.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir()
    except FileExistsError:
        raise
    except OSError as error:
        raise disk_error(error, path) from error
    run = RunDir(path)
    try:
        run.write_state(State(updated=time.time()))
        write_atomic(run.spec_path, msgspec.yaml.encode(spec))
    except LabError:
        shutil.rmtree(path, ignore_errors=True)
        raise
    return run


def is_run_id(text: str) -> bool:
    """Whether a run could have this id, which is the name of its folder; no path is one."""
    return re.fullmatch(r"[a-z0-9_][\w.-]*", text) is not None


def list_runs(home: Home, kind: str | None = None) -> list[RunInfo]:
    """All runs of a home, oldest first; of one kind when given. A run with a broken run.yaml is listed as failed."""
    infos = [run_info(run) for run in _run_dirs(home, kind)]
    return sorted(infos, key=lambda info: (info.created, info.id))


def run_ids(home: Home) -> list[str]:
    """The ids of all runs of a home; what they say is not read."""
    return [run.id for run in _run_dirs(home, None)]


def find_run(home: Home, ref: str) -> RunDir:
    """The run with this id, unique id prefix, or path. Raises LabError that lists near or matching ids."""
    if not ref.strip():
        raise LabError("No run named", do="See `emalign runs`.", exit_code=2)
    path = expand(ref)
    if is_file(path / "run.yaml"):
        return RunDir(path.absolute())
    runs = {run.id: run for run in _run_dirs(home, None)}
    matches = [ref] if ref in runs else sorted(id for id in runs if id.startswith(ref))
    if len(matches) == 1:
        return runs[matches[0]]
    if matches:
        raise LabError(f"{len(matches)} runs start with {ref}", do=f"Say which: {', '.join(matches[:5])}.", exit_code=2)
    near = get_close_matches(ref, runs, n=3, cutoff=0.4)
    advice = f"Did you mean {' or '.join(near)}?" if near else "See `emalign runs`."
    raise LabError(f"No run {ref}", where=str(home.results), do=advice, exit_code=2)


def run_info(run: RunDir) -> RunInfo:
    """What a run directory says, checked against the processes that are there.

    "stalled": the process lives but its heartbeat is old. "failed" with "was killed": the process is gone without a
    final record. On a host other than the run's own only the heartbeat can be judged.
    """
    try:
        spec = run.spec()
    except LabError as error:
        return _broken(run, error)
    try:
        state = run.state()
    except LabError as error:
        state = State(state="failed", error=error.as_dict())
    shown: str = state.state
    if shown == "running" and not process_alive(state):
        state = run.state()  # it may have ended between the first reading and the look at its process
        shown = state.state
        if shown == "running":
            shown, state = "failed", msgspec.structs.replace(state, error=_killed(run, state))
    elif shown == "running" and time.time() - (state.heartbeat or 0) > STALLED_AFTER:
        shown = "stalled"
    role = spec.config.get("role")
    return RunInfo(
        id=run.id,
        kind=spec.kind,
        name=spec.name,
        state=shown,
        step=state.step,
        steps=state.steps,
        loss=state.loss,
        parent=spec.provenance.parent,
        base=spec.provenance.base,
        role=role if isinstance(role, str) else None,
        path=str(run.path),
        created=spec.created,
        error=state.error,
    )


def process_alive(state: State) -> bool:
    """Whether the process that wrote this state still runs. One on another host does while its heartbeat is not lost:

    a machine may also come back from a reboot, or a container from its image, under another name.
    """
    if state.pid is None or state.started_at is None:
        return False
    if state.host not in (None, socket.gethostname()):
        return time.time() - (state.heartbeat or 0) < LOST_AFTER
    import psutil

    try:
        process = psutil.Process(state.pid)
        return same_start(process, state.started_at) and process.status() not in (
            psutil.STATUS_ZOMBIE,
            psutil.STATUS_DEAD,
        )
    except psutil.NoSuchProcess:
        return False


def since_boot(process: "psutil.Process") -> float:
    """When a process began, in seconds since the machine was started.

    Its create time is told by the clock, and with that moves when the clock is set, as that of the start does.
    """
    import psutil

    return float(process.create_time() - psutil.boot_time())


def same_start(process: "psutil.Process", started_at: float) -> bool:
    """Whether a process is the one that began then, and no later one with its pid. started_at: as of `since_boot`."""
    return abs(since_boot(process) - started_at) < 2  # the kernel tells the machine's start in whole seconds


def _run_dirs(home: Home, kind: str | None) -> list[RunDir]:
    kinds = [home.kind(kind)] if kind else [home.kind(each) for each in KINDS]
    return [RunDir(spec.parent) for folder in kinds for spec in folder.glob("*/run.yaml")]


def _killed(run: RunDir, state: State) -> dict[str, str]:
    if told := run.helper_error():
        return told
    if run.path.parent.name == "serve":
        return LabError(
            f"The server was ended from outside: its process {state.pid} is gone without a word",
            where=str(run.log_path),
            do="Out of main memory, or ended by somebody: `emalign doctor --only memory`, then serve again.",
        ).as_dict()
    at = "its last checkpoint" if run.path.parent.name == "train" else "where it was"
    return LabError(
        f"The run was killed: its process {state.pid} is gone without a final record",
        where=str(run.log_path),
        do=f"`emalign resume {run.id}` goes on from {at}.",
    ).as_dict()


def _broken(run: RunDir, error: LabError) -> RunInfo:
    return RunInfo(
        id=run.id,
        kind=run.path.parent.name,
        name=run.id,
        state="failed",
        step=0,
        steps=0,
        loss=None,
        parent=None,
        base="",
        role=None,
        path=str(run.path),
        created=run.path.stat().st_mtime,
        error=error.as_dict(),
    )


def _reason(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
