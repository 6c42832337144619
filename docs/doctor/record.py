"""What the doctor says on this machine to somebody new, as one JSON document.

    python docs/doctor/record.py PYTHON > docs/doctor/bare.json

PYTHON: of an environment with emalign and nothing else for bare.json, with `emalign-tui[cpu]` for cpu.json. The doctor
runs in a terminal of 120x36 with an empty HOME and no variables of yours; the folder of the environment is written as
/lab. gpu.json is made by tests/gpu/doctor.py.
"""

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
from pathlib import Path

LINES, COLUMNS = 36, 120


def main() -> None:
    python = Path(sys.argv[1]).absolute()
    place = python.parents[2]
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    with tempfile.TemporaryDirectory(prefix="home-", dir=place) as home:
        quiet = {
            "PATH": "/usr/bin:/bin",
            "HOME": home,
            "EMALIGN_HOME": f"{home}/work",
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
        }
        done = subprocess.run(
            [python, "-m", "emalign_tui", "doctor", "--json"], stdin=terminal, stdout=subprocess.PIPE, stderr=terminal,
            env=quiet, cwd=place, check=False,
        )  # fmt: skip
    text = done.stdout.decode().replace(home, "/lab/home").replace(str(place), "/lab")
    sys.stdout.write(json.dumps(json.loads(text), indent=2, ensure_ascii=False) + "\n")
    os.close(controller)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
