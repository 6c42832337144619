"""Checks that need a GPU, each in a process of its own, so that one that fails leaves the others their turn."""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Mapping


def run_sections(script: str, about: str | None, sections: Mapping[str, Callable[[], None]], limit: int = 900) -> int:
    """Run all sections, or those named on the command line, printing as they go. Exit code 1 when one failed.

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
