"""What did runs and servers that died leave behind?"""

import time
from pathlib import Path

import msgspec

from emalign_tui.lab.doctor.check import Action, Check, Finding, Subject
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, list_runs
from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.lab.serving.servers import forget_dead, list_servers


def _look(home: Home, subject: Subject) -> Finding:
    runs, servers = killed(home), [server for server in list_servers(home) if not server.alive]
    stalled = [info.id for info in list_runs(home) if info.state == "stalled"]
    parts = []
    if runs:
        parts.append(f"killed without a word: {_names([info.id for info in runs])}")
    if servers:
        parts.append(f"dead servers with their keys: {_names([server.run for server in servers])}")
    if stalled:
        parts.append(f"no sign of life for a while: {_names(stalled)}")
    if not parts:
        return Finding("ok", "No leftovers of dead runs")
    if not runs and not servers:
        return Finding("warn", "; ".join(parts), f"emalign attach {stalled[0]}, or emalign stop {stalled[0]}")
    fix = "emalign doctor --only leftovers --fix"
    return Finding("warn", "; ".join(parts), fix, _clear(len(runs), len(servers)))


def killed(home: Home) -> list[RunInfo]:
    """Runs whose own state still says that they run, though their process is gone."""
    return [info for info in list_runs(home) if info.state == "failed" and _says_running(RunDir(Path(info.path)))]


def _says_running(run: RunDir) -> bool:
    try:
        return run.state().state == "running"
    except LabError:
        return False


def _clear(runs: int, servers: int) -> Action:
    def run(home: Home, _: str) -> str:
        dead = killed(home)
        for info in dead:
            directory = RunDir(Path(info.path))
            state = msgspec.structs.replace(directory.state(), state="failed", error=info.error, updated=time.time())
            directory.write_state(state)
        try:
            forgotten = forget_dead(home)
        except OSError as error:
            raise disk_error(error, home.kind("serve")) from error
        return f"{len(dead)} runs are on record as failed, {len(forgotten)} dead servers are forgotten"

    what = f"Record that {runs} killed runs failed, and remove the addresses and keys of {servers} dead servers."
    return Action(what=f"{what} Checkpoints, logs and results stay: `emalign resume RUN` still works.", run=run)


def _names(ids: list[str]) -> str:
    return ", ".join(ids[:3]) + (f" and {len(ids) - 3} more" if len(ids) > 3 else "")


CHECK = Check(
    id="leftovers",
    title="Dead runs",
    why="A session that times out kills what it started; such a run looks alive to other tools, and a dead server's "
    "key lies around. The run's checkpoints are whole: it can be resumed.",
    look=_look,
)
