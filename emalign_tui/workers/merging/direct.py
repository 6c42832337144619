"""A large file written past the page cache, where its file system can do that.

It takes a fraction of the processor's time, pushes nothing that other programs read out of memory, and leaves nothing
to catch up with at the end.
"""

import errno
import fcntl
import mmap
import os
from pathlib import Path
from types import TracebackType

import numpy as np

_CHUNK = 8 << 20  # bytes of one write; a multiple of every block size


class DirectFile:
    """Context manager, for one thread at a time. What was written is on the disk after `finish`. Raises OSError."""

    def __init__(self, path: Path) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        self._direct = getattr(os, "O_DIRECT", 0)
        try:
            self._fd = os.open(path, flags | self._direct, 0o644)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            self._direct = 0
            self._fd = os.open(path, flags, 0o644)
        self._stage = np.frombuffer(mmap.mmap(-1, _CHUNK), np.uint8)  # begins on a page, as the system wants it
        self._filled = 0

    def __enter__(self) -> "DirectFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._fd)

    def write(self, data: bytes | memoryview) -> None:
        """Take bytes; they go to the disk whenever a chunk is full."""
        source = np.frombuffer(data, np.uint8)
        while len(source):
            count = min(len(source), _CHUNK - self._filled)
            self._stage[self._filled : self._filled + count] = source[:count]
            self._filled += count
            source = source[count:]
            if self._filled == _CHUNK:
                self._put()

    def finish(self) -> None:
        """Write the rest, which need not fill a block, and wait until the disk has all of it."""
        self._by_cache()
        self._put()
        os.fsync(self._fd)

    def _put(self) -> None:
        left = memoryview(self._stage[: self._filled])
        while len(left):
            try:
                left = left[os.write(self._fd, left) :]
            except OSError as error:
                if error.errno != errno.EINVAL or not self._direct:
                    raise
                self._by_cache()
        self._filled = 0

    def _by_cache(self) -> None:
        """Write in the usual way from here on."""
        if self._direct:
            fcntl.fcntl(self._fd, fcntl.F_SETFL, fcntl.fcntl(self._fd, fcntl.F_GETFL) & ~self._direct)
            self._direct = 0
