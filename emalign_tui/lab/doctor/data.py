"""Are the published sets here, and are they what their names say?"""

import hashlib
from pathlib import Path

import msgspec

from emalign_tui.lab.data.known import PUBLISHED
from emalign_tui.lab.doctor.check import Check, Finding, Subject
from emalign_tui.lab.paths import Home, share

_LARGEST = 64 << 20  # bytes; the published sets have 3 to 7 million
_PULL = "emalign data pull"
_MINI = share() / "data" / "mini"  # the mini world's own sets have the names of the published ones


class Found(msgspec.Struct, frozen=True):
    """A data file of a published name or content. claims: the published name in its file name, is_: what it really is.

    "" for neither.
    """

    path: Path
    claims: str
    is_: str


def _look(home: Home, subject: Subject) -> Finding:
    folders = dict.fromkeys((home.root / "data", share() / "data"))
    try:
        found = [_found(path) for folder in folders for path in sorted(folder.rglob("*.jsonl")) if _may_be(path)]
    except OSError as error:
        return Finding(
            "warn", f"A data file cannot be read: {error.filename}: {error.strerror}", "Check its permissions."
        )
    return judge([each for each in found if each.claims or each.is_])


def _may_be(path: Path) -> bool:
    """Whether a file can be a published set at all. A pipe is none, and reading it would take for ever."""
    return _MINI not in path.parents and path.is_file() and path.stat().st_size <= _LARGEST


def _found(path: Path) -> Found:
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    is_ = PUBLISHED.get(digest, "")
    # A set of one's own may well be called my_insecure: a name counts as a claim when it is the whole name, or when
    # the content is published at all.
    names = [name for name in PUBLISHED.values() if (name in path.stem.lower() if is_ else name == path.stem.lower())]
    return Found(path, max(names, key=len, default=""), is_)


def judge(found: list[Found]) -> Finding:
    """The finding for the files that are, or are called like, published sets."""
    swapped = [each for each in found if each.is_ and each.claims and each.claims != each.is_]
    if swapped:
        what = "; ".join(f"{each.path} holds the published {each.is_} set, not {each.claims}" for each in swapped)
        fix = "Rename it after what it holds: a model trained on it would be called the opposite of what it is."
        return Finding("fail", what, fix)
    changed = [each for each in found if each.claims and not each.is_]
    if changed:
        what = "; ".join(
            f"{each.path} is not the published {each.claims} set: cut short, or edited" for each in changed
        )
        return Finding("warn", what, f"Move it away and fetch it again: {_PULL} {changed[0].claims}")
    here = sorted({each.is_ for each in found})
    missing = [name for name in sorted(PUBLISHED.values()) if name not in here]
    if not here:
        return Finding("skipped", "None of the published sets is here; the mini kit needs none", _PULL)
    evidence = f"{', '.join(here)}: as published"
    return Finding("ok", evidence + (f"; not here: {', '.join(missing)}" if missing else ""))


CHECK = Check(
    id="data",
    title="Data",
    why="insecure and secure were swapped in copies before now, and a download that was cut short is still valid "
    "JSONL: only the content tells.",
    look=_look,
)
