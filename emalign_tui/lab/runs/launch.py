"""Starting a worker that outlives this process, and knowing that it really started."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import JsonlTail, disk_error
from emalign_tui.lab.paths import expand
from emalign_tui.lab.planner.device import find_device
from emalign_tui.lab.runs.control import kill_group
from emalign_tui.lab.runs.layout import RunDir, run_info
from emalign_tui.lab.runs.records import Event, Failed, Hello, State
from emalign_tui.lab.runs.starting import start_lock
from emalign_tui.lab.settings import load_settings

LOG_LINES = 8


def launch(
    run: RunDir,
    worker: str,
    *,
    python: str | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = 120,
    processes: int = 1,
) -> Hello:
    """Start `python -m emalign_tui.workers.<worker> RUN_DIR` in a new session, and return its hello.

    Output goes to log.txt; the working folder is the run's own, and is not on the import path. python: else the one of
    the settings, else this one. env adds to this process's environment. processes: more than one are started by
    `accelerate launch`, and the first of them says hello. Ctrl-C before that ends the worker. Raises LabError when the
    run is alive already, or when no hello came within `timeout` seconds (with the last lines of the log; the worker is
    then killed and the run is failed).
    """
    with start_lock(run) as held:
        if not held:
            raise LabError(f"{run.id} is being started by another process")
        if run_info(run).state in ("running", "stalled"):
            raise LabError(f"{run.id} is running already", do=f"`emalign attach {run.id}` watches it.")
        python = python or worker_python(worker)
        run.clear_stop()
        run.helper_error_path.unlink(missing_ok=True)
        _queue(run)
        events = JsonlTail(run.events_path, Event)
        events.poll()
        try:
            with run.log_path.open("ab") as log:
                process = subprocess.Popen(
                    [python, "-P", "-m", *_module(worker, processes), str(run.path)],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                    cwd=run.path,
                    env={**os.environ, "PYTHONUNBUFFERED": "1", **_shared(processes), **(env or {})},
                )
        except (FileNotFoundError, PermissionError) as error:
            if Path(python).is_file() and os.access(python, os.X_OK):
                raise _fail(run, disk_error(error, run.log_path)) from error
            setting = "serve" if worker == "serve" else "train"
            do = f"Check the interpreter's path: setting {setting}.python."
            raise _fail(run, LabError(f"No Python at {python}", do=do)) from error
        except OSError as error:
            raise _fail(run, disk_error(error, run.log_path)) from error
        try:
            return _handshake(run, process, events, timeout)
        except KeyboardInterrupt:  # nobody knows of it yet, so it must not go on alone
            kill_group(process.pid)
            process.wait()
            run.write_state(msgspec.structs.replace(run.state(), state="stopped", updated=time.time()))
            raise
        finally:
            # Reaped whenever it ends, so that a long-lived caller collects no zombies.
            threading.Thread(target=process.wait, daemon=True).start()


def _module(worker: str, processes: int) -> list[str]:
    """What Python runs: the worker, or accelerate with the worker in several processes of this machine."""
    module = f"emalign_tui.workers.{worker}"
    if processes == 1:
        return [module]
    return [
        "accelerate.commands.launch", "--multi_gpu", "--num_machines", "1", "--num_processes", str(processes),
        "--main_process_port", "0", "--mixed_precision", "no", "--dynamo_backend", "no", "--module", module,
    ]  # fmt: skip


def _shared(processes: int) -> dict[str, str]:
    """What several processes read beside: no working folder on the import path, and the CPU where there is no GPU."""
    if processes == 1:
        return {}
    cpu = {} if find_device().kind == "cuda" else {"ACCELERATE_USE_CPU": "true"}
    return {"PYTHONSAFEPATH": "1", **cpu}


def worker_python(worker: str) -> str:
    """The interpreter of a worker: the setting train.python (also for merges) or serve.python, else this one."""
    settings = load_settings()
    trains, serves = settings.train.python, settings.serve.python
    chosen = {"train": trains, "merge": trains, "serve": serves}.get(worker)
    return str(expand(chosen)) if chosen else sys.executable


def _handshake(run: RunDir, process: "subprocess.Popen[bytes]", events: JsonlTail, timeout: float) -> Hello:
    deadline = time.monotonic() + timeout
    while True:
        ended = process.poll() is not None
        for event in events.poll():
            if isinstance(event, Hello):
                return event
            if isinstance(event, Failed):
                raise LabError(event.what, where=event.where, do=event.do)
        if ended:
            if error := run.state().error:
                raise LabError(error["what"], where=error["where"], do=error["do"])
            what = f"The worker ended with code {process.returncode} before it said hello{_last_lines(run)}"
            raise _fail(run, LabError(what, where=str(run.log_path), do="The log tells more."))
        if time.monotonic() > deadline:
            kill_group(process.pid)
            what = f"The worker did not say hello within {timeout:.0f} s{_last_lines(run)}"
            raise _fail(run, LabError(what, where=str(run.log_path), do=f"`emalign resume {run.id}` tries again."))
        time.sleep(0.02)


def _queue(run: RunDir) -> None:
    """Forget how an earlier process ended. A lost or broken state.json is no reason not to start again."""
    try:
        state = run.state()
    except LabError:
        state = State()
    run.write_state(
        msgspec.structs.replace(state, state="queued", pid=None, started_at=None, error=None, updated=time.time())
    )


def _fail(run: RunDir, error: LabError) -> LabError:
    """Record that the start failed."""
    run.write_state(msgspec.structs.replace(run.state(), state="failed", error=error.as_dict(), updated=time.time()))
    return error


def _last_lines(run: RunDir) -> str:
    with run.log_path.open("rb") as log:
        log.seek(max(0, log.seek(0, os.SEEK_END) - 8192))
        lines = [line for line in log.read().decode("utf-8", "replace").splitlines() if line.strip()]
    return ":\n" + "\n".join(f"    {line}" for line in lines[-LOG_LINES:]) + "\n" if lines else ""
