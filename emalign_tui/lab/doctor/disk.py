"""Is there room where runs, checkpoints and downloaded models go?"""

import shutil
from pathlib import Path

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.paths import Home
from emalign_tui.lab.secrets import hub_token_file

_GIB = 2**30
MINI = 0.5 * _GIB  # the demo's runs, servers' logs and figures
COMFORT = 2 * _GIB
LARGE = 45 * _GIB  # a 7B: 15 base, 15 merged, its checkpoints and download cache


def _look(home: Home, subject: Subject) -> Finding:
    places = {"results": existing(home.results), "model cache": existing(hub_token_file().parent)}
    return judge({name: (path, shutil.disk_usage(path).free) for name, path in places.items()})


def judge(places: dict[str, tuple[Path, int]]) -> Finding:
    """The finding for free bytes at each place."""
    evidence = "; ".join(f"{free / _GIB:.1f} GiB free for {name} ({path})" for name, (path, free) in places.items())
    least = min(free for _, free in places.values())
    if least < MINI:
        return Finding("fail", evidence, "Free some space, or name another folder with --home.")
    if least < COMFORT:
        return Finding("warn", evidence, "Free some space before you train: a full disk ends a run.")
    for_what = "room for a 7B" if least >= LARGE else "enough for the mini kit; a 7B takes about 45 GiB"
    return Finding("ok", f"{evidence}; {for_what}")


def existing(path: Path) -> Path:
    """The path itself, or the nearest folder above it that is there."""
    return next(place for place in (path, *path.parents) if place.is_dir())


CHECK = Check(
    id="disk",
    title="Disk",
    why="Checkpoints and merged models are large; a disk that fills up ends a run.",
    look=_look,
)
