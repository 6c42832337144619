"""What every worker process shares: from the command line to a final record, whatever happens."""

import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import write_atomic
from emalign_tui.lab.redaction import guard_streams
from emalign_tui.lab.runs.layout import RunDir, run_info
from emalign_tui.lab.runs.recorder import Recorder, unexpected
from emalign_tui.lab.secrets import know_stored


def _help(run: RunDir, work: Callable[[RunDir, Any], None], silent: Any) -> None:
    """Work for a run that another process records. An error here ends that one too, so its sentence is left for it."""
    try:
        work(run, silent)
    except Exception as error:
        if run_info(run).alive:  # else this error only follows from the other's end
            told = error if isinstance(error, LabError) else unexpected(error, run)
            write_atomic(run.helper_error_path, msgspec.json.encode(told.as_dict()))
        raise


def run_worker(work: Callable[[RunDir, Any], None], silent: Any = None) -> None:
    """Call `work` on the run directory named on the command line, and exit.

    Says hello first, so that a launcher knows within a fraction of a second. SIGTERM and SIGINT become stop requests.
    An error becomes the run's final record and exit code 1; an unforeseen one also leaves its traceback in the log.
    silent: stands in for the recorder in a process that only helps another one with its run.
    """
    guard_streams(results=False)
    know_stored()
    run = RunDir(Path(sys.argv[1]).absolute())
    try:
        if silent is not None:
            _help(run, work, silent)
            return
        with Recorder(run) as recorder:
            for request in (signal.SIGTERM, signal.SIGINT):
                signal.signal(request, lambda *_: recorder.request_stop())
            recorder.hello()
            work(run, recorder)
    except LabError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    except Exception:  # noqa: BLE001  the process boundary; the Recorder has told it as a sentence
        traceback.print_exc()
        sys.exit(1)
