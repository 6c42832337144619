"""A card that trains and serves at once: who is in the way before a training starts."""

from pathlib import Path

import msgspec

from emalign_tui.lab.doctor.gpu_facts import GIB, DriverSilent, NoDriver, read_machine
from emalign_tui.lab.paths import Home
from emalign_tui.lab.planner.device import find_devices
from emalign_tui.lab.runs.layout import RunDir, list_runs
from emalign_tui.lab.serving.records import ServeConfig


class Holding(msgspec.Struct, frozen=True):
    """A server of this home on a card. gib: of the card's memory that it may take."""

    run: str
    name: str
    gib: float

    def __str__(self) -> str:
        return f"{self.name} is served on the GPU that this training takes, and holds {self.gib:.0f} GiB of it"


def serving_on(home: Home, processes: int = 1) -> list[Holding]:
    """The servers on the cards that a training would take: the first ones, one a process. Also those still loading."""
    alive = [info for info in list_runs(home, "serve") if info.alive]
    if not alive:
        return []
    try:
        cards = read_machine().cards
    except (NoDriver, DriverSilent):
        return []
    taken = find_devices()[:processes]
    found = []
    for info in alive:
        config = msgspec.convert(RunDir(Path(info.path)).spec().config, ServeConfig)
        if config.layout is not None and (config.device in taken or not config.device):
            total = cards[int(config.device or 0)].total
            found.append(Holding(info.id, info.name, config.layout.share * total / GIB))
    return found
