"""What the Scores screen reads: evaluations, the matrix of models by questions, and pages of answers."""

import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.definitions import OFFICIAL, Definition
from emalign_tui.lab.evals.records import ANSWERS, ERRORS, JUDGMENTS, PROBABILITIES, RawJudgment
from emalign_tui.lab.evals.scores import ModelScore, summarize_table
from emalign_tui.lab.evals.table import open_table, refresh
from emalign_tui.lab.files import read_jsonl
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, list_runs
from emalign_tui.lab.sanitize import clean

Sort = Literal["order", "aligned", "coherent", "question", "model"]
_ORDER = {
    "order": "place",
    "aligned": "aligned",
    "coherent": "coherent",
    "question": "question_id",
    "model": "model",
}


class EvaluationInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list of evaluations. done, total: answers and judgments, as its worker last reported them."""

    id: str
    name: str
    state: str
    created: float
    path: Path
    models: list[str]
    judge: str
    questions: str
    done: int
    total: int


class AnswerFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which answers to show; None lets everything through.

    label: number, CODE, REFUSAL, none, error, pending or a judge's own. aligned, coherent: lowest and highest score,
    both included. text: in the answer or question, in any case.
    """

    model: str | None = None
    question_id: str | None = None
    label: str | None = None
    aligned: tuple[float, float] | None = None
    coherent: tuple[float, float] | None = None
    text: str | None = None


class AnswerRow(msgspec.Struct, frozen=True, kw_only=True):
    """An answer with its scores. Texts are clean of escapes; judgments: label or score by metric, all metrics."""

    answer_id: str
    model: str
    question_id: str
    paraphrase: int
    sample: int
    seed: int | None
    question: str
    answer: str
    finish_reason: str
    aligned: float | None
    coherent: float | None
    label: str
    judgments: dict[str, float | str]


class Page(msgspec.Struct, frozen=True):
    """Some rows of the answers that pass a filter. total: how many pass. offset: the first row's place among them."""

    rows: list[AnswerRow]
    total: int
    offset: int


class JudgeReply(msgspec.Struct, frozen=True):
    """What the judge said to one answer: token probabilities, likeliest first, or a text."""

    metric: str
    judge: str
    returned_model: str
    probabilities: list[tuple[str, float]]
    text: str
    error: str


def list_evaluations(home: Home) -> list[EvaluationInfo]:
    """All evaluations of a home, newest first. One whose run.yaml is broken is listed with the state "failed"."""
    found = []
    for info in reversed(list_runs(home, "eval")):
        run = RunDir(Path(info.path))
        try:
            config = run.spec().config
        except LabError:
            config = {}
        found.append(
            EvaluationInfo(
                id=info.id,
                name=info.name,
                state=info.state,
                created=info.created,
                path=run.path,
                models=[str(model["name"]) for model in config.get("models", [])],
                judge=str((config.get("judge") or {}).get("name", "")),
                questions=str(config.get("questions", "")),
                done=info.step,
                total=info.steps,
            )
        )
    return found


