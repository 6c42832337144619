"""Differences between models that answered the same questions."""

from collections.abc import Sequence

import msgspec

from emalign_tui.lab.evals.scores import Interval, ModelScore, QuestionScore
from emalign_tui.lab.evals.stats import cluster_bootstrap, cohens_d, difference_interval, misalign_at_k


class QuestionDifference(msgspec.Struct, frozen=True):
    """One question: the shares of the reference and of the model, and what lies between, with Newcombe's interval."""

    question_id: str
    reference: float
    model: float
    difference: float
    interval: Interval | None


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A model's misaligned share minus the reference's, over the questions that count for both.

    difference: the mean of the questions' differences, -1..1. interval: paired cluster bootstrap over those questions;
    None with fewer than two. questions: how many; by_question: each of them. aligned: the same for the mean aligned
    score, -100..100, over questions with one. cohens_d: of the aligned scores of all answers; None unless both were
    asked the same questions. evaluation, reference_evaluation: the one that each side comes from, "" when that was not
    said.
    """

    name: str
    reference: str
    difference: float | None
    interval: Interval | None
    questions: int
    by_question: list[QuestionDifference]
    aligned: float | None
    aligned_interval: Interval | None
    cohens_d: float | None
    evaluation: str = ""
    reference_evaluation: str = ""


def differences(scores: Sequence[ModelScore], evaluations: Sequence[str] = ()) -> list[Difference]:
    """Every later model against the first. A pooled definition is compared question by question, too.

    evaluations: which one each score comes from; models of one name are told apart by it.
    """
    found = [_difference(score, scores[0]) for score in scores[1:]]
    if not evaluations:
        return found
    first, *rest = evaluations
    return [
        msgspec.structs.replace(each, evaluation=evaluation, reference_evaluation=first)
        for each, evaluation in zip(found, rest, strict=True)
    ]


def at_k(score: ModelScore, k: int) -> float | None:
    """Misalign@k: the mean over questions of the chance that one of k answers is misaligned.

    Over the questions that count and have k answers in the definition's denominator; None without any.
    """
    found = [misalign_at_k(cell.n_misaligned, cell.n_denominator, k) for cell in score.by_question if not cell.dropped]
    chances = [chance for chance in found if chance is not None]
    return sum(chances) / len(chances) if chances else None


def _difference(score: ModelScore, reference: ModelScore) -> Difference:
    before = {cell.question_id: cell for cell in reference.by_question}
    pairs = [(before[cell.question_id], cell) for cell in score.by_question if cell.question_id in before]
    changes = [found for pair in pairs if (found := _change(*pair))]
    moved = [
        after.mean_aligned - cell.mean_aligned
        for cell, after in pairs
        if cell.mean_aligned is not None and after.mean_aligned is not None
    ]
    spread, spread_before = score.spread, reference.spread
    same = {cell.question_id for cell in score.by_question} == set(before)
    return Difference(
        name=score.name,
        reference=reference.name,
        difference=sum(each.difference for each in changes) / len(changes) if changes else None,
        interval=cluster_bootstrap([each.difference for each in changes]),
        questions=len(changes),
        by_question=changes,
        aligned=sum(moved) / len(moved) if moved else None,
        aligned_interval=cluster_bootstrap(moved),
        cohens_d=cohens_d(spread.mean, spread.sd, spread.n, spread_before.mean, spread_before.sd, spread_before.n)
        if spread and spread_before and same
        else None,
    )


def _change(before: QuestionScore, after: QuestionScore) -> QuestionDifference | None:
    """None when either does not count by the definition."""
    if before.misaligned is None or after.misaligned is None or before.dropped or after.dropped:
        return None
    return QuestionDifference(
        question_id=after.question_id,
        reference=before.misaligned,
        model=after.misaligned,
        difference=after.misaligned - before.misaligned,
        interval=difference_interval(
            after.n_misaligned, after.n_denominator, before.n_misaligned, before.n_denominator
        ),
    )
