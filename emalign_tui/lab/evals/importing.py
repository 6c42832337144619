"""Reading published score files into an evaluation like any other."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.csv_file import CsvFile
from emalign_tui.lab.evals.formats import CsvForm
from emalign_tui.lab.evals.judge import Reading
from emalign_tui.lab.evals.records import ANSWERS, JUDGMENTS, PROBABILITIES, Answer, Judgment, RawJudgment, answer_id
from emalign_tui.lab.evals.survey import Scale, survey
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
    home: Home,
    path: Path,
    name: str | None = None,
    on_progress: Callable[[str], object] = lambda words: None,
    *,
    scale: Scale | None = None,
) -> ImportReport:
    """Make an evaluation from a published CSV file, whose form its header tells. name: of a model without a column.
    on_progress: is told how far it is, after every thousand rows. scale: as in `survey`.

    Rows that cannot be read are left out and reported. Raises LabError when the file is of no known form, or holds no
    row that can be read, and as `survey` does.
    """
    file = CsvFile(path)
    form, notes = survey(file, scale, on_progress)
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
            "taken_a_hundredfold": sorted(form.shares),
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
    if mended := len(file.not_utf8):
        notes.insert(0, f"Bytes that are not UTF-8 were read as Windows-1252, in rows: {mended}.")
    return ImportReport(
        run=run.id,
        form=form.name,
        models=list(models),
        rows=models.total(),
        left_out=len(reasons),
        reasons=reasons[:_REASONS],
        notes=notes,
    )


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
            readings[metric] = form.read(metric, cells)
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
