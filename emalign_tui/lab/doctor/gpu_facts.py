"""What the NVIDIA driver says about its cards, and who holds their memory. Read through nvidia-ml-py; no torch."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from emalign_tui.lab.memory import main_memory

GIB = 2**30
WHEELS = "https://download.pytorch.org/whl"
# By the driver's CUDA, of torch 2.9 and later; the first build of a major version runs with each driver of it.
TORCH_BUILDS = {12: "cu126", 13: "cu130"}
_HOT = 0x20 | 0x40  # clocks event reasons: software and hardware thermal slowdown
_POWER_BRAKE = 0x80
_INITS = ("systemd", "init")  # also a user's own systemd; a container's tini starts the main process itself
T = TypeVar("T")


class Holder(msgspec.Struct, frozen=True, kw_only=True):
    """A process on a card. memory: bytes, None when it is hidden. state: alive, gone, or orphan: its parent died.

    run: id of the lab's own run that it works for, "" for a stranger.
    """

    pid: int
    name: str
    user: str
    memory: int | None
    state: str = "alive"
    run: str = ""


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A GPU, or one slice of it under MIG. Memory in bytes. capability: (major, minor)."""

    name: str
    capability: tuple[int, int]
    total: int
    free: int
    holders: list[Holder] = []
    temperature: int | None = None
    hot: bool = False
    power_brake: bool = False
    ecc_errors: int = 0
    bad_rows: bool = False
    mig: bool = False
    slices: list["Card"] = []

    @property
    def bf16(self) -> bool:
        return self.capability >= (8, 0)


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """driver: its version. cuda: the newest CUDA it runs, as (major, minor)."""

    driver: str
    cuda: tuple[int, int]
    cards: list[Card]


class NoDriver(Exception):
    """There is no NVIDIA driver on this machine."""


class DriverSilent(Exception):
    """There is a driver, and it does not answer; the message is its own."""


