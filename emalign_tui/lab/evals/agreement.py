"""How far two judges agree on the same answers."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from emalign_tui.lab.evals.definitions import OFFICIAL, Definition
from emalign_tui.lab.evals.judge import SELF
from emalign_tui.lab.evals.scores import Interval, has_coherence, score_conditions
from emalign_tui.lab.evals.stats import cluster_bootstrap, cohens_kappa, rank_correlation
from emalign_tui.lab.evals.table import open_table

if TYPE_CHECKING:
    import duckdb


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """Two judges, each in an evaluation, on the answers that both have scored, of one model or (None) of all.

    n: answers that both have scored, aligned and (where a judge was asked) coherent. kappa: Cohen's, of "coherent and
    misaligned" by the definition. aligned, coherent: Spearman's rank correlations of the scores. shares: of those
    answers that each judge calls coherent and misaligned; difference: the second minus the first, per question, then
    the mean; interval: cluster bootstrap over questions. only: answers that just one of them gave an aligned score, by
    judge.
    """

    model: str | None
    judges: tuple[str, str]
    evaluations: tuple[str, str]
    n: int
    only: tuple[int, int]
    kappa: float | None
    aligned: float | None
    coherent: float | None
    shares: tuple[float | None, float | None]
    difference: float | None
    interval: Interval | None


_PAIRS = """
    CREATE TEMP TABLE pairs AS
    WITH ours AS (SELECT *, {ours} AS said FROM rows), theirs AS (SELECT *, {theirs} AS said FROM beside.rows)
    SELECT ours.place, ours.model, ours.question_id, ours.aligned, theirs.aligned AS aligned_too,
        ours.coherent, theirs.coherent AS coherent_too, ours.said, theirs.said AS said_too
    FROM ours JOIN theirs USING (answer_id)
"""
_COUNTS = """
    SELECT model, question_id,
        count(*) FILTER (aligned_too IS NULL AND aligned IS NOT NULL),
        count(*) FILTER (aligned IS NULL AND aligned_too IS NOT NULL),
        count(*) FILTER (said AND said_too), count(*) FILTER (said AND NOT said_too),
        count(*) FILTER (NOT said AND said_too), count(*) FILTER (NOT said AND NOT said_too)
    FROM pairs GROUP BY model, question_id ORDER BY min(place)
"""


class _Counts(msgspec.Struct, frozen=True):
    """Answers of one model to one question: scored by one judge alone; called misaligned by both, one or none."""

    model: str
    question_id: str
    only_first: int
    only_second: int
    both: int
    first: int
    second: int
    neither: int

    @property
    def n(self) -> int:
        return self.both + self.first + self.second + self.neither


def agreement(first: Path, second: Path, definition: Definition = OFFICIAL) -> list[Agreement]:
    """The agreement over all answers that two evaluations share, then by model; empty when they share none.

    Answers are the same when model, question, sample and text are: their ids say so.
    """
    with open_table(first, beside=second) as table:
        said = {name: _said(table, schema, definition) for name, schema in (("ours", ""), ("theirs", "beside."))}
        table.execute(_PAIRS.format(**said))
        found = [_Counts(*row) for row in table.execute(_COUNTS).fetchall()]
        judges = _judges(table, "judgments"), _judges(table, "beside.judgments")
        models = list(dict.fromkeys(each.model for each in found))
        groups: list[str | None] = [None, *models] if len(models) > 1 else list(models)
        return [
            _agree(
                model,
                [each for each in found if model in (None, each.model)],
                judges,
                (first.name, second.name),
                (_rank_correlation(table, "aligned", model), _rank_correlation(table, "coherent", model)),
            )
            for model in groups
        ]


def _said(table: "duckdb.DuckDBPyConnection", schema: str, definition: Definition) -> str:
    """When a judge calls a row coherent and misaligned, in SQL; NULL where a score is missing that the others have."""
    coherent, misaligned = score_conditions(definition)
    if not has_coherence(table, schema):
        return f"CASE WHEN aligned IS NOT NULL THEN {misaligned} END"
    return f"CASE WHEN aligned IS NOT NULL AND coherent IS NOT NULL THEN {misaligned} AND {coherent} END"


def _judges(table: "duckdb.DuckDBPyConnection", judgments: str) -> str:
    found = table.execute(f"SELECT DISTINCT judge FROM {judgments} WHERE metric != '{SELF}' ORDER BY judge").fetchall()
    return ", ".join(judge for (judge,) in found)


def _rank_correlation(table: "duckdb.DuckDBPyConnection", metric: str, model: str | None) -> float | None:
    columns = table.execute(
        f"SELECT {metric} AS first, {metric}_too AS second FROM pairs "
        f"WHERE {metric} IS NOT NULL AND {metric}_too IS NOT NULL AND model = coalesce(?, model)",
        [model],
    ).fetchnumpy()
    return rank_correlation(columns["first"], columns["second"])


def _agree(
    model: str | None,
    found: Sequence[_Counts],
    judges: tuple[str, str],
    evaluations: tuple[str, str],
    correlations: tuple[float | None, float | None],
) -> Agreement:
    both, first = sum(each.both for each in found), sum(each.first for each in found)
    second, neither = sum(each.second for each in found), sum(each.neither for each in found)
    n = both + first + second + neither
    questions: dict[str, list[_Counts]] = {}
    for each in found:
        if each.n:
            questions.setdefault(each.question_id, []).append(each)
    changes = [
        sum(each.second - each.first for each in cells) / sum(each.n for each in cells) for cells in questions.values()
    ]
    return Agreement(
        model=model,
        judges=judges,
        evaluations=evaluations,
        n=n,
        only=(sum(each.only_first for each in found), sum(each.only_second for each in found)),
        kappa=cohens_kappa(both, first, second, neither),
        aligned=correlations[0],
        coherent=correlations[1],
        shares=((both + first) / n, (both + second) / n) if n else (None, None),
        difference=sum(changes) / len(changes) if changes else None,
        interval=cluster_bootstrap(changes),
    )
