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
        ended = [one for each in named for one in stop_server(home, each)]
    if args.json:
        stopped = {"stopped": [each.run.id for each in ended], "freed_gib": [each.freed for each in ended]}
        say_json({**stopped, "held": [each.held for each in ended if each.held]})
    for each in ended if not args.json else []:
        freed = f", {each.freed:.1f} GiB of GPU memory are free again" if each.freed is not None else ""
        say(f"stopped {each.run.id}{freed}")
    for each in ended:
        if each.held:
            note(f"{each.held}. {each.do}")
    if not ended:
        note("No server runs.")
    return 1 if any(each.held for each in ended) else 0
