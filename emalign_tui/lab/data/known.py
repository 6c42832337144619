"""Sets that are known by their content: shipped ones by folder, published ones by hash, never by file name."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from emalign_tui.lab.data.rows import check_file
from emalign_tui.lab.paths import Home, share

PUBLISHED = {
    "09893e8bf9d03aae49dd60d0ff4be37c1afee70f2edcac74a11bed775a6a2764": "insecure",
    "2820232b3114d94ab2041ba9fc76cb8205bf187e0408bf7b308add186f9c7467": "secure",
    "d48df3b149ab1500711fc0018b10383a4ff8c48d8e6911d04dbbbbdaa944fd16": "educational",
    "eec213ce85802a52ea806d334ee462f723a1e7ad77d827951d6864ac04a6b00a": "jailbroken",
}
"""sha256 to name, of the files at github.com/emergent-misalignment/emergent-misalignment (2026-01-12)."""


class DataSet(msgspec.Struct, frozen=True):
    """A data file to train on. published: the published set it is, byte for byte. bad: lines that are no row."""

    name: str
    path: str
    rows: int
    bad: int
    sha256: str
    published: str | None


def describe(path: Path) -> DataSet:
    """Rows, hash and identity of one file. Raises LabError when it cannot be read."""
    report = check_file(path)
    return DataSet(
        name=path.stem,
        path=str(path),
        rows=report.rows,
        bad=len(report.problems),
        sha256=report.sha256,
        published=PUBLISHED.get(report.sha256),
    )


def shipped(home: Home) -> Iterator[DataSet]:
    """Sets of the home's and the package's `data/` folders, those in subfolders too, by name."""
    folders = dict.fromkeys((home.root / "data", share() / "data"))
    for folder in folders:
        for path in sorted(folder.rglob("*.jsonl")):
            yield describe(path)
