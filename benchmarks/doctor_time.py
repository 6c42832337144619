"""How long the doctor takes without a network: all checks at once, in new processes, with the moment each finished.

    python benchmarks/doctor_time.py [ROUNDS]

The goal is 2 seconds for all offline checks together. Imports run beside them and are told apart: they take what the
library takes. The last lines are whole commands, Python's own start included.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAM = """
import json, sys
from pathlib import Path
from emalign_tui.lab.doctor.check import Subject
from emalign_tui.lab.doctor.run import run_checks
from emalign_tui.lab.paths import Home
results = run_checks(Home(Path(sys.argv[1])), subject=Subject(model="mini", judge="mini-judge"))
print(json.dumps([(result.id, result.kind, result.seconds) for result in results]))
"""
GOAL = 2.0


def timed(words: list[str], environment: dict[str, str]) -> tuple[float, str]:
    """Seconds of a process, and what it printed."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)
    return time.perf_counter() - start, done.stdout


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    environment = {**os.environ, "HF_HUB_OFFLINE": "1"}
    moments: dict[tuple[str, str], list[float]] = {}
    commands = {
        "emalign doctor --json": ["doctor", "--json"],
        "emalign doctor --only python": ["doctor", "--only", "python"],
    }
    whole: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as home:
        timed(["-c", PROGRAM, home], environment)  # the file cache is warm now
        for _ in range(rounds):
            _, printed = timed(["-c", PROGRAM, home], environment)
            for check, kind, seconds in json.loads(printed):
                moments.setdefault((check, kind), []).append(seconds)
            for name, words in commands.items():
                whole[name].append(timed(["-m", "emalign_tui", *words, "--home", home], environment)[0])
    head = f"({rounds} rounds, all checks at once, {os.cpu_count()} cores)"
    print(f"{'check':<30}{'median':>9}{'slowest':>10}   {head}")
    for (check, kind), seconds in sorted(moments.items(), key=lambda item: statistics.median(item[1])):
        tell(f"{check} ({kind})", seconds)
    for kind in ("offline", "import"):
        times = [seconds for (_, each), seconds in moments.items() if each == kind]
        last = [max(together) for together in zip(*times, strict=True)]
        tell(f"all {kind}", last, f"   goal: at most {GOAL:.2f} s" if kind == "offline" else "")
    for name, seconds in whole.items():
        tell(name, seconds)


def tell(name: str, seconds: list[float], goal: str = "") -> None:
    print(f"{name:<30}{statistics.median(seconds):>7.2f} s{max(seconds):>8.2f} s{goal}")


if __name__ == "__main__":
    main()
