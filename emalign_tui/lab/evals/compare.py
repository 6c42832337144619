"""Differences between models that answered the same questions."""

from collections.abc import Sequence

import msgspec

from emalign_tui.lab.evals.scores import Interval, ModelScore
from emalign_tui.lab.evals.stats import cluster_bootstrap


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """A model's misaligned share minus the reference's, over the questions that count for both.

    difference: the mean of the questions' differences, -1..1. interval: paired cluster bootstrap over those questions;
    None with fewer than two. questions: how many.
    """

    name: str
    reference: str
    difference: float | None
    interval: Interval | None
    questions: int


def differences(scores: Sequence[ModelScore]) -> list[Difference]:
    """Every later model against the first. A pooled definition is compared question by question, too."""
    return [_difference(score, scores[0]) for score in scores[1:]]


def _difference(score: ModelScore, reference: ModelScore) -> Difference:
    before, after = _shares(reference), _shares(score)
    changes = [after[question] - before[question] for question in before if question in after]
    return Difference(
        name=score.name,
        reference=reference.name,
        difference=sum(changes) / len(changes) if changes else None,
        interval=cluster_bootstrap(changes),
        questions=len(changes),
    )


def _shares(score: ModelScore) -> dict[str, float]:
    return {
        cell.question_id: cell.misaligned
        for cell in score.by_question
        if cell.misaligned is not None and not cell.dropped
    }
