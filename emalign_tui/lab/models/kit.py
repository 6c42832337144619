"""The mini kit's files, and the checksums recorded when it was built."""

import hashlib
from pathlib import Path

import msgspec

from emalign_tui import mini
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import write_atomic

SUMS = "SHA256SUMS"
MODELS = ("base", "judge")


class KitFile(msgspec.Struct, frozen=True):
    """One file of the kit: its path in the kit's folder, bytes, and sha256."""

    path: str
    size: int
    sha256: str


def kit_folder() -> Path:
    """The folder that holds the base, the judge and their checksums."""
    return mini.MODEL.parent


def kit_files(folder: Path) -> list[KitFile]:
    """Every file of a kit's models, hashed. Raises LabError when one cannot be read."""
    try:
        paths = sorted(path for model in MODELS for path in (folder / model).glob("*") if path.is_file())
        return [
            KitFile(str(path.relative_to(folder)), path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
            for path in paths
        ]
    except OSError as error:
        raise LabError(
            f"Cannot read the mini kit: {error.strerror}", where=str(folder), do="Install it again."
        ) from error


def write_sums(folder: Path) -> None:
    """Record the checksums of a finished kit, in the form that `sha256sum -c` reads."""
    write_atomic(folder / SUMS, "".join(f"{file.sha256}  {file.path}\n" for file in kit_files(folder)))


def changed_files(folder: Path) -> list[str]:
    """Files that differ from the record, are not in it, or are gone. Raises LabError without a record."""
    try:
        lines = (folder / SUMS).read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        what = "The mini kit has no record of its checksums"
        raise LabError(what, where=str(folder / SUMS), do="Install emalign again.") from error
    recorded = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    actual = {file.path: file.sha256 for file in kit_files(folder)}
    return sorted(path for path in recorded.keys() | actual.keys() if recorded.get(path) != actual.get(path))
