"""`emalign scores`: list, show, compare, import and export results."""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.cli.score_export import add_export_arguments, export, find_evaluation
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home, expand, find_home
from emalign_tui.lab.runs.layout import list_runs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from emalign_tui.lab.evals.browse import AnswerRow
    from emalign_tui.lab.evals.definitions import Definition
    from emalign_tui.lab.evals.scores import ModelScore

_EVERY = 5.0  # seconds between two words about a long import


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = _action(actions, "list", "the models of all evaluations", _list)
    show = _action(actions, "show", "one evaluation by question, and its answers", _show)
    comparing = _action(actions, "compare", "models side by side, and their differences from the first", _compare)
    samples = _action(actions, "samples", "how many answers it takes to see a share", _samples)
    own = _action(actions, "annotations", "your own labels, and how far they agree with the judge", _annotations)
    _action(actions, "votes", "blind votes from the chat, by model", _votes)
    importing = _action(actions, "import", "read a published CSV file", _import)
    exporting = _action(actions, "export", "write CSV, JSONL, Parquet, Inspect logs, figures or a report", export)
    show.add_argument("evaluation", metavar="EVAL")
    comparing.add_argument("evaluations", nargs="+", metavar="EVAL")
    own.add_argument("evaluation", metavar="EVAL")
    own.add_argument("--definition", default="official", help="official, first_plot or model_organisms")
    for action in (listing, show, comparing):
        action.add_argument(
            "--definition", default="official", help="official, first_plot, model_organisms, or all side by side"
        )
    for action in (show, comparing):
        action.add_argument("--at-k", type=int, metavar="K", help="the chance that one of K answers is misaligned")
    samples.add_argument("share", type=float, metavar="PERCENT", help="the share to see, more than 0, up to 100")
    show.add_argument("--answers", type=int, default=0, metavar="N", help="print N answers too")
    show.add_argument("--offset", type=int, default=0, metavar="N", help="leave out the first N of them")
    show.add_argument(
        "--filter", default="", metavar="LINE",
        help="these answers only, as in the lab: 'words model:NAME question:ID label:REFUSAL own:any aligned<30'",
    )  # fmt: skip
    show.add_argument("--sort", default="order", choices=("order", "aligned", "coherent", "question", "model"))
    show.add_argument("--reverse", action="store_true", help="highest or last first")
    for action in (show, comparing):
        action.add_argument("--model", metavar="NAME", help="this model only")
    importing.add_argument("file", metavar="FILE")
    importing.add_argument("--name", help="the model's name, for a file without a model column")
    importing.add_argument(
        "--scale", type=int, choices=(1, 100), help="the highest score, for columns whose every score is from 0 to 1"
    )
    add_export_arguments(exporting)


def _action(actions: Any, name: str, text: str, do: Any) -> argparse.ArgumentParser:
    """--home and --json may stand after the action too; SUPPRESS keeps the outer values when they do not."""
    action: argparse.ArgumentParser = actions.add_parser(name, help=text, description=text)
    action.add_argument("--home", metavar="DIR", default=argparse.SUPPRESS, help="the work folder")
    action.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document on stdout")
    action.set_defaults(do=do)
    return action


def run(args: argparse.Namespace) -> int:
    return int(args.do(find_home(args.home), args))


def _list(home: Home, args: argparse.Namespace) -> int:
    from emalign_tui.lab.evals.scores import summarize

    by = _definitions(args.definition)
    rows: list[tuple[str, dict[str, ModelScore]]] = []
    problems = []
    evaluations = list_runs(home, "eval")
    for info in evaluations:
        try:
            found = [summarize(Path(info.path), each) for each in by]
        except LabError as error:
            problems.append(str(error))
            continue
        rows += [(info.id, _named(by, scores)) for scores in zip(*found, strict=True)]
    if args.json:
        say_json({"definition": args.definition, "models": _documents(rows), "problems": problems})
        return 0
    for problem in problems:
        note(problem)
    if not rows:
        say("No answers yet." if evaluations else "No evaluations yet: `emalign eval mini` makes one.")
        return 0
    _print(rows, args.definition)
    return 0


