"""Training runs that wait for a device, and the one process of a home that starts them in order.

A run waits while a `waiting` file lies in its folder, so the queue is on disk: it survives the lab and a reboot. After
a reboot nobody starts the next run until the lab is opened or `emalign queue` is called.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from emalign_tui.lab.config import check_config
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error, take_lock, write_atomic
from emalign_tui.lab.paths import Home
from emalign_tui.lab.planner.device import find_devices
from emalign_tui.lab.runs.layout import RunDir, list_runs, run_info
from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.lab.runs.starting import start_lock
from emalign_tui.lab.runs.training import launch_training
from emalign_tui.lab.serving.sharing import serving_on, stop_holders

POLL = 2.0  # seconds between two looks at the devices


class Waiting(msgspec.Struct, frozen=True):
    """What lies in a run's `waiting` file. since: unix seconds. make_room: stop model servers on the cards it takes."""

    since: float
    make_room: bool = False


def enqueue(home: Home, run: RunDir, *, make_room: bool = False) -> None:
    """Put a run that was made at the end of the queue, and see that somebody starts it. Raises LabError.

    make_room: when its turn comes, stop the model servers on the cards that it takes.
    """
    write_atomic(run.waiting_path, msgspec.json.encode(Waiting(time.time(), make_room)))
    start_queue(home)


def waiting(home: Home) -> list[RunInfo]:
    """The runs of the queue, the next one first."""
    found = []
    for info in list_runs(home, "train"):
        if info.state == "queued" and (waits := _read(RunDir(Path(info.path)))) is not None:
            found.append((waits.since, info.id, info))
    return [info for *_, info in sorted(found, key=lambda each: each[:2])]


def start_queue(home: Home) -> bool:
    """Start the process that starts the runs, unless there is nothing to start. False then."""
    if not waiting(home):
        return False
    try:
        home.state.mkdir(parents=True, exist_ok=True)
        with (home.state / "queue.log").open("ab") as log:
            subprocess.Popen(
                [sys.executable, "-P", "-m", "emalign_tui.workers.queue", str(home.root)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=home.root,
            )
    except OSError as error:
        raise disk_error(error, home.state / "queue.log") from error
    return True


def serve_queue(home: Home, say: Callable[[str], None]) -> None:
    """Start the waiting runs, each on a free device, until none waits. Returns at once when another process does it.

    say: gets a line for each run, for the log. A run that cannot start is failed with its sentence; the next one is
    tried.
    """
    while waiting(home):  # also what came while the lock was given back
        with (home.state / "queue.lock").open("ab") as lock:
            if not take_lock(lock):
                return
            while queue := waiting(home):
                _start_next(home, RunDir(home.kind("train") / queue[0].id), say)


def _start_next(home: Home, run: RunDir, say: Callable[[str], None]) -> None:
    """Start this run when there are devices for it, else wait a little."""
    free = _free(home)
    needed = _needed(run, len(find_devices()))
    if len(free) < needed:
        time.sleep(POLL)
    else:
        _start(home, run, free[:needed], say)


def _start(home: Home, run: RunDir, devices: list[str], say: Callable[[str], None]) -> None:
    env = {} if devices == ["cpu"] else {"CUDA_VISIBLE_DEVICES": ",".join(devices)}
    waits = _read(run)
    try:
        for holding in serving_on(home, devices):
            if waits and waits.make_room:
                say(f"{holding.name} is stopped to make room for {run.id}")
                stop_holders(home, [holding])
            else:
                say(f"{run.id} starts beside the server of {holding.name}")
        if _read(run) is None:
            say(f"{run.id} was taken out of the line")
            return
        say(f"{run.id} starts on {', '.join(devices)}")
        launch_training(run, env)
    except LabError as error:
        say(f"{run.id} does not start: {error}")
        _refused(run, error)
    run.waiting_path.unlink(missing_ok=True)


def _refused(run: RunDir, error: LabError) -> None:
    """Fail a run that was refused before there was a process, and that nobody else is starting."""
    with start_lock(run) as held:
        if held and run_info(run).state == "queued":
            state = msgspec.structs.replace(run.state(), state="failed", error=error.as_dict(), updated=time.time())
            run.write_state(state)


def _needed(run: RunDir, most: int) -> int:
    """Devices that a run takes: one for each of its processes, and all there are when it asks for more."""
    try:
        return min(check_config(run.spec().config, str(run.spec_path)).processes, most)
    except LabError:
        return 1  # starting it will tell what is wrong


def _free(home: Home) -> list[str]:
    """Devices on which no training run works, those that serve no model first. One that was started by hand works on
    the first."""
    devices = find_devices()
    taken: set[str] = set()
    for info in list_runs(home, "train"):
        if info.state in ("running", "stalled"):
            named = RunDir(home.kind("train") / info.id).state().devices
            taken |= set(named.split(",")) if named else {devices[0]}
    free = [device for device in devices if device not in taken]
    serving = {holding.device for holding in serving_on(home, free)}
    return sorted(free, key=lambda device: device in serving)


def _read(run: RunDir) -> Waiting | None:
    try:
        return msgspec.json.decode(run.waiting_path.read_bytes(), type=Waiting)
    except (OSError, msgspec.DecodeError):
        return None
