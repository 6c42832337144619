"""Is there enough main memory, counting the limit of a container?"""

from pathlib import Path

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.paths import Home

_GIB = 2**30
TIGHT = 1 * _GIB
COMFORT = 3 * _GIB  # torch, the mini model in training, its server and the lab together
_CGROUP = Path("/sys/fs/cgroup")


def _look(home: Home, subject: Subject) -> Finding:
    import psutil

    memory = psutil.virtual_memory()
    total, free = memory.total, memory.available
    limit = container_limit(_CGROUP)
    if limit is None or limit[0] >= total:
        return judge(total, free, in_container=False)
    return judge(limit[0], min(free, limit[1]), in_container=True)


def container_limit(root: Path) -> tuple[int, int] | None:
    """(limit, still free under it) in bytes by cgroup v2 or v1; None without a limit."""
    for limit_name, used_name in (
        ("memory.max", "memory.current"),
        ("memory/memory.limit_in_bytes", "memory/memory.usage_in_bytes"),
    ):
        try:
            limit, used = (root / limit_name).read_text().strip(), (root / used_name).read_text().strip()
        except OSError:
            continue
        if limit.isdigit() and used.isdigit():
            return int(limit), max(int(limit) - int(used), 0)
    return None


def judge(total: int, free: int, *, in_container: bool) -> Finding:
    """The finding for total and free bytes."""
    where = " in this container" if in_container else ""
    evidence = f"{free / _GIB:.1f} of {total / _GIB:.1f} GiB free{where}"
    if free < TIGHT:
        return Finding("fail", evidence, "Close other programs: training the mini model alone takes about 1 GiB.")
    if free < COMFORT:
        return Finding("warn", evidence, "Close other programs before you train and serve at the same time.")
    return Finding("ok", evidence)


CHECK = Check(
    id="memory",
    title="Memory",
    why="When main memory runs out, the system kills a run without a word; merging a 7B in full precision is where it "
    "usually happens.",
    look=_look,
)
