"""Reading and writing that survives kills and full disks: one atomic write, one JSONL writer, one JSONL reader."""

import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, TypeVar, overload

import msgspec

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.redaction import hide_bytes

T = TypeVar("T")
_READABLE = 0o644


class DiskFull(LabError):
    """A write that failed because nothing is left to write on."""


def disk_error(error: OSError, path: Path) -> LabError:
    """The sentence for a write that failed."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull("The disk is full", where=str(path), do="Free some space and run the same command again.")
    reason = error.strerror or str(error)
    return LabError(f"Cannot write: {reason}", where=str(path), do="Check the folder and its permissions.")


def size_words(size: int) -> str:
    """Bytes for people: `1.20 GB`, `34.5 MB`, `67 kB`."""
    if size < 1e6:
        return f"{size / 1e3:,.0f} kB"
    return f"{size / 1e9:,.2f} GB" if size >= 1e9 else f"{size / 1e6:,.1f} MB"


def why_unwritable(folder: Path) -> str:
    """Why no file can be put into a folder, as a phrase; "" when one can. Of a folder that is not there, whether it
    could be made. Nothing stays behind.
    """
    try:
        there = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
        if there.is_symlink() and not there.exists():
            return f"{there} is a link to {there.readlink()}, which is not there"
        if not there.is_dir():
            return f"{there} is a file where a folder is needed"
        with tempfile.TemporaryFile(dir=there) as probe:
            probe.write(b"emalign")
    except (OSError, ValueError) as error:
        return (error.strerror if isinstance(error, OSError) else None) or str(error)
    return ""


def take_lock(file: IO[Any]) -> bool:
    """Take an open file's lock without waiting; False when another process has it. The kernel drops a dead holder's."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Read, change and write a file of a folder while no other process of ours does: it waits for its turn.

    On a file system without locks it goes on without one. Raises LabError when the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        fd = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise disk_error(error, folder) from error
    try:
        with suppress(OSError):
            fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)


def named_output(path: Path) -> Path:
    """The file that somebody names to be written: behind a link, what it leads to, so that the link stays.

    Raises LabError (exit code 2) for a device or a pipe, which a file would take the place of.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise LabError("Not a file, but a device or a pipe", where=str(path), do="Name a file.", exit_code=2)
    return path.resolve() if path.is_symlink() else path


def write_atomic(path: Path, data: bytes | str, mode: int = _READABLE) -> None:
    """Replace a file whole or not at all. Raises LabError when it cannot be written; the old content then stays.

    A file that others may read, by its mode, never gets a known secret; keys are kept in files of mode 0600.
    """
    content = data.encode() if isinstance(data, str) else data
    if mode & 0o077:
        content = hide_bytes(content)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fd, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise disk_error(error, path) from error
    try:
        with os.fdopen(fd, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise disk_error(error, path) from error


def let_read(folder: Path) -> None:
    """Let everybody read the files of a folder who may read a run's other files: safetensors writes for its user alone,
    and on a shared machine nobody else could serve the model."""
    for file in folder.iterdir():
        with suppress(OSError):  # some file systems know no modes
            if file.is_file():
                file.chmod(file.stat().st_mode | _READABLE)


class JsonlWriter:
    """Append records to a JSONL file, one whole line a write, so that a kill leaves at most one torn last line.

    A torn line, left by an earlier writer or by a disk that was full, is closed off with a newline first; readers skip
    it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._fd = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
            size = os.fstat(self._fd).st_size
            self._torn = size > 0 and os.pread(self._fd, 1, size - 1) != b"\n"
        except OSError as error:
            raise disk_error(error, path) from error

    def append(self, record: object) -> None:
        """Write one record, without any known secret. Raises LabError when the disk is full or it cannot be written."""
        line = (b"\n" if self._torn else b"") + hide_bytes(msgspec.json.encode(record)) + b"\n"
        try:
            written = os.write(self._fd, line)
            self._torn = written != len(line)
            if self._torn:
                raise OSError(errno.ENOSPC, "short write")
        except OSError as error:
            raise disk_error(error, self.path) from error

    def close(self) -> None:
        os.close(self._fd)

    def __enter__(self) -> "JsonlWriter":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@overload
def read_jsonl(path: Path) -> Iterator[Any]: ...
@overload
def read_jsonl(path: Path, type: type[T]) -> Iterator[T]: ...
def read_jsonl(path: Path, type: Any = Any) -> Iterator[Any]:
    """Records of a JSONL file, typed. A torn line, the last one or one that was closed off later, is skipped.

    Raises LabError with file and line for a line that is valid JSON of the wrong shape, or a missing file.
    """
    decoder = msgspec.json.Decoder(type)
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    yield decoder.decode(line)
                except msgspec.ValidationError as error:
                    raise LabError(f"Unexpected record: {error}", where=f"{path}, line {number}") from error
                except (msgspec.DecodeError, UnicodeDecodeError):
                    continue
    except FileNotFoundError as error:
        raise LabError("File not found", where=str(path), do="Check the path.") from error
    except OSError as error:
        raise LabError(f"Cannot read: {error.strerror}", where=str(path), do="Check the file's permissions.") from error


class JsonlTail:
    """Follow a growing JSONL file by offset; `poll` returns the records that are new since the last call."""

    def __init__(self, path: Path, type: Any = Any) -> None:
        self.path = path
        self._decoder = msgspec.json.Decoder(type)
        self._offset = 0
        self._rest = b""

    def poll(self) -> list[Any]:
        """New whole records, in order. A missing file has none; lines that do not parse are skipped."""
        try:
            with self.path.open("rb") as source:
                source.seek(self._offset)
                data = source.read()
        except FileNotFoundError:
            return []
        self._offset += len(data)
        *lines, self._rest = (self._rest + data).split(b"\n")
        records = []
        for line in lines:
            try:
                records.append(self._decoder.decode(line))
            except (msgspec.DecodeError, UnicodeDecodeError):
                continue
        return records
