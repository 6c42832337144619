"""An evaluation's files as a DuckDB table of small columns: one way of joining answers and judgments."""

import errno
import os
import re
import tempfile
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.annotations import ANNOTATIONS
from emalign_tui.lab.evals.records import ANSWERS, ERRORS, JUDGMENTS
from emalign_tui.lab.files import disk_error
from emalign_tui.lab.sanitize import one_line

if TYPE_CHECKING:
    import duckdb
    import numpy as np

# Of a finished evaluation, a row an answer: text, what one searches in, in small letters; start, the byte at which its
# line of the answers begins.
TEXTS = "texts.parquet"
ROWS = "rows.parquet"  # of a finished evaluation, the table `rows`, so that opening joins nothing
_MEMORY = "300MB"  # for reading twins, whose blocks are small; reading JSON lines takes what it takes
_USUAL = 1 << 29  # bytes of twins for which that is enough

COLUMNS = {
    ANSWERS: {
        "answer_id": "VARCHAR",
        "model": "VARCHAR",
        "question_id": "VARCHAR",
        "paraphrase": "INTEGER",
        "sample": "INTEGER",
        "seed": "BIGINT",
        "question": "VARCHAR",
        "answer": "VARCHAR",
        "finish_reason": "VARCHAR",
    },
    JUDGMENTS: {
        "answer_id": "VARCHAR",
        "metric": "VARCHAR",
        "score": "DOUBLE",
        "label": "VARCHAR",
        "judge": "VARCHAR",
        "prompt_hash": "VARCHAR",
        "returned_model": "VARCHAR",
        "method": "VARCHAR",
        "error": "VARCHAR",
    },
    ERRORS: {
        "model": "VARCHAR",
        "question_id": "VARCHAR",
        "sample": "INTEGER",
        "answer_id": "VARCHAR",
        "metric": "VARCHAR",
        "what": "VARCHAR",
    },
    ANNOTATIONS: {"answer_id": "VARCHAR", "label": "VARCHAR", "note": "VARCHAR", "blind": "BOOLEAN"},
}

_KEYS = {ANSWERS: ("answer_id", "model", "question_id"), ERRORS: ("model",)}  # a line without them is no record
_TEXT = "lower(answer || chr(10) || question)"

# label: what one filters by. An answer counts once: under its aligned label unless that is a number, else its coherent
# one.
_ROWS = """
    WITH scores AS (
        SELECT answer_id,
            any_value(score) FILTER (metric = 'aligned') AS aligned,
            any_value(label) FILTER (metric = 'aligned') AS aligned_label,
            any_value(score) FILTER (metric = 'coherent') AS coherent,
            any_value(label) FILTER (metric = 'coherent') AS coherent_label,
            any_value(label) FILTER (metric NOT IN ('aligned', 'coherent')) AS other_label
        FROM judged GROUP BY answer_id
    )
    SELECT a.place, a.answer_id, a.model, a.question_id, a.paraphrase, a.sample, s.* EXCLUDE (answer_id, other_label),
        CASE
            WHEN s.aligned_label != 'number' THEN s.aligned_label
            WHEN s.coherent_label != 'number' THEN s.coherent_label
            ELSE coalesce(s.aligned_label, s.coherent_label, s.other_label, 'pending')
        END AS label
    FROM (SELECT row_number() OVER () AS place, answer_id, model, question_id, paraphrase, sample FROM answers) a
    LEFT JOIN scores s USING (answer_id) ORDER BY place
"""
_JUDGED = """
CREATE OR REPLACE VIEW judged AS
    SELECT answer_id, metric, score, label FROM judgments
    UNION ALL
    SELECT DISTINCT answer_id, metric, NULL, 'error' FROM failures
    WHERE metric IS NOT NULL AND (answer_id, metric) NOT IN (SELECT (answer_id, metric) FROM judgments)
"""
_TABLES = """
CREATE OR REPLACE TABLE rows AS {rows};
CREATE OR REPLACE TABLE others AS SELECT * FROM judged WHERE metric NOT IN ('aligned', 'coherent');
CREATE OR REPLACE TABLE lost AS
    SELECT DISTINCT model, question_id, sample FROM failures
    WHERE metric IS NULL AND (model, question_id, sample) NOT IN (SELECT (model, question_id, sample) FROM rows);
"""

