"""Checks that need a GPU, each in a process of its own, so that one that fails leaves the others their turn."""

import argparse
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

_KEPT = 400  # lines of one process that are given back


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
