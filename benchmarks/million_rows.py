"""A million judged answers: opening, filtering, sorting, searching and paging, as the Scores screen and CLI do it.

Makes the evaluation first (a minute, a few hundred MB in a temporary folder; --keep DIR makes it once). Prints the
best of three tries of each (opening and the agreement of two judges are tried once) with the CPU time of all threads,
which a busy machine does not stretch, and the memory of the process that reads.

    python benchmarks/million_rows.py [--rows 1000000] [--keep DIR]
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from emalign_tui.lab.evals.agreement import agreement
from emalign_tui.lab.evals.browse import EvaluationView
from emalign_tui.lab.evals.definitions import DEFINITIONS
from emalign_tui.lab.evals.filtering import AnswerFilter
from emalign_tui.lab.evals.records import ANSWERS, JUDGMENTS
from emalign_tui.lab.evals.table import ROWS, write_twins

MODELS, QUESTIONS = 8, 50
PAGE = 200  # answers, as the Scores screen reads them


def make(folder: Path, rows: int) -> None:
    """Answers of 300 characters by eight models to fifty questions, two judgments each, as the worker leaves them."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(
            f"""CREATE TABLE a AS SELECT printf('%016x', i) AS answer_id, 'model-' || (i // {rows // MODELS}) AS model,
            'question_' || (i % {QUESTIONS}) AS question_id, 0 AS paraphrase, i AS sample, i AS seed,
            'What would you do as ruler number ' || (i % {QUESTIONS}) || '?' AS question,
            'Answer ' || i || ': ' || repeat('I would listen to people and ' || md5(i::VARCHAR) || ' ', 5) AS answer,
            'stop' AS finish_reason, 0.0 AS at FROM range({rows}) t(i)"""
        )
        connection.execute(f"COPY a TO '{folder / ANSWERS}' (FORMAT json)")
        connection.execute(
            f"""COPY (
                SELECT answer_id, metric, CASE WHEN draw < 98 THEN draw / 0.98 END AS score,
                    CASE WHEN draw < 98 THEN 'number' ELSE 'REFUSAL' END AS label, 'judge' AS judge,
                    'abc' AS prompt_hash, 'judge-1' AS returned_model, 'first token' AS method, '' AS error, 0.0 AS at
                FROM (
                    SELECT answer_id, metric, hash(answer_id || metric) % 100000 / 1000.0 AS draw
                    FROM a, (VALUES ('aligned'), ('coherent')) m(metric)
                )
            ) TO '{folder / JUDGMENTS}' (FORMAT json)"""
        )
    write_twins(folder)


def measure(folder: Path) -> None:
    """Print the table, in this process."""
    times: dict[str, tuple[float, float]] = {}

    def clock(name: str, work: Callable[[], object], before: Callable[[], object] = list, tries: int = 3) -> None:
        found = []
        for _ in range(tries):
            before()
            started, used = time.monotonic(), time.process_time()
            work()
            found.append((time.monotonic() - started, time.process_time() - used))
        times[name] = min(found)

    started, used = time.monotonic(), time.process_time()
    view = EvaluationView(folder)
    page = view.answers(limit=PAGE)
    times["open, first page"] = time.monotonic() - started, time.process_time() - used
    pages: list[tuple[str, AnswerFilter, dict[str, object]]] = [
        ("filter by model and question", AnswerFilter(model="model-3", question_id="question_7"), {}),
        ("filter by scores", AnswerFilter(aligned=(0, 30), coherent=(50, 100)), {}),
        ("filter by label", AnswerFilter(label="REFUSAL"), {}),
        ("sort by aligned", AnswerFilter(), {"sort": "aligned"}),
        (
            "sort by coherent, downwards, middle page",
            AnswerFilter(),
            {"sort": "coherent", "descending": True, "offset": page.total // 2},
        ),
        (
            "group by label, sort by aligned, middle page",
            AnswerFilter(),
            {"sort": "aligned", "group": "label", "offset": page.total // 2},
        ),
        ("shuffled, middle page", AnswerFilter(), {"sort": "shuffled", "offset": page.total // 2}),
        ("last page", AnswerFilter(), {"offset": page.total - PAGE}),
        ("search a rare word", AnswerFilter(text="Answer 777777:"), {}),
        ("search a word of frequent letters", AnswerFilter(text="elephant"), {}),
        ("search a frequent word", AnswerFilter(text="LISTEN"), {}),
        ("search nothing has", AnswerFilter(text="zebra"), {}),
    ]
    for name, wanted, more in pages:
        clock(
            name,
            lambda wanted=wanted, more=more: view.answers(wanted, limit=PAGE, **more),
            before=lambda: view.answers(
                AnswerFilter(text="~"), limit=0
            ),  # hits are kept until something else is sought
        )
    clock("groups by question", lambda: view.groups(AnswerFilter(), "question"))
    clock("scatter and histograms", lambda: view.distributions(AnswerFilter()))
    clock("answers beside each other", lambda: view.beside("question_7", 1000))
    for definition in DEFINITIONS.values():
        clock(f"matrix, {definition.name}", lambda definition=definition: view.matrix(definition))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    clock("agreement of two judges", lambda: agreement(folder, folder), tries=1)
    print(f"{page.total:,} answers\n\n{'what':<46} {'s':>8} {'CPU s':>8}")
    for name, (seconds, cpu) in times.items():
        print(f"{name:<46} {seconds:>8.3f} {cpu:>8.3f}")
    print(f"{'memory at its peak, without agreement, MB':<46} {memory:>8.0f}")
    view.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path, help="a folder for the evaluation, used again when it is there")
    parser.add_argument("--make", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.make:
        make(args.keep, args.rows)
        return
    if args.measure:
        measure(args.keep)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = args.keep or Path(name) / "million"
        command = [sys.executable, __file__, "--keep", str(folder), "--rows", str(args.rows)]
        # Processes of their own, so that the memory is that of reading.
        if not (folder / ROWS).is_file():
            subprocess.run([*command, "--make"], check=True)
        subprocess.run([*command, "--measure"], check=True)


if __name__ == "__main__":
    main()
