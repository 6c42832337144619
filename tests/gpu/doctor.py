"""The doctor on a machine with an NVIDIA GPU: what it says, and whether it finds faults planted on the real card.

    python tests/gpu/doctor.py [TRAIN_PYTHON [SERVE_PYTHON]] > docs/doctor/gpu.json

Needs torch with CUDA and emalign's own packages (pip install -e ".[gpu]"); no pytest, no network. As
docs/doctor/record.py it runs in a terminal of 120x36 of its own with an empty HOME, and writes the folder of the
checkout as /lab. Prints one JSON document, and on stderr each step as it is done (about a minute); exit code 1 when
something that must be seen was not. Nothing else may use the card meanwhile; of several, CUDA_VISIBLE_DEVICES names it.
"""

import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PLACE = tempfile.TemporaryDirectory(prefix="doctor-")
MINE = ("HF_", "HUGGING", "EMALIGN_", "OPENAI_", "XDG_", "TMUX", "STY", "SSH_")  # variables that would say whose it is
sys.path.insert(0, str(ROOT))
for name in [name for name in os.environ if name.startswith(MINE)]:
    del os.environ[name]
os.environ |= {
    "HOME": PLACE.name, "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}", "HF_HUB_OFFLINE": "1",
    "TERM": "xterm-256color", "LC_ALL": "C.UTF-8",
}  # fmt: skip

from emalign_tui.lab.doctor.check import CheckResult, Subject  # noqa: E402
from emalign_tui.lab.doctor.gpu_facts import GIB, read_machine  # noqa: E402
from emalign_tui.lab.doctor.run import run_checks  # noqa: E402
from emalign_tui.lab.paths import Home  # noqa: E402

LIMIT = 120  # seconds in all; about 60 are usual, of which importing unsloth and vLLM takes 40
SEVEN = "unsloth/Qwen2.5-Coder-7B-Instruct"
# Holds memory of the first card through the driver itself: importing torch for that would take ten seconds each time.
HOLD = """
import ctypes, sys, time
cuda = ctypes.CDLL("libcuda.so.1")
device, context, memory = ctypes.c_int(), ctypes.c_void_p(), ctypes.c_uint64()
for step, code in (
    ("cuInit", cuda.cuInit(0)),
    ("cuDeviceGet", cuda.cuDeviceGet(ctypes.byref(device), 0)),
    ("cuDevicePrimaryCtxRetain", cuda.cuDevicePrimaryCtxRetain(ctypes.byref(context), device)),
    ("cuCtxSetCurrent", cuda.cuCtxSetCurrent(context)),
    ("cuMemAlloc", cuda.cuMemAlloc_v2(ctypes.byref(memory), ctypes.c_size_t(int(float(sys.argv[1]))))),
):
    if code:
        sys.exit(f"{step} of the driver ended with {code}")
print("held", flush=True)
time.sleep(300)
"""
# Starts a holder, waits until it holds, and dies, and its session with it: the holder is an orphan.
ABANDON = """
import subprocess, sys
words = [sys.executable, "-c", sys.argv[1], sys.argv[2]]
child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
if child.stdout.readline().strip() != "held":
    sys.exit("the holder could not take the card's memory")
print(child.pid)
"""


def in_a_terminal() -> None:
    """A terminal for the checks that look for one, on stdin: stdout is the document's."""
    _, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    os.dup2(terminal, 0)


def too_long(*_: Any) -> None:
    raise TimeoutError(f"the doctor's checks took longer than {LIMIT} s")


def told(step: str) -> None:
    print(step, file=sys.stderr, flush=True)


def gpu(home: Home, model: str | None = None) -> dict[str, Any]:
    (result,) = run_checks(home, ["gpu"], subject=Subject(model=model))
    return result.as_dict()


def all_checks(home: Home, subject: Subject) -> dict[str, CheckResult]:
    """Every result by its check, told as it comes."""

    def note(result: CheckResult) -> None:
        told(f"{result.seconds:6.1f} s  {result.kind:<8} {result.status:<7}  {result.id}: {result.evidence[:140]}")

    return {result.id: result for result in run_checks(home, on_result=note, subject=subject)}


def slowest(results: dict[str, CheckResult]) -> dict[str, float]:
    """The second in which the last check of each kind answered."""
    return {
        kind: round(max(each.seconds for each in results.values() if each.kind == kind), 2)
        for kind in ("offline", "network", "import")
    }


