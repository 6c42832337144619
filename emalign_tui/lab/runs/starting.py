"""Who starts a run: one process at a time, and nobody while it is taken out of the queue."""

from collections.abc import Iterator
from contextlib import contextmanager

from emalign_tui.lab.files import disk_error, take_lock
from emalign_tui.lab.runs.layout import RunDir


@contextmanager
def start_lock(run: RunDir) -> Iterator[bool]:
    """Whether this process has it, until the block ends; the kernel drops a dead holder's. Raises LabError."""
    path = run.path / ".launch.lock"
    try:
        file = path.open("ab")
    except OSError as error:
        raise disk_error(error, path) from error
    with file:
        try:
            held = take_lock(file)
        except OSError as error:
            raise disk_error(error, path) from error
        yield held