# The last label and the last note of an answer are the ones that count; an empty one takes back what was said.
_OWN = """
CREATE OR REPLACE TABLE own AS SELECT * FROM (
    SELECT answer_id, coalesce(arg_max(label, line), '') AS label, coalesce(arg_max(note, line), '') AS note,
        coalesce(arg_max(coalesce(blind, false), line) FILTER (label IS NOT NULL), false) AS blind
    FROM (SELECT row_number() OVER () AS line, * FROM ({lines})) GROUP BY answer_id
) WHERE label != '' OR note != ''
"""


def open_table(folder: Path, beside: Path | None = None) -> "duckdb.DuckDBPyConnection":
    """A connection with, for the evaluation in `folder`, also while it is being written:

    views `answers`, `judgments`, `failures`: the files, without torn lines; texts are read from disk on each query.
    table `rows`: one line an answer, in their order, without its text, with aligned, coherent and their labels (see
    `_ROWS`).
    view `texts`: in the order of `rows`, place and text, question and answer in small letters; start as in TEXTS.
    table `own`: a person's label and note, one line an annotated answer.
    view `judged`: one line an answer and metric, calls that failed as "error". table `others`: those of other metrics
    than aligned and coherent. table `lost`: samples that failed.

    beside: another evaluation, of which the schema `beside` holds the same.
    """
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = true")
    connection.execute(f"SET temp_directory = {quoted(tempfile.gettempdir())}")
    paths = [each / name for each in (folder, beside) if each for name in (ANSWERS, JUDGMENTS)]
    if all(map(_fresh, paths)) and sum(twin(path).stat().st_size for path in paths) < _USUAL:
        connection.execute(f"SET memory_limit = '{_MEMORY}'")
        connection.execute(f"SET threads = {min(4, os.cpu_count() or 1)}")
    if beside:
        connection.execute("CREATE SCHEMA beside; USE beside")
        refresh(connection, beside)
        connection.execute("USE main")
    refresh(connection, folder)
    return connection


def refresh(connection: "duckdb.DuckDBPyConnection", folder: Path) -> None:
    """Read the evaluation's files again."""
    _views(connection, folder)
    source = f"SELECT row_number() OVER () AS place, {_TEXT} AS text, NULL::BIGINT AS start FROM answers"
    if has_texts(folder):
        source = f"SELECT file_row_number + 1 AS place, text, start FROM {read_texts(folder)}"
    connection.execute(f"CREATE OR REPLACE VIEW texts AS {source}")
    refresh_own(connection, folder)
    rows = f"SELECT * FROM read_parquet({pattern(folder / ROWS)})" if _has_rows(folder) else _ROWS
    connection.execute(_TABLES.format(rows=rows))


def _views(connection: "duckdb.DuckDBPyConnection", folder: Path) -> None:
    for view, name in (("answers", ANSWERS), ("judgments", JUDGMENTS), ("failures", ERRORS)):
        connection.execute(f"CREATE OR REPLACE VIEW {view} AS {_source(folder / name)}")
    connection.execute(_JUDGED)


def refresh_own(connection: "duckdb.DuckDBPyConnection", folder: Path) -> None:
    """Read a person's annotations again."""
    connection.execute(_OWN.format(lines=_lines(folder / ANNOTATIONS)))


def has_texts(folder: Path) -> bool:
    """Whether the view `texts` reads a file, and knows where each answer's line starts."""
    return _fresh(folder / ANSWERS) and _whole(folder / TEXTS)


def _has_rows(folder: Path) -> bool:
    """Whether the rows were joined after the last answer, judgment and failed call."""
    joined, sources = folder / ROWS, [folder / name for name in (ANSWERS, JUDGMENTS, ERRORS)]
    if not (_whole(joined) and _fresh(folder / ANSWERS)):
        return False
    return all(joined.stat().st_mtime_ns >= path.stat().st_mtime_ns for path in sources if path.is_file())


def read_texts(folder: Path) -> str:
    """What the view `texts` reads then."""
    return f"read_parquet({pattern(folder / TEXTS)}, file_row_number = true)"