def read_machine() -> Machine:
    """Every card of this machine. Raises NoDriver, or DriverSilent."""
    import pynvml

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError_LibraryNotFound as error:
        raise NoDriver from error
    except pynvml.NVMLError as error:
        raise DriverSilent(str(error)) from error
    try:
        cuda = pynvml.nvmlSystemGetCudaDriverVersion_v2()
        return Machine(
            driver=_text(pynvml.nvmlSystemGetDriverVersion()),
            cuda=(cuda // 1000, cuda % 1000 // 10),
            cards=[
                _card(pynvml, pynvml.nvmlDeviceGetHandleByIndex(index)) for index in range(pynvml.nvmlDeviceGetCount())
            ],
        )
    except pynvml.NVMLError as error:
        raise DriverSilent(str(error)) from error
    finally:
        pynvml.nvmlShutdown()


def count_cards() -> int:
    """How many cards there are, 0 without a working driver."""
    try:
        return len(read_machine().cards)
    except (NoDriver, DriverSilent):
        return 0


def driver_cuda() -> int:
    """The major version of CUDA that the driver of this machine's cards runs; 0 without a card or a working driver."""
    try:
        machine = read_machine()
    except (NoDriver, DriverSilent):
        return 0
    return machine.cuda[0] if machine.cards else 0


def _card(nvml: Any, handle: Any) -> Card:
    def ask(question: Callable[..., T], *args: Any, otherwise: T) -> T:
        """Not every card knows every question: a T4 has no row remapping, a GeForce no ECC."""
        try:
            return question(handle, *args)
        except (nvml.NVMLError, AttributeError):
            return otherwise

    reasons = ask(nvml.nvmlDeviceGetCurrentClocksEventReasons, otherwise=0)
    remapped = ask(nvml.nvmlDeviceGetRemappedRows, otherwise=(0, 0, 0, 0))  # corrected, uncorrected, pending, failed
    ecc = (nvml.NVML_MEMORY_ERROR_TYPE_UNCORRECTED, nvml.NVML_VOLATILE_ECC)
    mig = ask(nvml.nvmlDeviceGetMigMode, otherwise=[0, 0])[0] == 1
    slices = _slices(nvml, handle) if mig else []
    total, free = _memory(nvml, handle, slices)
    return Card(
        name=_text(nvml.nvmlDeviceGetName(handle)),
        capability=tuple(nvml.nvmlDeviceGetCudaComputeCapability(handle)),
        total=total,
        free=free,
        holders=holders(ask(nvml.nvmlDeviceGetComputeRunningProcesses, otherwise=[])),
        temperature=ask(nvml.nvmlDeviceGetTemperature, nvml.NVML_TEMPERATURE_GPU, otherwise=None),
        hot=bool(reasons & _HOT),
        power_brake=bool(reasons & _POWER_BRAKE),
        ecc_errors=ask(nvml.nvmlDeviceGetTotalEccErrors, *ecc, otherwise=0),
        bad_rows=bool(remapped[2] or remapped[3]),
        mig=mig,
        slices=slices,
    )


def _memory(nvml: Any, handle: Any, slices: list[Card]) -> tuple[int, int]:
    """Total and free bytes of a card. A container that was given a slice may not ask about the whole of it, and a chip
    that shares main memory, as GB10, has none of its own."""
    try:
        memory = nvml.nvmlDeviceGetMemoryInfo(handle)
    except nvml.NVMLError_NoPermission:
        if not slices:
            raise
        return sum(part.total for part in slices), sum(part.free for part in slices)
    except nvml.NVMLError_NotSupported:
        memory = main_memory()
    return memory.total, memory.free


def _slices(nvml: Any, handle: Any) -> list[Card]:
    found = []
    for index in range(nvml.nvmlDeviceGetMaxMigDeviceCount(handle)):
        try:
            found.append(_card_of_slice(nvml, nvml.nvmlDeviceGetMigDeviceHandleByIndex(handle, index), handle))
        except nvml.NVMLError_NotFound:
            continue
    return found


def _card_of_slice(nvml: Any, handle: Any, parent: Any) -> Card:
    memory = nvml.nvmlDeviceGetMemoryInfo(handle)
    capability = tuple(nvml.nvmlDeviceGetCudaComputeCapability(parent))
    name = _text(nvml.nvmlDeviceGetName(handle))
    return Card(name=name, capability=capability, total=memory.total, free=memory.free)


def holders(processes: list[Any]) -> list[Holder]:
    """Who the driver's processes (with pid and usedGpuMemory) are, as far as this process may see."""
    return [_holder(process.pid, process.usedGpuMemory) for process in processes]


def _holder(pid: int, memory: int | None) -> Holder:
    import psutil

    try:
        process = psutil.Process(pid)
        with process.oneshot():
            command = process.cmdline()
            return Holder(
                pid=pid,
                name=process.name(),
                user=process.username(),
                memory=memory,
                state="orphan" if _orphan(process) else "alive",
                run=_run_of(command) or _run_of_session(pid),
            )
    except psutil.NoSuchProcess:
        return Holder(pid=pid, name="?", user="?", memory=memory, state="gone")
    except psutil.AccessDenied:
        return Holder(pid=pid, name="?", user="another user", memory=memory)


def _orphan(process: Any) -> bool:
    """Whether the process outlived the one that started it, and belongs to nothing that still runs.

    The lab's own workers are meant to, and so are the system's services; a server's engine or a notebook's kernel is
    not.
    """
    parent = process.parent()
    if parent is None or _run_of(process.cmdline()) or _run_of_session(process.pid):
        return False
    if parent.name() in _INITS:
        return not _service(process.pid)
    if not _leaderless(process.pid):
        return False
    return not _same_session(parent.pid, process.pid) or (parent.pid == 1 and process.terminal() is None)


def _leaderless(pid: int) -> bool:
    """Whether who began a process's group or session is gone. In a container the first process may be anything, and
    start others itself; then this tells what was left to it."""
    import psutil

    try:
        leaders = {os.getpgid(pid), os.getsid(pid)} - {0, pid}
    except OSError:
        return False
    return any(not psutil.pid_exists(leader) for leader in leaders)


def _same_session(one: int, other: int) -> bool:
    try:
        return os.getsid(one) == os.getsid(other)
    except OSError:
        return False


def _service(pid: int) -> bool:
    """Whether systemd started a process as a service, which therefore is nobody's orphan."""
    try:
        groups = Path(f"/proc/{pid}/cgroup").read_text().splitlines()
    except OSError:
        return False
    return any(group.endswith(".service") for group in groups)


def _run_of(command: list[str]) -> str:
    """The id of the run that a command line of the lab works for: `python -P -m emalign_tui.workers.X RUN_DIR`."""
    if any(word.startswith("emalign_tui.workers.") for word in command):
        return command[-1].rstrip("/").rpartition("/")[2]
    return ""


def _run_of_session(pid: int) -> str:
    """The run whose worker began the session that a process is in: vLLM's engines name themselves after nothing."""
    import psutil

    try:
        return _run_of(psutil.Process(os.getsid(pid)).cmdline())
    except (OSError, psutil.Error):
        return ""


def _text(value: str | bytes) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value
