"""Files into the Scores room and out of it: published CSV files are imported, evaluations are exported."""

from collections.abc import Callable
from pathlib import Path

from textual.content import Content

from emalign_tui.lab.evals.definitions import Definition
from emalign_tui.lab.paths import Home, expand
from emalign_tui.tui.widgets.row_list import Row
from emalign_tui.tui.widgets.safe import line, safe

IMPORT = (
    "A CSV file of scored answers, as published with the papers or exported here.\nIts header tells which form it has."
)
_FORMS = {
    "html": "HTML report: tables, figures and examples in one file",
    "csv": "CSV: upstream's five columns, one file a model",
    "jsonl": "JSON lines: every answer with all that the judge said",
    "parquet": "Parquet: the same",
    "inspect": "Inspect logs: one a model",
    "bars": "Figure: shares with intervals, as PNG, SVG and PDF",
    "scatter": "Figure: aligned and coherent scores, as PNG, SVG and PDF",
    "thresholds": "Figure: shares over both thresholds, as PNG, SVG and PDF",
}


def form_rows() -> list[Row]:
    """What an evaluation can be exported as."""
    return [(key, line(words, 60)) for key, words in _FORMS.items()]


def exported(path: Path, form: str, by: Definition) -> Content:
    """Write an evaluation into its folder, and say which files that made. Raises as `write_export`."""
    from emalign_tui.lab.evals.export_forms import FIGURES, PICTURES, write_export
    from emalign_tui.lab.evals.exporting import known_models
    from emalign_tui.lab.evals.table import open_table
    from emalign_tui.lab.runs.layout import RunDir

    runs, written = [RunDir(path)], list[Path]()
    if form in FIGURES:
        for picture in PICTURES:
            written += write_export(runs, picture, by, figure=form)[0]
    elif form == "csv":
        with open_table(path) as table:
            models = known_models(table)
        for model in models:
            written += write_export(runs, form, by, model=model)[0]
    else:
        written += write_export(runs, form, by)[0]
    if not written:
        return Content("No answers yet: nothing was written.")
    names = "\n".join(str(each.relative_to(path)) for each in written)
    return Content("\n").join([Content.styled("Written:", "bold"), safe(names), Content("in"), safe(str(path))])


def imported(home: Home, place: str, tell: Callable[[str], object]) -> Content:
    """Import a file, and say what was taken and what was left out. tell: is told the run. Raises as `import_csv`."""
    from emalign_tui.lab.evals.importing import import_csv

    report = import_csv(home, expand(place))
    tell(report.run)
    parts = [safe(f"{report.run}", "bold"), safe(f"form: {report.form}   rows: {report.rows:,}")]
    parts += [safe(f"models: {', '.join(report.models)}"), *map(safe, report.notes)]
    if report.left_out:
        parts += [safe(f"Rows left out: {report.left_out:,}", "$text-warning"), *map(safe, report.reasons)]
        more = report.left_out - len(report.reasons)
        parts += [safe(f"and {more:,} more")] if more else []
    return Content("\n").join(parts)
