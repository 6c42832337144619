"""Fetch published files: pinned by commit, checked by hash, resumed where they broke off, and put in place whole.

A file is written to a hidden `.part` beside its place. Only when its bytes are the published ones is it renamed; what
broke off stays as `.part` for the next try, which asks for the rest (RFC 9110, Range).
"""

import http.client
import os
import re
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import IO

from emalign_tui.lab.data.digest import git_blob_id, sha256_file
from emalign_tui.lab.data.published import ADDRESS, Published
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.evals.calls import Policy
from emalign_tui.lab.files import disk_error, take_lock
from emalign_tui.lab.network import is_loopback
from emalign_tui.lab.paths import Home

POLICY = Policy(attempts=5, first_wait=1.0, most_wait=20.0, longest_wait=60.0, timeout=30.0)
_LARGEST = 200_000_000  # bytes; more is not one of these files
_CHUNK = 1 << 16
_TRICKLE = 1024  # bytes; less than this in a whole timeout is a server that stalls
_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_RANGE = re.compile(r"bytes (\d+)-")

Progress = Callable[[Published, int, int | None], None]


class _Passing(Exception):
    """A failure after which the same request may well succeed. wait: seconds that the server asked for."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


def pull(
    home: Home,
    item: Published,
    *,
    address: str | None = None,
    policy: Policy = POLICY,
    progress: Progress = lambda *_: None,
    wait: Callable[[float], object] = time.sleep,
) -> Path:
    """Fetch a published file into the home and return its place; a file that is there and right is left alone.

    address: of a mirror of the repository's raw files at the pinned commit. progress: called with bytes so far, and of
    all when known. wait: called with the seconds until the next try. Raises LabError when the server has no such file,
    answers with other content or not at all, when another file is in its place, or when the disk is full.
    """
    place = home.root / item.place
    if _is_there(place, item):
        return place
    part = place.with_name(f".{place.name}.part")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with part.open("ab") as out:
            _lock(out, item, part)
            if not _is_there(place, item):
                _fetch(out, part, item, f"{address or ADDRESS}/{item.path}", policy, progress, wait)
                os.fsync(out.fileno())
                part.replace(place)
    except OSError as error:
        raise disk_error(error, part) from error
    finally:
        if part.is_file() and not part.stat().st_size:
            part.unlink()
    return place


def _is_there(place: Path, item: Published) -> bool:
    if not place.exists():
        return False
    if _is(place, item):
        return True
    raise LabError(
        f"Another file is in the place of {item.name}: its content is not the published one",
        where=str(place),
        do="Move it away, then pull again.",
    )


def _is(path: Path, item: Published) -> bool:
    return git_blob_id(path) == item.blob and item.sha256 in (None, sha256_file(path))


def _lock(out: IO[bytes], item: Published, part: Path) -> None:
    """One fetch at a time."""
    if not take_lock(out):
        raise LabError(f"{item.name} is being fetched by another process", where=str(part))


def _fetch(
    out: IO[bytes],
    part: Path,
    item: Published,
    url: str,
    policy: Policy,
    progress: Progress,
    wait: Callable[[float], object],
) -> None:
    """Try until the part holds the published bytes. Leaves what came so far when it gives up."""
    fresh = False  # whether the whole part came from this very server in one go
    failures = 0
    while True:
        begin = out.seek(0, os.SEEK_END)
        try:
            if not (begin and _is(part, item)):
                fresh = _receive(out, url, item, policy.timeout, progress) == 0
        except _Passing as error:
            failures += 1
            if failures >= policy.attempts:
                tries = f"after {failures} attempts"
                do = f"What came is kept: `emalign data pull {item.name}` goes on from there."
                raise LabError(f"{item.name} could not be fetched {tries}: {error}", where=url, do=do) from error
            if error.wait > policy.longest_wait:
                what = f"The server asks to wait {error.wait:.0f} s"
                raise LabError(what, where=url, do="Try again later.") from error
            wait(max(error.wait, min(policy.first_wait * 2 ** (failures - 1), policy.most_wait)))
            continue
        out.flush()
        if _is(part, item):
            return
        out.truncate(0)
        if fresh:
            raise LabError(
                f"The server sent something else than the published {item.name}; nothing was kept",
                where=url,
                do="A proxy or mirror may stand in between. Try again from another network.",
            )
        failures += 1
        if failures >= policy.attempts:
            raise LabError(f"{item.name} came broken {failures} times; nothing was kept", where=url, do="Try later.")


def _receive(out: IO[bytes], url: str, item: Published, timeout: float, progress: Progress) -> int:
    """Append what the server has, from where the part ends; returns where that was, 0 when it sent the whole.

    Raises _Passing for what may pass, LabError for what will not.
    """
    begin = out.seek(0, os.SEEK_END)
    headers = {"User-Agent": "emalign", "Accept-Encoding": "identity"}
    if begin:
        headers["Range"] = f"bytes={begin}-"
    try:
        with _opener(url).open(urllib.request.Request(url, headers=headers), timeout=timeout) as reply:
            begin = _where(reply, begin)
            out.truncate(begin)
            length = reply.headers.get("Content-Length", "")
            total = begin + int(length) if length.isdigit() else item.bytes
            got = begin
            since, had = time.monotonic(), got
            while chunk := reply.read1(_CHUNK):
                got += len(chunk)
                if time.monotonic() - since > timeout:
                    if got - had < _TRICKLE:
                        raise _Passing("the connection stalled")
                    since, had = time.monotonic(), got
                if got > (item.bytes or _LARGEST):
                    return begin  # more than there is: the hash will tell
                _write(out, chunk)
                progress(item, got, total)
            if length.isdigit() and got < begin + int(length):
                raise _Passing(f"the connection broke off after {got:,} of {total:,} bytes")
    except urllib.error.HTTPError as error:
        if error.code == 416:
            out.truncate(0)
            raise _Passing("the server has less than was kept; starting over") from error
        raise _refused(error, url, item) from error
    except urllib.error.URLError as error:
        raise _unreachable(error, url) from error
    except (OSError, http.client.HTTPException) as error:  # what is written has its own sentence in _write
        raise _Passing(f"the connection stalled or broke off ({type(error).__name__})") from error
    except ValueError as error:
        raise LabError(f"Not an address: {error}", where=url, do="Check the address.", exit_code=2) from error
    return begin


def _where(reply: "http.client.HTTPResponse", begin: int) -> int:
    """Where the reply's bytes belong: a server may send the whole although it was asked for a part."""
    if reply.status != 206:
        return 0
    found = _RANGE.match(reply.headers.get("Content-Range", ""))
    if found is None or int(found[1]) != begin:
        raise _Passing("the server sent another part than it was asked for")
    return begin


