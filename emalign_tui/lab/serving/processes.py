"""The processes of a server: all of them ended, and proof that the GPU memory they held is free."""

import os
import signal
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import psutil

from emalign_tui.lab.doctor.gpu_facts import GIB, DriverSilent, Holder, Machine, NoDriver, read_machine
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.runs.layout import RunDir, same_start
from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.lab.serving.records import ServeConfig

PATIENCE = 5.0  # seconds between TERM and KILL
FREEING = 10.0  # seconds that the driver may take to give memory back
_POLL = 0.1
_SLACK = GIB // 3  # bytes by which a card's free memory differs from one look to the next


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """A server that was stopped. freed: GiB of GPU memory, None where there is no GPU to look at.

    held: why memory is not free after all, as a sentence; "" when all is well. do: the next step then.
    """

    run: RunInfo
    freed: float | None = None
    held: str = ""
    do: str = ""

    def check(self) -> None:
        """Raises LabError when memory of the card is still held."""
        if self.held:
            raise LabError(self.held, where=self.run.id, do=self.do)


class Before(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked at before a stop: the server's processes, and the driver's word on the cards (None: no driver)."""

    pids: dict[int, float]  # with their create times
    machine: Machine | None


def members(run: RunDir) -> dict[int, float]:
    """Pids and create times of a worker's session: itself, and all that it and its children started."""
    return _sessions([run])


def orphans(runs: list[RunDir]) -> dict[int, float]:
    """What workers that died have left running."""
    return _sessions(runs) if runs else {}


def _sessions(runs: list[RunDir]) -> dict[int, float]:
    """The processes of the sessions that runs' workers began on this host, also of workers that are gone.

    A pid may be another process by now: one that leads a session must be the worker by its create time, and where it is
    gone only those count that work in the run's folder, as all of a worker's do.
    """
    leaders = {}
    for run in runs:
        with suppress(LabError):  # a run whose state is lost has no worker that could be known
            state = run.state()
            if state.pid is not None and state.host in (None, socket.gethostname()):
                leaders[state.pid] = (run, state)
    found: dict[int, dict[int, psutil.Process]] = {}
    for process in psutil.process_iter():
        with suppress(OSError, psutil.Error):
            leader = os.getsid(process.pid)
            if leader in leaders and process.status() != psutil.STATUS_ZOMBIE:
                found.setdefault(leader, {})[process.pid] = process
    pids = {}
    for leader, session in found.items():
        run, state = leaders[leader]
        for pid, process in session.items():
            with suppress(psutil.Error):
                if _of_worker(session.get(leader), process, run, state.started_at):
                    pids[pid] = process.create_time()
    return pids


def _of_worker(leader: psutil.Process | None, process: psutil.Process, run: RunDir, started: float | None) -> bool:
    if leader is None:
        return Path(process.cwd()) == run.path.resolve()
    return started is None or same_start(leader, started)


def end(pids: dict[int, float], patience: float = PATIENCE) -> list[int]:
    """TERM, then KILL what is left after `patience` seconds. Returns those that not even KILL has ended in time."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        for pid in alive(pids):
            with suppress(ProcessLookupError):
                os.kill(pid, how)
        _until(lambda: not alive(pids), patience)
    return alive(pids)


def alive(pids: dict[int, float]) -> list[int]:
    """Those that still run, by pid and create time; a zombie runs no more."""
    found = []
    for pid, created in pids.items():
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            if abs(process.create_time() - created) < 1 and process.status() != psutil.STATUS_ZOMBIE:
                found.append(pid)
    return found


def before(run: RunDir) -> Before:
    """To be called before a stop, and handed to `after`."""
    return Before(pids=members(run), machine=_machine())


def after(seen: Before, info: RunInfo, config: ServeConfig) -> Ended:
    """End what a stop left behind, and see that the card's memory is really free."""
    stuck = end(seen.pids)
    if stuck:
        what = f"Processes of {info.id} do not end: pid {', '.join(map(str, stuck))}"
        return Ended(run=info, held=what, do="They wait for the driver: look with nvidia-smi; at worst restart.")
    if seen.machine is None:
        return Ended(run=info)
    theirs = holders_of(seen.machine, seen.pids)
    _until(lambda: not holders_of(_machine(), seen.pids), FREEING)
    left = holders_of(_machine(), seen.pids)
    if left:
        return Ended(run=info, held=_names(left), do=f"kill -9 {' '.join(str(each.pid) for each in left)}")
    if config.layout is None:
        return Ended(run=info, freed=_gib(theirs) if theirs else None)
    return _by_free_memory(seen.machine, info, config)


def holders_of(machine: Machine | None, pids: dict[int, float]) -> list[Holder]:
    """Which of these processes hold memory of a card, by the driver's own list."""
    cards = machine.cards if machine else []
    return [holder for card in cards for holder in card.holders if holder.pid in pids]


def _by_free_memory(before: Machine, info: RunInfo, config: ServeConfig) -> Ended:
    """By how much more is free: in a container the driver's list of processes is empty.

    A server may hold less than its share, so it is also enough when as much is free as before it was started.
    """
    assert config.layout is not None
    number = int(config.device or 0)
    expected = 0.8 * config.layout.share * before.cards[number].total
    at_start = before.cards[number].total if config.layout.free is None else config.layout.free

    def free() -> int:
        now = _machine()
        return now.cards[number].free if now else 0

    def enough(free: int) -> bool:
        return free - before.cards[number].free >= expected or free >= at_start - _SLACK

    _until(lambda: enough(free()), FREEING)
    now = free()
    gained = now - before.cards[number].free
    if enough(now):
        return Ended(run=info, freed=max(gained, 0) / GIB)
    what = f"GPU {number} has only {max(gained, 0) / GIB:.1f} GiB more free than before the stop, "
    what += f"about {expected / 0.8 / GIB:.1f} were held"
    do = "Something else took it, or a process that cannot be seen from here holds it: `emalign doctor --only gpu`."
    return Ended(run=info, freed=max(gained, 0) / GIB, held=what, do=do)


def _machine() -> Machine | None:
    try:
        return read_machine()
    except (NoDriver, DriverSilent):
        return None


def _names(left: list[Holder]) -> str:
    each = [f"pid {holder.pid} ({holder.name}) {(holder.memory or 0) / GIB:.1f} GiB" for holder in left]
    return f"GPU memory is still held after the stop: {', '.join(each)}"


def _gib(held: list[Holder]) -> float:
    return sum(holder.memory or 0 for holder in held) / GIB


def _until(done: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        time.sleep(_POLL)
