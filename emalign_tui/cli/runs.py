"""`emalign runs`: what ran and what runs, from disk alone."""

import argparse
import time

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.paths import find_home
from emalign_tui.lab.runs.layout import KINDS, list_runs
from emalign_tui.lab.runs.records import RunInfo
from emalign_tui.lab.sanitize import one_line


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--kind", choices=KINDS, help="only runs of this kind")


def run(args: argparse.Namespace) -> int:
    """Oldest first, so that the newest stands above the prompt."""
    home = find_home(args.home)
    infos = list_runs(home, args.kind)
    if args.json:
        say_json({"runs": msgspec.to_builtins(infos)})
        return 0
    if not infos:
        note(f"No runs in {home.results}. `emalign train configs/train/mini_insecure.yaml` starts one.")
        return 0
    width = max(len(info.id) for info in infos)
    for info in infos:
        say(_row(info, width))
    return 0


def _row(info: RunInfo, width: int) -> str:
    when = time.strftime("%m-%d %H:%M", time.localtime(info.created))
    steps = f"{info.step}/{info.steps}" if info.steps else ""
    loss = "" if info.loss is None else f"{info.loss:.4f}"
    rest = info.error["what"] if info.error else f"from {info.parent}" if info.parent else ""
    return f"{info.id:<{width}}  {when}  {info.kind:<5}  {info.state:<7}  {steps:>11}  {loss:>7}  {one_line(rest, 80)}"
