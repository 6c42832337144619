"""What this machine can train on, as far as a plan needs it. Nothing is reserved and torch is not imported."""

import os

import msgspec

from emalign_tui.lab.doctor.gpu_facts import DriverSilent, NoDriver, read_machine
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.memory import main_memory

GIB = 1 << 30
CARDS = {
    "T4": ("Tesla T4", 14.6),
    "L4": ("NVIDIA L4", 22.0),
    "A100-40": ("NVIDIA A100 40 GB", 39.0),
    "A100-80": ("NVIDIA A100 80 GB", 79.0),
    "H100": ("NVIDIA H100", 79.0),
    "H200": ("NVIDIA H200", 139.0),
}
"""Cards to plan for without having one: name, and GiB that a new process can take."""


RATES = {"H200": 260e12, "H100": 260e12, "A100": 120e12, "L4": 33e12, "T4": 16e12}
"""Rough FLOP/s of a LoRA step without checkpointing, by a part of the card's name."""


class Device(msgspec.Struct, frozen=True):
    """kind: cuda | cpu. free_gib: memory a new process could take. cores: CPU cores this process may use."""

    kind: str
    name: str
    free_gib: float
    cores: int

    @property
    def rate(self) -> float | None:
        """FLOP/s of a card that is known; None for others and for a CPU."""
        return next((rate for name, rate in RATES.items() if name in self.name), None)


def find_device() -> Device:
    """The first CUDA GPU, else the CPU."""
    cores = _cores()
    return _gpu(cores) or _cpu(cores)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def card(name: str) -> Device:
    """A card by its short name, all of it free. Raises LabError (exit code 2) that lists the known ones."""
    if name.upper() not in CARDS:
        known = ", ".join(CARDS)
        raise LabError(f"No card {name} is known", where="--card", do=f"Known: {known}.", exit_code=2)
    title, free = CARDS[name.upper()]
    return Device("cuda", title, free, _cores())


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
    """The card that CUDA takes first; of one that is cut into slices a process gets one of them."""
    try:
        cards = read_machine().cards
    except (NoDriver, DriverSilent):
        return None
    first = os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")[0]
    number = int(first) if first.isdigit() else 0
    if number >= len(cards):
        return None
    part = min(cards[number].slices, key=lambda each: each.free, default=cards[number])
    return Device("cuda", part.name, part.free / GIB, cores)


def _cpu(cores: int) -> Device:
    return Device("cpu", f"CPU, {cores} cores", main_memory().free / GIB, cores)