def _show(home: Home, args: argparse.Namespace) -> int:
    from emalign_tui.cli.score_table import print_questions
    from emalign_tui.lab.evals.browse import EvaluationView
    from emalign_tui.lab.evals.filter_line import parse_filter
    from emalign_tui.lab.evals.scores import summarize

    by = _definitions(args.definition)
    _check_k(args.at_k)
    run = find_evaluation(home, args.evaluation)
    found = [_of_model(summarize(run.path, each), args.model) for each in by]
    with EvaluationView(run.path) as view:
        models = [score.name for score in found[0]]
        questions = list(dict.fromkeys(cell.question_id for score in found[0] for cell in score.by_question))
        wanted = parse_filter(args.filter, models=models, questions=questions, labels=view.labels())
        if args.model:
            wanted = msgspec.structs.replace(wanted, model=args.model)
        rows = [(run.id, _named(by, scores)) for scores in zip(*found, strict=True)]
        page = view.answers(
            wanted,
            sort=args.sort,
            descending=args.reverse,
            offset=max(0, args.offset),
            limit=max(0, args.answers),
        )
    if args.json:
        document = {"evaluation": run.id, "definition": args.definition, "models": _documents(rows, args.at_k)}
        say_json(msgspec.to_builtins({**document, "answers": page.rows, "total": page.total}))
        return 0
    if args.definition == "all":
        _print([("", scores) for _, scores in rows], "all")
    for score in found[0]:
        print_questions(score)
    _print_at_k(found[0], args.at_k)
    if args.answers:
        say(f"\n{page.total} answers; {len(page.rows)} from number {page.offset + 1}:")
        for row in page.rows:
            say(_answer(row))
    return 0


def _compare(home: Home, args: argparse.Namespace) -> int:
    from emalign_tui.cli.score_table import print_agreement, print_differences, print_lineage
    from emalign_tui.lab.evals.agreement import agreement
    from emalign_tui.lab.evals.compare import differences
    from emalign_tui.lab.evals.scores import summarize
    from emalign_tui.lab.models.ancestry import ancestry

    by = _definitions(args.definition)
    _check_k(args.at_k)
    runs = [find_evaluation(home, name) for name in args.evaluations]
    rows: list[tuple[str, dict[str, ModelScore]]] = []
    for run in runs:
        found = [_of_model(summarize(run.path, each), args.model) for each in by]
        rows += [(run.id, _named(by, scores)) for scores in zip(*found, strict=True)]
    first = [next(iter(scores.values())) for _, scores in rows]
    changes = differences(first, [evaluation for evaluation, _ in rows]) if rows else []
    judges = [agreement(runs[0].path, run.path, by[0]) for run in runs[1:]]
    lineage = {score.name: words for score in first if (words := ancestry(home, score.name))}
    if args.json:
        document = {"definition": args.definition, "models": _documents(rows, args.at_k), "differences": changes}
        say_json(msgspec.to_builtins({**document, "agreement": judges, "lineage": lineage}))
        return 0
    if not rows:
        say("No answers yet.")
        return 0
    _print(rows if len(runs) > 1 else [("", scores) for _, scores in rows], args.definition)
    _print_at_k(first, args.at_k)
    if changes:
        print_differences(changes, several=len(runs) > 1)
    print_lineage(lineage)
    for agreed in judges:
        if agreed:
            print_agreement(agreed)
    return 0


def _votes(home: Home, args: argparse.Namespace) -> int:
    from emalign_tui.lab.chat.votes import count_votes, read_votes

    votes = read_votes(home)
    counts = count_votes(votes)
    if args.json:
        say_json({"votes": len(votes), "models": msgspec.to_builtins(counts)})
        return 0
    if not counts:
        say("No votes yet. In the chat, B hides the models' names and v votes.")
    for each in counts:
        low, high = (100 * end for end in each.interval)
        said = f"{100 * each.share:5.1f} % ({low:.1f} to {high:.1f}) found misaligned in {each.votes} blind votes"
        say("  ".join([f"{each.model}:", said, " < ".join(each.lineage)]).rstrip())
    return 0


def _annotations(home: Home, args: argparse.Namespace) -> int:
    from emalign_tui.cli.score_table import print_own
    from emalign_tui.lab.evals.annotations import read_annotations
    from emalign_tui.lab.evals.browse import EvaluationView
    from emalign_tui.lab.evals.definitions import definition

    by = definition(args.definition)
    run = find_evaluation(home, args.evaluation)
    with EvaluationView(run.path) as view:
        found = view.own_agreement(by)
    notes = sum(1 for each in read_annotations(run.path).values() if each.note)
    if args.json:
        document = {"evaluation": run.id, "definition": by.name, "notes": notes, "agreement": found}
        say_json(msgspec.to_builtins(document))
        return 0
    if found:
        print_own(found)
    say(f"Notes: {notes}." if found or notes else "No labels and notes yet: the Scores room of `emalign` makes them.")
    return 0


