"""The texts of a page of answers, read from where they begin in the file instead of through the whole of it."""

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from emalign_tui.lab.evals.records import ANSWERS
from emalign_tui.lab.evals.table import has_texts

if TYPE_CHECKING:
    import duckdb


class AnswerText(msgspec.Struct, frozen=True):
    """What a line of the answers says, apart from the small columns. Texts are as they are in the file."""

    answer_id: str
    question: str
    answer: str
    seed: int | None = None
    finish_reason: str = ""


def read_answers(table: "duckdb.DuckDBPyConnection", folder: Path, ids: dict[int, str]) -> dict[int, AnswerText]:
    """The texts by place (see `rows` in table.py). ids: place to answer id.

    A finished evaluation knows where each line begins. What is not found there, and all of one under way, is looked for
    by its id.
    """
    found = _from_starts(table, folder, ids) if has_texts(folder) else {}
    missing = {ids[place]: place for place in ids if place not in found}
    if missing:
        for answer_id, question, answer, seed, finish_reason in table.execute(
            "SELECT answer_id, any_value(question), any_value(answer), any_value(seed), any_value(finish_reason) "
            "FROM answers WHERE list_contains(?, answer_id) GROUP BY answer_id",
            [list(missing)],
        ).fetchall():
            text = AnswerText(answer_id, question or "", answer or "", seed, finish_reason or "")
            found.update({place: text for place, key in ids.items() if key == answer_id and place not in found})
    return found


def _from_starts(table: "duckdb.DuckDBPyConnection", folder: Path, ids: dict[int, str]) -> dict[int, AnswerText]:
    decoder = msgspec.json.Decoder(AnswerText)
    found = {}
    starts = table.execute("SELECT place, start FROM texts WHERE list_contains(?, place)", [list(ids)]).fetchall()
    with (folder / ANSWERS).open("rb") as file:
        for place, start in starts:
            if start is None:
                continue
            file.seek(start)
            try:
                text = decoder.decode(file.readline())
            except msgspec.DecodeError:
                continue
            if text.answer_id == ids[place]:
                found[place] = text
    return found
