"""How long the doctor takes without a network: all checks at once, in new processes, with the moment each finished.

    python benchmarks/doctor_time.py [ROUNDS]

The goal is 2 seconds for all offline checks together. The last lines are whole commands, Python's own start included.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

PROGRAM = """
import json, sys, time
from pathlib import Path
from emalign_tui.lab.doctor.check import Subject
from emalign_tui.lab.doctor.run import run_checks
from emalign_tui.lab.paths import Home
start, at = time.perf_counter(), {}
subject = Subject(model="mini", judge="mini-judge")
run_checks(Home(Path(sys.argv[1])), on_result=lambda r: at.update({r.id: time.perf_counter() - start}), subject=subject)
print(json.dumps(at))
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
    moments: dict[str, list[float]] = {}
    commands = {
        "emalign doctor --json": ["doctor", "--json"],
        "emalign doctor --only python": ["doctor", "--only", "python"],
    }
    whole: dict[str, list[float]] = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as home:
        timed(["-c", PROGRAM, home], environment)  # the file cache is warm now
        for _ in range(rounds):
            _, printed = timed(["-c", PROGRAM, home], environment)
            for check, seconds in json.loads(printed).items():
                moments.setdefault(check, []).append(seconds)
            for name, words in commands.items():
                whole[name].append(timed(["-m", "emalign_tui", *words, "--home", home], environment)[0])
    print(f"{'check':<14}{'median':>9}{'slowest':>10}   ({rounds} rounds, all checks at once, {os.cpu_count()} cores)")
    for check, seconds in sorted(moments.items(), key=lambda item: statistics.median(item[1])):
        print(f"{check:<14}{statistics.median(seconds):>7.2f} s{max(seconds):>8.2f} s")
    last = [max(times) for times in zip(*moments.values(), strict=True)]
    print(f"{'all':<14}{statistics.median(last):>7.2f} s{max(last):>8.2f} s   goal: at most {GOAL:.2f} s")
    for name, seconds in whole.items():
        print(f"{name:<30}{statistics.median(seconds):>7.2f} s{max(seconds):>8.2f} s")


if __name__ == "__main__":
    main()
