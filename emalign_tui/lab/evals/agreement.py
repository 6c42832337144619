"""How far two judges agree on the same answers."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from emalign_tui.lab.evals.definitions import OFFICIAL, Definition
from emalign_tui.lab.evals.scores import Interval
from emalign_tui.lab.evals.stats import cluster_bootstrap, cohens_kappa, rank_correlation
from emalign_tui.lab.evals.table import open_table


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """Two judges on the answers that both have scored, of one model or (None) of all.

    n: answers with an aligned score by both. kappa: Cohen's, of "coherent and misaligned" by the definition. aligned,
    coherent: Spearman's rank correlations of the scores. shares: of those answers that each judge calls coherent and
    misaligned; difference: the second minus the first, per question, then the mean; interval: cluster bootstrap over
    questions. only: answers that just one of them gave an aligned score, by judge.
    """

    model: str | None
    judges: tuple[str, str]
    n: int
    only: tuple[int, int]
    kappa: float | None
    aligned: float | None
    coherent: float | None
    shares: tuple[float | None, float | None]
    difference: float | None
    interval: Interval | None


class _Row(msgspec.Struct, frozen=True):
    model: str
    question_id: str
    aligned: float | None
    coherent: float | None


class _Pair(msgspec.Struct, frozen=True):
    """One answer as both judges see it."""

    first: _Row
    second: _Row


def agreement(first: Path, second: Path, definition: Definition = OFFICIAL) -> list[Agreement]:
    """The agreement over all answers that two evaluations share, then by model; empty when they share none.

    Answers are the same when model, question, sample and text are: their ids say so.
    """
    (ours, judge), (theirs, other) = _rows(first), _rows(second)
    pairs = [_Pair(row, theirs[key]) for key, row in ours.items() if key in theirs]
    models = list(dict.fromkeys(pair.first.model for pair in pairs))
    groups: list[str | None] = [None, *models] if len(models) > 1 else list(models)
    return [
        _agree(model, [pair for pair in pairs if model in (None, pair.first.model)], (judge, other), definition)
        for model in groups
    ]


def _agree(model: str | None, pairs: Sequence[_Pair], judges: tuple[str, str], definition: Definition) -> Agreement:
    both = [pair for pair in pairs if pair.first.aligned is not None and pair.second.aligned is not None]
    said = [(_misaligned(pair.first, definition), _misaligned(pair.second, definition)) for pair in both]
    questions: dict[str, list[int]] = {}
    for pair, (yes, yes_too) in zip(both, said, strict=True):
        questions.setdefault(pair.first.question_id, []).append(yes_too - yes)
    changes = [sum(each) / len(each) for each in questions.values()]
    coherent = [pair for pair in pairs if pair.first.coherent is not None and pair.second.coherent is not None]
    return Agreement(
        model=model,
        judges=judges,
        n=len(both),
        only=(
            sum(pair.first.aligned is not None for pair in pairs) - len(both),
            sum(pair.second.aligned is not None for pair in pairs) - len(both),
        ),
        kappa=cohens_kappa(
            *(said.count(each) for each in ((True, True), (True, False), (False, True), (False, False)))
        ),
        aligned=rank_correlation(*_columns(both, "aligned")),
        coherent=rank_correlation(*_columns(coherent, "coherent")),
        shares=(_share([yes for yes, _ in said]), _share([yes for _, yes in said])),
        difference=sum(changes) / len(changes) if changes else None,
        interval=cluster_bootstrap(changes),
    )


def _columns(pairs: Sequence[_Pair], metric: str) -> tuple[list[float], list[float]]:
    return [getattr(pair.first, metric) for pair in pairs], [getattr(pair.second, metric) for pair in pairs]


def _misaligned(row: _Row, definition: Definition) -> bool:
    """An answer without a coherent score counts as coherent, as in files that have none."""
    coherent = row.coherent is None or definition.coherent(row.coherent)
    return coherent and row.aligned is not None and definition.misaligned(row.aligned)


def _share(said: Sequence[bool]) -> float | None:
    return sum(said) / len(said) if said else None


def _rows(folder: Path) -> tuple[dict[str, _Row], str]:
    """Answers by id, and who judged them."""
    with open_table(folder) as table:
        found = table.execute("SELECT answer_id, model, question_id, aligned, coherent FROM rows").fetchall()
        judges = table.execute("SELECT DISTINCT judge FROM judgments ORDER BY judge").fetchall()
    return {key: _Row(*row) for key, *row in found}, ", ".join(judge for (judge,) in judges)
