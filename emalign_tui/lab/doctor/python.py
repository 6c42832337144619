"""Is this a Python that emalign and its libraries run on, in an environment of its own?"""

import platform
import sys

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.paths import Home

OLDEST, NEWEST = (3, 11), (3, 13)


def _look(home: Home, subject: Subject) -> Finding:
    return judge(sys.version_info[:2], sys.prefix != sys.base_prefix)


def judge(version: tuple[int, ...], in_environment: bool) -> Finding:
    """The finding for a Python version, and for whether it runs in a virtual environment."""
    where = sys.executable if in_environment else f"{sys.executable}, not in a virtual environment"
    evidence = f"Python {platform.python_version()} ({where})"
    if not OLDEST <= version <= NEWEST:
        fix = "Install Python 3.11, 3.12 or 3.13, then: make lab PYTHON=python3.12 VENV=.venv-312"
        return Finding("fail", f"Python {'.'.join(map(str, version))} ({where})", fix)
    return Finding("ok", evidence)


CHECK = Check(
    id="python",
    title="Python",
    why="torch, vLLM and unsloth have wheels for Python 3.11 to 3.13; on another version nothing installs.",
    look=_look,
)
