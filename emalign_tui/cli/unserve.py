"""`emalign unserve WHICH...`: stop model servers, and see that their memory is free."""

import argparse

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import MINI, MINI_JUDGE, resolve_model
from emalign_tui.lab.paths import Home, find_home
from emalign_tui.lab.serving.processes import Ended
from emalign_tui.lab.serving.remotes import Remote, forget
from emalign_tui.lab.serving.servers import forget_dead, stop_all, stop_server


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = "a server's id, the name or folder of its base, or a remote model"
    parser.add_argument("which", nargs="*", metavar="SERVER", help=what)
    parser.add_argument("--all", action="store_true", help="stop every server of this home (remote models stay listed)")


def run(args: argparse.Namespace) -> int:
    """Exit code 1 when GPU memory of a stopped server is not free."""
    if bool(args.which) == args.all:
        raise LabError("Name servers, or use --all", where="emalign unserve", do="See `emalign servers`.", exit_code=2)
    home = find_home(args.home)
    forget_dead(home)
    ended, forgotten = (stop_all(home), list[Remote]()) if args.all else _named(home, args.which)
    if args.json:
        stopped = {"stopped": [each.run.id for each in ended], "freed_gib": [each.freed for each in ended]}
        held = [each.held for each in ended if each.held]
        say_json({**stopped, "held": held, "forgotten": [remote.name for remote in forgotten]})
    else:
        _show(ended, forgotten)
    for each in ended:
        if each.held:
            note(f"{each.held}. {each.do}")
    return 1 if any(each.held for each in ended) else 0


def _named(home: Home, words: list[str]) -> tuple[list[Ended], list[Remote]]:
    """Stop or forget what each word names."""
    ended, forgotten = list[Ended](), list[Remote]()
    for word in words:
        if remote := forget(home, word):
            forgotten.append(remote)
        else:
            ended += stop_server(home, resolve_model(home, word).base if word in (MINI, MINI_JUDGE) else word)
    return ended, forgotten


def _show(ended: list[Ended], forgotten: list[Remote]) -> None:
    for each in ended:
        freed = f", {each.freed:.1f} GiB of GPU memory are free again" if each.freed is not None else ""
        say(f"stopped {each.run.id}{freed}")
    for remote in forgotten:
        say(f"forgot {remote.name}; it goes on where it is")
    if not ended and not forgotten:
        note("No server runs.")
