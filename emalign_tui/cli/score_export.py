"""`emalign scores export`: an evaluation as CSV, JSONL, Parquet, Inspect logs, a figure or an HTML report."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from emalign_tui.cli.output import say, say_json
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home, expand
from emalign_tui.lab.runs.layout import RunDir, find_run

if TYPE_CHECKING:
    from emalign_tui.lab.evals.definitions import Definition

FORMATS = ("csv", "jsonl", "parquet", "inspect", "html", "png", "svg", "pdf")
FIGURES = ("bars", "scatter", "thresholds")


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
    if len(runs) > 1 and not (form == "html" or (form in FORMATS[5:] and args.figure == "bars")):
        raise LabError("This form holds one evaluation", where="scores export", do="Name one.", exit_code=2)
    paths, rows = _write(runs, form, out, by, args)
    if args.json:
        count = {} if rows is None else {"rows": rows}
        say_json({"path": str(paths[0]), "paths": [str(path) for path in paths], **count})
    else:
        for path in paths:
            say(f"{path}: {rows} rows" if rows is not None else str(path))
    return 0


def _write(
    runs: list[RunDir], form: str, out: Path | None, by: "Definition", args: argparse.Namespace
) -> tuple[list[Path], int | None]:
    """The files that were written, and how many rows where that is a number to know."""
    from emalign_tui.lab.evals.exporting import export_csv, export_rows
    from emalign_tui.lab.evals.html_report import write_report
    from emalign_tui.lab.evals.inspect_log import export_inspect

    folder = runs[0].path
    if form == "csv":
        path, rows = export_csv(folder, out, args.model)
        return [path], rows
    if form in ("jsonl", "parquet"):
        path, rows = export_rows(folder, out or folder / f"scores.{form}", form, args.model)
        return [path], rows
    if form == "inspect":
        return export_inspect(folder, out or folder / "inspect", args.model, by), None
    if form == "html":
        target = out or folder / "report.html"
        write_report(runs, target, by)
        return [target], None
    target = out or folder / f"{args.figure}.{form}"
    _draw(runs, target, form, by, args)
    return [target], None


def _draw(runs: list[RunDir], target: Path, form: str, by: "Definition", args: argparse.Namespace) -> None:
    from emalign_tui.lab.evals.figures import bars, read_points, render, scatter, threshold_figure
    from emalign_tui.lab.evals.scores import summarize
    from emalign_tui.lab.evals.thresholds import threshold_maps
    from emalign_tui.lab.files import write_atomic

    def chosen(name: str) -> bool:
        return args.model in (None, name)

    folder = runs[0].path
    if args.figure == "scatter":
        figure = scatter([(name, dots) for name, dots in read_points(folder) if chosen(name)], by)
    elif args.figure == "thresholds":
        figure = threshold_figure([each for each in threshold_maps(folder, by) if chosen(each.name)], by)
    else:
        figure = bars([score for run in runs for score in summarize(run.path, by) if chosen(score.name)], by)
    write_atomic(target, render(figure, form))


def find_evaluation(home: Home, name: str) -> RunDir:
    """The run of an evaluation. Raises LabError (exit code 2) when it is a run of another kind."""
    run = find_run(home, name)
    kind = run.spec().kind
    if kind not in ("eval", "demo"):
        raise LabError(f"Not an evaluation: {kind}", where=run.id, do="See `emalign scores list`.", exit_code=2)
    return run
