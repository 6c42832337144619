"""Whether a model folder, or an adapter on its base, really loads: asked of an engine, in a process of its own."""

import importlib.util
import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Literal

from emalign_tui.lab.doctor.inside import NoPython, look_inside
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.memory import main_memory
from emalign_tui.lab.models.base import find_base, sixteen_bit
from emalign_tui.lab.runs.launch import worker_python

Engine = Literal["transformers", "vllm"]
ROOM = 1.3  # of the weights' bytes, for a model that thinks
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


def try_to_load(folder: Path, engine: Engine = "transformers", base: Path | None = None) -> str:
    """What loading a folder gave, as a phrase: the first words of a greedy answer, or why it was not tried.

    base: the folder of the model that an adapter belongs on. Raises LabError when the engine does not take it.
    """
    if engine not in engines():
        return f"not tried: {engine} is not installed in {worker_python('serve')}"
    if base and engine == "transformers" and (lack := _lack_of_memory(base)):
        return lack
    command = [worker_python("serve"), "-P", "-m", "emalign_tui.workers.load", str(folder.absolute()), engine]
    try:
        done = subprocess.run(
            [*command, *([str(base.absolute())] if base else [])],
            capture_output=True, text=True, timeout=_LIMIT, check=False,
        )  # fmt: skip
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
        raise LabError(
            f"{engine} does not load the model: {why}",
            where=str(folder),
            do=f"`emalign verify {shlex.quote(str(folder))}`",
        )
    what = ", the adapter on its base," if base else ""
    return f"{engine} loaded {reply['parameters']:,} parameters{what} and said: {reply['said']}"


def base_at_hand(names: list[str]) -> tuple[Path | None, str]:
    """The first of these bases, each a folder or a Hub id, that is whole and unquantised on this machine; else None and
    what to do about it."""
    lack = "its base is not named"
    for name in dict.fromkeys(map(sixteen_bit, filter(None, names))):
        try:
            if folder := find_base(name):
                return folder, ""
            lack = f"its base {name} is not on this machine: `hf download {name}` fetches it"
        except LabError as error:
            lack = str(error)
    return None, lack


def _lack_of_memory(base: Path) -> str:
    size = sum(file.stat().st_size for file in base.glob("*.safetensors")) * ROOM
    free = main_memory().free
    return f"not tried: it needs {size / 1e9:.1f} GB of memory, and {free / 1e9:.1f} GB are free" if size > free else ""
