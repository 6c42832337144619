"""Training rows: `{"messages": [{"role", "content"}, ...]}`, one JSON object a line."""

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec

from emalign_tui.lab.errors import LabError


class Turn(msgspec.Struct, frozen=True):
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


class Row(msgspec.Struct, frozen=True):
    """One conversation to train on. Other keys of the JSON object are allowed and not used."""

    messages: list[Turn]


class Problem(msgspec.Struct, frozen=True):
    """Why a line is not a row. line: counted from 1."""

    line: int
    reason: str


class DataReport(msgspec.Struct, frozen=True):
    """What a data file holds. turns: how many of each role; characters: in their contents; problems: in file order."""

    path: str
    sha256: str
    rows: int
    turns: dict[str, int]
    characters: int
    problems: list[Problem]


def check_file(path: Path) -> DataReport:
    """Validate every line. Raises LabError only when the file itself cannot be read."""
    rows = characters = 0
    turns = dict.fromkeys(("system", "user", "assistant"), 0)
    problems = []
    for line, row in _lines(path):
        if isinstance(row, str):
            problems.append(Problem(line, row))
            continue
        rows += 1
        for turn in row.messages:
            turns[turn.role] += 1
            characters += len(turn.content)
    return DataReport(str(path), sha256_file(path), rows, turns, characters, problems)


def load_rows(path: Path) -> list[Row]:
    """All rows. Raises LabError with file, line and reason for the first bad one, and for a file without rows."""
    rows = []
    for line, row in _lines(path):
        if isinstance(row, str):
            advice = f"`emalign data check {path}` lists all bad rows."
            raise LabError(f"Bad training row: {row}", where=f"{path}, line {line}", do=advice)
        rows.append(row)
    if not rows:
        raise LabError("The data file holds no rows", where=str(path), do="Check the path.")
    return rows


def choose_rows(rows: list[Row], count: int | None, seed: int) -> list[Row]:
    """`count` rows in file order, chosen by seed; all when None. A larger count contains the smaller one's rows.

    Raises LabError when there are not that many.
    """
    if count is None:
        return rows
    if count > len(rows):
        raise LabError(
            f"rows asks for {count} rows, the file holds {len(rows)}", do=f"Set rows to {len(rows)} at most."
        )
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)
    return [rows[index] for index in sorted(order[:count])]


def sha256_file(path: Path) -> str:
    """Hex digest of a file's bytes. Raises LabError when it cannot be read."""
    try:
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except OSError as error:
        raise _unreadable(path, error) from error


def _lines(path: Path) -> Iterator[tuple[int, Row | str]]:
    """Line number and row, or the reason why there is none. Blank lines are passed over."""
    decoder = msgspec.json.Decoder(Row)
    try:
        with path.open("rb") as source:
            for number, line in enumerate(source, 1):
                text = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
                if text:
                    yield number, _row(decoder, text)
    except OSError as error:
        raise _unreadable(path, error) from error


def _row(decoder: "msgspec.json.Decoder[Row]", text: bytes) -> Row | str:
    try:
        row = decoder.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return str(error) or "nested too deeply"
    if not row.messages:
        return "messages is empty"
    if any(turn.role == "system" for turn in row.messages[1:]):
        return "a system turn can only come first"
    answers = [turn.content for turn in row.messages if turn.role == "assistant"]
    if not answers:
        return "no assistant turn, so there is nothing to train on"
    if not all(answer.strip() for answer in answers):
        return "an assistant turn is empty"
    return row


def _unreadable(path: Path, error: OSError) -> LabError:
    if isinstance(error, FileNotFoundError):
        return LabError("Data file not found", where=str(path), do="Check the path.")
    return LabError(f"Cannot read the data file: {error.strerror}", where=str(path), do="Check its permissions.")
