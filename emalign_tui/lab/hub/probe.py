"""The only proof that a token may write: a real, private, short-lived repository."""

import queue
import secrets
import threading
import time
from typing import TYPE_CHECKING

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import HubError, endpoint, hub_api, told

if TYPE_CHECKING:
    from huggingface_hub import HfApi

PREFIX = "emalign-write-probe-"
_FILE = "probe.txt"
_TRIES = 3


def write_probe(token: str, namespace: str) -> str:
    """Create a private repository, upload a file, list it, and delete the repository again. Returns its name.

    The repository is deleted too when a step fails, and when this process is interrupted meanwhile: the work is done
    in a thread that Python waits for. Raises HubError for the step that failed; one that says where to delete the
    repository by hand when that did not work.
    """
    repo = f"{namespace}/{PREFIX}{secrets.token_hex(6)}"
    outcome: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()

    def work() -> None:
        try:
            _probe(token, repo)
            outcome.put(None)
        except Exception as error:  # noqa: BLE001  handed over to the caller's thread
            outcome.put(error)

    # Not joined: when a join is interrupted, Python 3.11 no longer waits for that thread at its exit.
    threading.Thread(target=work, name="write-probe", daemon=False).start()
    if error := outcome.get():
        raise error
    return repo


def _probe(token: str, repo: str) -> None:
    api = hub_api(token)
    try:
        _create(api, repo)
        with told(repo):
            api.upload_file(path_or_fileobj=b"emalign", path_in_repo=_FILE, repo_id=repo, commit_message="Probe")
            files = api.list_repo_files(repo)
    except _NotCreated as refused:
        raise refused.error from refused
    except LabError:
        _delete(api, repo)
        raise
    _delete(api, repo)
    if _FILE not in files:
        do = "Try again; if it stays so, the Hub keeps uploads back."
        raise HubError("The upload was accepted, but the file is not there", where=repo, do=do)


class _NotCreated(Exception):
    """The Hub refused to create the repository, or was never reached, so there is nothing to delete."""

    def __init__(self, error: HubError) -> None:
        super().__init__(error)
        self.error = error


def _create(api: "HfApi", repo: str) -> None:
    try:
        with told(repo):
            api.create_repo(repo, private=True, repo_type="model")
    except HubError as error:
        if 400 <= error.status < 500 or error.unsent:
            raise _NotCreated(error) from error
        raise


def _delete(api: "HfApi", repo: str) -> None:
    """Delete what was created, or may have been: the answer to the creation may have been lost."""
    for attempt in range(_TRIES):
        try:
            with told(repo):
                api.delete_repo(repo, repo_type="model")
            return
        except HubError as error:
            if error.status == 404:
                return
            if attempt == _TRIES - 1:
                do = f"Delete it at {endpoint()}/{repo}/settings"
                raise HubError(f"The probe could not be deleted: {error.what}", where=repo, do=do) from error
            time.sleep(1)
