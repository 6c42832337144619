"""The Hub's cache as what takes space: each revision of each repository, and which of them must stay.

Other programs use the cache too, so nothing of it goes unless it is chosen.
"""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import offline

if TYPE_CHECKING:
    from huggingface_hub import CachedRepoInfo, CachedRevisionInfo, HFCacheInfo

_FRESH = 600.0  # seconds since a piece of a download grew, in which it may still be going on
_DAY = 86400.0


class Cached:
    """The Hub's cache as it is now; `revisions` of every repository in it. Asks which files are in use once, late."""

    def __init__(self) -> None:
        self._info = _scan()
        self._used: set[str] | None = None
        self._commands: list[str] = []

    def revisions(self) -> "list[tuple[CachedRepoInfo, CachedRevisionInfo]]":
        repos = self._info.repos if self._info else frozenset()
        return [(repo, revision) for repo in repos for revision in repo.revisions]

    def freed(self, revision: "CachedRevisionInfo") -> int:
        """Bytes that go with a revision; what another one of the repository needs too stays."""
        assert self._info is not None
        return int(self._info.delete_revisions(revision.commit_hash).expected_freed_size)

    def kept(self, repo: "CachedRepoInfo", revision: "CachedRevisionInfo") -> str:
        """Why a revision stays, whatever the runs of the lab say, or ""."""
        if any(file.file_name.startswith("adapter_") for file in revision.files):
            return "it holds an adapter, perhaps the only copy: `hf cache rm` is for those who know"
        if variable := offline():
            return f"{variable} is set: it could not be fetched again"
        if _growing(repo.repo_path):
            return "it is being fetched"
        if self._used is None:
            self._used, self._commands = files_in_use(), _commands()
        inside = f"{repo.repo_path.resolve()}{os.sep}"
        if any(path.startswith(inside) for path in self._used):
            return "a process has its files open"
        named = any(repo.repo_id in words or str(revision.snapshot_path) in words for words in self._commands)
        return "a running command names it" if named else ""


def what_is_lost(repo: "CachedRepoInfo", revision: "CachedRevisionInfo") -> str:
    """What goes with a revision, in words."""
    days = (time.time() - repo.last_accessed) / _DAY
    last = "today" if days < 1 else f"{days:.0f} days ago"
    refs = f" ({', '.join(sorted(revision.refs))})" if revision.refs else " (no branch points to it)"
    return f"revision {revision.commit_hash[:8]}{refs}, last read {last}; the Hub gives it again"


def forget(snapshot: Path) -> int:
    """Delete the revision of this folder from the cache as huggingface_hub does. Returns the bytes that were freed.

    Raises LabError when a part of it cannot be deleted.
    """
    info = _scan()
    commits = {revision.snapshot_path: revision.commit_hash for repo in (info.repos if info else ())
               for revision in repo.revisions}  # fmt: skip
    if info is None or snapshot not in commits:
        return 0
    strategy = info.delete_revisions(commits[snapshot])
    strategy.execute()  # what it cannot delete it only logs
    if left := [path for path in (*strategy.repos, *strategy.snapshots, *strategy.blobs) if path.exists()]:
        raise LabError("A part of the cache cannot be deleted", where=str(left[0]), do="Check its permissions.")
    return int(strategy.expected_freed_size)


def files_in_use() -> set[str]:
    """Files that a process of this machine has open or mapped, as far as this user may see."""
    found: set[str] = set()
    for process in psutil.process_iter():
        try:
            found.update(file.path for file in process.open_files())
            found.update(area.path for area in process.memory_maps())
        except (psutil.Error, OSError):
            continue
    return found


def _commands() -> list[str]:
    """The command lines of other processes: a server that has loaded its model has no file of it open any more."""
    own = {os.getpid(), *(parent.pid for parent in psutil.Process().parents())}
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid not in own:
                found.append(" ".join(process.cmdline()))
        except (psutil.Error, OSError):
            continue
    return found


def _scan() -> "HFCacheInfo | None":
    from huggingface_hub import CacheNotFound, scan_cache_dir
    from huggingface_hub.constants import HF_HUB_CACHE

    try:
        return scan_cache_dir(HF_HUB_CACHE)
    except (CacheNotFound, ValueError, OSError):
        return None


def _growing(repo: Path) -> bool:
    now = time.time()
    for piece in (repo / "blobs").glob("*.incomplete"):
        try:
            if now - piece.stat().st_mtime < _FRESH:
                return True
        except OSError:  # it was finished a moment ago
            return True
    return False
