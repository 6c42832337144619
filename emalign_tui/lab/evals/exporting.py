"""Writing an evaluation for others: upstream's five CSV columns, and everything as JSONL or Parquet."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.records import PROBABILITIES
from emalign_tui.lab.evals.table import open_table, pattern, quoted, write_error
from emalign_tui.lab.files import disk_error

if TYPE_CHECKING:
    import duckdb

COLUMNS = ("question", "answer", "question_id", "aligned", "coherent")
_BLOCK = 1000  # rows read at once

# One line an answer, all that is known of it. own_label, own_note: a person's; own_blind: the label was given blind.
# judgments: a list, one a metric, with what the judge really said.
_EVERYTHING = """
    SELECT r.model, r.question_id, r.paraphrase, r.sample, a.seed, a.question, a.answer, a.finish_reason,
        r.aligned, r.coherent, r.label, coalesce(own.label, '') AS own_label, coalesce(own.note, '') AS own_note,
        coalesce(own.blind, false) AS own_blind, r.answer_id, coalesce(j.judgments, []) AS judgments
    FROM rows r
    JOIN answers a USING (answer_id)
    LEFT JOIN own USING (answer_id)
    LEFT JOIN (
        SELECT answer_id, list({{
            'metric': metric, 'score': score, 'label': label, 'judge': judge, 'returned_model': returned_model,
            'prompt_hash': prompt_hash, 'method': method, 'error': error, 'text': said.text,
            'probabilities': said.probabilities, 'settings': said.settings, 'at': said."at"
        }} ORDER BY metric) AS judgments
        FROM judgments LEFT JOIN said USING (answer_id, metric) GROUP BY answer_id
    ) j USING (answer_id)
    WHERE {where} ORDER BY r.place
"""
_FORMS = {"jsonl": "json", "parquet": "parquet"}  # as DuckDB calls them
_SAID = {
    "answer_id": "VARCHAR",
    "metric": "VARCHAR",
    "probabilities": "MAP(VARCHAR, DOUBLE)",
    "text": "VARCHAR",
    "settings": "JSON",
    "at": "DOUBLE",
}


def export_csv(folder: Path, target: Path | None = None, model: str | None = None) -> tuple[Path, int]:
    """Write one model's answers; returns the file (default: MODEL.csv in `folder`) and the number of rows.

    An answer without a score has an empty cell, like upstream's.

    The form has no model column, so with several models one has to be named. Raises LabError for that, for a model that
    is not there, and when the file cannot be written; an older file is replaced only when the new one is whole.
    """
    with open_table(folder) as table:
        models = known_models(table)
        if model is None and len(models) == 1:
            model = models[0]
        if model is None:
            names = ", ".join(models) or "none yet"
            what = "The CSV form holds one model"
            raise LabError(what, where=folder.name, do=f"Name one with --model: {names}.", exit_code=2)
        need_model(folder, models, model)
        found = table.execute(
            "SELECT a.question, a.answer, a.question_id, r.aligned, r.coherent "
            "FROM rows r JOIN answers a USING (answer_id) WHERE r.model = ? ORDER BY r.place",
            [model],
        )

        def write(part: Path) -> int:
            count = 0
            with part.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(COLUMNS)
                while block := found.fetchmany(_BLOCK):
                    writer.writerows(block)
                    count += len(block)
            return count

        return write_whole(target or folder / f"{file_name(model)}.csv", write)


def export_rows(folder: Path, target: Path, form: str, model: str | None = None) -> tuple[Path, int]:
    """Write every answer with all its judgments and the judge's own probabilities. form: jsonl or parquet.

    Returns the file and the number of rows. Raises LabError for a model that is not there, and when the file cannot be
    written; an older file is replaced only when the new one is whole.
    """
    with open_table(folder) as table:
        if model is not None:
            need_model(folder, known_models(table), model)
        said = folder / PROBABILITIES
        columns = ", ".join(f"'{name}': '{kind}'" for name, kind in _SAID.items())
        source = (
            f"read_json({pattern(said)}, format = 'newline_delimited', columns = {{{columns}}}, "
            "ignore_errors = true, maximum_object_size = 67108864)"
            if said.is_file() and said.stat().st_size
            else "(SELECT " + ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in _SAID.items()) + " WHERE false)"
        )
        chosen = ", ".join(f'any_value("{name}") AS "{name}"' for name in list(_SAID)[2:])
        table.execute(
            f"CREATE TEMP VIEW said AS SELECT answer_id, metric, {chosen} FROM {source} "
            "WHERE answer_id IS NOT NULL GROUP BY answer_id, metric"
        )
        where = "true" if model is None else f"r.model = {quoted(model)}"

        def write(part: Path) -> int:
            query = f"COPY ({_EVERYTHING.format(where=where)}) TO {quoted(str(part))} (FORMAT {_FORMS[form]})"
            found = table.execute(query).fetchone()
            return int(found[0]) if found else 0

        return write_whole(target, write)


def write_whole(target: Path, write: Callable[[Path], int]) -> tuple[Path, int]:
    """Write a file beside `target` and put it in its place when it is whole. write: gives the number of rows."""
    import duckdb

    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise disk_error(error, target) from error
    try:
        count = write(part)
        part.replace(target)
    except (OSError, duckdb.IOException) as error:
        part.unlink(missing_ok=True)
        raise write_error(error, target) from error
    return target, count


def known_models(table: "duckdb.DuckDBPyConnection") -> list[str]:
    """The models that have answers, in their order."""
    found = table.execute("SELECT model FROM rows GROUP BY model ORDER BY min(place)").fetchall()
    return [name for (name,) in found]


def need_model(folder: Path, models: list[str], model: str) -> None:
    """Raises LabError (exit code 2) when there is no such model."""
    if model not in models:
        names = ", ".join(models) or "none yet"
        what = f"No model {model} in this evaluation"
        raise LabError(what, where=folder.name, do=f"There are: {names}.", exit_code=2)


def file_name(text: str) -> str:
    """A name that any file system takes."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", text)
