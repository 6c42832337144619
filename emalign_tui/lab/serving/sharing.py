"""A card that trains and serves at once: who is in the way of a training, now or when its turn in the queue comes."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from emalign_tui.lab.doctor.gpu_facts import GIB, DriverSilent, NoDriver, read_machine
from emalign_tui.lab.paths import Home
from emalign_tui.lab.planner.device import find_devices
from emalign_tui.lab.runs.layout import RunDir, list_runs
from emalign_tui.lab.serving.records import ServeConfig
from emalign_tui.lab.serving.servers import stop_server


class Holding(msgspec.Struct, frozen=True):
    """A server of this home on a card. gib: of the card's memory that it may take. device: "" for the only one."""

    run: str
    name: str
    gib: float
    device: str = ""

    def __str__(self) -> str:
        place = f"GPU {self.device}" if self.device else "the GPU"
        return f"{self.name} is served on {place} and holds {self.gib:.0f} GiB of its memory"


def serving_on(home: Home, devices: Sequence[str]) -> list[Holding]:
    """The servers on these of `find_devices`, also those still loading."""
    alive = [info for info in list_runs(home, "serve") if info.alive]
    if not alive:
        return []
    try:
        cards = read_machine().cards
    except (NoDriver, DriverSilent):
        return []
    found = []
    for info in alive:
        config = msgspec.convert(RunDir(Path(info.path)).spec().config, ServeConfig)
        if config.layout is not None and (config.device in devices or not config.device):
            total = cards[int(config.device or 0)].total
            found.append(Holding(info.id, info.name, config.layout.share * total / GIB, config.device))
    return found


def in_the_way(home: Home, processes: int, *, queued: bool = False) -> list[Holding]:
    """The servers on the cards that a training would take: the first ones, one a process.

    queued: the queue takes cards that serve nothing first, so servers are in the way when too few of those are left.
    """
    devices = find_devices()
    if not queued:
        return serving_on(home, devices[:processes])
    found = serving_on(home, devices)
    return found if len(devices) - len({each.device for each in found}) < min(processes, len(devices)) else []


def stop_holders(home: Home, holdings: Sequence[Holding]) -> None:
    """Stop these servers. Raises LabError when their memory is not free afterwards."""
    for holding in holdings:
        for ended in stop_server(home, holding.run):
            ended.check()
