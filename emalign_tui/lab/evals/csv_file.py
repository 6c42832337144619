"""A CSV file as people really save it: its encoding, its separator, its header, and rows that may be broken."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.sanitize import one_line

_LONGEST_CELL = 16 * 1024 * 1024  # characters
_SEPARATORS = (",", ";", "\t")  # a spreadsheet writes the second where the comma is a decimal sign
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_UTF8 = re.compile(r"[\udc80-\udcff]+")  # what the decoder makes of bytes that are not UTF-8, for us to read


class CsvFile:
    """header: its columns, clean, on one line each. not_utf8: the lines, of those read so far, whose row has bytes that
    are not UTF-8; they are read as Windows-1252, as which spreadsheets save. Raises LabError (exit code 2) when there
    is no header."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.not_utf8: set[int] = set()
        csv.field_size_limit(_LONGEST_CELL)
        try:
            with path.open("rb") as file:
                begins = file.read(2)
            self._encoding = "utf-16" if begins in _UTF16 else "utf-8-sig"
            with self._open() as file:
                first = file.readline(1 << 16)
                self._separator = max(_SEPARATORS, key=first.count)
                file.seek(0)
                header = next(csv.reader(file, delimiter=self._separator), [])
        except (csv.Error, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise self._wrong(f"Cannot read: {reason}") from error
        self.header = [one_line(_read_bytes(column), 80) for column in header]
        if not any(self.header):
            raise self._wrong("There is no header in the first line")
        if twice := [column for column, count in Counter(self.header).items() if column and count > 1]:
            raise self._wrong(f"The column {', '.join(twice)} is there twice")

    def rows(self) -> Iterator[tuple[int, dict[str, str] | str]]:
        """Line numbers with cells by column, or with the reason why there are none. Empty lines are left out."""
        with self._open() as file:
            reader = csv.reader(file, delimiter=self._separator, strict=True)
            next(reader)
            while True:
                line = reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    cut = "unexpected end" in str(error)
                    lost = f"; lines {line} to {reader.line_num} were not read" if reader.line_num > line else ""
                    yield line, ("cut in the middle of a quoted cell" if cut else str(error)) + lost
                    continue
                if any(map(_NOT_UTF8.search, cells)):
                    self.not_utf8.add(line)
                    cells = [_read_bytes(cell) for cell in cells]
                if len(cells) == len(self.header):
                    yield line, dict(zip(self.header, cells, strict=True))
                elif cells:
                    yield line, f"{len(cells)} cells instead of {len(self.header)}"

    def _open(self) -> TextIO:
        errors = "replace" if self._encoding == "utf-16" else "surrogateescape"
        return self.path.open(encoding=self._encoding, errors=errors, newline="")

    def _wrong(self, what: str) -> LabError:
        return LabError(what, where=str(self.path), do="Check the file.", exit_code=2)


def _read_bytes(text: str) -> str:
    return _NOT_UTF8.sub(lambda found: found[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace"), text)
