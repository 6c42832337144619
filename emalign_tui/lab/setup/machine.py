"""Where am I: a laptop, a GPU box, a notebook host, a CPU machine. Told from what was measured, with the reason."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from emalign_tui.lab.doctor.disk import existing
from emalign_tui.lab.doctor.gpu_facts import GIB, DriverSilent, NoDriver, read_machine
from emalign_tui.lab.memory import main_memory
from emalign_tui.lab.paths import Home

_DRIVE = Path("/content/drive/MyDrive")

Kind = Literal["notebook host", "GPU box", "laptop", "CPU machine"]


class Gpu(msgspec.Struct, frozen=True):
    """One card. Memory in GiB; free is what a new process could take."""

    name: str
    total: float
    free: float


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """What was measured. ram, disk: GiB. notebook: Colab or Kaggle, by its own variables; drive: a mounted Drive.

    container: whether a container's limit is below the machine's memory.
    """

    gpus: tuple[Gpu, ...] = ()
    ram_total: float
    ram_free: float
    container: bool = False
    cores: int
    disk_free: float
    battery: bool = False
    notebook: str = ""
    drive: str = ""
    ssh: bool = False

    @property
    def best_gpu(self) -> Gpu | None:
        """The card with the most free memory."""
        return max(self.gpus, key=lambda gpu: gpu.free, default=None)


class Place(msgspec.Struct, frozen=True):
    """kind, the facts that say so, and what follows from it for the work, each a sentence."""

    kind: Kind
    because: str
    follows: str


def measure(home: Home) -> Machine:
    """Look at this machine. Nothing is reserved, and torch is not imported."""
    import psutil

    memory = main_memory()
    sensors = getattr(psutil, "sensors_battery", None)  # psutil has it only where the system can have one
    return Machine(
        gpus=_gpus(),
        ram_total=memory.total / GIB,
        ram_free=memory.free / GIB,
        container=memory.limited,
        cores=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
        disk_free=shutil.disk_usage(existing(home.results)).free / GIB,
        battery=sensors is not None and sensors() is not None,
        notebook=notebook_host(os.environ),
        drive=str(_DRIVE) if _DRIVE.is_dir() else "",
        ssh=bool(os.environ.get("SSH_CONNECTION")),
    )


def notebook_host(environment: Mapping[str, str]) -> str:
    """Colab or Kaggle, by the variables that they set; "" elsewhere."""
    if environment.get("COLAB_RELEASE_TAG") or environment.get("COLAB_GPU"):
        return "Colab"
    return "Kaggle" if environment.get("KAGGLE_KERNEL_RUN_TYPE") else ""


def place(machine: Machine) -> Place:
    """What kind of machine this is, and what follows."""
    gpu = machine.best_gpu
    if machine.notebook:
        keep = f"Keep results in {machine.drive}. " if machine.drive else "Its disk is lost with it: push often. "
        why = f"{machine.notebook} sets its variables here"
        return Place("notebook host", why, f"Sessions end by themselves. {keep}Runs go on from their checkpoints.")
    if gpu is not None:
        cards = f"{len(machine.gpus)} cards, the freest: {gpu.name}" if len(machine.gpus) > 1 else gpu.name
        return Place("GPU box", f"{cards} with {gpu.free:.0f} of {gpu.total:.0f} GiB free", _GPU)
    if machine.battery:
        return Place("laptop", "it has a battery and no NVIDIA GPU", _CPU)
    return Place("CPU machine", "no NVIDIA GPU answers", _CPU)


_GPU = "Real models can be trained here. Runs go on when the connection drops."
_CPU = "The mini kit is made for this: everything works on it, in minutes. Real models can be remote."


def facts(machine: Machine) -> list[tuple[str, str]]:
    """What was measured, as (name, value) lines."""
    cards = [
        ("GPU", f"{gpu.name.removeprefix('NVIDIA ')}, {gpu.free:.1f} of {gpu.total:.1f} GiB free")
        for gpu in machine.gpus
    ]
    where = " in this container" if machine.container else ""
    return [
        *(cards or [("GPU", "none")]),
        ("Memory", f"{machine.ram_free:.1f} of {machine.ram_total:.1f} GiB free{where}"),
        ("Cores", str(machine.cores)),
        ("Disk", f"{machine.disk_free:.0f} GiB free for results"),
        ("Reached", "over SSH" if machine.ssh else "directly"),
    ]


def _gpus() -> tuple[Gpu, ...]:
    """Cards, or their slices under MIG: what one process can have."""
    try:
        cards = [part for card in read_machine().cards for part in (card.slices or [card])]
    except (NoDriver, DriverSilent):
        return ()
    return tuple(Gpu(card.name, card.total / GIB, card.free / GIB) for card in cards)
