"""What a Hub repository really is, without downloading its weights."""

import re
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from emalign_tui.lab.hub.client import HubError, hub_api, told
from emalign_tui.lab.models.folder import FolderReport, inspect_folder

if TYPE_CHECKING:
    from huggingface_hub import HfApi

FRESH = 600.0  # seconds after its last change in which the Hub may still be indexing a repository
_TEXT = (".json", ".jinja")
_LARGEST_TEXT = 64 << 20  # bytes; a tokenizer.json has 10 MB, an index less
_HEADER_GUESS = 256 << 10  # bytes of a weight file that hold its header, nearly always
_HEADER_MOST = 100_000_000
_PLAIN = re.compile(r"(?!\.\.?$)[\w.][\w.+ -]{0,199}")  # a file of the top folder, whatever the server calls its files
_INNER = re.compile(r"([\w-][\w.+ -]{0,199})/(?:adapter_)?config\.json")
_AT_ONCE = 8  # requests
_EVERY = 2.0  # seconds between two looks at a repository that is not there yet


class NoRanges(Exception):
    """The server gives whole files only."""


class RepoReport(msgspec.Struct, frozen=True, kw_only=True):
    """A repository and what is in it. commit: what was looked at. age: seconds since its last change, when told."""

    repo: str
    commit: str
    age: float | None
    folder: FolderReport

    @property
    def may_be_late(self) -> bool:
        """Whether it was changed so lately that the Hub may not show all of it yet. What is there is never wrong."""
        return (
            self.age is not None and self.age < FRESH and self.folder.kind in ("unknown", "partial", "tokenizer_only")
        )


def inspect_repo(repo: str, token: str | None, *, wait: float = 0.0) -> RepoReport:
    """Tell what a model repository is, as `inspect_folder` does for a folder.

    wait: for so many seconds a repository that is not there, or was changed lately and is not whole, is looked at
    again, as the Hub shows a new repository with delay. Raises HubError when it cannot be read.
    """
    deadline = time.monotonic() + wait
    while True:
        last = time.monotonic() + _EVERY > deadline
        try:
            report = _inspect(repo, token)
            if last or not report.may_be_late:
                return report
        except HubError as error:
            if last or error.status != 404:
                raise
        time.sleep(_EVERY)


def _inspect(repo: str, token: str | None) -> RepoReport:
    with told(repo):
        api = hub_api(token)
        info = api.model_info(repo, files_metadata=True)
        files = {each.rfilename: each.size or 0 for each in info.siblings or [] if _PLAIN.fullmatch(each.rfilename)}
        age = max(time.time() - info.last_modified.timestamp(), 0.0) if info.last_modified else None
        commit = str(info.sha)
        with tempfile.TemporaryDirectory(prefix="emalign-") as name:
            shadow = Path(name)
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                where = f"{repo}/resolve/{commit}"
                list(pool.map(lambda file: _shadow(api, where, file, files[file], shadow / file), files))
            for each in info.siblings or []:  # a model that lies in a folder is only told of
                if (inner := _INNER.fullmatch(each.rfilename)) and inner[1] not in files:
                    (shadow / inner[1]).mkdir(exist_ok=True)
                    (shadow / inner[0]).touch()
            report = inspect_folder(shadow)
            problems = [problem.replace(f"{shadow}/", "") for problem in report.problems]
    return RepoReport(repo=repo, commit=commit, age=age, folder=msgspec.structs.replace(report, problems=problems))


def _shadow(api: "HfApi", where: str, file: str, size: int, path: Path) -> None:
    """A stand-in for one file: small text whole, of a weight file its header and its length, of others the length.

    The rest is a hole, which takes no room on the disk.
    """
    with path.open("wb") as out:
        if size and file.endswith(_TEXT) and size <= _LARGEST_TEXT:
            out.write(read_range(api, f"{where}/{file}", 0, size))
        elif size and file.endswith(".safetensors"):
            start = read_range(api, f"{where}/{file}", 0, min(size, _HEADER_GUESS))
            header = 8 + int.from_bytes(start[:8], "little")
            if len(start) < header <= min(size, _HEADER_MOST):
                start += read_range(api, f"{where}/{file}", len(start), header)
            out.write(start)
        out.truncate(size)


def read_range(api: "HfApi", place: str, start: int, end: int) -> bytes:
    """Bytes start..end-1 of a file. A server that does not know ranges is read from the beginning, if that is not far.

    place: `ORG/NAME/resolve/COMMIT/FILE`. Raises NoRanges when it would be far.
    """
    from huggingface_hub.utils import build_hf_headers, get_session, hf_raise_for_status

    headers = {**build_hf_headers(token=api.token), "Range": f"bytes={start}-{end - 1}", "Accept-Encoding": "identity"}
    with get_session().stream("GET", f"{api.endpoint}/{quote(place)}", headers=headers) as response:
        hf_raise_for_status(response)
        skip = start if response.status_code == 200 else 0
        if skip > _HEADER_MOST:
            raise NoRanges
        content = bytearray()
        for piece in response.iter_bytes():
            content += piece
            if len(content) >= skip + end - start:
                break
    return bytes(content[skip : skip + end - start])