class EvaluationView:
    """An open evaluation, also one under way. Holds the scores in memory and reads texts from disk, page by page.

    Safe to use from several threads. Use as a context manager, or close it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._seen = self._sizes()
        self._table = open_table(folder)
        self._searched: str | None = None

    def __enter__(self) -> "EvaluationView":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        with self._lock:
            self._table.close()

    def refresh(self) -> bool:
        """Read the files again if they grew. Returns whether they did."""
        with self._lock:
            sizes = self._sizes()
            if sizes == self._seen:
                return False
            refresh(self._table, self.folder)
            self._seen = sizes
            self._searched = None
            return True

    def matrix(self, definition: Definition = OFFICIAL) -> list[ModelScore]:
        """Models by questions: each ModelScore holds its cells in `by_question`."""
        with self._lock:
            return summarize_table(self._table, self.folder, definition)

    def labels(self) -> list[str]:
        """The labels that occur, most frequent first."""
        with self._lock:
            found = self._table.execute(
                "SELECT label FROM rows GROUP BY label ORDER BY count(*) DESC, label"
            ).fetchall()
        return [label for (label,) in found]

    def answers(
        self,
        wanted: AnswerFilter | None = None,
        *,
        sort: Sort = "order",
        descending: bool = False,
        offset: int = 0,
        limit: int = 50,
    ) -> Page:
        """A page of answers. Answers without a score come last in either direction."""
        wanted = wanted or AnswerFilter()
        where, values = _where(wanted)
        direction = "DESC" if descending else "ASC"
        with self._lock:
            if wanted.text:
                self._search(wanted.text)
            total = self._table.execute(f"SELECT count(*) FROM rows WHERE {where}", values).fetchone()
            ids = self._table.execute(
                f"SELECT answer_id FROM rows WHERE {where} ORDER BY {_ORDER[sort]} {direction} NULLS LAST, place "
                f"LIMIT {int(limit)} OFFSET {int(offset)}",
                values,
            ).fetchall()
            rows = self._rows([each for (each,) in ids])
        return Page(rows, total[0] if total else 0, offset)

    def replies(self, answer_id: str) -> list[JudgeReply]:
        """The judge's own words on one answer, by metric. Empty for imported scores."""
        path = self.folder / PROBABILITIES
        found = [raw for raw in read_jsonl(path, RawJudgment) if raw.answer_id == answer_id] if path.is_file() else []
        return [
            JudgeReply(
                metric=raw.metric,
                judge=raw.judge,
                returned_model=raw.returned_model,
                probabilities=sorted(
                    ((clean(token), p) for token, p in raw.probabilities.items()), key=lambda pair: -pair[1]
                ),
                text=raw.text,
                error=raw.error,
            )
            for raw in found
        ]

    def _search(self, text: str) -> None:
        """Put the places of the answers that hold a text into the table `hits`, once for all their pages."""
        if text != self._searched:
            query = "CREATE OR REPLACE TEMP TABLE hits AS SELECT place FROM texts WHERE contains(text, lower(?))"
            self._table.execute(query, [text])
            self._searched = text

    def _rows(self, ids: list[str]) -> list[AnswerRow]:
        if not ids:
            return []
        texts = self._table.execute(
            "SELECT answer_id, any_value(seed), any_value(question), any_value(answer), any_value(finish_reason) "
            "FROM answers WHERE list_contains(?, answer_id) GROUP BY answer_id",
            [ids],
        ).fetchall()
        scores = self._table.execute(
            "SELECT answer_id, model, question_id, paraphrase, sample, aligned, coherent, label FROM rows "
            "WHERE list_contains(?, answer_id)",
            [ids],
        ).fetchall()
        judged: dict[str, dict[str, float | str]] = {}
        for answer_id, metric, score, label in self._table.execute(
            "SELECT answer_id, metric, score, label FROM judged WHERE list_contains(?, answer_id) ORDER BY metric",
            [ids],
        ).fetchall():
            judged.setdefault(answer_id, {})[metric] = label if score is None else score
        by_id: dict[str, Any] = {row[0]: row[1:] for row in texts}
        rows: dict[str, AnswerRow] = {}
        for answer_id, model, question_id, paraphrase, sample, aligned, coherent, label in scores:
            seed, question, answer, finish_reason = by_id[answer_id]
            rows[answer_id] = AnswerRow(
                answer_id=answer_id,
                model=model,
                question_id=question_id,
                paraphrase=paraphrase or 0,
                sample=sample or 0,
                seed=seed,
                question=clean(question or ""),
                answer=clean(answer or ""),
                finish_reason=finish_reason or "",
                aligned=aligned,
                coherent=coherent,
                label=label,
                judgments=judged.get(answer_id, {}),
            )
        return [rows[answer_id] for answer_id in ids]

    def _sizes(self) -> list[int]:
        paths = [self.folder / name for name in (ANSWERS, JUDGMENTS, ERRORS)]
        return [path.stat().st_size if path.is_file() else 0 for path in paths]


def _where(wanted: AnswerFilter) -> tuple[str, list[Any]]:
    clauses, values = ["true"], []
    for column in ("model", "question_id", "label"):
        if (value := getattr(wanted, column)) is not None:
            clauses.append(f"{column} = ?")
            values.append(value)
    for column in ("aligned", "coherent"):
        if (limits := getattr(wanted, column)) is not None:
            clauses.append(f"{column} BETWEEN ? AND ?")
            values += limits
    if wanted.text:
        clauses.append("place IN (SELECT place FROM hits)")
    return " AND ".join(clauses), values
