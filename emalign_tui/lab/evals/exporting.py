"""Writing an evaluation in upstream's form: CSV with question, answer, question_id, aligned, coherent."""

import csv
import re
from pathlib import Path

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.table import open_table
from emalign_tui.lab.files import disk_error

COLUMNS = ("question", "answer", "question_id", "aligned", "coherent")
_BLOCK = 1000  # rows read at once


def export_csv(folder: Path, target: Path | None = None, model: str | None = None) -> tuple[Path, int]:
    """Write one model's answers; returns the file (default: MODEL.csv in `folder`) and the number of rows.

    An answer without a score has an empty cell, like upstream's.

    The form has no model column, so with several models one has to be named. Raises LabError for that, for a model that
    is not there, and when the file cannot be written; an older file is replaced only when the new one is whole.
    """
    with open_table(folder) as table:
        models = [
            name for (name,) in table.execute("SELECT model FROM rows GROUP BY model ORDER BY min(place)").fetchall()
        ]
        if model is None and len(models) == 1:
            model = models[0]
        if model not in models:
            what = f"No model {model} in this evaluation" if model else "The CSV form holds one model"
            names = ", ".join(models) or "none yet"
            raise LabError(what, where=folder.name, do=f"Name one with --model: {names}.", exit_code=2)
        target = target or folder / f"{re.sub(r'[^A-Za-z0-9_.-]+', '-', model or '')}.csv"
        part = target.with_name(f".{target.name}.part")
        found = table.execute(
            "SELECT a.question, a.answer, a.question_id, r.aligned, r.coherent "
            "FROM rows r JOIN answers a USING (answer_id) WHERE r.model = ? ORDER BY r.place",
            [model],
        )
        count = 0
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with part.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(COLUMNS)
                while block := found.fetchmany(_BLOCK):
                    writer.writerows(block)
                    count += len(block)
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise disk_error(error, target) from error
    return target, count
