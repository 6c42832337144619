"""Runs whose process was killed, as a session that timed out leaves them behind."""

import socket
import subprocess
import sys
import time

from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run, since_boot
from emalign_tui.lab.runs.records import Provenance, State


def dead_process() -> tuple[int, float]:
    """Pid and start time of a process that was killed."""
    import psutil

    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        started = since_boot(psutil.Process(process.pid))
        process.kill()
    return process.pid, started


def abandon(home: Home, kind: str, **changes: object) -> RunDir:
    """A run whose process is gone while its state still says that it runs."""
    run = create_run(home, kind, "lost", {}, Provenance(base="mini"))
    pid, started = dead_process()
    facts = {
        "state": "running",
        "pid": pid,
        "started_at": started,
        "host": socket.gethostname(),
        "heartbeat": time.time(),
    }
    run.write_state(State(**{**facts, **changes}))
    return run
