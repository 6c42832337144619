"""`emalign resume`: go on with a stopped or killed run from what it has kept."""

import argparse

from emalign_tui.cli.output import note
from emalign_tui.cli.train import ask_for_room, make_room, show_started, watch
from emalign_tui.lab.config import check_config
from emalign_tui.lab.paths import find_home
from emalign_tui.lab.runs.launch import launch
from emalign_tui.lab.runs.layout import find_run
from emalign_tui.lab.runs.training import resume_training
from emalign_tui.lab.serving.sharing import in_the_way

_WORKERS = {"mini": "mini_build", "merge": "merge", "push": "push"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="a run's id, its unique beginning, or its folder")
    parser.add_argument("--detach", action="store_true", help="start it and return at once")
    parser.add_argument("--yes", action="store_true", help="stop a model server on the same GPU without asking")


def run(args: argparse.Namespace) -> int:
    """Exit codes as of the command that the run was started with."""
    home = find_home(args.home)
    found = find_run(home, args.run)
    kind = found.spec().kind
    if kind == "eval":
        from emalign_tui.lab.evals.run import resume_eval

        resume_eval(found)
    elif kind in _WORKERS:
        launch(found, _WORKERS[kind])
    else:
        if kind == "train":
            processes = check_config(found.spec().config, str(found.spec_path)).processes
            make_room(home, ask_for_room(in_the_way(home, processes), yes=args.yes, ask=not args.json))
        resume_training(found)
    if kind in ("merge", "push") and not args.detach:
        from emalign_tui.cli import merge, push

        finish = merge.finish if kind == "merge" else push.finish
        return finish(found, as_json=args.json)
    if args.detach:
        return show_started(found, as_json=args.json)
    note(f"{found.id}  (Ctrl-C stops it and keeps what is done)")
    return watch(found, as_json=args.json)
