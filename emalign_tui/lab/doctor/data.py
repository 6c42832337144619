"""Are the published sets here, and are they what their names say?"""

from contextlib import suppress
from pathlib import Path

import msgspec

from emalign_tui.lab.data.digest import git_blob_id, sha256_file
from emalign_tui.lab.data.known import data_files
from emalign_tui.lab.data.published import CATALOGUE, Published, identify, misnamed, published
from emalign_tui.lab.data.pull import pull
from emalign_tui.lab.data.report import check_file
from emalign_tui.lab.doctor.check import Action, Check, Finding, Subject
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.files import disk_error
from emalign_tui.lab.paths import Home, share

_LARGEST = 64 << 20  # bytes; the published sets have 3 to 7 million
_MINI = Path("data", "mini")  # of the package and of a clone: its sets have the names of the published ones
_FIRST = ("insecure", "secure")  # Method A and its control: what most people want first


class Found(msgspec.Struct, frozen=True):
    """A data file of a published name or content. claims: the published name it bears. is_: what it holds. Or ""."""

    path: Path
    claims: str
    is_: str


def _look(home: Home, subject: Subject) -> Finding:
    try:
        found = [_found(path) for path in data_files(home) if _may_be(home, path)]
    except OSError as error:
        what = f"A data file cannot be read: {error.filename}: {error.strerror}"
        return Finding("warn", what, "Check its permissions.")
    return judge(home, [each for each in found if each.claims or each.is_])


def _may_be(home: Home, path: Path) -> bool:
    """Whether a file can be a published set at all. A pipe is none, and reading it would take for ever."""
    mini = any(root / _MINI in path.parents for root in (home.root, share()))
    return not mini and path.is_file() and path.stat().st_size <= _LARGEST


def _found(path: Path) -> Found:
    """A set of one's own may well be called my_insecure: such a name is a claim only when the content is published."""
    name = next((item.name for item in CATALOGUE if item.name == path.stem.lower()), "")
    known = identify(sha256=sha256_file(path), blob=git_blob_id(path), content=None)
    if known is None and name:  # the same rows in another order, or another spacing, are the same set
        with suppress(LabError):  # not even rows
            return Found(path, name, check_file(path).published or "")
        return Found(path, name, "")
    if known is None:
        return Found(path, "", "")
    item, _ = known
    return Found(path, misnamed(path, item) or item.name, item.name)


def judge(home: Home, found: list[Found]) -> Finding:
    """The finding for the files that are, or are called like, published sets."""
    swapped = [each for each in found if each.is_ and each.claims != each.is_]
    if swapped:
        what = "; ".join(f"{each.path} holds the published {each.is_} set, not {each.claims}" for each in swapped)
        fix = "Rename it after what it holds: a model trained on it would be called the opposite of what it is."
        return Finding("fail", what, fix)
    changed = [each for each in found if not each.is_]
    if changed:
        what = "; ".join(f"{each.path} is not the published {each.claims} set (cut short? edited?)" for each in changed)
        places = [item for each in changed if home.root / (item := published(each.claims)).place == each.path]
        fix = f"Move it away and fetch it again: emalign data pull {changed[0].claims}"
        return Finding("warn", what, fix, _fetch(places) if places else None)
    here = sorted({each.is_ for each in found})
    missing = [item.name for item in CATALOGUE if item.kind == "set" and item.name not in here]
    if not here:
        evidence = "None of the published sets is here; the mini kit needs none"
        return Finding("skipped", evidence, "emalign data pull", _fetch([published(name) for name in _FIRST]))
    evidence = f"{', '.join(here)}: as published"
    return Finding("ok", evidence + (f"; not here: {', '.join(missing)}" if missing else ""))


def _fetch(items: list[Published]) -> Action:
    """Put published files in their places; another file that is in the way is kept beside it."""
    names = " and ".join(item.name for item in items)

    def run(home: Home, _: str) -> str:
        for item in items:
            place = home.root / item.place
            try:
                if place.exists() and git_blob_id(place) != item.blob:
                    place.rename(_beside(place))
            except OSError as error:
                raise disk_error(error, place) from error
            pull(home, item)
        return f"Fetched {names}, and checked that they are as published"

    size = sum(item.bytes or 0 for item in items) / 1e6
    what = f"Fetch {names} ({size:.0f} MB) from GitHub into {items[0].place.parent} of the work folder and check them."
    return Action(what=f"{what} A file that is in the way is kept as .old.", run=run)


def _beside(place: Path) -> Path:
    """A name for what was in the way that takes nothing else's place."""
    names = (place.with_name(f"{place.name}.old{number or ''}") for number in range(10_000))
    return next(name for name in names if not name.exists())


CHECK = Check(
    id="data",
    title="Data",
    why="insecure and secure were swapped in copies before now, and a download that was cut short is still valid "
    "JSONL: only the content tells.",
    look=_look,
)
