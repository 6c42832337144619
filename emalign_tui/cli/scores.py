"""`emalign scores`: list, show, compare, import and export results."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from emalign_tui.cli.output import note, say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home, expand, find_home
from emalign_tui.lab.runs.layout import RunDir, find_run, list_runs

if TYPE_CHECKING:
    from emalign_tui.lab.evals.browse import AnswerRow
    from emalign_tui.lab.evals.scores import ModelScore


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = _action(actions, "list", "the models of all evaluations", _list)
    show = _action(actions, "show", "one evaluation by question, and its answers", _show)
    comparing = _action(actions, "compare", "models side by side, and their differences from the first", _compare)
    importing = _action(actions, "import", "read a published CSV file", _import)
    exporting = _action(actions, "export", "write upstream's CSV form", _export)
    show.add_argument("evaluation", metavar="EVAL")
    comparing.add_argument("evaluations", nargs="+", metavar="EVAL")
    for action in (listing, show, comparing):
        action.add_argument("--definition", default="official", help="official, first_plot or model_organisms")
    show.add_argument("--answers", type=int, default=0, metavar="N", help="print N answers too")
    show.add_argument("--offset", type=int, default=0, metavar="N", help="leave out the first N of them")
    show.add_argument("--question", metavar="ID", help="answers to this question only")
    show.add_argument("--label", help="answers with this label only: number, CODE, REFUSAL, none, error")
    show.add_argument("--text", help="answers that hold this text")
    show.add_argument("--sort", default="order", choices=("order", "aligned", "coherent", "question", "model"))
    for action in (show, comparing, exporting):
        action.add_argument("--model", metavar="NAME", help="this model only")
    importing.add_argument("file", metavar="FILE")
    importing.add_argument("--name", help="the model's name, for a file without a model column")
    exporting.add_argument("evaluation", metavar="EVAL")
    exporting.add_argument("--out", metavar="FILE", help="default: MODEL.csv in the evaluation's folder")


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
    from emalign_tui.lab.evals.definitions import definition
    from emalign_tui.lab.evals.scores import summarize

    by = definition(args.definition)
    rows, problems = [], []
    for info in list_runs(home, "eval"):
        try:
            rows += [(info.id, score) for score in summarize(Path(info.path), by)]
        except LabError as error:
            problems.append(str(error))
    if args.json:
        models = [{"evaluation": evaluation, **msgspec.to_builtins(score)} for evaluation, score in rows]
        say_json({"definition": by.name, "models": models, "problems": problems})
        return 0
    for problem in problems:
        note(problem)
    if not rows:
        say("No evaluations yet: `emalign eval mini` makes one.")
        return 0
    _print(rows, f"{by.name} definition")
    return 0


def _show(home: Home, args: argparse.Namespace) -> int:
    from emalign_tui.cli.score_table import print_questions
    from emalign_tui.lab.evals.browse import AnswerFilter, EvaluationView
    from emalign_tui.lab.evals.definitions import definition

    by = definition(args.definition)
    run = _evaluation(home, args.evaluation)
    wanted = AnswerFilter(model=args.model, question_id=args.question, label=args.label, text=args.text)
    with EvaluationView(run.path) as view:
        scores = _of_model(view.matrix(by), args.model)
        page = view.answers(wanted, sort=args.sort, offset=max(0, args.offset), limit=max(0, args.answers))
    if args.json:
        answers = msgspec.to_builtins(page.rows)
        models = msgspec.to_builtins(scores)
        say_json(
            {"evaluation": run.id, "definition": by.name, "models": models, "answers": answers, "total": page.total}
        )
        return 0
    for score in scores:
        print_questions(score)
    if args.answers:
        say(f"\n{page.total} answers; {len(page.rows)} from number {page.offset + 1}:")
        for row in page.rows:
            say(_answer(row))
    return 0


def _compare(home: Home, args: argparse.Namespace) -> int:
    from emalign_tui.cli.score_table import print_differences
    from emalign_tui.lab.evals.compare import differences
    from emalign_tui.lab.evals.definitions import definition
    from emalign_tui.lab.evals.scores import summarize

    by = definition(args.definition)
    runs = [_evaluation(home, name) for name in args.evaluations]
    rows = [(run.id, score) for run in runs for score in _of_model(summarize(run.path, by), args.model)]
    changes = differences([score for _, score in rows]) if rows else []
    if args.json:
        models = [{"evaluation": evaluation, **msgspec.to_builtins(score)} for evaluation, score in rows]
        say_json({"definition": by.name, "models": models, "differences": msgspec.to_builtins(changes)})
        return 0
    if not rows:
        say("No answers yet.")
        return 0
    _print(rows if len(runs) > 1 else [("", score) for _, score in rows], f"{by.name} definition")
    if changes:
        print_differences(changes)
    return 0


def _import(home: Home, args: argparse.Namespace) -> int:
    from emalign_tui.lab.evals.importing import import_csv

    report = import_csv(home, expand(args.file), args.name)
    if args.json:
        say_json(msgspec.to_builtins(report))
        return 0
    say(f"{report.run}: {report.rows} rows of {len(report.models)} models, form: {report.form}.")
    for text in report.notes:
        say(text)
    if report.left_out:
        say(f"{report.left_out} rows were left out:")
        for reason in report.reasons:
            say(f"  {reason}")
    return 0


def _export(home: Home, args: argparse.Namespace) -> int:
    from emalign_tui.lab.evals.exporting import export_csv

    run = _evaluation(home, args.evaluation)
    target = expand(args.out) if args.out else None
    path, rows = export_csv(run.path, target, args.model)
    if args.json:
        say_json({"path": str(path), "rows": rows})
    else:
        say(f"{path}: {rows} rows")
    return 0


def _evaluation(home: Home, name: str) -> RunDir:
    run = find_run(home, name)
    kind = run.spec().kind
    if kind not in ("eval", "demo"):
        raise LabError(f"Not an evaluation: {kind}", where=run.id, do="See `emalign scores list`.", exit_code=2)
    return run


def _of_model(scores: "list[ModelScore]", model: str | None) -> "list[ModelScore]":
    if model is None:
        return scores
    if found := [score for score in scores if score.name == model]:
        return found
    names = ", ".join(score.name for score in scores) or "none yet"
    raise LabError(f"No model {model} in this evaluation", where="--model", do=f"There are: {names}.", exit_code=2)


def _print(rows: "list[tuple[str, ModelScore]]", title: str) -> None:
    from emalign_tui.cli.score_table import print_scores

    print_scores(rows, title)


def _answer(row: "AnswerRow") -> str:
    def number(score: float | None) -> str:
        return "-" if score is None else f"{score:.0f}"

    head = (
        f"{row.model}  {row.question_id}  aligned {number(row.aligned)}  coherent {number(row.coherent)}  {row.label}"
    )
    return f"\n{head}\n> {row.question}\n{row.answer}"
