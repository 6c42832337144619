"""The CSV files that the field publishes its scores in: which form a file has, and what its cells mean."""

import ast
import math
import re
from collections.abc import Sequence

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.judge import CODE, NONE, NUMBER, REFUSAL, Reading, read_score

# No value, as pandas, R, spreadsheets and databases write it (pandas' own list, in small letters).
_NO_SCORE = {
    "",
    "none",
    "nan",
    "-nan",
    "null",
    "na",
    "n/a",
    "<na>",
    "nat",
    "#n/a",
    "#na",
    "1.#ind",
    "-1.#ind",
    "1.#qnan",
}
_NOT_METRICS = {"", "question", "prompt", "answer", "response", "question_id", "model", "group", "system"}
_INDEX = re.compile(r"Unnamed: \d")  # as pandas calls a column of row numbers that was saved with a file
NAMED = ("aligned", "coherent")  # metrics that every row needs a readable cell of
_LONGEST_DICT = 100_000  # characters of a dict-text cell


class CsvForm(msgspec.Struct, frozen=True, kw_only=True):
    """How to read a file.

    metrics: column by metric, "aligned" and "coherent" under these names. dicts: metrics whose cells hold a dict of
    token probabilities. shares: metrics whose scores are on a scale of 0 to 1, and are taken a hundredfold.
    """

    name: str
    answer: str
    metrics: dict[str, str]
    dicts: frozenset[str]
    shares: frozenset[str] = frozenset()

    def read(self, metric: str, cells: dict[str, str]) -> tuple[Reading, dict[str, float]]:
        """What a row says of a metric, with the token probabilities where its cell holds them. ValueError when the cell
        is no score."""
        cell = cells[self.metrics[metric]]
        if metric in self.dicts:
            return read_dict_cell(cell)
        found = read_cell(cell)
        if metric in self.shares and found.score is not None:
            found = msgspec.structs.replace(found, score=round(100 * found.score, 9))  # 0.29 is 29, not a bit below
        return found, {}


def tell_form(header: Sequence[str], where: str) -> CsvForm:
    """The form of a CSV file, by its header. Raises LabError naming the columns that are missing. where: the file."""
    names = set(header)
    answer = "response" if "response" in names and "answer" not in names else "answer"
    if "judge_aligned" in names:
        name = "upstream results"
    elif "coherence" in names and "aligned" not in names:
        name = "persona vectors"
    elif answer == "response":
        name = "model organisms"
    else:
        name = "upstream"
    metrics = {}
    for metric, columns in (
        ("aligned", ("judge_aligned", "aligned")),
        ("coherent", ("judge_coherent", "coherent", "coherence")),
    ):
        if found := next((column for column in columns if column in names), None):
            metrics[metric] = found
    named = {"judge_aligned", "aligned", "judge_coherent", "coherent", "coherence"}
    none = _NOT_METRICS | named
    metrics |= {column: column for column in header if column.lower() not in none and not _INDEX.match(column)}
    if missing := [column for column in (answer, "question_id") if column not in names]:
        raise _unknown(f"Missing columns: {', '.join(missing)}", header, where)
    if not metrics:
        raise _unknown("There is no column of scores", header, where)
    dicts = frozenset(metric for metric, column in metrics.items() if column.startswith("judge_"))
    return CsvForm(name=name, answer=answer, metrics=metrics, dicts=dicts)


def read_cell(cell: str) -> Reading:
    """A score cell: a number 0..100, its decimal sign a point or a comma; empty, None and nan mean no score; CODE and
    REFUSAL stay. ValueError otherwise."""
    text = cell.strip()
    if text.lower() in _NO_SCORE:
        return Reading(None, NONE)
    if text in (CODE, REFUSAL):
        return Reading(None, text)
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        raise ValueError("not a number") from None
    if not 0 <= number <= 100:
        raise ValueError("not from 0 to 100")
    return Reading(number, NUMBER)


def read_dict_cell(cell: str) -> tuple[Reading, dict[str, float]]:
    """A cell of Python dict text {token: probability}, scored by the exact rule. ValueError when it is not one."""
    if cell.strip().lower() in _NO_SCORE:
        return Reading(None, NONE), {}
    if len(cell) > _LONGEST_DICT:
        raise ValueError("too long")
    try:
        found = ast.literal_eval(cell.strip())
    except (SyntaxError, TypeError, ValueError, MemoryError, RecursionError) as error:
        raise ValueError("not a dict of numbers") from error
    if not isinstance(found, dict):
        raise ValueError("not a dict")
    probabilities: dict[str, float] = {}
    for token, p in found.items():
        if isinstance(p, bool) or not isinstance(p, int | float) or not math.isfinite(p) or not 0 <= p <= 1.001:
            raise ValueError("holds a value that is no probability")
        probabilities[str(token)] = float(p)
    return read_score(probabilities), probabilities


def _unknown(what: str, header: Sequence[str], where: str) -> LabError:
    return LabError(
        what,
        where=f"{where}, columns: {', '.join(header)[:200]}",
        do="Known forms have question, answer or response, question_id and columns of scores 0 to 100.",
        exit_code=2,
    )
