"""`emalign scores export`: an evaluation as CSV, JSONL, Parquet, Inspect logs, a figure or an HTML report."""

import argparse

from emalign_tui.cli.output import say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.export_forms import FIGURES, FORMATS, PICTURES, write_export
from emalign_tui.lab.files import named_output
from emalign_tui.lab.paths import Home, expand
from emalign_tui.lab.runs.layout import RunDir, find_run


def add_export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("evaluations", nargs="+", metavar="EVAL", help="several only for html and the bars")
    parser.add_argument("--format", choices=FORMATS, help="default: by the suffix of --out, else csv")
    parser.add_argument("--figure", choices=FIGURES, default="bars", help="what a png, svg or pdf shows (bars)")
    parser.add_argument("--definition", default="official", help="official, first_plot or model_organisms")
    parser.add_argument("--model", metavar="NAME", help="this model only")
    parser.add_argument("--out", metavar="FILE", help="default: in the evaluation's folder; inspect: a folder")


def export(home: Home, args: argparse.Namespace) -> int:
    from emalign_tui.lab.evals.definitions import definition

    by = definition(args.definition)
    runs = [find_evaluation(home, name) for name in args.evaluations]
    out = expand(args.out) if args.out else None
    form = args.format or (out.suffix.lower().lstrip(".") if out else "csv")
    if form not in FORMATS:
        do = f"Use --format with one of: {', '.join(FORMATS)}."
        raise LabError(f"No such form: {form or 'none'}", where=str(out), do=do, exit_code=2)
    if len(runs) > 1 and not (form == "html" or (form in PICTURES and args.figure == "bars")):
        raise LabError("This form holds one evaluation", where="scores export", do="Name one.", exit_code=2)
    paths, rows = write_export(runs, form, by, out=out and named_output(out), model=args.model, figure=args.figure)
    if args.json:
        count = {} if rows is None else {"rows": rows}
        say_json({"path": str(paths[0]), "paths": [str(path) for path in paths], **count})
    else:
        for path in paths:
            say(f"{path}: {rows} rows" if rows is not None else str(path))
    return 0


def find_evaluation(home: Home, name: str) -> RunDir:
    """The run of an evaluation. Raises LabError (exit code 2) when it is a run of another kind."""
    run = find_run(home, name)
    kind = run.spec().kind
    if kind not in ("eval", "demo"):
        raise LabError(f"Not an evaluation: {kind}", where=run.id, do="See `emalign scores list`.", exit_code=2)
    return run
