"""A CSV file as people really save it: its encoding, its separator, its header, and rows that may be broken."""

import codecs
import csv
import re
from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from emalign_tui.lab.errors import LabError
from emalign_tui.lab.sanitize import one_line

_LONGEST_CELL = 16 * 1024 * 1024  # characters
_SEPARATORS = (",", ";", "\t")  # a spreadsheet writes the second where the comma is a decimal sign
_OTHER = {
    b"\x1f\x8b": "It is packed (gzip)",
    b"PK\x03\x04": "It is a spreadsheet or zip",
    b"PAR1": "It is Parquet",
}
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_UTF8 = re.compile(r"[\udc80-\udcff]+")  # what the decoder makes of bytes that are not UTF-8, for us to read


class _Lines:
    """The lines of a file, of which those of the row that is being read can be read again. number: of the last one."""

    def __init__(self, file: Iterator[str]) -> None:
        self.number = 0
        self._file = file
        self._row: list[str] = []
        self._again: deque[str] = deque()

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._file)
        self._row.append(line)
        self.number += 1
        return line

    def begin_row(self) -> None:
        self._row.clear()

    def back_to_second(self) -> bool:
        """Go back to the second line of this row; False when it has one line only."""
        again = self._row[1:]
        self._again.extendleft(reversed(again))
        self.number -= len(again)
        self._row.clear()
        return bool(again)


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
                begins = file.read(4)
            if other := next((what for mark, what in _OTHER.items() if begins.startswith(mark)), ""):
                raise LabError(other, where=str(path), do="Save it as CSV.", exit_code=2)
            self._encoding = "utf-16" if begins[:2] in _UTF16 else "utf-8-sig"
            with self._open() as file:
                first = file.readline(1 << 16)
                if "\0" in first:
                    raise self._wrong("It holds zero bytes, as text in UTF-16 without its mark does")
                self._separator = max(_SEPARATORS, key=first.count)
                file.seek(0)
                header = next(csv.reader(file, delimiter=self._separator, strict=True), [])
        except (csv.Error, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else _reason(error)
            raise self._wrong(f"Cannot read: {reason}") from error
        self.header = [one_line(_read_bytes(column), 80) for column in header]
        if not any(self.header):
            raise self._wrong("There is no header in the first line")
        if twice := [column for column, count in Counter(self.header).items() if column and count > 1]:
            raise self._wrong(f"The column {', '.join(twice)} is there twice")

    def rows(self) -> Iterator[tuple[int, dict[str, str] | str]]:
        """Line numbers with cells by column, or with the reason why there are none. Empty lines are left out.

        After a row that is broken, reading goes on with the line after its first one. Lines with another number of
        cells are then the rest of its text. One of a question that was not seen before may be, too, since an answer may
        hold a table: the first two of them are left out.
        """
        with self._open() as file:
            lines = _Lines(file)
            reader = csv.reader(lines, delimiter=self._separator, strict=True)
            next(reader)
            questions = set[str]()
            doubtful = 0
            broken = False
            while True:
                lines.begin_row()
                number = lines.number + 1
                wrong = ""
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    cells, wrong = [], _reason(error)
                if wrong or (cells and len(cells) != len(self.header)):
                    if wrong or not broken:
                        yield number, wrong or f"{len(cells)} cells instead of {len(self.header)}"
                    if lines.back_to_second() or wrong:
                        reader = csv.reader(lines, delimiter=self._separator, strict=True)
                        broken, doubtful = True, 2
                elif cells:
                    if any(map(_NOT_UTF8.search, cells)):
                        self.not_utf8.add(number)
                        cells = [_read_bytes(cell) for cell in cells]
                    row = dict(zip(self.header, cells, strict=True))
                    question = row.get("question_id", "")
                    if broken and doubtful and questions and question not in questions:
                        doubtful -= 1
                        yield number, "it follows a broken row and may be part of it: its question was not seen before"
                        continue
                    broken = False
                    questions.add(question)
                    yield number, row

    def _open(self) -> TextIO:
        errors = "replace" if self._encoding == "utf-16" else "surrogateescape"
        return self.path.open(encoding=self._encoding, errors=errors, newline="")

    def _wrong(self, what: str) -> LabError:
        return LabError(what, where=str(self.path), do="Check the file.", exit_code=2)


def _read_bytes(text: str) -> str:
    return _NOT_UTF8.sub(lambda found: found[0].encode("utf-8", "surrogateescape").decode("cp1252", "replace"), text)


def _reason(error: csv.Error) -> str:
    said = str(error)
    if "unexpected end" in said:
        return "cut in the middle of a quoted cell"
    if "expected after" in said:
        return "a quoted cell does not end, or holds a quote that is not doubled"
    return said