def _write(out: IO[bytes], chunk: bytes) -> None:
    """A full disk is not a broken connection, so it must not look like one."""
    try:
        out.write(chunk)
        out.flush()
    except OSError as error:
        raise disk_error(error, Path(out.name)) from error


def _refused(error: urllib.error.HTTPError, url: str, item: Published) -> Exception:
    if error.code in _AGAIN:
        asked = error.headers.get("Retry-After", "")
        return _Passing(f"the server answered {error.code}", float(asked) if asked.isdigit() else 0.0)
    if error.code == 404:
        do = "Check the address of the mirror." if not url.startswith(ADDRESS) else "Check the network's proxy."
        return LabError(f"The server has no {item.path} (404)", where=url, do=do)
    return LabError(f"The server refused with {error.code}", where=url, do="Check the network and its proxy.")


def _unreachable(error: urllib.error.URLError, url: str) -> Exception:
    reason = error.reason
    if isinstance(reason, ssl.SSLError):
        return LabError(
            f"The connection is not trusted: {reason.reason}", where=url, do="Check the clock and the proxy."
        )
    if isinstance(reason, socket.gaierror | TimeoutError | OSError):
        return _Passing(f"the server cannot be reached ({getattr(reason, 'strerror', None) or reason})")
    return LabError(f"Not an address: {reason}", where=url, do="Check the address.", exit_code=2)


def _opener(url: str) -> urllib.request.OpenerDirector:
    """A proxy from the environment must not stand between this process and its own machine."""
    handlers = [urllib.request.ProxyHandler({})] if is_loopback(url) else []
    return urllib.request.build_opener(*handlers)