def write_twins(folder: Path) -> None:
    """Parquet copies of answers and judgments, both joined, and the answers' texts for searching, for fast reading of a
    finished evaluation. Raises LabError on a full disk."""
    import duckdb

    with duckdb.connect() as connection:
        connection.register("starts", {"start": _starts(folder / ANSWERS)})
        texts = (
            f"SELECT text, start FROM (SELECT {_TEXT} AS text FROM ({_lines(folder / ANSWERS)})) POSITIONAL JOIN starts"
        )
        for target, query, more in (
            (folder / TEXTS, texts, ", COMPRESSION lz4"),  # read whole at every search: speed over size
            (twin(folder / JUDGMENTS), _lines(folder / JUDGMENTS), ""),
            (twin(folder / ANSWERS), _lines(folder / ANSWERS), ""),
            (folder / ROWS, _ROWS, ""),
        ):
            if target.name == ROWS:
                _views(connection, folder)
            part = target.with_suffix(".part")
            try:
                connection.execute(f"COPY ({query}) TO {quoted(str(part))} (FORMAT parquet{more})")
                part.replace(target)
            except (duckdb.IOException, OSError) as error:
                part.unlink(missing_ok=True)
                raise write_error(error, target) from error


def write_error(error: Exception, target: Path) -> LabError:
    """The sentence for a file that DuckDB, or this process, could not write. DuckDB says the system's error number
    somewhere in its text."""
    if not isinstance(error, OSError):
        said = re.search(r"errno\W+(\d+)", str(error))
        number = int(said[1]) if said else errno.ENOSPC if "No space left" in str(error) else 0
        error = OSError(number, os.strerror(number)) if number else OSError(one_line(str(error), 160))
    return disk_error(error, target)


class _Key(msgspec.Struct, frozen=True):
    answer_id: str
    model: str
    question_id: str


def _starts(path: Path) -> "np.ndarray[Any, np.dtype[np.int64]]":
    """Where each answer's line begins, in bytes; lines that DuckDB leaves out are left out here too."""
    import numpy as np

    decoder = msgspec.json.Decoder(_Key)
    starts, start = array("q"), 0
    with path.open("rb") as lines:
        for line in lines:
            try:
                decoder.decode(line)
                starts.append(start)
            except msgspec.DecodeError:
                pass
            start += len(line)
    return np.frombuffer(starts, dtype=np.int64)


def twin(path: Path) -> Path:
    return path.with_suffix(".parquet")


def _source(path: Path) -> str:
    """A query for a file's records: its Parquet twin when that is not older, else its lines, else nothing."""
    return f"SELECT * FROM read_parquet({pattern(twin(path))})" if _fresh(path) else _lines(path)


def _fresh(path: Path) -> bool:
    """Whether a file's Parquet twin is whole and not older than the file."""
    copy = twin(path)
    return _whole(copy) and path.is_file() and copy.stat().st_mtime_ns >= path.stat().st_mtime_ns


def _whole(path: Path) -> bool:
    """Whether this is a Parquet file with its end, as one is not that was cut while it was copied."""
    if not path.is_file() or path.stat().st_size < 12:
        return False
    with path.open("rb") as file:
        begins = file.read(4)
        file.seek(-4, os.SEEK_END)
        return begins == file.read() == b"PAR1"


def _lines(path: Path) -> str:
    columns = COLUMNS[path.name]
    if not path.is_file():
        return "SELECT " + ", ".join(f"NULL::{kind} AS {name}" for name, kind in columns.items()) + " WHERE false"
    kinds = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    there = " AND ".join(f"{key} IS NOT NULL" for key in _KEYS.get(path.name, ("answer_id",)))
    return (
        f"SELECT * FROM read_json({pattern(path)}, format = 'newline_delimited', columns = {{{kinds}}}, "
        f"ignore_errors = true, maximum_object_size = 67108864) WHERE {there}"
    )


def pattern(path: Path) -> str:
    """A path as DuckDB reads it: it takes * ? [ for wildcards."""
    return quoted("".join(f"[{each}]" if each in "*?[" else each for each in str(path)))


def quoted(text: str) -> str:
    """Text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"
