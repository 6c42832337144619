"""Is there room where runs, checkpoints, merged and downloaded models go?"""

import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.joining import joined
from emalign_tui.lab.doctor.needs import Size, hub_cache, model_size
from emalign_tui.lab.files import why_unwritable
from emalign_tui.lab.hub.client import offline
from emalign_tui.lab.paths import Home, is_folder

_GIB = 2**30
MINI = 0.5 * _GIB  # the demo's runs, servers' logs and figures
COMFORT = 2 * _GIB
LARGE = 45 * _GIB  # a 7B: 15 base, 15 merged, its checkpoints and some air
_ELSEWHERE = "Free some space, or name another folder: --home DIR for runs, HF_HOME for downloads."


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where something large goes. device: places with the same one share their room. free, need: bytes."""

    what: str
    path: Path
    device: int
    free: int
    need: float = 0.0


def _look(home: Home, subject: Subject) -> Finding:
    size = model_size(home, subject.model)
    results = size.weights + size.checkpoints if size else 0.0
    download = size.weights if size and not size.here else 0.0
    room = judge([_place("results", home.results, results), _place("model cache", hub_cache(), download)], size)
    return joined([room, *filter(None, [_closed(hub_cache(), size)])])


def _closed(cache: Path, size: Size | None) -> Finding | None:
    """A cache that others filled, as on a cluster, gives what is in it and takes nothing."""
    nothing_to_fetch = offline() or (size is not None and size.here)
    if nothing_to_fetch or not (reason := why_unwritable(cache)):
        return None
    return Finding("warn", f"No model can be downloaded to {cache}: {reason}", "export HF_HUB_CACHE=DIR")


def _place(what: str, wanted: Path, need: float) -> Place:
    path = existing(wanted)
    return Place(what=what, path=path, device=path.stat().st_dev, free=shutil.disk_usage(path).free, need=need)


def judge(places: list[Place], size: Size | None) -> Finding:
    """The finding for the room at each place, against what the chosen model needs there."""
    evidence = "; ".join(f"{place.free / _GIB:.1f} GiB free for {place.what} ({place.path})" for place in places)
    least = min(place.free for place in places)
    if size is not None and (short := list(_short(places))):
        return Finding("fail", f"{evidence}. {size} needs about {'; '.join(short)}", _ELSEWHERE)
    if least < MINI:
        return Finding("fail", evidence, _ELSEWHERE)
    if least < COMFORT:
        return Finding("warn", evidence, "Free some space before you train: a full disk ends a run.")
    if size is not None:
        return Finding("ok", f"{evidence}; room for {size}")
    for_what = "room for a 7B" if least >= LARGE else "enough for the mini kit; a 7B takes about 45 GiB"
    return Finding("ok", f"{evidence}; {for_what}")


def _short(places: list[Place]) -> Iterable[str]:
    """What does not fit, each disk once, whatever goes to it taken together."""
    for device in dict.fromkeys(place.device for place in places):
        here = [place for place in places if place.device == device]
        if sum(place.need for place in here) > here[0].free:
            yield " and ".join(f"{place.need / _GIB:.0f} GiB for {place.what}" for place in here if place.need)


def existing(path: Path) -> Path:
    """The path itself, or the nearest folder above it that is there."""
    return next(place for place in (path, *path.parents) if is_folder(place))


CHECK = Check(
    id="disk",
    title="Disk",
    why="The base, checkpoints and merged models are large; a disk that fills up ends a run.",
    look=_look,
)
