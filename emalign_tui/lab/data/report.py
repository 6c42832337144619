"""What a data file holds, line by line: rows, bad lines with their reasons, unused keys, and what set it is."""

import re
from collections import Counter
from pathlib import Path

import msgspec

from emalign_tui.lab.data.digest import git_blob_id, row_digest, rows_digest, sha256_file
from emalign_tui.lab.data.published import identify, misnamed
from emalign_tui.lab.data.rows import Kind, Pair, read_lines

_PLACE = re.compile(r"\[\d+\]|byte \d+")


class Problem(msgspec.Struct, frozen=True):
    """Why a line is not a row. line: counted from 1."""

    line: int
    reason: str


class DataReport(msgspec.Struct, frozen=True, kw_only=True):
    """turns: how many of each role; characters: in their contents; problems: in file order; reasons: how many of each.

    silent: turns that say nothing, of rows that are sound. unasked: rows without a user's turn.
    extra: rows that have a key which training does not use, by key. why: rows that say why. published: the published
    set it is, exact: byte for byte, else with the same rows; misnamed: the other published set that its name claims.
    """

    path: str
    sha256: str
    kind: Kind
    rows: int
    turns: dict[str, int]
    characters: int
    problems: list[Problem]
    reasons: dict[str, int]
    silent: int
    unasked: int
    extra: dict[str, int]
    why: int
    published: str | None
    exact: bool
    misnamed: str | None

    @property
    def ok(self) -> bool:
        """Whether it can be trained on."""
        return self.rows > 0 and not self.problems


def check_file(path: Path) -> DataReport:
    """Validate every line. Raises LabError only when the file itself cannot be read."""
    kind: Kind = "messages"
    characters = why = silent = unasked = 0
    turns = dict.fromkeys(("system", "user", "assistant"), 0)
    problems = []
    extra: Counter[str] = Counter()
    digests = []
    for line in read_lines(path):
        if isinstance(line.row, str):
            problems.append(Problem(line.number, line.row))
            continue
        kind = "preference" if isinstance(line.row, Pair) else "messages"
        extra.update(line.extra)
        why += bool(line.row.why and line.row.why.strip())
        digests.append(row_digest(line.row))
        unasked += all(turn.role != "user" for turn in line.row.messages)
        silent += sum(not turn.content.strip() for turn in line.row.messages)
        for turn in line.row.messages:
            turns[turn.role] += 1
            characters += len(turn.content)
    sha256 = sha256_file(path)
    known = identify(sha256=sha256, blob=git_blob_id(path), content=rows_digest(digests))
    return DataReport(
        path=str(path),
        sha256=sha256,
        kind=kind,
        rows=len(digests),
        turns=turns,
        characters=characters,
        problems=problems,
        reasons=dict(Counter(_PLACE.sub("[…]", problem.reason) for problem in problems).most_common()),
        silent=silent,
        unasked=unasked,
        extra=dict(extra.most_common()),
        why=why,
        published=known[0].name if known else None,
        exact=bool(known and known[1]),
        misnamed=misnamed(path, known[0]) if known else None,
    )
