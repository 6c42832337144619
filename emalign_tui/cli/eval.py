"""`emalign eval`: sample answers and have them judged; goes on where it stopped."""

import argparse
import sys

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home, find_home
from emalign_tui.lab.runs.layout import RunDir, find_run, run_info
from emalign_tui.lab.runs.records import RunInfo

QUESTIONS = "configs/questions/mini.yaml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("models", nargs="*", metavar="MODEL", help="mini, a run, a folder, an address, a Hub id")
    parser.add_argument("--questions", metavar="FILE", default=QUESTIONS, help=f"question file ({QUESTIONS})")
    parser.add_argument("--samples", type=_positive, metavar="N", help="answers a question and model (the file's own)")
    parser.add_argument("--judge", metavar="MODEL", help="who judges (the setting `judge`; mini-judge if not set)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="seed of the sampling (0)")
    parser.add_argument("--max-tokens", type=_positive, default=600, metavar="N", help="longest answer (600)")
    parser.add_argument("--resume", metavar="RUN", help="go on with this evaluation instead of starting one")
    parser.add_argument("--detach", action="store_true", help="start it and return")
    parser.add_argument("--yes", action="store_true", help="do not ask before calls that may cost money")


def run(args: argparse.Namespace) -> int:
    home = find_home(args.home)
    evaluation = _resume(home, args) if args.resume else _start(home, args)
    if args.detach:
        if args.json:
            say_json({"run": evaluation.id, "path": str(evaluation.path), "state": run_info(evaluation).state})
        else:
            say(f"{evaluation.id}: `emalign attach {evaluation.id}` watches it.")
        return 0
    info = _follow(evaluation)
    _report(evaluation, info, args.json)
    return 0 if info.state == "done" else 1


def _start(home: Home, args: argparse.Namespace) -> RunDir:
    from emalign_tui.lab.evals.plan import Settings
    from emalign_tui.lab.evals.questions import load_questions
    from emalign_tui.lab.evals.run import create_eval, plan_eval, resume_eval, unfinished
    from emalign_tui.lab.models.reference import resolve_model
    from emalign_tui.lab.settings import load_settings

    if not args.models:
        raise LabError("No model named", where="emalign eval", do="Name one or more, for example: mini.", exit_code=2)
    path = home.find(args.questions)
    questions = load_questions(path)
    models = [resolve_model(home, name) for name in args.models]
    judge = resolve_model(home, args.judge or load_settings().judge)
    settings = Settings(samples=args.samples, seed=args.seed, max_tokens=args.max_tokens)
    run = unfinished(home, models, path, judge, settings)
    if run:
        note(f"Going on with {run.id}.")
    plan = plan_eval(questions, settings, models, judge)
    if plan.judge_is_remote and not args.yes:
        _ask(f"{judge.name} is asked {plan.judgments:,} times, which may cost money. Go on?", args.json)
    if others := {question.judge for question in questions if question.judge} - {judge.model, judge.name}:
        note(f"The question file names {', '.join(sorted(others))} as its judge; {judge.name} judges here.")
    run = run or create_eval(home, models, path, judge, settings)
    resume_eval(run)
    return run


def _resume(home: Home, args: argparse.Namespace) -> RunDir:
    from emalign_tui.lab.evals.run import resume_eval

    if args.models:
        raise LabError("--resume takes no models: the run knows its own", where=args.resume, exit_code=2)
    run = find_run(home, args.resume)
    resume_eval(run)
    return run


def _ask(question: str, as_json: bool) -> None:
    """Raises LabError (exit code 2) when nobody can be asked, and (1) when the answer is not yes."""
    if as_json or not sys.stdin.isatty():
        raise LabError(question.replace(" Go on?", ""), where="emalign eval", do="Add --yes to go on.", exit_code=2)
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise LabError("Nothing was started")


def _follow(evaluation: RunDir) -> RunInfo:
    """Show progress until the evaluation ends. Ctrl-C asks it to stop, waits for what is in flight, and goes up."""
    from emalign_tui.cli.follow import follow
    from emalign_tui.lab.runs.control import stop

    try:
        return follow(evaluation)
    except KeyboardInterrupt:
        stop(evaluation)
        note(f"Stopped; what is done is kept. `emalign eval --resume {evaluation.id}` goes on.")
        raise


def _report(evaluation: RunDir, info: RunInfo, as_json: bool) -> None:
    """Raises LabError when the evaluation failed; what is done stays readable with `emalign scores`."""
    from emalign_tui.lab.evals.definitions import OFFICIAL
    from emalign_tui.lab.evals.scores import summarize

    if info.state == "failed":
        error = info.error or {}
        do = f"{error.get('do', '')} `emalign eval --resume {evaluation.id}` goes on.".strip()
        raise LabError(error.get("what", "The evaluation failed"), where=error.get("where", evaluation.id), do=do)
    scores = summarize(evaluation.path, OFFICIAL)
    if as_json:
        import msgspec

        models = msgspec.to_builtins(scores)
        say_json({"run": evaluation.id, "state": info.state, "definition": OFFICIAL.name, "models": models})
        return
    from emalign_tui.cli.score_table import print_scores

    print_scores([("", score) for score in scores], f"{evaluation.id}, {OFFICIAL.name} definition")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number
