"""`emalign stop`: ask a run to keep a checkpoint and end; end it by force when it does not."""

import argparse

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.paths import find_home
from emalign_tui.lab.runs.control import longest_step, stop
from emalign_tui.lab.runs.layout import find_run, run_info

SLOW = 5.0  # seconds of a step from which on a person wonders why it takes so long


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="a run's id, its unique beginning, or its folder")
    parser.add_argument(
        "--grace", type=float, metavar="SECONDS", help="how long it may take before it is killed (30, and two steps)"
    )


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when it is stopped or had ended already, 1 when it had to be killed."""
    found = find_run(find_home(args.home), args.run)
    before = run_info(found)
    if before.alive:
        step = longest_step(found)
        slow = f" It looks after each step; one took {step:.0f} s." if step > SLOW else ""
        note(f"Asking {found.id} to stop.{slow}")
    info = stop(found, args.grace)
    if args.json:
        say_json(msgspec.to_builtins(info))
    else:
        say(f"{info.id}  {info.state} at step {info.step} of {info.steps}")
    return 1 if before.alive and info.state == "failed" else 0
