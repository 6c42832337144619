"""Checks that need a GPU, with a limit each, so that one that fails or hangs leaves the others their turn."""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

_KEPT = 400  # lines of one process that are given back
LINES = 60  # of a log, shown when a check fails


def run_sections(
    script: str, about: str | None, sections: Mapping[str, Callable[[], None]], limit: int = 900, at_once: int = 1
) -> int:
    """Run all sections, or those named on the command line, printing as they go. Exit code 1 when one failed.

    limit: seconds that one may take. at_once: how many may share the card, for those that measure no speed.
    """
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("section", nargs="*", choices=[*sections, []], help="all by default")
    parser.add_argument("--one", choices=[*sections], help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        sections[args.one]()
        return 0
    import torch

    if not torch.cuda.is_available():
        print("This check needs a CUDA GPU.", file=sys.stderr)
        return 2
    print(f"{torch.cuda.get_device_name()}, torch {torch.__version__}", flush=True)
    began = time.monotonic()

    def one(name: str) -> int:
        start = time.monotonic()
        code, _ = streamed([sys.executable, script, "--one", name], name, limit)
        result = "passed" if code == 0 else f"FAILED ({'out of time' if code == 124 else code})"
        print(f"== {name}: {result} in {time.monotonic() - start:.0f} s", flush=True)
        return code

    names = args.section or [*sections]
    with ThreadPoolExecutor(at_once) as pool:
        failed = [name for name, code in zip(names, pool.map(one, names), strict=True) if code]
    result = f"failed: {', '.join(failed)}" if failed else "all passed"
    print(f"{result} in {time.monotonic() - began:.0f} s", flush=True)
    return int(bool(failed))


def streamed(words: list[str], name: str, limit: float, env: Mapping[str, str] | None = None) -> tuple[int, list[str]]:
    """Run a command, printing each of its lines behind `name` as it comes. Its exit code (124 out of time) and lines.

    What it has started itself, runs in sessions of their own excepted, ends with it.
    """
    # Each process of torch would else start a compiler thread for every core.
    env = {"TORCHINDUCTOR_COMPILE_THREADS": "4", **os.environ, "PYTHONUNBUFFERED": "1", **(env or {})}
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", env=env, process_group=0
    )
    late = threading.Event()

    def end() -> None:
        late.set()
        os.killpg(process.pid, 9)

    timer = threading.Timer(limit, end)
    timer.start()
    lines: list[str] = []
    assert process.stdout is not None
    try:
        for line in process.stdout:
            lines = [*lines[-_KEPT:], line.rstrip()]
            print(f"{name} | {line.rstrip()}", flush=True)
        code = process.wait()
    finally:
        timer.cancel()
    return (124 if late.is_set() else code), lines


class Checks:
    """Checks in this process, one after the other, that share servers. failed: the names of those that did."""

    def __init__(self, logs: Callable[[], Iterable[Path]]) -> None:
        """logs: the files whose ends tell why a check failed."""
        self.failed: list[str] = []
        self._logs = logs
        signal.signal(signal.SIGALRM, _too_long)

    def run(self, name: str, work: Callable[[], object], limit: int) -> bool:
        """Run one; tell its time, or why it failed. limit: seconds."""
        print(f"\n== {name}", flush=True)
        began = time.monotonic()
        signal.alarm(limit)
        try:
            work()
        except (Exception, SystemExit):  # noqa: BLE001  a check that fails leaves the others their turn
            signal.alarm(0)
            self.failed.append(name)
            traceback.print_exc(file=sys.stdout)
            for log in self._logs():
                print(f"-- the end of {log}\n{end_of(log)}", flush=True)
            print(f"   FAILED after {time.monotonic() - began:.1f} s", flush=True)
            return False
        finally:
            signal.alarm(0)
        print(f"   passed in {time.monotonic() - began:.1f} s", flush=True)
        return True

    def end(self) -> int:
        """Tell which failed. Returns the exit code."""
        done = f"{len(self.failed)} failed: {', '.join(self.failed)}" if self.failed else "all passed"
        print(f"\n{done}", flush=True)
        return int(bool(self.failed))


def end_of(log: Path, lines: int = LINES) -> str:
    """The last lines of a log; nothing when there is none."""
    if not log.is_file():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])


def see_this_checkout() -> None:
    """Let the processes that are started find the lab here, installed or not, and nothing on the network."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    for name in ("HF_HUB_OFFLINE", "VLLM_NO_USAGE_STATS", "UNSLOTH_DISABLE_STATISTICS"):
        os.environ.setdefault(name, "1")


def _too_long(*_: Any) -> None:
    raise TimeoutError("the check took longer than its limit")
