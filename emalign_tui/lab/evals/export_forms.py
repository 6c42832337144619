"""An evaluation written for others, in any of its forms: what `emalign scores export` and the Scores room do."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from emalign_tui.lab.runs.layout import RunDir

if TYPE_CHECKING:
    from emalign_tui.lab.evals.definitions import Definition

PICTURES = ("png", "svg", "pdf")
FORMATS = ("csv", "jsonl", "parquet", "inspect", "html", *PICTURES)
FIGURES = ("bars", "scatter", "thresholds")


def write_export(
    runs: Sequence[RunDir],
    form: str,
    by: "Definition",
    *,
    out: Path | None = None,
    model: str | None = None,
    figure: str = "bars",
) -> tuple[list[Path], int | None]:
    """Write evaluations as one of FORMATS; several only as html and bars. Returns the files, and how many rows they
    hold where that is a number to know.

    out: the file, for inspect a folder; default: in the folder of the first evaluation. model: this one only. figure:
    one of FIGURES, what a picture shows. Raises LabError when a file cannot be written, and as each form does.
    """
    from emalign_tui.lab.evals.exporting import export_csv, export_rows
    from emalign_tui.lab.evals.html_report import write_report
    from emalign_tui.lab.evals.inspect_log import export_inspect

    folder = runs[0].path
    if form == "csv":
        path, rows = export_csv(folder, out, model)
        return [path], rows
    if form in ("jsonl", "parquet"):
        path, rows = export_rows(folder, out or folder / f"scores.{form}", form, model)
        return [path], rows
    if form == "inspect":
        return export_inspect(folder, out or folder / "inspect", model, by), None
    if form == "html":
        target = out or folder / "report.html"
        write_report(runs, target, by)
        return [target], None
    target = out or folder / f"{figure}.{form}"
    _draw(runs, target, form, by, model, figure)
    return [target], None


def _draw(runs: Sequence[RunDir], target: Path, form: str, by: "Definition", model: str | None, figure: str) -> None:
    from emalign_tui.lab.evals.figures import bars, read_points, render, scatter, threshold_figure
    from emalign_tui.lab.evals.scores import summarize
    from emalign_tui.lab.evals.thresholds import threshold_maps
    from emalign_tui.lab.files import write_atomic

    def chosen(name: str) -> bool:
        return model in (None, name)

    folder = runs[0].path
    if figure == "scatter":
        drawn = scatter([(name, dots) for name, dots in read_points(folder) if chosen(name)], by)
    elif figure == "thresholds":
        drawn = threshold_figure([each for each in threshold_maps(folder, by) if chosen(each.name)], by)
    else:
        drawn = bars([score for run in runs for score in summarize(run.path, by) if chosen(score.name)], by)
    write_atomic(target, render(drawn, form))
