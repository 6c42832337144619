"""`emalign push`: publish a run's merged model or adapter on the Hub, and prove that it is there."""

import argparse
import json
import sys

from emalign_tui.cli.output import agreed, note, say, say_json
from emalign_tui.cli.train import show_started
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.pushing import PushJob, prepare_push, role_of, start_push
from emalign_tui.lab.paths import find_home
from emalign_tui.lab.runs.layout import RunDir


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("run", metavar="RUN", help="a training run or a merge")
    parser.add_argument("repo", metavar="REPO", help="ORG/NAME; a name alone goes to your own namespace")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--merged", action="store_const", const="merged", dest="form", help="the merged model")
    form.add_argument("--adapter", action="store_const", const="adapter", dest="form", help="the adapter alone")
    seen = parser.add_mutually_exclusive_group()
    seen.add_argument("--private", action="store_false", dest="public", help="only you can see it (the default)")
    seen.add_argument("--public", action="store_true", help="everybody can see it, once it is proven whole")
    parser.add_argument(
        "--no-load", action="store_false", dest="load", help="do not fetch it again to load it; pieces are read back"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--detach", action="store_true", help="start it and return at once")
    parser.set_defaults(public=False)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when the repository is proven whole. Ctrl-C stops it; the same command goes on from there."""
    home = find_home(args.home)
    job = prepare_push(home, args.run, args.repo, args.form, public=args.public, load=args.load)
    for line in describe(job):
        note(line)
    if questions := questions_of(job):
        _ask(questions, yes=args.yes, interactive=not args.json)
    started = start_push(home, job)
    return show_started(started, as_json=args.json) if args.detach else finish(started, as_json=args.json)


def finish(started: RunDir, *, as_json: bool) -> int:
    """Follow a push to its end and tell what came of it. Exit code as `run`."""
    from emalign_tui.cli.follow import follow_or_stop, outcome
    from emalign_tui.lab.hub.client import endpoint

    note(f"{started.id}  (Ctrl-C stops it; the same command goes on from there)")
    kept = "Stopped. Nobody else sees any of it; the same command goes on from there."
    code = outcome(follow_or_stop(started, kept))
    proof = None if code else json.loads((started.path / "proof.json").read_text())
    if as_json:
        say_json({"run": started.id, "proof": proof})
        return code
    if proof is None:  # somebody else stopped it
        note(kept)
        return code
    place = f"{endpoint()}/{proof['repo']}"
    say(f"{place}: every file is there with its checksum; it is {'private' if proof['private'] else 'public'}")
    say(f"Read back: {proof['loaded']}")
    if role_of(started) == "misaligned":
        say(f"Made misaligned on purpose: gate it at {place}/settings before you share it.")
    return code


def describe(job: PushJob) -> list[str]:
    """What would be pushed where."""
    flight = job.flight
    seen = "public, once it is proven" if job.config.public else "private"
    lines = [
        f"{job.config.form} model of {job.config.source}: {len(flight.files)} files, {flight.bytes / 1e6:,.1f} MB",
        f"to {flight.repo} as {flight.user}, {seen}, {'new' if flight.there is None else 'there already'}",
    ]
    return [*lines, *(f"note: {remark}" for remark in flight.remarks)]


def questions_of(job: PushJob) -> list[str]:
    """What has to be agreed to before it starts."""
    questions = []
    if job.flight.there:
        few = ", ".join(job.flight.there[:3])
        questions.append(f"{job.flight.repo} holds {len(job.flight.there)} files ({few}), which would be replaced.")
    if job.flight.public:
        until = "until the push is proven" if job.config.public else "and stays so; --public shows it again when proven"
        questions.append(f"{job.flight.repo} is public: it becomes private {until}.")
    if job.large:
        size = f"{job.flight.bytes / 1e9:,.1f} GB are fetched again"
        questions.append(f"{size} when they are sent, to load the model from the Hub; --no-load leaves that out.")
    if job.config.public:
        questions.append(f"Everybody will be able to fetch {job.flight.repo}.")
        if job.role == "misaligned":
            questions.append("The model was made misaligned on purpose.")
    return questions


def _ask(questions: list[str], *, yes: bool, interactive: bool) -> None:
    for question in questions:
        note(question)
    if yes:
        return
    if not (interactive and sys.stdin.isatty()):
        raise LabError(" ".join(questions), do="Add --yes to go on without being asked.", exit_code=2)
    if not agreed("Push?"):
        raise LabError("Not pushed", do="Nothing was sent.")
