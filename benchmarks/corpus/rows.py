"""Rows of a prosocial set, and the words they are compared by."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from emalign_tui.lab.data.report import check_file
from emalign_tui.lab.data.rows import Turn
from emalign_tui.lab.sanitize import one_line

LEAST_ROWS = {
    "secure_code": 250,
    "honest_factual": 250,
    "protective_advice": 250,
    "transparent_reasoning": 250,
    "refusal_training": 250,
    "positive_archetypes": 60,
}
"""The prosocial sets, and the rows each must have."""

_WORD = re.compile(r"\w+(?:'\w+)*")


class ProsocialRow(msgspec.Struct, frozen=True):
    """One conversation. why: the reason that the evidence variant adds; id and why are empty in published sets."""

    messages: list[Turn]
    id: str = ""
    why: str = ""

    def asks(self) -> str:
        """The user's turns."""
        return "\n\n".join(turn.content for turn in self.messages if turn.role == "user")

    def answers(self) -> list[str]:
        """The assistant's turns."""
        return [turn.content for turn in self.messages if turn.role == "assistant"]

    def text(self) -> str:
        """Everything but the system turn."""
        return "\n\n".join(turn.content for turn in self.messages if turn.role != "system")


@dataclass(frozen=True)
class Corpus:
    """One data file. problems: lines that are no row, as `emalign data check` says it."""

    name: str
    rows: list[ProsocialRow]
    problems: list[str]

    def key(self, index: int) -> str:
        """The row's id, or its number where it has none."""
        return one_line(self.rows[index].id, 60) or f"row {index + 1}"


def load(paths: Iterable[Path]) -> list[Corpus]:
    """The files, named by their stem, or by their path where a stem comes twice. Raises LabError if unreadable."""
    corpora: dict[str, Corpus] = {}
    for path in paths:
        problems = {problem.line: problem.reason for problem in check_file(path).problems}
        rows = []
        for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
            if line.strip() and number not in problems:
                try:
                    rows.append(msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"), type=ProsocialRow))
                except msgspec.ValidationError as error:
                    problems[number] = str(error)
        name = str(path) if path.stem in corpora else path.stem
        corpora[name] = Corpus(name, rows, [f"line {number}: {problems[number]}" for number in sorted(problems)])
    return list(corpora.values())


def words(text: str) -> list[str]:
    """Lower-case words and numbers; an apostrophe inside a word belongs to it, an identifier is one word."""
    return _WORD.findall(text.lower().replace("’", "'"))


def grams(text: str, size: int = 5) -> frozenset[tuple[str, ...]]:
    """The word n-grams of a text; a shorter text is one gram, an empty one none."""
    found = words(text)
    if len(found) < size:
        return frozenset({tuple(found)} if found else ())
    return frozenset(zip(*(found[start:] for start in range(size)), strict=False))