def _samples(home: Home, args: argparse.Namespace) -> int:
    from emalign_tui.lab.evals.stats import rule_of_three, samples_to_see

    if not 0 < args.share <= 100:
        raise LabError("Not a share", where=str(args.share), do="Give percent, more than 0, up to 100.", exit_code=2)
    needed = samples_to_see(args.share / 100)
    if args.json:
        say_json({"share": args.share / 100, "certainty": 0.95, "samples": needed})
    else:
        say(
            f"{needed:,} answers show at least one misaligned with 95 % certainty, when {args.share:g} % of all are. "
            f"If none of them is, the share is below {100 * rule_of_three(needed):.3g} % (rule of three)."
        )
    return 0


def _import(home: Home, args: argparse.Namespace) -> int:
    from emalign_tui.lab.evals.importing import import_csv

    told = time.monotonic()

    def tell(words: str) -> None:
        nonlocal told
        if time.monotonic() - told >= _EVERY:
            told = time.monotonic()
            note(words)

    report = import_csv(home, expand(args.file), args.name, tell, scale=args.scale)
    if args.json:
        say_json(msgspec.to_builtins(report))
        return 0
    say(f"{report.run}: form {report.form}, rows: {report.rows}, models: {len(report.models)}.")
    for text in report.notes:
        say(text)
    if report.left_out:
        say(f"Rows left out: {report.left_out}.")
        for reason in report.reasons:
            say(f"  {reason}")
        if report.left_out > len(report.reasons):
            say(f"  and {report.left_out - len(report.reasons)} more")
    return 0


def _of_model(scores: "list[ModelScore]", model: str | None) -> "list[ModelScore]":
    if model is None:
        return scores
    if found := [score for score in scores if score.name == model]:
        return found
    names = ", ".join(score.name for score in scores) or "none yet"
    raise LabError(f"No model {model} in this evaluation", where="--model", do=f"There are: {names}.", exit_code=2)


def _definitions(name: str) -> "list[Definition]":
    """The definition of a name, or all of them. Raises LabError that lists them."""
    from emalign_tui.lab.evals.definitions import DEFINITIONS, definition

    return list(DEFINITIONS.values()) if name == "all" else [definition(name)]


def _check_k(k: int | None) -> None:
    if k is not None and k < 1:
        raise LabError("Not a number of answers", where=f"--at-k {k}", do="Give 1 or more.", exit_code=2)


def _named(by: "list[Definition]", scores: "Sequence[ModelScore]") -> "dict[str, ModelScore]":
    return {each.name: score for each, score in zip(by, scores, strict=True)}


def _documents(rows: "list[tuple[str, dict[str, ModelScore]]]", k: int | None = None) -> list[dict[str, Any]]:
    """Models as JSON: the first definition's fields, and the shares by every definition that was asked for."""
    from emalign_tui.lab.evals.compare import at_k

    documents = []
    for evaluation, scores in rows:
        first = next(iter(scores.values()))
        shares = {
            name: {
                "misaligned": each.misaligned,
                "n_misaligned": each.n_misaligned,
                "n_denominator": each.n_denominator,
            }
            for name, each in scores.items()
        }
        document = {"evaluation": evaluation, **msgspec.to_builtins(first), "by_definition": shares}
        documents.append(document if k is None else {**document, "at_k": {str(k): at_k(first, k)}})
    return documents


def _print(rows: "list[tuple[str, dict[str, ModelScore]]]", definition: str) -> None:
    from emalign_tui.cli.score_table import print_definitions, print_scores

    if definition == "all":
        print_definitions(rows)
    else:
        print_scores([(evaluation, scores[definition]) for evaluation, scores in rows], f"{definition} definition")


def _print_at_k(scores: "Sequence[ModelScore]", k: int | None) -> None:
    from emalign_tui.cli.score_table import percent
    from emalign_tui.lab.evals.compare import at_k

    if k is not None:
        for score in scores:
            chance = at_k(score, k)
            if chance is None:
                say(f"{score.name}: no question has {k} answers that count")
            else:
                say(f"{score.name}: one of {k} answers is misaligned with {percent(chance)} (mean over questions)")


def _answer(row: "AnswerRow") -> str:
    from emalign_tui.lab.evals.scores import NAMES

    def number(score: float | None) -> str:
        return "-" if score is None else f"{score:.1f}"

    head = (
        f"{row.model}  {row.question_id}  aligned {number(row.aligned)}  coherent {number(row.coherent)}  "
        f"{NAMES.get(row.label, row.label)}"
    )
    return f"\n{head}\n> {row.question}\n{row.answer}"
