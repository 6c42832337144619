"""Rows against each other: duplicates in one file, and what it shares with other sets and with evaluation questions."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from emalign_tui.lab.data.digest import row_digest
from emalign_tui.lab.data.rows import AnyRow, Pair, read_lines
from emalign_tui.lab.data.shingles import Hashes, near_groups, near_pairs, shingle_sets
from emalign_tui.lab.evals.questions import load_questions

NEAR = 0.8  # similarity from which two rows count as near duplicates
_CONTAINED = 0.8  # share of a question's word sequences that a turn must have to contain the question
_SHORT = 5  # words; a shorter question is only found as a whole turn, for its words turn up anywhere


class Prints(msgspec.Struct, frozen=True):
    """The sound rows of a file, as they are compared. lines: where they stand, counted from 1.

    prompts: what the users say, plain; sets: word sequences of each row. asked: every user turn's line, plain text and
    word sequences.
    """

    path: str
    lines: list[int]
    rows: list[AnyRow]
    digests: list[bytes]
    prompts: list[str]
    sets: list[Hashes]
    asked: list[tuple[int, str, Hashes]]


class Duplicates(msgspec.Struct, frozen=True):
    """Groups of lines. exact: every turn is the same. near: at least 80 % alike, of rows that are not exact copies.

    same_prompt: rows whose prompt another row has too, with another answer.
    """

    exact: list[list[int]]
    near: list[list[int]]
    same_prompt: int


class SetOverlap(msgspec.Struct, frozen=True):
    """What a file shares with another set: rows that are in both, prompts in both, and near duplicates.

    example: (line here, line there) of one of them.
    """

    path: str
    rows: int
    prompts: int
    near: int
    example: tuple[int, int] | None


class QuestionOverlap(msgspec.Struct, frozen=True):
    """A question that rows ask, under the first id that asks it. lines: of the rows."""

    path: str
    question: str
    text: str
    lines: list[int]


def read_prints(path: Path) -> Prints:
    """The file's sound rows. Raises LabError when it cannot be read."""
    sound = [(line.number, line.row) for line in read_lines(path) if not isinstance(line.row, str)]
    rows = [row for _, row in sound]
    turns = [(number, text) for number, row in sound for text in _asked(row)]
    asked = [
        (line, _plain(text), turn)
        for (line, text), turn in zip(turns, shingle_sets(text for _, text in turns), strict=True)
    ]
    return Prints(
        path=str(path),
        lines=[number for number, _ in sound],
        rows=rows,
        digests=[row_digest(row) for row in rows],
        prompts=[_plain("\n".join(_asked(row))) for row in rows],
        sets=shingle_sets("\n".join(turn.content for turn in row.messages) for row in rows),
        asked=asked,
    )


def duplicates(prints: Prints) -> Duplicates:
    """Rows that are in the file more than once, whole or nearly."""
    exact = _groups(prints.digests)
    first = sorted(set(range(len(prints.rows))) - {place for group in exact for place in group[1:]})
    near = near_groups([prints.sets[place] for place in first], NEAR)
    again = [group for group in _groups(prints.prompts) if len({prints.digests[place] for place in group}) > 1]
    return Duplicates(
        exact=[[prints.lines[place] for place in group] for group in exact],
        near=[[prints.lines[first[place]] for place in group] for group in near],
        same_prompt=sum(map(len, again)),
    )


def set_overlap(prints: Prints, other: Prints) -> SetOverlap:
    """What two files share."""
    theirs = {digest: place for place, digest in enumerate(other.digests)}
    rows = [(place, theirs[digest]) for place, digest in enumerate(prints.digests) if digest in theirs]
    asked = {prompt: place for place, prompt in enumerate(other.prompts)}
    prompts = [(place, asked[prompt]) for place, prompt in enumerate(prints.prompts) if prompt in asked]
    near = near_pairs(prints.sets, other.sets, NEAR)
    example = next((pair for found in (rows, near, prompts) for pair in found), None)
    lines = (prints.lines[example[0]], other.lines[example[1]]) if example else None
    return SetOverlap(other.path, len(rows), len(prompts), len(near), lines)


def question_overlap(prints: Prints, path: Path) -> list[QuestionOverlap]:
    """Questions of a file that the rows' users ask, word for word or inside a longer turn.

    Raises LabError when the question file is not one.
    """
    texts: dict[str, tuple[str, str]] = {}
    for question in load_questions(path):
        for text in question.paraphrases:
            texts.setdefault(_plain(text), (question.id, text))
    hits = _containing(prints, [text for text in texts if len(text.split()) >= _SHORT])
    hits |= {(turn, plain) for turn, (_, plain, _) in enumerate(prints.asked) if plain in texts}
    found: dict[str, list[int]] = defaultdict(list)
    for turn, text in sorted(hits):
        line = prints.asked[turn][0]
        found[text] += [] if line in found[text][-1:] else [line]
    return [QuestionOverlap(str(path), *texts[text], lines) for text, lines in found.items()]


def _containing(prints: Prints, texts: list[str]) -> set[tuple[int, str]]:
    """(place of the user's turn, text) for each turn that has most of a text's word sequences."""
    sets = shingle_sets(texts)
    owners: dict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(sets):
        for value in each.tolist():
            owners[value].append(place)
    every = np.concatenate([turn for _, _, turn in prints.asked] or [np.zeros(0, dtype=np.uint64)])
    ends = np.cumsum([len(turn) for _, _, turn in prints.asked])
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for position in np.flatnonzero(np.isin(every, np.array(list(owners), dtype=np.uint64))).tolist():
        turn = int(np.searchsorted(ends, position, side="right"))
        for place in owners[int(every[position])]:
            shared[turn, place] += 1
    return {(turn, texts[place]) for (turn, place), count in shared.items() if count >= _CONTAINED * len(sets[place])}


def _asked(row: AnyRow) -> list[str]:
    turns = row.prompt if isinstance(row, Pair) else row.messages
    return [turn.content for turn in turns if turn.role == "user"]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _groups(keys: Sequence[object]) -> list[list[int]]:
    """Places of each key that is there more than once."""
    places: dict[object, list[int]] = defaultdict(list)
    for place, key in enumerate(keys):
        places[key].append(place)
    return [group for group in places.values() if len(group) > 1]
