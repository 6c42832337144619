"""Steering a run from outside: stop it, wait for it."""

import os
import signal
import time
from collections import deque
from collections.abc import Callable
from itertools import pairwise

import msgspec

from emalign_tui.lab.files import JsonlTail
from emalign_tui.lab.runs.layout import RunDir, run_info
from emalign_tui.lab.runs.records import Event, Hello, RunInfo, Step
from emalign_tui.lab.runs.starting import start_lock

POLL = 0.1  # seconds between two looks at a run
GRACE = 30.0  # seconds that a run has for its checkpoint
RECENT = 32  # steps that tell how long one takes


def stop(run: RunDir, grace: float | None = None, patience: float = 5) -> RunInfo:
    """Take a waiting run out of the queue, or ask a living one to end.

    It has `grace` seconds, by default what its steps need; then its process group gets TERM, and KILL `patience`
    seconds later.

    A run that obeyed is "stopped" (or "done"); one that had to be killed is "failed". Raises LabError when the request
    cannot be written.
    """
    info = run_info(run)
    while info.state == "queued":
        if _taken_out(run):
            return run_info(run)
        time.sleep(POLL)  # somebody starts it at this moment
        info = run_info(run)
    if info.state not in ("running", "stalled"):
        return info
    state = run.state()
    run.request_stop()
    if state.pid is None or state.pid == os.getpid():
        return run_info(run)
    info = wait(run, GRACE + 2 * longest_step(run) if grace is None else grace)
    for end in (signal.SIGTERM, signal.SIGKILL):
        if not info.alive:
            break
        kill_group(state.pid, end)
        info = wait(run, patience)
    return info


def longest_step(run: RunDir) -> float:
    """Seconds of the slowest of the last steps since the run was started; 0 when there were not two yet.

    A worker only looks between two steps whether it is to stop, and one of a large model on a small card takes long.
    """
    times: deque[float] = deque(maxlen=RECENT)
    for event in JsonlTail(run.events_path, Event).poll():
        if isinstance(event, Hello):
            times.clear()
        elif isinstance(event, Step):
            times.append(event.at)
    return max((after - before for before, after in pairwise(times)), default=0.0)


def _taken_out(run: RunDir) -> bool:
    """Take a queued run out of the line, unless somebody is starting it."""
    with start_lock(run) as held:
        if not held or run_info(run).state != "queued":
            return False
        run.waiting_path.unlink(missing_ok=True)
        run.write_state(msgspec.structs.replace(run.state(), state="stopped", updated=time.time()))
        return True


def wait(run: RunDir, timeout: float | None = None, on_events: Callable[[list[Event]], None] | None = None) -> RunInfo:
    """Wait until the run ended, or `timeout` seconds. on_events gets every event from the beginning, as they come, and
    at each look nothing when there is none."""
    tail = JsonlTail(run.events_path, Event)
    deadline = None if timeout is None else time.monotonic() + timeout
    while True:
        info = run_info(run)
        if on_events:
            on_events(tail.poll())
        if not info.alive or (deadline is not None and time.monotonic() >= deadline):
            return info
        time.sleep(POLL)


def kill_group(pid: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Signal a worker and its children; only the process itself when it leads no group. Gone already is fine."""
    try:
        if os.getpgid(pid) == pid:
            os.killpg(pid, how)
        else:
            os.kill(pid, how)
    except ProcessLookupError:
        return
