"""Wall time of `emalign demo` in a fresh home, as a user starts it, with its table.

python benchmarks/demo_time.py [--runs 1]
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1)
    for number in range(parser.parse_args().runs):
        with tempfile.TemporaryDirectory() as home:
            started = time.monotonic()
            command = [sys.executable, "-m", "emalign_tui", "demo", "--json", "--home", home]
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
            seconds = time.monotonic() - started
        print(f"run {number + 1}: {seconds:.0f} s from the command to its end (goal: 180 s on 2 cores)")
        for model in json.loads(done.stdout)["models"]:
            share, coherent = 100 * model["misaligned"], 100 * model["coherent"]
            print(f"  {model['role']:<11} misaligned {share:5.1f} %  coherent {coherent:5.1f} %  n {model['n']}")


if __name__ == "__main__":
    main()
