"""A repository loaded again, by the revision that a push made: fetched whole, and given to transformers."""

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import endpoint, told
from emalign_tui.lab.hub.patience import Patience
from emalign_tui.lab.models.loading import base_at_hand, try_to_load

if TYPE_CHECKING:
    from huggingface_hub import HfApi

LARGE = 2_000_000_000  # bytes from which somebody is asked before a repository is fetched again
ROOM = 1.02  # of those bytes that have to be free on the disk
_EVERY = 0.5  # seconds between two looks at what has been fetched


class Stopped(Exception):
    """A stop was asked for between two files; what was fetched is kept."""


Tell = Callable[[int], None]
"""Called with the bytes that have been fetched."""


def load_back(
    api: "HfApi", repo: str, commit: str, sizes: dict[str, int], place: Path, bases: list[str], patience: Patience,
    tell: Tell,
) -> tuple[str, str]:  # fmt: skip
    """Fetch a commit into `place` and load it there. Returns what it gave as a phrase and "", or "" and why it was not
    done, with how to do it.

    sizes: of every file. bases: what an adapter may belong on, empty for a whole model. What was fetched is removed
    when it was loaded or refused, and kept when the fetching broke off, for the next try. Raises LabError when it does
    not load, HubError when it cannot be fetched in the end.
    """
    later = f"`emalign verify {repo} --deep` loads it"
    base, lack = base_at_hand(bases) if bases else (None, "")
    if lack:
        return "", f"not loaded, as {lack}, then {later}"
    needed, free = sum(sizes.values()) * ROOM, shutil.disk_usage(place.parent).free + _held(place)
    if needed > free:
        what = f"fetching it again takes {needed / 1e9:,.1f} GB and {free / 1e9:,.1f} GB are free on {place.parent}"
        return "", f"not loaded, as {what}: free some, then {later}"
    for name in sizes:
        with _watched(place, tell):
            patience.call(lambda name=name: _fetch(api, repo, commit, name, place))  # type: ignore[misc]
        if patience.stopping():
            raise Stopped
    try:
        return try_to_load(place, base=base), ""
    except LabError as error:
        do = f"It stays private. The files are those that were sent, so look at the model itself; {later} again."
        raise LabError(error.what, where=f"{repo} at {commit[:12]}", do=do) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _fetch(api: "HfApi", repo: str, commit: str, name: str, place: Path) -> None:
    from huggingface_hub import hf_hub_download

    with told(repo):
        hf_hub_download(repo, name, revision=commit, local_dir=place, token=api.token, endpoint=endpoint())


@contextmanager
def _watched(place: Path, tell: Tell) -> Iterator[None]:
    """Tell now and then how much is there."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY):
            tell(_held(place))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        tell(_held(place))


def _held(place: Path) -> int:
    """Bytes in a folder whose files may be renamed meanwhile."""
    total = 0
    for path in place.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total
