"""What this machine can train on, as far as a plan needs it. Nothing is reserved and torch is not imported."""

import os

import msgspec

GIB = 1 << 30


class Device(msgspec.Struct, frozen=True):
    """kind: cuda | cpu. free_gib: memory a new process could take. cores: CPU cores this process may use."""

    kind: str
    name: str
    free_gib: float
    cores: int


def find_device() -> Device:
    """The first CUDA GPU, else the CPU."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return _gpu(cores) or _cpu(cores)


def find_devices() -> list[str]:
    """What training runs can work on side by side: the numbers of the GPUs that may be used, else "cpu" alone."""
    import pynvml

    named = os.environ.get("CUDA_VISIBLE_DEVICES")
    if named:
        return named.split(",")
    try:
        pynvml.nvmlInit()
        return [str(number) for number in range(pynvml.nvmlDeviceGetCount())] or ["cpu"]
    except pynvml.NVMLError:
        return ["cpu"]


def _gpu(cores: int) -> Device | None:
    import pynvml

    try:
        pynvml.nvmlInit()
        handle = pynvml.nvmlDeviceGetHandleByIndex(0)
        free = pynvml.nvmlDeviceGetMemoryInfo(handle).free
        return Device("cuda", str(pynvml.nvmlDeviceGetName(handle)), free / GIB, cores)
    except pynvml.NVMLError:
        return None


def _cpu(cores: int) -> Device:
    import psutil

    return Device("cpu", f"CPU, {cores} cores", psutil.virtual_memory().available / GIB, cores)
