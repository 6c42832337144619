"""What a file and its rows are by content: hashes that do not depend on a name."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from emalign_tui.lab.data.rows import AnyRow, Pair, unreadable

_CHUNK = 1 << 20


def sha256_file(path: Path) -> str:
    """Hex digest of a file's bytes. Raises LabError when it cannot be read."""
    try:
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except OSError as error:
        raise unreadable(path, error) from error


def git_blob_id(path: Path) -> str:
    """The id git gives the file's bytes: sha1 of "blob <size>", NUL, and the bytes. Raises LabError."""
    try:
        with path.open("rb") as source:
            digest = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise unreadable(path, error) from error
    return digest.hexdigest()


def row_digest(row: AnyRow) -> bytes:
    """32 bytes that two rows share when every turn is the same; id and why do not count."""
    turns = [[turn.role, turn.content] for turn in (row.prompt if isinstance(row, Pair) else row.messages)]
    answers = [row.chosen, row.rejected] if isinstance(row, Pair) else []
    return hashlib.sha256(msgspec.json.encode([turns, answers])).digest()


def rows_digest(digests: Iterable[bytes]) -> str:
    """Hex digest of a bag of rows: the same for another order, spacing or set of unused keys."""
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()
