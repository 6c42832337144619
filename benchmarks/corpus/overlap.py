"""Whether a text that is trained on is, holds or resembles a question that is asked in an evaluation."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.near import NEAR
from corpus.rows import Corpus, grams, words
from emalign_tui.lab.evals.questions import load_questions

HELD = 0.5
"""Share of a question's word 5-grams that a longer text may hold before it counts as holding the question."""


@dataclass(frozen=True)
class Asked:
    """One phrasing of an evaluation question. source: file and id."""

    source: str
    text: str


@dataclass(frozen=True)
class Overlap:
    """A text and the question it overlaps with. kind: exact, near (Jaccard) or holds (share of its grams)."""

    text: str
    question: Asked
    kind: str
    degree: float


def asked(files: Iterable[Path]) -> list[Asked]:
    """Every paraphrase of every question of these files, each text once. Raises LabError for a broken file."""
    found: dict[str, Asked] = {}
    for path in files:
        for question in load_questions(path):
            for text in question.paraphrases:
                found.setdefault(" ".join(words(text)), Asked(f"{path.name}: {question.id}", text))
    return list(found.values())


def overlaps(texts: Iterable[tuple[str, str]], questions: Sequence[Asked]) -> list[Overlap]:
    """Overlaps of named texts with questions, exact through an index of the questions' grams (no sampling, no LSH).

    texts: (name, text). A question of three or four words counts as held when its words stand in the text in a row; a
    shorter one only when it is the whole text.
    """
    index: dict[tuple[str, ...], set[int]] = defaultdict(set)
    sizes = []
    for number, question in enumerate(questions):
        found = grams(question.text)
        sizes.append(len(found))
        for gram in found:
            index[gram].add(number)
    short = {length: f for length in (3, 4) if (f := {g for g in index if len(g) == length})}
    result = []
    for name, text in texts:
        own = grams(text)
        said = words(text)
        lookups = set(own)
        for length, known in short.items():
            lookups |= known & set(zip(*(said[start:] for start in range(length)), strict=False))
        shared: dict[int, int] = defaultdict(int)
        for gram in lookups & index.keys():
            for number in index[gram]:
                shared[number] += 1
        for number, count in shared.items():
            if verdict := _verdict(said, words(questions[number].text), count, len(own), sizes[number]):
                result.append(Overlap(name, questions[number], *verdict))
    return sorted(result, key=lambda each: -each.degree)


def user_turns(corpus: Corpus) -> Iterable[tuple[str, str]]:
    """(set and row id, text) of every user turn."""
    for index, row in enumerate(corpus.rows):
        for turn in row.messages:
            if turn.role == "user":
                yield f"{corpus.name} {corpus.key(index)}", turn.content


def _verdict(said: list[str], question: list[str], shared: int, own: int, size: int) -> tuple[str, float] | None:
    if said == question:
        return "exact", 1.0
    jaccard = shared / (own + size - shared) if own + size > shared else 1.0
    if jaccard >= NEAR:
        return "near", jaccard
    if shared / size >= HELD:
        return "holds", shared / size
    return None
