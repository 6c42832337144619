"""`emalign recover`: a run again from bare checkpoints, a dead folder or a zip; and a run as a zip to carry away."""

import argparse
from pathlib import Path

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home, expand, find_home, is_file
from emalign_tui.lab.runs.layout import RunDir, find_run, run_info
from emalign_tui.lab.runs.packing import pack, plan_pack, unpack
from emalign_tui.lab.runs.recovering import find_place, find_remains, recover


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("place", metavar="DIR", help="a checkpoint-* folder, a folder of them, a run, or a run's zip")
    parser.add_argument("--config", metavar="FILE", help="the training config, so that bare checkpoints can be resumed")
    parser.add_argument("--zip", metavar="FILE", help="write the run, with hashes, into one file to download")


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when the run, with its adapter, is in the work folder (or in the zip)."""
    home = find_home(args.home)
    if args.zip:
        return _zip(home, args)
    place = find_place(home, args.place)
    if is_file(place) and args.config:
        do = "Leave --config out: it is for bare checkpoints."
        raise LabError("A run has its config in its zip", where=args.place, do=do, exit_code=2)
    found = unpack(home, place) if is_file(place) else _recover(home, place, args.config)
    info = run_info(found)
    if args.json:
        say_json({"run": found.id, "path": str(found.path), "adapter": str(found.adapter), "state": info.state,
                  "step": info.step, "steps": info.steps, "resumable": _resumable(found)})  # fmt: skip
        return 0
    say(f"{found.id}  {info.state} at step {info.step} of {info.steps}, adapter in {found.adapter}")
    if info.state == "done":
        say(f"Next: `emalign chat {found.id}`, or `emalign merge {found.id}`.")
    elif _resumable(found):
        say(f"Next: `emalign resume {found.id}` goes on with it; `emalign chat {found.id}` talks to it as it is.")
    else:
        say(
            "What it was trained on is not recorded in a bare checkpoint: to go on with it, recover with --config FILE."
        )
    return 0


def _recover(home: Home, place: Path, config: str | None) -> RunDir:
    remains = find_remains(place)
    for name, why in remains.torn.items():
        note(f"{name} is left out: {why}")
    if needed := remains.bytes_to_copy(home):
        note(f"Copying {needed / 1e6:,.1f} MB; what was found stays as it is")
    return recover(home, remains, home.find(config) if config else None)


def _resumable(run: RunDir) -> bool:
    """Whether its data are recorded: without them training cannot go on."""
    return bool(run.spec().provenance.data)


def _zip(home: Home, args: argparse.Namespace) -> int:
    plan = plan_pack(find_run(home, args.place))
    note(f"{len(plan.files)} files, {plan.bytes / 1e6:,.1f} MB")
    out = expand(args.zip).absolute()
    if out.suffix != ".zip":
        raise LabError("A zip's name ends in .zip", where=args.zip, do=f"Write {args.zip}.zip.", exit_code=2)
    digest = pack(plan, out)
    if args.json:
        say_json({"run": plan.run, "zip": str(out), "bytes": Path(out).stat().st_size, "sha256": digest})
    else:
        say(f"{out}  {out.stat().st_size:,} bytes")
        say(f"sha256 {digest}")
        say(f"Elsewhere: `emalign recover {out.name}` checks it and makes it a run again.")
    return 0
