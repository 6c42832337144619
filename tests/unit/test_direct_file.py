"""Large files past the page cache: the same bytes as ever, and the usual way where a file system cannot."""

import errno
import os
from pathlib import Path

import pytest

from emalign_tui.workers.merging import direct
from emalign_tui.workers.merging.direct import DirectFile


def write(path: Path, sizes: list[int]) -> bytes:
    """Blocks of these sizes, as one text."""
    blocks = [os.urandom(size) for size in sizes]
    with DirectFile(path) as file:
        for block in blocks:
            file.write(block)
        file.finish()
    return b"".join(blocks)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(direct, "_CHUNK", 1 << 16)


@pytest.mark.parametrize("sizes", [[], [7], [1 << 16], [100, (1 << 16) - 100], [1000, 1 << 18, 3, 1 << 16, 4097]])
def test_every_byte_arrives(tmp_path: Path, sizes: list[int]) -> None:
    assert write(tmp_path / "file", sizes) == (tmp_path / "file").read_bytes()


@pytest.mark.parametrize("refused", ["open", "write"])
def test_a_file_system_without_it(tmp_path: Path, refused: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = {"open": os.open, "write": os.write}, []

    def refuse(first: object, *rest: object) -> int:
        if not asked:
            asked.append(first)
            raise OSError(errno.EINVAL, "Invalid argument")
        return real[refused](first, *rest)  # type: ignore[operator]

    monkeypatch.setattr(direct.os, refused, refuse)
    assert write(tmp_path / "file", [1 << 17, 5]) == (tmp_path / "file").read_bytes() and asked


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(direct.os, "write", full)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path / "file", [1 << 17])
