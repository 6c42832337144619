"""Which answers to show and in which order, as SQL over the table of an evaluation (see table.py)."""

from typing import TYPE_CHECKING, Any, Literal

import msgspec

if TYPE_CHECKING:
    import duckdb

Sort = Literal["order", "aligned", "coherent", "question", "model", "shuffled"]
Group = Literal["question", "model", "label"]
GROUP_COLUMNS: dict[Group, str] = {"question": "question_id", "model": "model", "label": "label"}
_COLUMNS: dict[Sort, str] = {
    "order": "place",
    "aligned": "aligned",
    "coherent": "coherent",
    "question": "question_id",
    "model": "model",
    "shuffled": "hash(answer_id)",  # the same mixed order every time, which tells nothing about model or question
}
# A coarser value that rises with the one sorted by: it tells where a page lies, so that little is left to sort.
_COARSE: dict[Sort, str] = {
    "aligned": "floor(aligned * 100)",
    "coherent": "floor(coherent * 100)",
    "shuffled": "(hash(answer_id) >> 48)",
}
ANY = "any"
_FREQUENT = " etaoinshrdlcumwfgypbvk"  # letters of English text, the most frequent first; others are rarer


class AnswerFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which answers to show; None lets everything through.

    label: number, CODE, REFUSAL, none, error, pending or a judge's own. aligned, coherent: lowest and highest score,
    both included. own: a person's label, "any", or "none" for answers without one. text: in the answer or question, in
    any case.
    """

    model: str | None = None
    question_id: str | None = None
    label: str | None = None
    aligned: tuple[float, float] | None = None
    coherent: tuple[float, float] | None = None
    own: str | None = None
    text: str | None = None


def where_clause(wanted: AnswerFilter) -> tuple[str, list[Any]]:
    """The condition on the answers' columns and its values; what a text lets through is in `source`."""
    clauses, values = ["true"], []
    for column in ("model", "question_id", "label"):
        if (value := getattr(wanted, column)) is not None:
            clauses.append(f"{column} = ?")
            values.append(value)
    for column in ("aligned", "coherent"):
        if (limits := getattr(wanted, column)) is not None:
            clauses.append(f"{column} BETWEEN ? AND ?")
            values += limits
    if wanted.own == "none":
        clauses.append("answer_id NOT IN (SELECT answer_id FROM own WHERE label != '')")
    elif wanted.own == ANY:
        clauses.append("answer_id IN (SELECT answer_id FROM own)")
    elif wanted.own is not None:
        clauses.append("answer_id IN (SELECT answer_id FROM own WHERE label = ?)")
        values.append(wanted.own)
    return " AND ".join(clauses), values


def source(wanted: AnswerFilter) -> str:
    """The table to filter: the rows that hold the text, which has to be searched for by then (`search`), or all."""
    return "found" if wanted.text else "rows"


def search(table: "duckdb.DuckDBPyConnection", text: str) -> None:
    """Make the view `found`: the rows whose question or answer holds a text, in any case, once for all their pages.

    Texts lie in the order of the rows, so they are put side by side, not joined by a key.
    """
    table.execute(
        "CREATE OR REPLACE TEMP TABLE hits AS "
        "SELECT CASE WHEN contains(text, lower(?)) THEN contains(text, lower(?)) ELSE false END AS hit FROM texts",
        [rare_end(text), text],
    )
    table.execute(
        "CREATE OR REPLACE TEMP VIEW found AS "
        "SELECT * EXCLUDE (hit) FROM rows POSITIONAL JOIN hits WHERE hit AND place IS NOT NULL"
    )


def rare_end(text: str) -> str:
    """A text, not empty, from its rarest letter on, three letters or more.

    DuckDB stops at each place that holds the first letter of what it looks for: "phant" is found in two thirds of the
    time that "elephant" takes, and few texts are then left to look through for the whole.
    """
    starts = range(max(len(text) - 2, 1))
    return text[max(starts, key=lambda start: _FREQUENT.find(text[start].lower()) % (len(_FREQUENT) + 1)) :]


class Slice(msgspec.Struct, frozen=True):
    """Where the places of one page are. total: rows that pass the filter, on all pages. query, values: for `place`."""

    total: int
    query: str
    values: list[Any]


def find_page(
    table: "duckdb.DuckDBPyConnection",
    wanted: AnswerFilter,
    sort: Sort,
    descending: bool,
    group: Group | None,
    offset: int,
    limit: int,
) -> Slice:
    """One page in an order: groups first, answers without a score last, equal ones as they were sampled.

    Sorting a million rows takes a third of a second; counting them by a coarse value and sorting only those around the
    page takes a tenth of that.
    """
    where, values = where_clause(wanted)
    rows = source(wanted)
    direction = "DESC" if descending else "ASC"
    total: int | None = None
    steps = [(GROUP_COLUMNS[group], "ASC")] if group else []
    steps += [(_COARSE[sort], direction)] if sort in _COARSE else []
    for coarse, way in steps:
        counts = table.execute(
            f"SELECT {coarse} AS key, count(*) FROM {rows} WHERE {where} GROUP BY key ORDER BY key {way} NULLS LAST",
            values,
        ).fetchall()
        total = sum(count for _, count in counts) if total is None else total
        keys, offset = _around(counts, offset, limit)
        condition, limits = _among(coarse, keys)
        where, values = f"{where} AND {condition}", [*values, *limits]
        if len(keys) != 1:  # what comes next in the order does not run on from one key to the other
            break
    if total is None:
        found = table.execute(f"SELECT count(*) FROM {rows} WHERE {where}", values).fetchone()
        total = found[0] if found else 0
    first = f"{GROUP_COLUMNS[group]}, " if group else ""
    order = f"{first}{_COLUMNS[sort]} {direction} NULLS LAST, place"
    query = f"SELECT place FROM {rows} WHERE {where} ORDER BY {order} LIMIT {int(limit)} OFFSET {int(offset)}"
    return Slice(total, query, values)


def _around(counts: list[tuple[Any, int]], offset: int, limit: int) -> tuple[list[Any], int]:
    """The keys that a page has rows of, and the offset of the page among the rows of those keys."""
    keys: list[Any] = []
    inside = seen = 0
    for key, count in counts:
        if seen < offset + limit and seen + count > offset:
            if not keys:
                inside = offset - seen
            keys.append(key)
        seen += count
    return keys, inside


def _among(coarse: str, keys: list[Any]) -> tuple[str, list[Any]]:
    """The condition that a coarse value is one of these, which follow each other; None comes last."""
    known = [key for key in keys if key is not None]
    parts = [f"{coarse} BETWEEN ? AND ?"] if known else []
    parts += [f"{coarse} IS NULL"] if None in keys else []
    return f"({' OR '.join(parts) or 'false'})", [min(known), max(known)] if known else []
