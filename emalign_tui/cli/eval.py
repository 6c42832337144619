"""`emalign eval`: sample answers and have them judged; goes on where it stopped."""

import argparse
import sys
from typing import TYPE_CHECKING

from emalign_tui.cli.numbers import number, positive, seed, temperature
from emalign_tui.cli.output import agreed, note, say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.limits import Limits, open_purse
from emalign_tui.lab.evals.prices import dollars, read_price
from emalign_tui.lab.files import alone_in
from emalign_tui.lab.paths import Home, find_home
from emalign_tui.lab.runs.layout import RunDir, find_run, run_info
from emalign_tui.lab.runs.records import RunInfo

if TYPE_CHECKING:
    from emalign_tui.lab.evals.estimate import EvalPlan
    from emalign_tui.lab.evals.pipeline import Outcome
    from emalign_tui.lab.evals.plan import Settings
    from emalign_tui.lab.models.reference import ModelRef

QUESTIONS = "configs/questions/mini.yaml"
_MOST_IN_FLIGHT = 1000  # calls; the client holds a connection for each


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("models", nargs="*", metavar="MODEL", help="mini, a run, a folder, an address, a Hub id")
    parser.add_argument("--questions", metavar="FILE", help=f"question file ({QUESTIONS})")
    parser.add_argument("--samples", type=_samples, metavar="N", help="answers a question and model (the file's own)")
    parser.add_argument("--judge", metavar="MODEL", help="who judges (the setting `judge`; mini-judge if not set)")
    parser.add_argument("--seed", type=seed, default=0, metavar="N", help="seed of the sampling (0)")
    parser.add_argument(
        "--temperature", type=temperature, metavar="T", help="of the sampling (the question's own, or 1)"
    )
    parser.add_argument("--max-tokens", type=positive, default=600, metavar="N", help="longest answer (600)")
    parser.add_argument("--as-upstream", action="store_true", help="ask as upstream's script: no system, no context")
    parser.add_argument("--judge-text", action="store_true", help="take the number that the judge writes: no logprobs")
    parser.add_argument("--judge-calls", type=_calls, default=32, metavar="N", help="judge calls in flight (32)")
    parser.add_argument("--max-calls", type=positive, metavar="N", help="stop before more calls than this")
    parser.add_argument("--max-cost", type=_dollars, metavar="USD", help="stop before it costs more than this")
    parser.add_argument("--price", metavar="IN,OUT", help="dollars for a million tokens of models asked at an address")
    parser.add_argument("--answers-of", metavar="EVAL", help="have the answers of this evaluation judged by --judge")
    parser.add_argument("--plan", action="store_true", help="say what it would take, and start nothing")
    parser.add_argument("--resume", metavar="RUN", help="go on with this evaluation instead of starting one")
    parser.add_argument("--detach", action="store_true", help="start it and return")
    parser.add_argument("--yes", action="store_true", help="do not ask before calls that may cost money")


def run(args: argparse.Namespace) -> int:
    home = find_home(args.home)
    evaluation = _resume(home, args) if args.resume else _start(home, args)
    if evaluation is None:
        return 0
    if args.detach:
        if args.json:
            say_json({"run": evaluation.id, "path": str(evaluation.path), "state": run_info(evaluation).state})
        else:
            say(f"{evaluation.id}: `emalign attach {evaluation.id}` watches it.")
        return 0
    info = _follow(evaluation)
    _report(evaluation, info, args.json)
    return 0 if info.state == "done" else 1


def _start(home: Home, args: argparse.Namespace) -> RunDir | None:
    """The evaluation, started; None when only its plan was asked for."""
    from emalign_tui.lab.evals.estimate import plan_eval
    from emalign_tui.lab.evals.plan import Settings
    from emalign_tui.lab.evals.questions import load_questions
    from emalign_tui.lab.evals.run import start_eval, unfinished
    from emalign_tui.lab.models.reference import resolve_model
    from emalign_tui.lab.settings import load_settings

    judge = resolve_model(home, args.judge or load_settings().judge)
    settings = Settings(
        asking="upstream" if args.as_upstream else "fields",
        judging="text" if args.judge_text else "logprobs",
        samples=args.samples,
        seed=args.seed,
        temperature=args.temperature,
        max_tokens=args.max_tokens,
        judge_calls=args.judge_calls,
    )
    if args.answers_of:
        return _rejudge(home, args, judge, settings)
    if not args.models:
        raise LabError("No model named", where="emalign eval", do="Name one or more, for example: mini.", exit_code=2)
    path = home.find(args.questions or QUESTIONS)
    questions = load_questions(path)
    models = [resolve_model(home, name) for name in args.models]
    limits = _limits(args)
    plan = plan_eval(home, questions, settings, models, judge, limits)
    if args.plan:
        _show_plan(plan, args.json)
        return None
    open_purse(limits or Limits(), {model.name: model for model in (*models, judge)}, {})
    run = unfinished(home, models, path, judge, settings)
    note(f"Going on with {run.id}." if run else plan.words)
    if plan.bill and not args.yes:
        _ask(f"{plan.bill} Go on?", args.json)
    if others := {question.judge for question in questions if question.judge} - {judge.model, judge.name}:
        note(f"The question file names {', '.join(sorted(others))} as its judge; {judge.name} judges here.")
    return start_eval(home, models, path, judge, settings, limits)


