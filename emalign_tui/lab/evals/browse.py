"""What the Scores screen reads: evaluations, the matrix of models by questions, and pages of answers."""

import threading
from pathlib import Path
from types import TracebackType

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.annotations import ANNOTATIONS
from emalign_tui.lab.evals.definitions import OFFICIAL, Definition
from emalign_tui.lab.evals.distribution import Distribution, distributions
from emalign_tui.lab.evals.filtering import (
    GROUP_COLUMNS,
    AnswerFilter,
    Group,
    Sort,
    find_page,
    search,
    source,
    where_clause,
)
from emalign_tui.lab.evals.own import OwnAgreement, own_agreement
from emalign_tui.lab.evals.records import ANSWERS, ERRORS, JUDGMENTS
from emalign_tui.lab.evals.replies import JudgeReply, read_replies
from emalign_tui.lab.evals.scores import ModelScore, summarize_table
from emalign_tui.lab.evals.table import open_table, refresh, refresh_own
from emalign_tui.lab.evals.texts import read_answers
from emalign_tui.lab.paths import Home
from emalign_tui.lab.runs.layout import RunDir, list_runs
from emalign_tui.lab.sanitize import clean


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


class AnswerRow(msgspec.Struct, frozen=True, kw_only=True):
    """An answer with its scores. Texts are clean of escapes; judgments: label or score by metric, all metrics.

    own, note: a person's label and note, "" for none.
    """

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
    own: str = ""
    note: str = ""


class Page(msgspec.Struct, frozen=True):
    """Some rows of the answers that pass a filter. total: how many pass. offset: the first row's place among them."""

    rows: list[AnswerRow]
    total: int
    offset: int


class AnswerGroup(msgspec.Struct, frozen=True):
    """One group of the answers that pass a filter. aligned, coherent: mean scores. without: answers that have no
    aligned score."""

    name: str
    n: int
    aligned: float | None
    coherent: float | None
    without: int


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

    Opening and refreshing it raise LabError when its folder is not there. Safe to use from several threads. Use as a
    context manager, or close it.
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
            before, self._seen = self._seen, self._sizes()
            if self._seen == before:
                return False
            if self._seen[:-1] == before[:-1]:
                refresh_own(self._table, self.folder)
            else:
                refresh(self._table, self.folder)
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
        group: Group | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> Page:
        """A page of answers. Answers without a score come last in either direction."""
        wanted = wanted or AnswerFilter()
        with self._lock:
            self._search(wanted.text)
            found = find_page(self._table, wanted, sort, descending, group, offset, limit)
            places = self._table.execute(found.query, found.values).fetchall()
            return Page(self._rows([place for (place,) in places]), found.total, offset)

    def groups(self, wanted: AnswerFilter, group: Group) -> list[AnswerGroup]:
        """The groups of the answers that pass a filter, in their order."""
        where, values = where_clause(wanted)
        with self._lock:
            self._search(wanted.text)
            found = self._table.execute(
                f"SELECT {GROUP_COLUMNS[group]}, count(*), avg(aligned), avg(coherent), count(*) - count(aligned) "
                f"FROM {source(wanted)} WHERE {where} GROUP BY 1 ORDER BY 1",
                values,
            ).fetchall()
        return [AnswerGroup(*row) for row in found]

    def distributions(self, wanted: AnswerFilter) -> list[Distribution]:
        """How the scores of the answers that pass a filter lie, by model."""
        where, values = where_clause(wanted)
        with self._lock:
            self._search(wanted.text)
            return distributions(self._table, source(wanted), where, values)

    def beside(self, question_id: str, number: int = 0, answer_id: str = "") -> tuple[list[AnswerRow], int, int]:
        """Each model's answer to one question: its `number`-th by sample, from 0, or that of an answer that is named.

        Also returns that number, and how many answers a model has at most.
        """
        with self._lock:
            self._table.execute(
                "CREATE OR REPLACE TEMP TABLE asked AS SELECT place, answer_id, "
                "row_number() OVER (PARTITION BY model ORDER BY sample, place) - 1 AS which, "
                "min(place) OVER (PARTITION BY model) AS first FROM rows WHERE question_id = ?",
                [question_id],
            )
            if named := self._table.execute("SELECT which FROM asked WHERE answer_id = ?", [answer_id]).fetchone():
                (number,) = named
            most = self._table.execute("SELECT coalesce(max(which) + 1, 0) FROM asked").fetchone()
            places = self._table.execute("SELECT place FROM asked WHERE which = ? ORDER BY first", [number]).fetchall()
            return self._rows([place for (place,) in places]), number, most[0] if most else 0

    def own_agreement(self, definition: Definition = OFFICIAL) -> list[OwnAgreement]:
        """How far the own labels agree with the judge."""
        with self._lock:
            return own_agreement(self._table, definition)

    def replies(self, answer_id: str) -> list[JudgeReply]:
        """The judge's own words on one answer, by metric."""
        return read_replies(self.folder, answer_id)

    def _search(self, text: str | None) -> None:
        if text and text != self._searched:
            search(self._table, text)
            self._searched = text

    def _rows(self, places: list[int]) -> list[AnswerRow]:
        if not places:
            return []
        found = self._table.execute(
            "SELECT place, answer_id, model, question_id, paraphrase, sample, aligned, aligned_label, coherent, "
            "coherent_label, rows.label, own.label, own.note "
            "FROM rows LEFT JOIN own USING (answer_id) WHERE place IN (SELECT unnest(?))",
            [places],
        ).fetchall()
        ids = {place: answer_id for place, answer_id, *_ in found}
        others: dict[str, dict[str, float | str]] = {}
        for answer_id, metric, score, label in self._table.execute(
            "SELECT answer_id, metric, score, label FROM others WHERE list_contains(?, answer_id) ORDER BY metric",
            [list(ids.values())],
        ).fetchall():
            others.setdefault(answer_id, {})[metric] = label if score is None else score
        texts = read_answers(self._table, self.folder, ids)
        rows: dict[int, AnswerRow] = {}
        for place, answer_id, model, question_id, paraphrase, sample, *scores, label, own, note in found:
            text = texts[place]
            aligned, aligned_label, coherent, coherent_label = scores
            judgments: dict[str, float | str | None] = {
                "aligned": aligned_label if aligned is None else aligned,
                "coherent": coherent_label if coherent is None else coherent,
            }
            rows[place] = AnswerRow(
                answer_id=answer_id,
                model=model,
                question_id=question_id,
                paraphrase=paraphrase or 0,
                sample=sample or 0,
                seed=text.seed,
                question=clean(text.question),
                answer=clean(text.answer),
                finish_reason=text.finish_reason,
                aligned=aligned,
                coherent=coherent,
                label=label,
                judgments={name: each for name, each in judgments.items() if each is not None}
                | others.get(answer_id, {}),
                own=own or "",
                note=clean(note or ""),
            )
        return [rows[place] for place in places]

    def _sizes(self) -> list[int]:
        if not self.folder.is_dir():
            raise LabError("This evaluation is no longer there", where=str(self.folder), do="Go back to the list.")
        paths = [self.folder / name for name in (ANSWERS, JUDGMENTS, ERRORS, ANNOTATIONS)]
        return [path.stat().st_size if path.is_file() else 0 for path in paths]
