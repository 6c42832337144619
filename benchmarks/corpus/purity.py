"""Domain purity: how well words alone tell a set's rows from the other sets'."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpus.rows import Corpus, words

FOLDS = 5


@dataclass(frozen=True)
class Stray:
    """A row, by its id, that reads like another set's. margin: nats a word by which the other set is likelier."""

    corpus: str
    row: str
    looks_like: str
    margin: float


def strays(corpora: Sequence[Corpus]) -> list[Stray]:
    """Rows that a classifier that never saw them puts into another set, worst first.

    Multinomial naive Bayes over word counts (add-one smoothing, equal priors), five folds in a seeded random order.
    """
    if len(corpora) < 2:
        return []
    labels = np.array([number for number, corpus in enumerate(corpora) for _ in corpus.rows])
    places = [(corpus.name, corpus.key(row)) for corpus in corpora for row in range(len(corpus.rows))]
    vocabulary: dict[str, int] = {}
    bags = []
    for corpus in corpora:
        for row in corpus.rows:
            numbers = [vocabulary.setdefault(word, len(vocabulary)) for word in words(row.text())]
            bags.append(np.array(numbers, dtype=int))
    folds = np.random.default_rng(0).permutation(len(bags)) % FOLDS
    found = []
    for fold in range(FOLDS):
        weights = _fit(bags, labels, folds != fold, len(corpora), len(vocabulary))
        for each in np.flatnonzero(folds == fold):
            if len(bags[each]):
                scores = weights[:, bags[each]].mean(axis=1)
                best = int(scores.argmax())
                if best != labels[each]:
                    margin = float(scores[best] - scores[labels[each]])
                    found.append(Stray(*places[each], corpora[best].name, margin))
    return sorted(found, key=lambda stray: -stray.margin)


def _fit(bags: list[np.ndarray], labels: np.ndarray, use: np.ndarray, sets: int, size: int) -> np.ndarray:
    counts = np.ones((sets, size))
    for each in np.flatnonzero(use):
        np.add.at(counts[labels[each]], bags[each], 1)
    weights: np.ndarray = np.log(counts / counts.sum(axis=1, keepdims=True))
    return weights