def while_held(home: Home, size: float, model: str | None = None) -> tuple[dict[str, Any], int]:
    """What is said while a process of ours holds `size` bytes of the card, and that process's pid."""
    with subprocess.Popen([sys.executable, "-c", HOLD, str(size)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        try:
            if holder.stdout.readline().strip() != "held":
                raise RuntimeError("the holder could not take the card's memory")
            found = gpu(home, model)
        finally:
            holder.kill()
    return found, holder.pid


def while_orphaned(home: Home, size: float) -> dict[str, Any]:
    """The same with a holder whose parent died, and the parent's session with it."""
    words = [sys.executable, "-c", ABANDON, HOLD, str(size)]
    done = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=True, start_new_session=True)
    try:
        return gpu(home)
    finally:
        os.kill(int(done.stdout), 9)


def wait_until_free(home: Home) -> bool:
    """The driver takes a moment to give back what a killed process held."""
    deadline = time.monotonic() + 20
    while gpu(home)["status"] != "ok" and time.monotonic() < deadline:
        time.sleep(0.2)
    return bool(gpu(home)["status"] == "ok")


def named(found: dict[str, Any], pid: int) -> bool:
    """Whether the holder is named; in a container whose driver tells the host's pids, that it cannot be."""
    return any(words in found["evidence"] for words in (f"pid {pid} ", "no longer there", "cannot be seen"))


def examine(home: Home, subject: Subject) -> dict[str, Any]:
    machine = read_machine()
    first = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0]
    card = machine.cards[int(first) if first.isdigit() else 0]
    total, free = card.total, card.free
    results = all_checks(home, subject)
    checks = {id: result.as_dict() for id, result in results.items()}
    told("Planting: memory that another process holds, a base that is too large, an orphan, a hidden card")
    held, pid = while_held(home, 0.7 * free)
    kit = [checks[id]["status"] for id in ("mini_kit", "model", "judge")]
    must = {
        "the card is named with its memory": f"of {total / GIB:.1f} GiB free" in checks["gpu"]["evidence"],
        "torch is built for CUDA": checks["torch_build"]["status"] == "ok"
        and "CUDA" in checks["torch_build"]["evidence"],
        "torch uses the card": "GPU usable" in checks["torch"]["evidence"],
        "unsloth and vLLM import": checks["engines"]["status"] == "ok",
        "memory that another process holds": held["status"] == "warn" and bool(held["fix"]) and named(held, pid),
        "it is free again afterwards": wait_until_free(home),
        "a base that is too large": gpu(home, "some/Model-900B")["status"] == "fail",
        "a 7B fits": gpu(home, SEVEN)["status"] == "ok",
        "the mini kit, as model and as judge": kit == ["ok"] * 3,
    }
    short, _ = while_held(home, free - 4 * GIB, SEVEN)
    must["a 7B does not fit now"] = short["status"] == "warn" and "are free" in short["evidence"]
    must["it is free again after that"] = wait_until_free(home)
    orphan = while_orphaned(home, 0.7 * free)
    must["an orphan is named as one"] = "its parent is gone" in orphan["evidence"] and "kill" in orphan["fix"]
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    must["hidden by CUDA_VISIBLE_DEVICES"] = gpu(home)["fix"] == "unset CUDA_VISIBLE_DEVICES"
    return {
        "cards": [f"{card.name}, {card.total / GIB:.1f} GiB" for card in machine.cards],
        "checks": list(checks.values()),
        "seconds": slowest(results),
        "planted": {"held": held, "short": short, "orphan": orphan},
        "must": must,
        "ok": all(must.values()),
    }


def main() -> None:
    pythons = [*sys.argv[1:], *[sys.executable] * 2]
    subject = Subject(model="mini", judge="mini-judge", train_python=pythons[0], serve_python=pythons[1])
    in_a_terminal()
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(LIMIT)
    with PLACE:
        document = examine(Home(Path(PLACE.name) / "work"), subject)
    for what, seen in document["must"].items():
        told(f"{'ok  ' if seen else 'FAIL'}  {what}")
    text = json.dumps(document, indent=2, ensure_ascii=False)
    for place, name in ((PLACE.name, "/lab/home"), (sys.prefix, "/lab/.venv"), (str(ROOT), "/lab")):
        text = text.replace(place, name)
    print(text)
    sys.exit(0 if document["ok"] else 1)


if __name__ == "__main__":
    main()
