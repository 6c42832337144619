"""Permissions of files that count for root too, as they do for everybody else."""

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_VERSION = 0x20080522  # of the kernel's structures for capabilities: two words of each set
_OVERRIDES = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH


@contextmanager
def modes_count() -> Iterator[None]:
    """Nobody may do what a file's mode forbids, in this thread and those that it starts meanwhile: root neither."""
    if os.geteuid() != 0 or sys.platform != "linux":
        yield
        return
    library = ctypes.CDLL(None, use_errno=True)
    header, sets = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()
    assert library.capget(header, sets) == 0, os.strerror(ctypes.get_errno())
    before = sets[0]  # what is in effect of the first 32
    sets[0] = before & ~_OVERRIDES
    assert library.capset(header, sets) == 0, os.strerror(ctypes.get_errno())
    try:
        yield
    finally:
        sets[0] = before
        assert library.capset(header, sets) == 0, os.strerror(ctypes.get_errno())
