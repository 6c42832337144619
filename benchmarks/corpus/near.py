"""Near-duplicates: MinHash over word 5-grams finds candidates by banded LSH, the exact Jaccard decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from datasketch import MinHash, MinHashLSH

from corpus.rows import Corpus, ProsocialRow, grams

NEAR = 0.3
"""Least Jaccard similarity of two texts' word 5-grams. One word changed in ten leaves about this much."""

BANDS, WIDTH = 128, 2
"""128 bands of 2 miss a pair at 0.3 once in 170,000; what they find too much is measured away."""

VIEWS = ("asks", "answers", "row")
Ref = tuple[int, int]


@dataclass(frozen=True)
class Pair:
    """Two rows, as (corpus number, row number), and the view in which they are most alike."""

    first: Ref
    second: Ref
    view: str
    jaccard: float


def view_text(row: ProsocialRow, view: str) -> str:
    """What of a row a view compares."""
    return {"asks": row.asks(), "answers": "\n\n".join(row.answers()), "row": row.text()}[view]


def alike(corpora: Sequence[Corpus], least: float = NEAR) -> list[Pair]:
    """Pairs of rows, within and between sets, at least so alike in their asks, their answers or as a whole."""
    best: dict[tuple[Ref, Ref], Pair] = {}
    for view in VIEWS:
        texts = {
            (number, index): grams(view_text(row, view))
            for number, corpus in enumerate(corpora)
            for index, row in enumerate(corpus.rows)
        }
        for first, second in _candidates(texts):
            union = len(texts[first] | texts[second])
            similarity = len(texts[first] & texts[second]) / union if union else 0.0
            known = best.get((first, second))
            if similarity >= least and (known is None or similarity > known.jaccard):
                best[first, second] = Pair(first, second, view, similarity)
    return sorted(best.values(), key=lambda pair: -pair.jaccard)


def share_alike(pairs: Iterable[Pair], number: int, rows: int, *, within: bool) -> float:
    """Share of a set's rows that have a near-duplicate in the same set (within) or in another one."""
    hit = set()
    for pair in pairs:
        if (pair.first[0] == pair.second[0]) == within:
            hit |= {ref for ref in (pair.first, pair.second) if ref[0] == number}
    return len(hit) / rows if rows else 0.0


def _candidates(texts: dict[Ref, frozenset[tuple[str, ...]]]) -> set[tuple[Ref, Ref]]:
    filled = [ref for ref, found in texts.items() if found]
    shingles = ([" ".join(gram).encode() for gram in texts[ref]] for ref in filled)
    hashes = MinHash.bulk(shingles, num_perm=BANDS * WIDTH, seed=1)
    index = MinHashLSH(num_perm=BANDS * WIDTH, params=(BANDS, WIDTH))
    pairs = set()
    for ref, value in zip(filled, hashes, strict=True):
        pairs |= {(other, ref) for other in index.query(value)}
        index.insert(ref, value)
    return pairs
