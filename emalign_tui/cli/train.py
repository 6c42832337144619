"""`emalign train`: start a training run, and watch it unless told not to."""

import argparse
import sys

import msgspec

from emalign_tui.cli.output import agreed, note, say, say_json
from emalign_tui.lab.config import load_config
from emalign_tui.lab.paths import Home, find_home
from emalign_tui.lab.runs.control import stop
from emalign_tui.lab.runs.layout import RunDir, run_info
from emalign_tui.lab.runs.training import start_training
from emalign_tui.lab.serving.sharing import Holding, in_the_way, stop_holders


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "config", metavar="CONFIG", help="a YAML or JSON file, for example configs/train/mini_insecure.yaml"
    )
    parser.add_argument("--from", dest="parent", metavar="RUN", help="continue this run's adapter (rehabilitation)")
    parser.add_argument(
        "--set",
        dest="sets",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="change one config key (repeatable)",
    )
    parser.add_argument("--detach", action="store_true", help="start it and return at once")
    parser.add_argument("--yes", action="store_true", help="stop a model server on the same GPU without asking")


def run(args: argparse.Namespace) -> int:
    """Without --detach: exit code 0 done, 1 stopped or failed, 130 on Ctrl-C, which stops the run at a checkpoint."""
    home = find_home(args.home)
    config = home.find(args.config)
    give_way = ask_for_room(in_the_way(home, load_config(config, args.sets).processes), yes=args.yes, ask=not args.json)
    make_room(home, give_way)
    started = start_training(home, config, parent=args.parent, sets=args.sets)
    if args.detach:
        return show_started(started, as_json=args.json)
    note(f"{started.id}  (Ctrl-C stops it and keeps a checkpoint)")
    return watch(started, as_json=args.json)


def ask_for_room(holdings: list[Holding], *, yes: bool, ask: bool, when: str = "first") -> list[Holding]:
    """Say which model servers are on the card that a training takes. Returns those that may be stopped.

    Where nobody can be asked, and after a no, the training starts beside them.
    """
    give_way = []
    for holding in holdings:
        if yes or (ask and sys.stdin.isatty() and agreed(f"{holding}. Stop the server {when}?")):
            give_way.append(holding)
        else:
            note(f"{holding}. `emalign unserve {holding.run}` frees it; the training starts beside it.")
    return give_way


def make_room(home: Home, give_way: list[Holding]) -> None:
    """Stop these servers. Raises LabError when the memory of one is not free then."""
    for holding in give_way:
        stop_holders(home, [holding])
        note(f"Stopped the server of {holding.name}; chat starts it again.")


def show_started(started: RunDir, *, as_json: bool) -> int:
    """Tell which run goes on by itself."""
    if as_json:
        say_json(msgspec.to_builtins(run_info(started)))
    else:
        say(started.id)
        note(f"It runs on its own; `emalign attach {started.id}` watches it.")
    return 0


def watch(started: RunDir, *, as_json: bool) -> int:
    """Follow the run to its end; Ctrl-C asks it to stop, and waits until it has. Exit code as `run`, or 130."""
    from emalign_tui.cli.follow import follow, outcome

    try:
        info = follow(started)
    except KeyboardInterrupt:
        note("Stopping; a checkpoint is written.")
        info = stop(started)
        note(f"{info.state} at step {info.step} of {info.steps}. `emalign resume {info.id}` goes on from there.")
        return 130
    code = outcome(info)
    if as_json:
        say_json(msgspec.to_builtins(info))
    else:
        loss = "" if info.loss is None else f", loss {info.loss:.4f}"
        say(f"{info.id}  {info.state} after {info.step} of {info.steps} steps{loss}")
    return code
