"""`emalign unserve WHICH...`: stop model servers."""

import argparse

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import MINI, MINI_JUDGE, resolve_model
from emalign_tui.lab.paths import find_home
from emalign_tui.lab.serving.servers import forget_dead, stop_all, stop_server


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("which", nargs="*", metavar="SERVER", help="a server's id, or the name or folder of its base")
    parser.add_argument("--all", action="store_true", help="stop every server of this home")


def run(args: argparse.Namespace) -> int:
    if bool(args.which) == args.all:
        raise LabError("Name servers, or use --all", where="emalign unserve", do="See `emalign servers`.", exit_code=2)
    home = find_home(args.home)
    forget_dead(home)
    if args.all:
        ended = stop_all(home)
    else:
        named = [resolve_model(home, each).base if each in (MINI, MINI_JUDGE) else each for each in args.which]
        ended = [info for each in named for info in stop_server(home, each)]
    if args.json:
        say_json({"stopped": [info.id for info in ended]})
        return 0
    for info in ended:
        say(f"stopped {info.id}")
    if not ended:
        note("No server runs.")
    return 0
