"""Does torch import, and torchvision with it? Asked in a process of its own: the lab never imports torch."""

import json
import re
import subprocess
import sys
from importlib import metadata, util

from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.paths import Home

_LIMIT = 90.0  # seconds; a first import from a cold network disk takes a minute
_PROBE = """
import importlib.util, json, torch
if importlib.util.find_spec("torchvision"):
    import torchvision
print(json.dumps({"version": torch.__version__, "cuda": torch.version.cuda, "usable": torch.cuda.is_available(),
    "threads": torch.get_num_threads()}))
"""


def _look(home: Home, subject: Subject) -> Finding:
    if util.find_spec("torch") is None:
        evidence = "torch is not installed: chat and scores against remote endpoints work, local models do not"
        return Finding("warn", evidence, f"{sys.executable} -m pip install torch")
    try:
        probe = subprocess.run(
            [sys.executable, "-c", _PROBE],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Finding("warn", f"`import torch` gave no answer within {_LIMIT:.0f} s", "Look at the disk and its load.")
    return judge(probe.returncode, probe.stdout, probe.stderr)


def judge(code: int, output: str, errors: str) -> Finding:
    """The finding for what the import printed and how it ended."""
    if code != 0:
        return _broken(code, errors)
    facts = json.loads(output.splitlines()[-1])
    if facts["cuda"] is None:
        return Finding("ok", f"torch {facts['version']}, CPU build, {facts['threads']} threads")
    if facts["usable"]:
        return Finding("ok", f"torch {facts['version']}, CUDA {facts['cuda']}, GPU usable")
    return Finding("ok", f"torch {facts['version']}, CUDA {facts['cuda']} build, no GPU usable: CPU mode")


def _broken(code: int, errors: str) -> Finding:
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    last = lines[-1] if lines else f"exit code {code}"
    if "torchvision::nms" in errors or "torchvision" in last:
        fix = f'{sys.executable} -m pip install --force-reinstall --no-deps "{_torchvision_for(_version("torch"))}"'
        evidence = f"torch {_version('torch')} and torchvision {_version('torchvision')} do not match: {last}"
        return Finding("fail", evidence, fix)
    fix = f"{sys.executable} -m pip install --force-reinstall torch"
    return Finding("fail", f"`import torch` fails: {last}", fix)


def _torchvision_for(torch: str) -> str:
    """The torchvision requirement that belongs to a torch version: 2.x goes with 0.(x+15)."""
    match = re.match(r"2\.(\d+)", torch)
    return f"torchvision==0.{int(match[1]) + 15}.*" if match else "torchvision"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "(none)"


CHECK = Check(
    id="torch",
    title="torch",
    why="A torch that does not import, or a torchvision of another torch (`operator torchvision::nms does not exist`), "
    "stops training and serving at their first line.",
    look=_look,
    limit=_LIMIT + 5,
)
