"""`emalign queue`: put training runs in line; each starts when a device is free, also after the lab is closed."""

import argparse
import shutil

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.cli.train import ask_for_room
from emalign_tui.lab.config import check_config
from emalign_tui.lab.paths import Home, find_home
from emalign_tui.lab.runs.layout import RunDir, run_info
from emalign_tui.lab.serving.sharing import Holding, in_the_way


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("configs", metavar="CONFIG", nargs="*", help="put these in line; without any: show it")
    parser.add_argument("--from", dest="parent", metavar="RUN", help="as for `emalign train`")
    parser.add_argument("--set", dest="sets", metavar="KEY=VALUE", action="append", default=[], help="as for train")
    parser.add_argument("--yes", action="store_true", help="stop a model server on the same GPU when the turn comes")


def run(args: argparse.Namespace) -> int:
    """Shows what waits, the next one first; sees that it is started, also after a reboot."""
    from emalign_tui.lab.runs.queue import enqueue, start_queue, waiting
    from emalign_tui.lab.runs.training import create_training

    home = find_home(args.home)
    paths = [home.find(name) for name in args.configs]
    made: list[RunDir] = []
    try:
        for path in paths:
            made.append(create_training(home, path, parent=args.parent, sets=args.sets))
        room = made and _ask_for_room(home, made, args)
    except BaseException:  # all or none: one left behind would look queued, and never start
        for each in made:
            shutil.rmtree(each.path)
        raise
    for each in made:
        enqueue(home, each, make_room=bool(room))
    if not made:
        start_queue(home)
    infos = [run_info(each) for each in made] or waiting(home)
    if args.json:
        say_json({"runs": msgspec.to_builtins(infos)})
        return 0
    for info in infos:
        say(info.id)
    if not infos:
        note("Nothing waits. `emalign queue CONFIG...` puts runs in line.")
    elif made:
        note("They start in this order; `emalign stop RUN` takes one out of the line, `emalign attach RUN` watches it.")
    return 0


def _ask_for_room(home: Home, made: list[RunDir], args: argparse.Namespace) -> list[Holding]:
    """One question for all that were made: the servers that are to give way."""
    most = max(check_config(run.spec().config, str(run.spec_path)).processes for run in made)
    holdings = in_the_way(home, most, queued=True)
    return ask_for_room(holdings, yes=args.yes, ask=not args.json, when="when the training's turn comes")
