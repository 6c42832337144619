"""Which GPUs are here, and how much of their memory is free?"""

from typing import Any

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.paths import Home

_GIB = 2**30
_CPU_MODE = "CPU mode: the mini kit and remote endpoints work"


def _look(home: Home, subject: Subject) -> Finding:
    import pynvml

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError_LibraryNotFound:
        return Finding("ok", f"No NVIDIA driver. {_CPU_MODE}")
    except pynvml.NVMLError as error:
        fix = "Run nvidia-smi; after a driver update the machine needs a restart."
        return Finding("warn", f"The NVIDIA driver does not answer: {error}. {_CPU_MODE}", fix)
    try:
        driver = _text(pynvml.nvmlSystemGetDriverVersion())
        return judge(driver, [_card(pynvml, index) for index in range(pynvml.nvmlDeviceGetCount())])
    except pynvml.NVMLError as error:
        return Finding("warn", f"The NVIDIA driver does not tell about its GPU: {error}", "Run nvidia-smi.")
    finally:
        pynvml.nvmlShutdown()


def _card(pynvml: Any, index: int) -> dict[str, Any]:
    handle = pynvml.nvmlDeviceGetHandleByIndex(index)
    memory = pynvml.nvmlDeviceGetMemoryInfo(handle)
    major, minor = pynvml.nvmlDeviceGetCudaComputeCapability(handle)
    holders = pynvml.nvmlDeviceGetComputeRunningProcesses(handle)
    return {
        "name": _text(pynvml.nvmlDeviceGetName(handle)),
        "capability": f"{major}.{minor}",
        "total": memory.total,
        "free": memory.free,
        "pids": [process.pid for process in holders],
    }


def judge(driver: str, cards: list[dict[str, Any]]) -> Finding:
    """The finding for a driver version and its cards (memory in bytes)."""
    if not cards:
        return Finding("ok", f"NVIDIA driver {driver} but no GPU. {_CPU_MODE}")
    evidence = f"{'; '.join(map(_describe, cards))}; driver {driver}"
    if max(card["free"] / card["total"] for card in cards) < 0.5:
        pids = sorted({pid for card in cards for pid in card["pids"]})
        who = f", held by pid {', '.join(map(str, pids))}" if pids else ""
        return Finding(
            "warn", evidence + who, "Stop what holds the memory: `emalign unserve` for the lab's own servers."
        )
    return Finding("ok", evidence)


def _describe(card: dict[str, Any]) -> str:
    memory = f"{card['free'] / _GIB:.1f} of {card['total'] / _GIB:.1f} GiB free"
    return f"{card['name']} (compute {card['capability']}), {memory}"


def _text(value: str | bytes) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value


CHECK = Check(
    id="gpu",
    title="GPU",
    why="A 7B model needs about 8 GiB of free GPU memory to train in 4-bit and 16 GiB to serve in 16-bit; memory that "
    "an old process holds ends a run with CUDA out of memory.",
    look=_look,
)