def _rejudge(home: Home, args: argparse.Namespace, judge: "ModelRef", settings: "Settings") -> RunDir:
    from emalign_tui.lab.evals.run import rejudging, resume_eval
    from emalign_tui.lab.network import is_loopback

    if args.models or args.plan:
        what = "--answers-of takes neither models nor --plan: its answers are there already"
        raise LabError(what, where="emalign eval", exit_code=2)
    limits = _limits(args)
    open_purse(limits or Limits(), {judge.name: judge}, {})
    source = find_run(home, args.answers_of)
    if judge.url is not None and not is_loopback(judge.url) and not args.yes:
        _ask(f"{judge.name} judges every answer of {source.id}, which may cost money. Go on?", args.json)
    questions = home.find(args.questions) if args.questions else None
    with alone_in(home.kind("eval")):
        run = rejudging(home, source, judge, settings, questions)
        if run_info(run).state != "queued":
            note(f"Going on with {run.id}.")
        resume_eval(run, limits)
    return run


def _resume(home: Home, args: argparse.Namespace) -> RunDir:
    from emalign_tui.lab.evals.run import resume_eval

    if args.models:
        raise LabError("--resume takes no models: the run knows its own", where=args.resume, exit_code=2)
    run = find_run(home, args.resume)
    resume_eval(run, _limits(args))
    return run


def _limits(args: argparse.Namespace) -> "Limits | None":
    """The limits that were given; None without any, so that an evaluation keeps those it has."""
    if args.max_calls is None and args.max_cost is None and args.price is None:
        return None
    price = read_price(args.price) if args.price else None
    return Limits(calls=args.max_calls, cost=args.max_cost, price=price)


def _show_plan(plan: "EvalPlan", as_json: bool) -> None:
    if as_json:
        import msgspec

        say_json(msgspec.to_builtins(plan))
    else:
        say(plan.words)


def _ask(question: str, as_json: bool) -> None:
    """Raises LabError (exit code 2) when nobody can be asked, and (1) when the answer is not yes."""
    if as_json or not sys.stdin.isatty():
        raise LabError(question.replace(" Go on?", ""), where="emalign eval", do="Add --yes to go on.", exit_code=2)
    if not agreed(question):
        raise LabError("Nothing was started")


def _follow(evaluation: RunDir) -> RunInfo:
    """Show progress until the evaluation ends. Ctrl-C asks it to stop, waits for what is in flight, and goes up."""
    from emalign_tui.cli.follow import follow_or_stop

    kept = f"Stopped; what is done is kept. `emalign eval --resume {evaluation.id}` goes on."
    return follow_or_stop(evaluation, kept)


def _report(evaluation: RunDir, info: RunInfo, as_json: bool) -> None:
    """Raises LabError when the evaluation failed; what is done stays readable with `emalign scores`."""
    from emalign_tui.lab.evals.definitions import OFFICIAL
    from emalign_tui.lab.evals.run import read_outcome
    from emalign_tui.lab.evals.scores import summarize

    if info.state == "failed":
        error = info.error or {}
        do = f"{error.get('do', '')} `emalign eval --resume {evaluation.id}` goes on.".strip()
        raise LabError(error.get("what", "The evaluation failed"), where=error.get("where", evaluation.id), do=do)
    scores = summarize(evaluation.path, OFFICIAL)
    outcome = read_outcome(evaluation)
    if as_json:
        import msgspec

        document = {"run": evaluation.id, "state": info.state, "definition": OFFICIAL.name, "models": scores}
        say_json(msgspec.to_builtins({**document, "outcome": outcome}))
        return
    from emalign_tui.cli.score_table import print_scores

    print_scores([("", score) for score in scores], f"{evaluation.id}, {OFFICIAL.name} definition")
    if outcome:
        say("\n" + _outcome_line(outcome))
    if outcome and outcome.failed and not outcome.stopped:
        note(f"Calls that failed are errors in the table. `emalign eval --resume {evaluation.id}` asks them again.")
    if outcome and outcome.limit:
        note(f"Stopped: {outcome.limit}. `emalign eval --resume {evaluation.id}` with a higher limit goes on.")


def _outcome_line(outcome: "Outcome") -> str:
    from emalign_tui.lab.evals.stage import duration

    sent, retried, limited = (
        sum(getattr(count, name) for count in outcome.calls.values()) for name in ("sent", "retried", "limited")
    )
    tokens = outcome.spent.prompt_tokens + outcome.spent.completion_tokens
    cost = "price not known" if outcome.cost is None else dollars(outcome.cost) if outcome.cost else "no cost"
    before = f" of {outcome.spent.calls:,} in all runs" if outcome.spent.calls > sent else ""
    return (
        f"{duration(outcome.seconds)}, {sent:,} calls{before} ({retried:,} sent again, {limited:,} were too many), "
        f"{outcome.failed:,} failed; {tokens:,} tokens, {cost}."
    )


def _dollars(text: str) -> float:
    found = number(float, text)
    if not 0 < found < 1e9:
        raise argparse.ArgumentTypeError("must be more than 0")
    return found


def _samples(text: str) -> int:
    from emalign_tui.lab.evals.questions import MOST_SAMPLES

    return _at_most(MOST_SAMPLES, positive(text))


def _calls(text: str) -> int:
    return _at_most(_MOST_IN_FLIGHT, positive(text))


def _at_most(most: int, found: int) -> int:
    if found > most:
        raise argparse.ArgumentTypeError(f"must be at most {most:,}")
    return found
