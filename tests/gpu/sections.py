"""Checks that need a GPU, with a limit each, so that one that fails or hangs leaves the others their turn."""

import argparse
import os
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

LINES = 60  # of a log, shown when a check fails


def run_sections(script: str, about: str | None, sections: Mapping[str, Callable[[], None]], limit: int = 900) -> int:
    """Run all sections, or those named on the command line, each in a process of its own. Exit code 1 when one failed.

    limit: seconds that one may take.
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
    failed = []
    for name in args.section or sections:
        print(f"== {name}", flush=True)
        began = time.monotonic()
        try:
            code = subprocess.run([sys.executable, script, "--one", name], check=False, timeout=limit).returncode
        except subprocess.TimeoutExpired:
            code = 124
        print(
            f"== {name}: {'passed' if code == 0 else f'FAILED ({code})'} in {time.monotonic() - began:.0f} s",
            flush=True,
        )
        failed += [name] if code else []
    print(f"failed: {', '.join(failed)}" if failed else "all passed")
    return int(bool(failed))


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
