"""Pieces of a repository's files read back by range, and held against what was sent: for models too large to fetch."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.hub.client import told
from emalign_tui.lab.hub.repo import NoRanges, read_range

if TYPE_CHECKING:
    from huggingface_hub import HfApi

    from emalign_tui.lab.hub.patience import Patience

_SIZE = 1 << 20  # bytes of a piece
_PIECES = 24  # from anywhere in the files, beside the beginning and the end of each

Piece = tuple[str, int, int]
"""A file's name, where the piece begins, and where it ends."""


def read_back(api: "HfApi", repo: str, commit: str, folder: Path, files: list[str], patience: "Patience") -> str:
    """Compare pieces of every file, at a commit, with the folder's. Returns what was done as a phrase.

    Of each file its beginning, where a safetensors file has its header, and its end, and 24 pieces from anywhere,
    larger files more often; each commit chooses others. Raises LabError naming the first piece that differs, HubError
    when the Hub does not give one in the end.
    """
    sizes = {name: (folder / name).stat().st_size for name in files}
    count = read = 0
    for name, start, stop in _pieces(sizes, random.Random(commit)):
        try:
            found = patience.call(_reader(api, f"{repo}/resolve/{commit}/{name}", start, stop))
        except NoRanges:
            return "not read back: the Hub gives no parts of files"
        if found != _part(folder / name, start, stop):
            what = f"{name} comes back otherwise than it was sent, at byte {start:,}"
            raise LabError(what, where=f"{repo} at {commit[:12]}", do="Delete the repository's file, and push again.")
        count, read = count + 1, read + stop - start
    return f"{count} pieces ({read / 1e6:,.1f} MB) of {len(files)} files came back byte for byte"


def _pieces(sizes: dict[str, int], chance: random.Random) -> Iterator[Piece]:
    for name, size in sizes.items():
        yield name, 0, min(size, _SIZE)
        if size > _SIZE:
            yield name, max(size - _SIZE, _SIZE), size
    large = {name: size for name, size in sizes.items() if size > 3 * _SIZE}
    for name in chance.choices(list(large), list(large.values()), k=_PIECES) if large else []:
        start = chance.randrange(large[name] - _SIZE)
        yield name, start, start + _SIZE


def _reader(api: "HfApi", place: str, start: int, stop: int) -> Callable[[], bytes]:
    def read() -> bytes:
        with told(place):
            return read_range(api, place, start, stop) if stop > start else b""

    return read


def _part(path: Path, start: int, stop: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        return file.read(stop - start)
