"""CSV files that people open in a spreadsheet."""

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_file(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A header and one line per row; UTF-8 with BOM, for spreadsheets guess otherwise."""
    return codecs.BOM_UTF8 + csv_lines([columns]) + csv_lines(rows)


def csv_lines(rows: Iterable[Sequence[object]]) -> bytes:
    """Lines without a header, to follow those of `csv_file`: of a file that is written in parts."""
    out = io.StringIO()
    csv.writer(out).writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def restored(cell: str) -> str:
    """A cell as it was before `harmless`, so that a file that was written here reads back alike."""
    if cell.startswith("'") and cell[1:].lstrip(" \n").startswith(_FORMULA):
        return cell[1:]
    return cell


def harmless(cell: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front: such texts
    come from somebody's file. Source: OWASP, "CSV Injection"."""
    if isinstance(cell, str) and cell.lstrip(" \n").startswith(_FORMULA):
        return f"'{cell}"
    return cell


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line of somebody's file was not taken. `row` counts from 1, the header being row 1."""

    row: int
    column: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: its cells by column, trimmed; columns that are not there are empty."""

    row: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell of a column, "" where there is none."""
        return self.cells.get(column, "")


def read_csv(text: str, required: Sequence[str], *, most: int) -> tuple[list[Line], list[Problem]]:
    """The lines of a CSV with a header, and what is wrong with the file as such.

    Columns are found by name, whatever the case; a semicolon separates as well as a comma does
    (spreadsheets of half of Europe write it). What `harmless` put in front of a text is taken off.
    """
    header, _, _ = text.removeprefix("\ufeff").partition("\n")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter)
    lines: list[Line] = []
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        missing = [name for name in required if name.lower() not in columns]
        if missing:
            return [], [Problem(1, name, "This column is missing.") for name in missing]
        for number, row in enumerate(reader, start=2):
            cells = {c: _plain(cell) for c, cell in zip(columns, row, strict=False)}
            if not any(cells.values()):
                continue
            if len(lines) == most:
                return [], [Problem(number, None, f"A file has {most:,} lines at most.")]
            lines.append(Line(number, cells))
    except csv.Error as exc:
        return [], [Problem(reader.line_num, None, f"This is no CSV: {exc}.")]
    if not lines:
        return [], [Problem(1, None, "There are no lines in this file.")]
    return lines, []


def _plain(cell: str) -> str:
    text = cell.strip()
    bare = text.removeprefix("'")
    return bare if bare.lstrip(" \n").startswith(_FORMULA) else text
