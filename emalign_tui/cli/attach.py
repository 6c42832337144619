"""`emalign attach`: watch a run until it ends; Ctrl-C stops watching, not the run."""

import argparse

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.paths import find_home
from emalign_tui.lab.runs.layout import find_run, run_info


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="a run's id, its unique beginning, or its folder")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when the run is done, 1 when it was stopped or failed, 130 when detached with Ctrl-C."""
    from emalign_tui.cli.follow import follow, outcome

    found = find_run(find_home(args.home), args.run)
    if run_info(found).state == "queued" and found.waiting_path.exists():
        note(f"It waits in the queue until a device is free; `emalign stop {found.id}` takes it out.")
    try:
        info = follow(found)
    except KeyboardInterrupt:
        note(f"Detached; {found.id} goes on. `emalign stop {found.id}` stops it.")
        return 130
    code = outcome(info)
    if args.json:
        say_json(msgspec.to_builtins(info))
    else:
        say(f"{info.id}  {info.state} after {info.step} of {info.steps} steps")
    return code
