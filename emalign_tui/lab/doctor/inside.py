"""What is installed in an interpreter, this one or another, without importing any of it."""

import shlex
import subprocess
import sys
import tempfile

import msgspec

_LIMIT = 8.0  # seconds
# Runs in the other Python, which may be old and bare: the standard library alone, and nothing of ours.
_PROBE = """
import importlib.metadata, importlib.util, json, re, sys
versions, requires = {}, {}
for found in importlib.metadata.distributions():
    told = found.metadata  # read and parsed anew each time it is asked for
    name = told["Name"]
    if name and name.lower().replace("_", "-").replace(".", "-") not in versions:
        name = name.lower().replace("_", "-").replace(".", "-")
        versions[name] = told["Version"]
        if name in sys.argv[1:]:
            requires[name] = list(found.requires or [])
spec = importlib.util.find_spec("torch")
cuda = ""
if spec and spec.origin:
    try:
        text = open(spec.origin.replace("__init__.py", "version.py")).read()
        found = re.search(r"^cuda\\b.*?= *'([0-9.]+)'", text, re.M)
        cuda = found.group(1) if found else ""
    except OSError:
        pass
print(json.dumps({"python": "%d.%d.%d" % sys.version_info[:3], "versions": versions, "requires": requires,
    "torch_cuda": cuda, "pip": bool(importlib.util.find_spec("pip")),
    "emalign": bool(importlib.util.find_spec("emalign_tui"))}))
"""
CPU_INDEX = "--extra-index-url https://download.pytorch.org/whl/cpu"  # PyPI's torch is the CUDA build, gigabytes
ENGINES = ("unsloth", "unsloth-zoo", "vllm", "trl", "peft", "transformers", "datasets", "accelerate", "torchvision")


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """versions: by name, lower case with dashes. requires: what the ENGINES among them ask for, as they declare it.

    torch_cuda: the CUDA that torch is built for, "" for a CPU build or none. pip, emalign: whether they are there.
    """

    python: str
    versions: dict[str, str] = {}
    requires: dict[str, list[str]] = {}
    torch_cuda: str = ""
    pip: bool = True
    emalign: bool = True


class NoPython(Exception):
    """The interpreter does not run; the message says why."""


def look_inside(python: str = sys.executable) -> Inside:
    """What is installed there. Raises NoPython."""
    return run_inside(python, "", _LIMIT)[0]


def run_inside(python: str, code: str, limit: float) -> "tuple[Inside, subprocess.CompletedProcess[str]]":
    """What is installed there, and how a program ended that ran in the same process after the look.

    code may use `versions`; its output follows on the first line, which is the look's. limit: seconds for both.
    Raises NoPython when there was no look, or no end within the limit.
    """
    command = [python, "-c", f"{_PROBE}\nsys.stdout.flush()\n{code}", *ENGINES]
    try:
        # In a folder of its own: some libraries leave files where they are imported (unsloth its compiled kernels).
        with tempfile.TemporaryDirectory(prefix="emalign-look-", ignore_cleanup_errors=True) as folder:
            done = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=limit, check=False
            )
    except subprocess.TimeoutExpired as error:
        raise NoPython(f"{python} gave no answer within {limit:.0f} s") from error
    except OSError as error:
        raise NoPython(f"{python} does not start: {error.strerror}") from error
    try:
        return msgspec.json.decode(done.stdout.splitlines()[0], type=Inside), done
    except (IndexError, msgspec.DecodeError) as error:
        raise NoPython(f"{python} is no usable Python: {last_line(done.stderr, done.returncode)}") from error


def last_line(errors: str, code: int) -> str:
    """What a program said last before it ended; how it ended when it said nothing."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    return lines[-1] if lines else f"exit code {code}"


def torch_cuda(python: str) -> str:
    """The CUDA that an interpreter's torch is built for; "" when there is none or nobody can tell."""
    try:
        return look_inside(python).torch_cuda
    except NoPython:
        return ""


def pip(python: str, inside: Inside | None = None) -> str:
    """How to install into an interpreter: its own pip, or uv for an environment without one."""
    python = shlex.quote(python)
    if inside is not None and not inside.pip:
        return f"uv pip install --python {python}"
    return f"{python} -m pip install"
