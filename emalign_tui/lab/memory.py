"""The main memory that this process may take: the machine's, or what a container or a scheduler's job leaves of it."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

_CGROUP = Path("/sys/fs/cgroup")
_OWN = Path("/proc/self/cgroup")


class Memory(NamedTuple):
    """In bytes. limited: whether a limit is below the machine's own memory."""

    total: int
    free: int
    limited: bool


def main_memory() -> Memory:
    """What there is, and what is free now."""
    import psutil

    machine = psutil.virtual_memory()
    limit = container_limit()
    if limit is None or limit[0] >= machine.total:
        return Memory(machine.total, machine.available, limited=False)
    return Memory(limit[0], min(machine.available, limit[1]), limited=True)


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
