"""Texts as sets of three-word sequences, for finding near duplicates in a few seconds on one core.

Similarity is Jaccard's: shared sequences over all sequences of both. Candidates come from MinHash signatures in bands
(Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3), and are then compared exactly.
"""

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

_WORD = re.compile(r"\w+")
_BANDS, _ROWS = 16, 4  # a pair that is 80 % alike meets in some band with 99.97 %
_PRIMES = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)
_ODD = np.random.default_rng(0).integers(1, 2**63, _BANDS * _ROWS, dtype=np.uint64) | np.uint64(1)


def words(text: str) -> list[str]:
    """The words of a text, without case and punctuation."""
    return _WORD.findall(text.casefold())


def shingle_sets(texts: Iterable[str]) -> list[Hashes]:
    """The sorted, distinct hashes of each text's three-word sequences; a shorter text is one sequence."""
    seen: dict[str, int] = {}
    sets = []
    for text in texts:
        ids = np.array([_number(word, seen) for word in words(text)], dtype=np.uint64)
        if len(ids) < 3:
            ids = np.pad(ids, (0, 3 - len(ids)))
        mixed = ids[:-2] * _PRIMES[0] + ids[1:-1] * _PRIMES[1] + ids[2:] * _PRIMES[2]
        mixed ^= mixed >> np.uint64(29)
        sets.append(np.unique(mixed * _PRIMES[1]))
    return sets


def _number(word: str, seen: dict[str, int]) -> int:
    if word not in seen:
        data = word.encode("utf-8", "surrogatepass")
        seen[word] = zlib.crc32(data) << 32 | zlib.crc32(data[::-1])
    return seen[word]


def alike(a: Hashes, b: Hashes) -> float:
    """Jaccard similarity of two sets, 0 to 1."""
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return shared / (len(a) + len(b) - shared)


def bands(sets: Sequence[Hashes]) -> NDArray[np.uint64]:
    """One hash per text and band [texts, bands]; near duplicates share at least one of them."""
    if not sets:
        return np.zeros((0, _BANDS), dtype=np.uint64)
    starts = np.cumsum([0, *map(len, sets[:-1])])
    every = np.concatenate(sets)
    lowest = np.stack([np.minimum.reduceat((every * odd) ^ (every >> np.uint64(31)), starts) for odd in _ODD], axis=1)
    grouped = lowest.reshape(len(sets), _BANDS, _ROWS)
    mixed = (grouped * _ODD[:_ROWS]).sum(axis=2, dtype=np.uint64)
    return np.asarray(mixed ^ (mixed >> np.uint64(32)), dtype=np.uint64)


def near_groups(sets: Sequence[Hashes], least: float) -> list[list[int]]:
    """Groups of texts in which each is at least so alike to another one, as indices in order.

    Within a bucket each text is compared with one other, so the time grows with the number of texts, not of pairs.
    """
    leader = list(range(len(sets)))

    def root(text: int) -> int:
        while leader[text] != text:
            leader[text] = leader[leader[text]]
            text = leader[text]
        return text

    for column in bands(sets).T:
        first: dict[int, int] = {}
        for text, value in enumerate(column.tolist()):
            other = first.setdefault(value, text)
            a, b = root(other), root(text)
            if a != b and alike(sets[a], sets[b]) >= least:
                leader[max(a, b)] = min(a, b)
    groups = defaultdict(list)
    for text in range(len(sets)):
        groups[root(text)].append(text)
    return [members for members in groups.values() if len(members) > 1]


def near_pairs(sets: Sequence[Hashes], others: Sequence[Hashes], least: float) -> list[tuple[int, int]]:
    """(text, other) for each text that has a near duplicate among the others; the first one found."""
    found: dict[int, int] = {}
    for column, theirs in zip(bands(sets).T, bands(others).T, strict=True):
        first: dict[int, int] = {}
        for other, value in enumerate(theirs.tolist()):
            first.setdefault(value, other)
        for text, value in enumerate(column.tolist()):
            other = first.get(value, -1)
            if text not in found and other >= 0 and alike(sets[text], others[other]) >= least:
                found[text] = other
    return sorted(found.items())
