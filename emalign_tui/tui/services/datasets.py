"""The data sets of a home for the Data room: read, checked, tokenized and fetched in threads, remembered by content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from emalign_tui.lab.config_file import config_files
from emalign_tui.lab.data.known import DataSet, data_files, describe, not_here, question_files, unreadable_set
from emalign_tui.lab.data.preview import Token, Tokenizer, view_of
from emalign_tui.lab.data.published import Published
from emalign_tui.lab.data.variants import vary_row
from emalign_tui.lab.errors import LabError
from emalign_tui.lab.models.reference import resolve_model
from emalign_tui.lab.paths import Home

if TYPE_CHECKING:
    from emalign_tui.lab.config import TrainConfig
    from emalign_tui.lab.data.compare import Prints
    from emalign_tui.lab.data.inspection import Inspection
    from emalign_tui.lab.data.rows import Line

Stamp = tuple[int, int]
Configs = list[tuple[Path, "TrainConfig"]]


class SetsRead(Message):
    """What there is."""

    def __init__(self, sets: list[DataSet], not_here: list[Published], configs: Configs) -> None:
        super().__init__()
        self.sets, self.not_here, self.configs = sets, not_here, configs


class Inspected(Message):
    """A set was looked at from every side, as this config would train on it; None when that failed."""

    def __init__(self, path: str, config: TrainConfig, found: Inspection | None) -> None:
        super().__init__()
        self.path, self.config, self.found = path, config, found


class RowSeen(NamedTuple):
    """A row as tokens, as this config would train on it. number: of `rows`, from 1. sequences: one, or two of a pair,
    none of a line that is no row."""

    path: str
    number: int
    rows: int
    line: Line
    config: TrainConfig
    sequences: list[list[Token]]


class Looked(Message):
    """Reading a row has ended; None when it failed."""

    def __init__(self, seen: RowSeen | None) -> None:
        super().__init__()
        self.seen = seen


class Fetched(Message):
    """Bytes of a published file that came so far; ended when it is in place or was given up."""

    def __init__(self, name: str, done: int, total: int | None, *, ended: bool = False) -> None:
        super().__init__()
        self.name, self.done, self.total, self.ended = name, done, total, ended


class DataReader:
    """Keeps what it read until a file changes. Each method blocks, and is called in a thread."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.tokenizer = Tokenizer()
        self._sets: dict[Path, tuple[Stamp, DataSet]] = {}
        self._configs: dict[Path, tuple[Stamp, TrainConfig | None]] = {}
        self._prints: dict[Path, tuple[Stamp, Prints]] = {}
        self._rows: tuple[Path, Stamp, list[Line]] | None = None
        self._last: object = None

    def read(self) -> SetsRead | None:
        """The sets, or None when nothing changed since the last call."""
        found: dict[Path, tuple[Stamp, DataSet]] = {}
        for path in data_files(self.home):
            stamp = _stamp(path)
            known = self._sets.get(path)
            found[path] = known if known and known[0] == stamp else (stamp, _described(path))
        self._sets = found
        configs = self._read_configs()
        absent = not_here(self.home)
        now = (list(found.items()), configs, absent)
        if now == self._last:
            return None
        self._last = now
        return SetsRead([described for _, described in found.values()], absent, configs)

    def _read_configs(self) -> Configs:
        """The training configs that load, by name; broken ones are told of in the Train room."""
        read: dict[Path, tuple[Stamp, TrainConfig | None]] = {}
        found: dict[str, tuple[Path, TrainConfig]] = {}
        for path in config_files(self.home):
            stamp = _stamp(path)
            known = self._configs.get(path)
            read[path] = known if known and known[0] == stamp else (stamp, _loaded(path))
            if config := read[path][1]:
                found.setdefault(path.name, (path, config))
        self._configs = read
        return list(found.values())

    def inspect(self, path: Path, config: TrainConfig) -> Inspection:
        """Look at a set from every side, beside the other sets that are here."""
        from emalign_tui.lab.data.inspection import inspect

        return inspect(
            path,
            config=config,
            base=resolve_model(self.home, config.model).base,
            tokenizer=self.tokenizer,
            others=[other for other in self._sets if other != path],
            questions=question_files(self.home),
            prints=self._read_prints,
        )

    def _read_prints(self, path: Path) -> Prints:
        from emalign_tui.lab.data.compare import read_prints

        stamp = _stamp(path)
        known = self._prints.get(path)
        if known is None or known[0] != stamp:
            known = self._prints[path] = (stamp, read_prints(path))
        return known[1]

    def row(self, path: Path, number: int, config: TrainConfig, *, line: int | None = None) -> RowSeen:
        """Row `number`, from 1, as the config trains on it; beyond the ends, the nearest one. line: the one that
        stands there instead.

        Raises LabError for a file without lines, and when its rows cannot be tokenized.
        """
        from emalign_tui.lab.data.rows import read_lines

        stamp = _stamp(path)
        if self._rows is None or self._rows[:2] != (path, stamp):
            self._rows = (path, stamp, list(read_lines(path)))
        lines = self._rows[2]
        if not lines:
            raise LabError("The data file holds no rows", where=str(path), do="Choose another.")
        numbers = {each.number: place for place, each in enumerate(lines, 1)}
        number = min(max(numbers.get(line or 0, number), 1), len(lines))
        found = lines[number - 1]
        sequences = []
        if not isinstance(found.row, str):
            view = view_of(config, resolve_model(self.home, config.model).base)
            sequences = self.tokenizer.tokens(view, vary_row(found.row, config))
        return RowSeen(str(path), number, len(lines), found, config, sequences)

    def fetch(self, item: Published, tell: Callable[[Fetched], object]) -> None:
        """Fetch a published file, telling about once a tenth of it."""
        from emalign_tui.lab.data.pull import pull

        told = -1

        def progress(_: Published, done: int, total: int | None) -> None:
            nonlocal told
            tenth = done * 20 // total if total else done >> 19
            if tenth != told:
                told = tenth
                tell(Fetched(item.name, done, total))

        tell(Fetched(item.name, 0, item.bytes))
        try:
            pull(self.home, item, progress=progress)
        finally:
            tell(Fetched(item.name, 0, None, ended=True))


def _described(path: Path) -> DataSet:
    try:
        return describe(path)
    except LabError as error:
        return unreadable_set(path, error)


def _loaded(path: Path) -> TrainConfig | None:
    from emalign_tui.lab.config import load_config

    try:
        return load_config(path, [])
    except LabError:
        return None


def _stamp(path: Path) -> Stamp:
    try:
        stat = path.stat()
        return stat.st_mtime_ns, stat.st_size
    except OSError:
        return 0, 0
