"""What every worker process shares: from the command line to a final record, whatever happens."""

import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.redaction import guard_streams
from emalign_tui.lab.runs.layout import RunDir
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.secrets import know_stored


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
            work(run, silent)
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
