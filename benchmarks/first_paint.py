"""First paint of the lab against an empty Textual app: new processes in turns, the median of each, in the same run.

    python benchmarks/first_paint.py [ROUNDS]

Both are started on a pseudo-terminal of 80x24; the clock runs from the start of the process to the first paint of a
screen that shows the app's own text. The goal is at most 1.5 times the empty app.
"""

import os
import pty
import select
import statistics
import sys
import tempfile
import time
from pathlib import Path

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("FIRST-PAINT")
Empty().run()
"""
LAB = """
import sys
from pathlib import Path
from emalign_tui.lab.paths import Home
from emalign_tui.tui.app import run_lab
run_lab(Home(Path(sys.argv[1])))
"""
PATIENCE = 120.0


def first_paint(program: str, sign: bytes, argument: str) -> float:
    """Seconds until a process has written a text to its terminal. Raises RuntimeError when it never does."""
    start = time.perf_counter()
    pid, master = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS="80", LINES="24", LC_ALL="C.UTF-8")
        os.execv(sys.executable, [sys.executable, "-c", program, argument])
    written = b""
    try:
        while sign not in written:
            ready, _, _ = select.select([master], [], [], PATIENCE)
            if not ready:
                raise RuntimeError(f"{sign!r} was not painted within {PATIENCE:.0f} s: {written[-500:]!r}")
            written += os.read(master, 65536)
        return time.perf_counter() - start
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        os.close(master)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder) / ".emalign"
        state.mkdir()
        (state / "tour.json").write_text('{"seen": true}')
        first_paint(EMPTY, b"FIRST-PAINT", folder), first_paint(LAB, b"emalign", folder)  # the file cache is warm now
        empty, lab = [], []
        for _ in range(rounds):
            empty.append(first_paint(EMPTY, b"FIRST-PAINT", folder))
            lab.append(first_paint(LAB, b"emalign", folder))
    ratio = statistics.median(lab) / statistics.median(empty)
    print(f"{'':<18}{'median':>10}{'fastest':>10}{'slowest':>10}   ({rounds} rounds)")
    for name, seconds in (("empty Textual app", empty), ("the lab", lab)):
        print(f"{name:<18}{statistics.median(seconds):>8.3f} s{min(seconds):>8.3f} s{max(seconds):>8.3f} s")
    print(f"the lab / the empty app: {ratio:.2f} (goal: at most 1.50)")


if __name__ == "__main__":
    main()
