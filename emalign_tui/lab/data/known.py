"""Which sets there are: those of a home and of the package by folder, the published ones by content."""

from pathlib import Path

import msgspec

from emalign_tui.lab.data.published import CATALOGUE, Published
from emalign_tui.lab.data.report import check_file
from emalign_tui.lab.data.rows import Kind
from emalign_tui.lab.data.variants import READY
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.paths import Home, share


class DataSet(msgspec.Struct, frozen=True, kw_only=True):
    """A data file to train on. bad: lines that are no row. why: rows that say why. published: the set it is.

    misnamed: the other published set that its name claims. inoculation: the ready system prompt for a set of its name.
    problem: why it is no file of rows at all.
    """

    name: str
    path: str
    kind: Kind
    rows: int
    bad: int
    why: int
    sha256: str
    published: str | None
    misnamed: str | None
    inoculation: str | None
    problem: str = ""


def unreadable_set(path: Path, error: LabError) -> DataSet:
    """What can be said of a file that `describe` refuses."""
    return DataSet(
        name=path.stem, path=str(path), kind="messages", rows=0, bad=0, why=0, sha256="", published=None,
        misnamed=None, inoculation=None, problem=str(error),
    )  # fmt: skip


def describe(path: Path) -> DataSet:
    """Rows, hash and identity of one file. Raises LabError when it cannot be read."""
    report = check_file(path)
    return DataSet(
        name=path.stem,
        path=str(path),
        kind=report.kind,
        rows=report.rows,
        bad=len(report.problems),
        why=report.why,
        sha256=report.sha256,
        published=report.published,
        misnamed=report.misnamed,
        inoculation=next((name for name in (report.published, path.stem) if name in READY), None),
    )


def data_files(home: Home) -> list[Path]:
    """The data files of the home's and the package's `data/` folders, those in subfolders too, by name."""
    folders = dict.fromkeys((home.root / "data", share() / "data"))
    return [path for folder in folders for path in sorted(folder.rglob("*.jsonl"))]


def question_files(home: Home) -> list[Path]:
    """The question files of the home, of the package, and those that were fetched."""
    folders = dict.fromkeys((home.root / "configs" / "questions", share() / "configs" / "questions"))
    files = [path for folder in folders for path in sorted(folder.glob("*.yaml"))]
    fetched = [home.root / item.place for item in CATALOGUE if item.kind == "questions"]
    return files + [path for path in fetched if path.is_file()]


def not_here(home: Home) -> list[Published]:
    """The published files that were not fetched into this home."""
    return [item for item in CATALOGUE if not (home.root / item.place).is_file()]
