"""Start the waiting training runs of a home, in order, until none waits: `python -m emalign_tui.workers.queue HOME`."""

import sys
import time
from pathlib import Path

from emalign_tui.lab.paths import Home
from emalign_tui.lab.redaction import guard_streams
from emalign_tui.lab.runs.queue import serve_queue
from emalign_tui.lab.secrets import know_stored

if __name__ == "__main__":
    guard_streams(results=False)
    know_stored()
    serve_queue(Home(Path(sys.argv[1])), lambda text: sys.stderr.write(f"{time.strftime('%F %T')}  {text}\n") and None)
