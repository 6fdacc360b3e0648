"""Rows of a product CSV from any spreadsheet: encodings, separators, and bounds on every size, so
that a hostile file costs memory of one row and ends in one sentence."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO, Final

from commerce.flows.incoming import Issue, Level
from commerce.imports.columns import KNOWN, KNOWN_OWN, REQUIRED, REQUIRED_OWN, name_columns
from commerce.imports.parsed import FileRefused
from ecomm_core.spreadsheet import restored

MAX_FIELD: Final = 1_000_000
MAX_LINE: Final = 4_000_000
"""Characters; a file without line breaks must not become one string of 100 MB."""
MAX_ROWS: Final = 500_000

_SEPARATORS: Final = (",", ";", "\t")
_SEP_LINE: Final = re.compile(r"sep=([,;\t])\s*", re.IGNORECASE)
_NOT_TEXT: Final = {
    b"PK\x03\x04": "an Excel workbook or an archive",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
}


@dataclass(slots=True)
class Tally:
    """What was read so far: rows below the header that have any cell, and our name of each column
    -> its name in this file."""

    rows: int = 0
    columns: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by our name of their column, trimmed. `number` counts the header as 1."""

    number: int
    cells: Mapping[str, str]
    spelled: Mapping[str, str]
    """Our name of a column -> its name in this file."""
    decimal_comma: bool = False

    def get(self, column: str) -> str:
        """The cell, or nothing."""
        return self.cells.get(column, "")

    def has(self, column: str) -> bool:
        """Whether the file has the column at all."""
        return column in self.spelled

    def issue(
        self, column: str | None, level: Level, code: str, message: str, value: str | None = None
    ) -> Issue:
        """Something about one of this row's cells, named as the file names its column."""
        shown = None if column is None else self.spelled.get(column, column)
        return Issue(self.number, shown, level, code, message, value and value[:200])


def read_rows(
    file: BinaryIO, tally: Tally | None = None, *, own: bool = False
) -> Iterator[Row | Issue]:
    """Rows that have any cell, and what is to say about the file as a whole. Closes the file at
    the end. `tally` counts along. `own`: columns may be called as people call them, and only the
    title's has to be there.

    Raises FileRefused where reading cannot go on: no such CSV, broken quotes, too many rows.
    """
    lines, issues = _decode(file)
    with lines:
        yield from issues
        yield from _read(lines, tally or Tally(), own=own)


def _read(lines: io.TextIOWrapper, tally: Tally, *, own: bool) -> Iterator[Row | Issue]:
    csv.field_size_limit(MAX_FIELD)
    physical = _bounded_lines(lines)
    first = next(physical, "")
    separator, first = _separator(first, physical, KNOWN_OWN if own else KNOWN)
    reader = csv.reader(chain([first], physical), strict=True, delimiter=separator)
    number = 0
    try:
        header = next(reader, [])
        number = 1
        names = name_columns(header, KNOWN_OWN if own else KNOWN)
        _check_header(header, names, own=own)
        tally.columns = {name: header[n].strip() for n, name in enumerate(names) if name}
        for cells in reader:
            number += 1
            if number > MAX_ROWS:
                raise _refused(number, "too_many_rows", f"A file can have {MAX_ROWS:,} rows.")
            if any(cell and not cell.isspace() for cell in cells):
                tally.rows += 1
                yield from _row(number, cells, names, tally.columns, separator)
    except csv.Error as error:
        raise _refused(
            number + 1, "csv_broken", f"Row {number + 1} cannot be read: {error}. Check its quotes."
        ) from error


def _row(
    number: int,
    cells: list[str],
    names: list[str | None],
    spelled: Mapping[str, str],
    separator: str,
) -> Iterator[Row | Issue]:
    row = Row(
        number,
        {
            name: restored(cell.replace("\x00", "").strip())
            for name, cell in zip(names, cells, strict=False)
            if name and cell
        },
        spelled,
        decimal_comma=separator == ";",
    )
    if any("\x00" in cell for cell in cells):
        yield row.issue(None, "warning", "nul_removed", "NUL characters were left out.")
    if any(cell.strip() for cell in cells[len(names) :]):
        yield row.issue(
            None,
            "error",
            "too_many_cells",
            f"This row has {len(cells)} cells, the header has {len(names)}. "
            "A quote may be missing around a cell with a separator in it.",
        )
    yield row


def _refused(row: int, code: str, message: str, column: str | None = None) -> FileRefused:
    return FileRefused(Issue(row, column, "error", code, message))


def _decode(file: BinaryIO) -> tuple[io.TextIOWrapper, list[Issue]]:
    """Text of a file: UTF-8 and UTF-16, with or without BOM, else Windows-1252 with a warning, for
    that is what older spreadsheets write."""
    start = file.read(4)
    file.seek(0)
    for signature, what in _NOT_TEXT.items():
        if start.startswith(signature):
            raise _refused(1, "not_csv", f"This is {what}, not a CSV file. Save it as CSV.")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _text(file, "utf-16"), []
    if len(start) == 4 and start[1] == start[3] == 0 and start[0] and start[2]:
        return _text(file, "utf-16-le"), []
    if len(start) == 4 and start[0] == start[2] == 0 and start[1] and start[3]:
        return _text(file, "utf-16-be"), []
    if _is_utf8(file):
        return _text(file, "utf-8-sig"), []
    warning = Issue(
        1,
        None,
        "warning",
        "encoding_guessed",
        "The file is not UTF-8; it was read as Windows-1252. Check accented letters.",
    )
    return _text(file, "cp1252"), [warning]


def _text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(file, encoding=encoding, newline="", errors="replace")


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := file.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _bounded_lines(lines: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    while line := lines.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE and not line.endswith(("\n", "\r")):
            raise _refused(
                number, "line_too_long", f"Line {number} has more than {MAX_LINE:,} characters."
            )
        yield line


def _separator(first: str, rest: Iterator[str], known: Mapping[str, str]) -> tuple[str, str]:
    """The separator, and the header's line: Excel writes semicolons where the comma is the decimal
    sign, and may say so in a line `sep=;` of its own."""
    said = _SEP_LINE.fullmatch(first)
    if said:
        return said.group(1), next(rest, "")
    best = max(
        _SEPARATORS,
        key=lambda sign: sum(
            cell.strip().strip('"').casefold() in known for cell in first.split(sign)
        ),
    )
    return best, first


def _check_header(header: list[str], names: list[str | None], *, own: bool) -> None:
    if not any(cell.strip() for cell in header):
        raise _refused(1, "file_empty", "The file is empty.")
    missing = [name for name in (REQUIRED_OWN if own else REQUIRED) if name not in names]
    if missing and own:
        words = "No column of this file is called Title, Name or Product."
        raise _refused(1, "column_missing", words, missing[0])
    if missing:
        verb = "are" if missing[1:] else "is"
        raise _refused(
            1,
            "column_missing",
            f"This is not Shopify's product CSV: {', '.join(missing)} {verb} missing.",
            missing[0],
        )
    found = [name for name in names if name]
    twice = next((name for name in found if found.count(name) > 1), None)
    if twice:
        raise _refused(1, "column_twice", f"Column {twice} stands twice.", twice)
