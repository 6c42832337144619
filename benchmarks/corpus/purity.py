"""Domain purity: how well words alone tell a set's rows from the other sets'."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.rows import Corpus, words

FOLDS = 5
LEAST_USED = 3
SMOOTHING = 0.1


@dataclass(frozen=True)
class Stray:
    """A row, by its id, that reads like another set's. margin: nats a word by which the other set is likelier."""

    corpus: str
    row: str
    looks_like: str
    margin: float


def strays(corpora: Sequence[Corpus]) -> list[Stray]:
    """Rows that a classifier that never saw them puts into another set, worst first.

    Naive Bayes with equal priors over the words of asks and answers: those in at least LEAST_USED rows, each counted
    once a row; FOLDS folds in a seeded random order.
    """
    if len(corpora) < 2:
        return []
    places = [(number, index) for number, corpus in enumerate(corpora) for index in range(len(corpus.rows))]
    labels = np.array([number for number, _ in places])
    has = _presence([set(words(corpora[number].rows[index].text())) for number, index in places])
    folds = np.random.default_rng(0).permutation(len(places)) % FOLDS
    found = []
    for fold in range(FOLDS):
        seen = folds != fold
        counts = np.stack([has[seen & (labels == number)].sum(axis=0) for number in range(len(corpora))]) + SMOOTHING
        scores = has @ np.log(counts / counts.sum(axis=1, keepdims=True)).T
        for each in np.flatnonzero(~seen):
            own, best = labels[each], int(scores[each].argmax())
            if best != own:
                margin = (scores[each, best] - scores[each, own]) / max(1, has[each].sum())
                name, index = corpora[own].name, places[each][1]
                found.append(Stray(name, corpora[own].key(index), corpora[best].name, float(margin)))
    return sorted(found, key=lambda stray: -stray.margin)


def _presence(bags: list[set[str]]) -> np.ndarray:
    """Rows by vocabulary: 1 where the row has the word."""
    used = Counter(word for bag in bags for word in bag)
    column = {word: n for n, word in enumerate(sorted(word for word, rows in used.items() if rows >= LEAST_USED))}
    has = np.zeros((len(bags), len(column)))
    for row, bag in enumerate(bags):
        has[row, [column[word] for word in bag if word in column]] = 1
    return has
