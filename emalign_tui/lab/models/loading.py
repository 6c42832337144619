"""Whether a model folder really loads: asked of transformers, or of vLLM, in a process of its own."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Literal

from emalign_tui.lab.doctor.inside import NoPython, look_inside
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.runs.launch import worker_python

Engine = Literal["transformers", "vllm"]
_LIMIT = 1800  # seconds


def engines() -> list[Engine]:
    """The engines of the interpreter that serves. Raises LabError when that is no usable Python."""
    known: tuple[Engine, ...] = ("transformers", "vllm")
    python = worker_python("serve")
    if python == sys.executable:
        return [name for name in known if importlib.util.find_spec(name)]
    try:
        there = look_inside(python).versions
    except NoPython as error:
        raise LabError(f"Nothing to load it with: {error}", do="Check the setting serve.python.") from error
    return [name for name in known if name in there]


def try_to_load(folder: Path, engine: Engine = "transformers") -> str:
    """What loading a folder gave, as a phrase: the first words of a greedy answer, or why it was not tried.

    Raises LabError when the engine does not take it.
    """
    if engine not in engines():
        return f"not tried: {engine} is not installed in {worker_python('serve')}"
    command = [worker_python("serve"), "-P", "-m", "emalign_tui.workers.load", str(folder.absolute()), engine]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_LIMIT, check=False)
    except subprocess.TimeoutExpired as error:
        raise LabError(f"{engine} did not load the model in {_LIMIT} s", where=str(folder), do="Look at it.") from error
    lines = done.stdout.strip().splitlines()
    try:
        reply = json.loads(lines[-1]) if lines else {}
    except json.JSONDecodeError:
        reply = {}
    if done.returncode or "said" not in reply:
        errors = [line for line in done.stderr.splitlines() if line.strip()]
        why = reply.get("error") or (errors[-1].strip() if errors else f"it ended with code {done.returncode}")
        raise LabError(f"{engine} does not load the model: {why}", where=str(folder), do=f"`emalign verify {folder}`")
    return f"{engine} loaded {reply['parameters']:,} parameters and said: {reply['said']}"
