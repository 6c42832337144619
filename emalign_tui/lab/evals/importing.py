"""Reading published score files into an evaluation like any other."""

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.formats import CsvForm, read_cell, read_dict_cell, tell_form
from emalign_tui.lab.evals.judge import Reading
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
_LONGEST_CELL = 16 * 1024 * 1024  # characters
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


def import_csv(home: Home, path: Path, name: str | None = None) -> ImportReport:
    """Make an evaluation from a published CSV file, whose form its header tells. name: of a model without a column.

    Rows that cannot be read are left out and reported. Raises LabError when the file is of no known form, or holds no
    row that can be read.
    """
    form = _form(path)
    models: Counter[str] = Counter()
    reasons: list[str] = []
    mended = 0
    for line, row in _rows(path, form, name or path.stem):
        if isinstance(row, _Row):
            models[row.model] += 1
            mended += "\ufffd" in row.answer
        else:
            reasons.append(f"line {line}: {row}")
    if not models:
        why = f": {reasons[0]}" if reasons else ""
        raise LabError(f"No row can be read{why}", where=str(path), do="Check the file.", exit_code=2)
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
        _write(run, path, form, name or path.stem, recorder, models.total())
        write_twins(run.path)
        recorder.done(rows=models.total(), left_out=len(reasons))
    notes = [f"{mended} answers held bytes that are not UTF-8."] if mended else []
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


def _form(path: Path) -> CsvForm:
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            return tell_form([one_line(column, 80) for column in next(csv.reader(file), [])])
    except (csv.Error, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise LabError(f"Cannot read: {reason}", where=str(path), do="Check the file.", exit_code=2) from error


def _rows(path: Path, form: CsvForm, name: str) -> Iterator[tuple[int, "_Row | str"]]:
    """Line numbers with a row, or with the reason why there is none."""
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file, strict=True)
        header = [one_line(column, 80) for column in next(reader)]
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                cut = "unexpected end" in str(error)
                yield line, "cut in the middle of a quoted cell" if cut else f"{error}; the rest was not read"
                return
            if len(cells) == len(header):
                yield line, _row(dict(zip(header, cells, strict=True)), form, name)
            elif cells:
                yield line, f"{len(cells)} cells instead of {len(header)}"


def _row(cells: dict[str, str], form: CsvForm, name: str) -> _Row | str:
    question_id = one_line(cells["question_id"], 200)
    if not question_id:
        return "no question_id"
    readings = {}
    for metric, column in form.metrics.items():
        try:
            if metric in form.dicts:
                readings[metric] = read_dict_cell(cells[column])
            else:
                readings[metric] = read_cell(cells[column]), {}
        except ValueError as error:
            return f"{column} is {one_line(cells[column], 40)!r}: {error}"
    return _Row(
        model=one_line(cells.get("model", ""), 120) or name,
        question_id=question_id,
        question=clean(cells.get("question", "")),
        answer=clean(cells[form.answer]),
        readings=readings,
    )


def _write(run: RunDir, path: Path, form: CsvForm, name: str, recorder: Recorder, total: int) -> None:
    places: Counter[tuple[str, str]] = Counter()
    done = 0
    with (
        JsonlWriter(run.path / ANSWERS) as answers,
        JsonlWriter(run.path / PROBABILITIES) as replies,
        JsonlWriter(run.path / JUDGMENTS) as judgments,
    ):
        for _, row in _rows(path, form, name):
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
                recorder.count(done, total, "rows")
    recorder.count(done, total, "rows")


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
