"""Proof of a push: at the commit that the Hub returned, every file is there with its checksum, and none else."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from emalign_tui.lab.data.digest import git_blob_id, sha256_file
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import HubError, told

if TYPE_CHECKING:
    from huggingface_hub import HfApi, RepoFile

_ITS_OWN = ".gitattributes"
_EVERY = 2.0  # seconds between two looks


class PushProof(msgspec.Struct, frozen=True, kw_only=True):
    """checked: files compared. missing, extra, mismatched: names; all empty when the push is whole. kind: what the
    repository is, read from the Hub. loaded: what was loaded from it by revision, or why that was not done."""

    repo: str
    commit: str
    checked: int
    expected: int
    missing: list[str]
    extra: list[str]
    mismatched: list[str]
    kind: str = ""
    loaded: str = ""
    private: bool = True

    @property
    def ok(self) -> bool:
        return self.checked == self.expected and not (self.missing or self.extra or self.mismatched)


def prove_push(
    api: "HfApi", repo: str, commit: str, folder: Path, files: list[str], *, wait: float, stopping: Callable[[], bool]
) -> PushProof:
    """Compare the repository at a commit with the folder. wait: seconds for a commit that the Hub does not show yet.

    Raises HubError when the Hub does not show it in that time; what differs is in the proof.
    """
    deadline = time.monotonic() + wait
    while True:
        try:
            remote = files_at(api, repo, commit)
            break
        except HubError as error:
            if (error.status != 404 and not error.passing) or time.monotonic() > deadline or stopping():
                raise
            time.sleep(min(_EVERY, wait / 4))
    remote.pop(_ITS_OWN, None)
    both = [name for name in files if name in remote]
    return PushProof(
        repo=repo,
        commit=commit,
        checked=len(both),
        expected=len(files),
        missing=sorted(set(files) - remote.keys()),
        extra=sorted(remote.keys() - set(files)),
        mismatched=[name for name in both if not same_file(folder / name, remote[name])],
    )


def files_at(api: "HfApi", repo: str, commit: str | None = None) -> "dict[str, RepoFile]":
    """The files of a repository at a commit, or now, by name. Raises HubError."""
    from huggingface_hub.hf_api import RepoFile

    with told(repo):
        entries = list(api.list_repo_tree(repo, recursive=True, revision=commit))
    return {entry.path: entry for entry in entries if isinstance(entry, RepoFile)}


def same_file(path: Path, entry: "RepoFile") -> bool:
    """Whether a file of the Hub has the content of one here, by its hash."""
    if entry.size != path.stat().st_size:
        return False
    return bool(sha256_file(path) == entry.lfs.sha256 if entry.lfs else git_blob_id(path) == entry.blob_id)


def check_proof(proof: PushProof, run: str) -> None:
    """Raises LabError that says exactly what is not as it should be, and how to finish."""
    if proof.ok:
        return
    parts = [
        f"{what}: {', '.join(names[:5])}{f' and {len(names) - 5} more' if len(names) > 5 else ''}"
        for what, names in (("missing", proof.missing), ("extra", proof.extra), ("different", proof.mismatched))
        if names
    ]
    what = f"The repository does not hold what was pushed: {'; '.join(parts)}"
    do = f"`emalign resume {run}` sends what is missing. It stays private until it is whole."
    raise LabError(what, where=f"{proof.repo} at {proof.commit[:12]}", do=do)
