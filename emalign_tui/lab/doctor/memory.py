"""Is there enough main memory, counting the limit of a container?"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.doctor.gpu_facts import count_cards
from emalign_tui.lab.doctor.needs import Size, model_size
from emalign_tui.lab.paths import Home

_GIB = 2**30
TIGHT = 1 * _GIB
COMFORT = 3 * _GIB  # torch, the mini model in training, its server and the lab together
_CGROUP = Path("/sys/fs/cgroup")
_OWN = Path("/proc/self/cgroup")


def _look(home: Home, subject: Subject) -> Finding:
    import psutil

    memory = psutil.virtual_memory()
    total, free = memory.total, memory.available
    size = model_size(home, subject.model)
    on_gpu = count_cards() > 0
    limit = container_limit()
    if limit is None or limit[0] >= total:
        return judge(total, free, in_container=False, size=size, on_gpu=on_gpu)
    return judge(limit[0], min(free, limit[1]), in_container=True, size=size, on_gpu=on_gpu)


def container_limit(root: Path = _CGROUP, own: Path = _OWN) -> tuple[int, int] | None:
    """(limit, still free under it) in bytes of the group of processes that leaves least; None without a limit.

    Of a container, and of a job of a scheduler, whose group lies deeper. What is in use includes cached files, which
    the system takes back before it kills anybody; those count as free. root: where groups are mounted, cgroup v1 or v2.
    own: which this process is in.
    """
    found = [room for folder, names in _groups(root, own) if (room := _room(folder, names)) is not None]
    return min(found, key=lambda room: room[1], default=None)


class _Names(NamedTuple):
    """What the files of a group are called, and the lines of its statistics that are cached files."""

    limit: str
    used: str
    cached: tuple[str, str]


_V1 = _Names("memory.limit_in_bytes", "memory.usage_in_bytes", ("total_inactive_file", "total_active_file"))
_V2 = _Names("memory.max", "memory.current", ("inactive_file", "active_file"))


def _groups(root: Path, own: Path) -> Iterable[tuple[Path, _Names]]:
    """The groups that this process is in, each with those around it. In a container the outermost is its own."""
    yield root, _V2
    yield root / "memory", _V1
    try:
        lines = [line.split(":", 2) for line in own.read_text().splitlines()]
    except OSError:
        return
    for _, controllers, path in (line for line in lines if len(line) == 3):
        if controllers and "memory" not in controllers.split(","):
            continue
        top, names = (root / "memory", _V1) if controllers else (root, _V2)
        inner = Path(path.lstrip("/"))
        for part in [inner, *inner.parents]:
            if part.name:
                yield top / part, names


def _room(folder: Path, names: _Names) -> tuple[int, int] | None:
    try:
        limit, used = (int((folder / name).read_text()) for name in (names.limit, names.used))
    except (OSError, ValueError):  # not there, or "max"
        return None
    try:
        statistics = dict(line.split(" ", 1) for line in (folder / "memory.stat").read_text().splitlines())
        cached = sum(int(statistics.get(name, 0)) for name in names.cached)
    except (OSError, ValueError):
        cached = 0
    return limit, min(max(limit - used + cached, 0), limit)


def judge(total: int, free: int, *, in_container: bool, size: Size | None = None, on_gpu: bool = False) -> Finding:
    """The finding for total and free bytes, against what the chosen model needs.

    Without a GPU the model itself lives here. With one, what counts is a merge in full precision: 4 bytes a parameter.
    """
    where = " in this container" if in_container else ""
    evidence = f"{free / _GIB:.1f} of {total / _GIB:.1f} GiB free{where}"
    if size is not None and size.cpu > free:
        needs = f"{evidence}. {size} needs about {size.cpu / _GIB:.0f} GiB"
        if on_gpu:
            fix = "Merge in 16 bit, on the GPU or shard by shard, and nothing else beside it."
            return Finding("warn", f"{needs} to be merged in full precision", fix)
        fix = "Close other programs." if size.cpu < total else "Use a machine with a GPU, a smaller base, or mini."
        return Finding("fail", f"{needs} to train or answer without a GPU", fix)
    if free < TIGHT:
        return Finding("fail", evidence, "Close other programs: training the mini model alone takes about 1 GiB.")
    if free < COMFORT:
        return Finding("warn", evidence, "Close other programs before you train and serve at the same time.")
    return Finding("ok", evidence + (f"; enough for {size}" if size else ""))


CHECK = Check(
    id="memory",
    title="Memory",
    why="When main memory runs out, the system kills a run without a word; merging a 7B in full precision is where it "
    "usually happens.",
    look=_look,
)
