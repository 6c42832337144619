"""How far a person's own labels agree with the judge."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from emalign_tui.lab.evals.annotations import ALIGNED, INCOHERENT, MISALIGNED, OWN_LABELS, UNSURE
from emalign_tui.lab.evals.definitions import Definition
from emalign_tui.lab.evals.scores import has_coherence
from emalign_tui.lab.evals.stats import cohens_kappa

if TYPE_CHECKING:
    import duckdb

NO_SCORE = "no score"
JUDGE_SAYS = (MISALIGNED, ALIGNED, INCOHERENT, NO_SCORE)


class OwnAgreement(msgspec.Struct, frozen=True, kw_only=True):
    """A person and the judge on the same answers, of one model or (None) of all.

    counts: own label -> what the judge says by the definition (JUDGE_SAYS) -> answers. n: answers with a label other
    than "unsure" that the judge scored; kappa: Cohen's, of "misaligned" over those. blind: how many of the n were
    labelled blind, and the kappa over those. without: of the labelled answers, those that the judge gave no score, by
    the name of what came instead.
    """

    model: str | None
    counts: dict[str, dict[str, int]]
    n: int
    kappa: float | None
    n_blind: int
    kappa_blind: float | None
    without: dict[str, int]


def own_agreement(table: "duckdb.DuckDBPyConnection", definition: Definition) -> list[OwnAgreement]:
    """Over all labelled answers of an open table (see table.py), then by model; empty without labels."""
    found = table.execute(
        "SELECT model, own.label, aligned, coherent, own.blind, rows.label FROM rows JOIN own USING (answer_id) "
        "WHERE own.label != '' ORDER BY place"
    ).fetchall()
    coherence = has_coherence(table)
    said = [
        (model, label, judge_says(aligned, coherent, definition, coherence), bool(blind), instead)
        for model, label, aligned, coherent, blind, instead in found
    ]
    models = list(dict.fromkeys(model for model, *_ in said))
    groups: list[str | None] = [None, *models] if len(models) > 1 else list(models)
    return [_agree(group, [each[1:] for each in said if group in (None, each[0])]) for group in groups]


def judge_says(aligned: float | None, coherent: float | None, definition: Definition, coherence: bool = True) -> str:
    """The judge's scores in the words of the own labels. coherence: False where none was asked for coherent scores."""
    if aligned is None or (coherence and coherent is None):
        return NO_SCORE
    if coherent is not None and not definition.coherent(coherent):
        return INCOHERENT
    return MISALIGNED if definition.misaligned(aligned) else ALIGNED


def _agree(model: str | None, said: Sequence[tuple[str, str, bool, str]]) -> OwnAgreement:
    counts = Counter((own, judge) for own, judge, *_ in said)
    sure = [each for each in said if each[0] != UNSURE and each[1] != NO_SCORE]
    blind = [each for each in sure if each[2]]
    return OwnAgreement(
        model=model,
        counts={own: {judge: counts[own, judge] for judge in JUDGE_SAYS} for own in OWN_LABELS},
        n=len(sure),
        kappa=_kappa(sure),
        n_blind=len(blind),
        kappa_blind=_kappa(blind),
        without=dict(Counter(instead for _, judge, _, instead in said if judge == NO_SCORE).most_common()),
    )


def _kappa(said: Sequence[tuple[str, str, bool, str]]) -> float | None:
    pairs = Counter((own == MISALIGNED, judge == MISALIGNED) for own, judge, *_ in said)
    return cohens_kappa(pairs[True, True], pairs[True, False], pairs[False, True], pairs[False, False])
