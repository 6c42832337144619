"""A folder to a repository: private, file by file, and visible in one commit. Starting again goes on where it was."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import HubError, told
from emalign_tui.lab.hub.patience import Patience
from emalign_tui.lab.hub.push_proof import files_at, same_file
from emalign_tui.lab.models.merge_proof import read_proof

if TYPE_CHECKING:
    from huggingface_hub import CommitOperationAdd, HfApi, RepoFile

_WATCHED = 1 << 20  # bytes from which a file's own progress is told
_KEPT = ".gitattributes"
_CARD = "README.md"  # written anew for each attempt
_OVERTAKEN = (409, 412)  # another commit came in between

Progress = Callable[[str, int], None]
"""Called with a file's name and how many of its bytes are sent."""


def upload(
    api: "HfApi",
    repo: str,
    folder: Path,
    files: list[str],
    patience: Patience,
    progress: Progress,
    message: str,
    *,
    agreed: set[str],
) -> str:
    """Make the repository if it is not there, private in any case, send every file, and commit them all at once.

    agreed: names in the repository that may be replaced or removed; what else lies there and not among the files goes
    in the same commit. What the Hub has already, from an earlier attempt, is not sent again. Returns the commit. Raises
    HubError when patience ends, and LabError when somebody else put something there meanwhile; nothing is visible then.
    """
    from huggingface_hub import CommitOperationDelete

    _create(api, repo, patience)
    patience.call(lambda: _replaceable(api, repo, folder, files, agreed))
    _hide(api, repo, patience)
    additions = [_addition(folder, name, progress) for name in files]
    _check_proven(folder, additions)
    for addition in additions:
        patience.call(lambda addition=addition: _send(api, repo, addition))  # type: ignore[misc]
        progress(addition.path_in_repo, (folder / addition.path_in_repo).stat().st_size)

    def commit() -> str:
        old = _replaceable(api, repo, folder, files, agreed)
        stale = [CommitOperationDelete(path) for path in old if path not in files]
        try:
            with told(repo):
                return str(api.create_commit(repo, [*additions, *stale], commit_message=message).oid)
        except HubError as error:
            error.passing |= error.status in _OVERTAKEN
            raise

    return patience.call(commit)


def _create(api: "HfApi", repo: str, patience: Patience) -> None:
    def create() -> None:
        with told(repo):
            api.create_repo(repo, private=True, exist_ok=True, repo_type="model")

    patience.call(create)


def _hide(api: "HfApi", repo: str, patience: Patience) -> None:
    """Make a public repository private: until its content is proven, nobody else is to see it."""

    def public() -> bool:
        try:
            with told(repo):
                return not api.model_info(repo).private
        except HubError as error:
            if error.status == 404:  # made a moment ago, and private from the start
                return False
            raise

    if patience.call(public):
        _settle(api, repo, patience, private=True)


def _addition(folder: Path, name: str, progress: Progress) -> "CommitOperationAdd":
    from huggingface_hub import CommitOperationAdd

    path = folder / name
    if path.stat().st_size < _WATCHED:
        return CommitOperationAdd(name, path)
    return CommitOperationAdd(name, _Watched(path, lambda sent: progress(name, sent)))


class _Watched(io.BufferedReader):
    """A file that tells how far it was read, once it is being sent and no longer only hashed."""

    def __init__(self, path: Path, tell: Callable[[int], None]) -> None:
        super().__init__(io.FileIO(path))
        self._say = tell
        self.sending = False

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        if self.sending:
            self._say(self.tell())
        return data


def _check_proven(folder: Path, additions: "list[CommitOperationAdd]") -> None:
    """Hash the files; those that were proven must be what they were. Raises LabError."""
    proof = read_proof(folder)
    for addition in additions:
        found = addition.upload_info.sha256.hex()
        known = proof.files.get(addition.path_in_repo) if proof else None
        if known and known["sha256"] != found:
            what = f"{addition.path_in_repo} changed since the merge was proven"
            raise LabError(what, where=str(folder), do="Merge again into a fresh folder.")
        if isinstance(addition.path_or_fileobj, _Watched):
            addition.path_or_fileobj.sending = True


def _send(api: "HfApi", repo: str, addition: "CommitOperationAdd") -> None:
    """Send one file, if it is large and the Hub has it not; small ones travel in the commit itself."""
    if isinstance(addition.path_or_fileobj, _Watched):
        addition.path_or_fileobj.seek(0)  # an attempt that failed leaves it where it was
    with told(repo):
        try:
            # free_memory=False: the proof of the push still wants the operation as it is.
            api.preupload_lfs_files(repo, [addition], num_threads=1, free_memory=False)
        except RuntimeError as error:  # the library wraps what went wrong
            cause = error.__cause__
            raise cause if isinstance(cause, Exception) else error from error


def _replaceable(api: "HfApi", repo: str, folder: Path, files: list[str], agreed: set[str]) -> list[str]:
    """What lies in the repository, when all of it may go: it was agreed to, or is what an earlier attempt put there.

    Raises LabError naming what came there meanwhile.
    """
    there = _there(api, repo)
    unknown = sorted(there.keys() - agreed - {_CARD})  # of these alone gigabytes may have to be read
    if strange := [name for name in unknown if name not in files or not same_file(folder / name, there[name])]:
        more = f" and {len(strange) - 1} more" if len(strange) > 1 else ""
        what = f"The repository changed since this push was agreed to: it holds {strange[0]}{more}"
        raise LabError(what, where=repo, do="`emalign push` again tells what would be replaced, and asks.")
    return list(there)


def _there(api: "HfApi", repo: str) -> "dict[str, RepoFile]":
    try:
        found = files_at(api, repo)
    except HubError as error:
        if error.status == 404:  # a repository that was made a moment ago is not shown everywhere at once
            return {}
        raise
    found.pop(_KEPT, None)
    return found


def publish(api: "HfApi", repo: str, patience: Patience) -> None:
    """Make a repository public. Done only after its content is proven."""
    _settle(api, repo, patience, private=False)


def _settle(api: "HfApi", repo: str, patience: Patience, *, private: bool) -> None:
    def change() -> Any:
        with told(repo):
            return api.update_repo_settings(repo, private=private)

    patience.call(change)
