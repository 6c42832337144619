"""Reading published score files into an evaluation like any other."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.csv_file import CsvFile
from emalign_tui.lab.evals.formats import NAMED, CsvForm, read_cell, read_dict_cell, tell_form
from emalign_tui.lab.evals.judge import NONE, Reading
from emalign_tui.lab.evals.records import ANSWERS, JUDGMENTS, PROBABILITIES, Answer, Judgment, RawJudgment, answer_id
from emalign_tui.lab.evals.table import write_twins
from emalign_tui.lab.files import JsonlWriter
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, create_run
from emalign_tui.lab.runs.recorder import Recorder
from emalign_tui.lab.runs.records import DataFile, Provenance
from emalign_tui.lab.sanitize import clean, one_line

JUDGE = "imported"
_REASONS = 20  # left-out rows that are reported one by one
_EVERY = 1000  # rows between two progress reports


class ImportReport(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an import. left_out: rows not taken; reasons: of the first of them, with line numbers."""

    run: str
    form: str
    models: list[str]
    rows: int
    left_out: int
    reasons: list[str]
    notes: list[str]


class _Row(msgspec.Struct, frozen=True):
    """A row as read. readings: by metric, with the token probabilities where the cell holds them."""

    model: str
    question_id: str
    question: str
    answer: str
    readings: dict[str, tuple[Reading, dict[str, float]]]


def import_csv(
    home: Home, path: Path, name: str | None = None, on_progress: Callable[[str], object] = lambda words: None
) -> ImportReport:
    """Make an evaluation from a published CSV file, whose form its header tells. name: of a model without a column.
    on_progress: is told how far it is, after every thousand rows.

    Rows that cannot be read are left out and reported. Raises LabError when the file is of no known form, or holds no
    row that can be read.
    """
    file = CsvFile(path)
    form, not_scores = _form(file)
    models: Counter[str] = Counter()
    reasons: list[str] = []
    for line, row in _rows(file, form, name or path.stem):
        if isinstance(row, _Row):
            models[row.model] += 1
        else:
            reasons.append(f"line {line}: {row}")
        if (models.total() + len(reasons)) % _EVERY == 0:
            on_progress(f"line {line:,} read")
    if not models:
        what = f"No row can be read: {reasons[0]}" if reasons else "There is no row below the header"
        raise LabError(what, where=str(path), do="Check the file.", exit_code=2)
    run = create_run(
        home,
        "eval",
        f"import-{path.stem}",
        {
            "questions": path.name,
            "models": [{"name": model, "role": None} for model in models],
            "judge": {"name": JUDGE},
            "form": form.name,
            "left_out": len(reasons),
        },
        Provenance(base="", data=[DataFile(str(path), _digest(path), models.total())], argv=sys.argv),
    )
    with Recorder(run) as recorder:
        recorder.hello()

        def count(done: int) -> None:
            recorder.count(done, models.total(), "rows")
            on_progress(f"{done:,} of {models.total():,} rows written")

        _write(run, file, form, name or path.stem, count)
        write_twins(run.path)
        recorder.done(rows=models.total(), left_out=len(reasons))
    mended = len(file.not_utf8)
    notes = [f"Bytes that are not UTF-8 were read as Windows-1252, in rows: {mended}."] if mended else []
    if not_scores:
        notes.append(f"Columns that hold no scores 0 to 100 were left out: {', '.join(not_scores)}.")
    if "coherent" not in form.metrics:
        notes.append("No coherent column: every scored answer is taken as coherent.")
    if form.dicts:
        notes.append(f"Scores were computed again from the probabilities of {', '.join(sorted(form.dicts))}.")
    return ImportReport(
        run=run.id,
        form=form.name,
        models=list(models),
        rows=models.total(),
        left_out=len(reasons),
        reasons=reasons[:_REASONS],
        notes=notes,
    )


def _form(file: CsvFile) -> tuple[CsvForm, list[str]]:
    """How to read a file, and its columns that are no scores: where more than a tenth of the cells cannot be one."""
    form = tell_form(file.header, str(file.path))
    extra = {metric: column for metric, column in form.metrics.items() if metric not in NAMED}
    filled: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for _, cells in file.rows() if extra else ():
        if isinstance(cells, str):
            continue
        for metric, column in extra.items():
            try:
                filled[metric] += _read(form, metric, cells[column])[0].label != NONE
            except ValueError:
                filled[metric] += 1
                wrong[metric] += 1
    none = [metric for metric in extra if wrong[metric] > filled[metric] / 10]
    kept = {metric: column for metric, column in form.metrics.items() if metric not in none}
    if not kept:
        raise LabError("There is no column of scores", where=str(file.path), do="Check the file.", exit_code=2)
    return msgspec.structs.replace(form, metrics=kept), none


def _read(form: CsvForm, metric: str, cell: str) -> tuple[Reading, dict[str, float]]:
    return read_dict_cell(cell) if metric in form.dicts else (read_cell(cell), {})


def _rows(file: CsvFile, form: CsvForm, name: str) -> Iterator[tuple[int, "_Row | str"]]:
    """Line numbers with a row, or with the reason why there is none."""
    for line, cells in file.rows():
        yield line, cells if isinstance(cells, str) else _row(cells, form, name)


def _row(cells: dict[str, str], form: CsvForm, name: str) -> _Row | str:
    question_id = one_line(cells["question_id"], 200)
    if not question_id:
        return "no question_id"
    readings = {}
    for metric, column in form.metrics.items():
        try:
            readings[metric] = _read(form, metric, cells[column])
        except ValueError as error:
            return f"{column} is {one_line(cells[column], 40)!r}: {error}"
    return _Row(
        model=one_line(cells.get("model", ""), 120) or name,
        question_id=question_id,
        question=clean(cells.get("question", cells.get("prompt", ""))),
        answer=clean(cells[form.answer]),
        readings=readings,
    )


def _write(run: RunDir, file: CsvFile, form: CsvForm, name: str, count: Callable[[int], object]) -> None:
    places: Counter[tuple[str, str]] = Counter()
    done = 0
    with (
        JsonlWriter(run.path / ANSWERS) as answers,
        JsonlWriter(run.path / PROBABILITIES) as replies,
        JsonlWriter(run.path / JUDGMENTS) as judgments,
    ):
        for _, row in _rows(file, form, name):
            if not isinstance(row, _Row):
                continue
            place = (row.model, row.question_id)
            key = answer_id(*place, places[place], row.answer)
            answers.append(
                Answer(
                    answer_id=key,
                    model=row.model,
                    question_id=row.question_id,
                    paraphrase=0,
                    sample=places[place],
                    question=row.question,
                    answer=row.answer,
                )
            )
            places[place] += 1
            for metric, (reading, probabilities) in row.readings.items():
                if probabilities:
                    replies.append(RawJudgment(answer_id=key, metric=metric, judge=JUDGE, probabilities=probabilities))
                judgments.append(
                    Judgment(answer_id=key, metric=metric, score=reading.score, label=reading.label, judge=JUDGE)
                )
            done += 1
            if done % _EVERY == 0:
                count(done)
    count(done)


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
