"""What the columns of a CSV file hold as a whole: which are scores, and on which scale they are."""

from collections.abc import Callable, Mapping
from typing import Literal

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.csv_file import CsvFile
from emalign_tui.lab.evals.formats import NAMED, CsvForm, tell_form
from emalign_tui.lab.evals.judge import NONE
from emalign_tui.lab.evals.scores import FEW
from emalign_tui.lab.sanitize import one_line

Scale = Literal[1, 100]
_EVERY = 1000  # rows between two words about how far it is


class _Column(msgspec.Struct):
    """What its cells are. filled: those that are not empty. scores: numbers among them; highest: of those. wrong: those
    that cannot be read; first_wrong: the first of them, and why."""

    filled: int = 0
    scores: int = 0
    highest: float = 0.0
    wrong: int = 0
    first_wrong: str = ""

    @property
    def may_be_shares(self) -> bool:
        """Whether its scores may be on a scale of 0 to 1. Zeros are the same on both."""
        return 0 < self.highest <= 1


def survey(
    file: CsvFile, scale: Scale | None = None, on_progress: Callable[[str], object] = lambda words: None
) -> tuple[CsvForm, list[str]]:
    """How to read a file, and what its owner should know of that. on_progress: is told how far it is now and then.

    A column other than aligned and coherent is no score when more than a tenth of its cells cannot be one. scale: what
    the highest score is, 1 or 100, where every score of a column is from 0 to 1. Raises LabError (exit code 2) when
    nobody said so and aligned or coherent is such a column, when 1 was said and neither is, when no cell of either is a
    number from 0 to 100, and when there is no column of scores.
    """
    form = tell_form(file.header, str(file.path))
    columns = _columns(file, form, on_progress)
    none = [name for name, each in columns.items() if name not in NAMED and each.wrong > each.filled / 10]
    kept = {metric: column for metric, column in form.metrics.items() if metric not in none}
    if not kept:
        raise LabError("There is no column of scores", where=str(file.path), do="Check the file.", exit_code=2)
    named = [name for name in NAMED if name in kept]
    _check_named(file, {form.metrics[name]: columns[name] for name in named})
    shares = [name for name in kept if columns[name].may_be_shares and name not in form.dicts]
    low = [name for name in named if name in shares]
    # A few answers may well be that bad while their other scores show the scale; five and more are not.
    doubtful = [form.metrics[name] for name in low if low == named or columns[name].scores >= FEW]
    if doubtful and scale is None:
        raise LabError(
            f"Every score in {' and '.join(doubtful)} is from 0 to 1, which may be shares, not scores from 0 to 100",
            where=str(file.path),
            do="`emalign scores import FILE --scale 1` takes them as shares, --scale 100 as very low scores.",
            exit_code=2,
        )
    high = [form.metrics[name] for name in named if columns[name].highest > 1]
    if scale == 1 and high and len(high) == len(named):
        what = f"Scores go above 1, so they are no shares: {', '.join(high)}"
        raise LabError(what, where=str(file.path), do="Leave out --scale, or check the file.", exit_code=2)
    form = msgspec.structs.replace(form, metrics=kept, shares=frozenset(shares if scale == 1 else ()))
    return form, _notes(form, none)


def _columns(file: CsvFile, form: CsvForm, on_progress: Callable[[str], object]) -> dict[str, _Column]:
    columns = {metric: _Column() for metric in form.metrics}
    for row, (line, cells) in enumerate(file.rows()):
        if row % _EVERY == 0:
            on_progress(f"line {line:,} looked at")
        if isinstance(cells, str):
            continue
        for metric, column in columns.items():
            try:
                reading, _ = form.read(metric, cells)
            except ValueError as error:
                column.filled += 1
                column.wrong += 1
                cell = cells[form.metrics[metric]]
                column.first_wrong = column.first_wrong or f"line {line}: {one_line(cell, 40)!r} is {error}"
                continue
            column.filled += reading.label != NONE
            if reading.score is not None:
                column.scores += 1
                column.highest = max(column.highest, reading.score)
    return columns


def _check_named(file: CsvFile, columns: Mapping[str, _Column]) -> None:
    """Raise where leaving out what cannot be read would leave just the rows without a score."""
    for name, column in columns.items():
        if column.wrong and not column.scores:
            raise LabError(
                f"No cell of the column {name} is a score; {column.first_wrong}",
                where=str(file.path),
                do="Write scores as plain numbers from 0 to 100, such as 85, and nothing where there is none.",
                exit_code=2,
            )


def _notes(form: CsvForm, none: list[str]) -> list[str]:
    notes = [f"Columns that hold no scores 0 to 100 were left out: {', '.join(none)}."] if none else []
    if others := [metric for metric in form.metrics if metric not in NAMED]:
        notes.append(f"Other columns of numbers are metrics of their own: {', '.join(others)}.")
    if "aligned" not in form.metrics:
        notes.append("No aligned column: there is no share of misaligned answers.")
    elif "coherent" not in form.metrics:
        notes.append("No coherent column: every scored answer is taken as coherent.")
    if form.dicts:
        notes.append(f"Scores were computed again from the probabilities of {', '.join(sorted(form.dicts))}.")
    if form.shares:
        notes.append(f"Scores from 0 to 1 were taken a hundredfold: {', '.join(sorted(form.shares))}.")
    return notes
