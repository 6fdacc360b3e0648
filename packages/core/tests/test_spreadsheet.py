"""CSV for spreadsheets: no cell of somebody's file becomes a formula."""

import csv
import io

import pytest

from ecomm_core.spreadsheet import csv_file, harmless


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1", "  =1", "\n=1"])
def test_formulas_are_defused(text: str) -> None:
    """Planted: only the four signs that everybody knows."""
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("cell", ["", "a=1", "1-2", -5, 0, None, "'=1"])
def test_everything_else_stays(cell: object) -> None:
    assert harmless(cell) == cell


def test_the_file_reads_back_cell_by_cell() -> None:
    written = csv_file(("a", "b"), [("Größe", 'say "hi", twice'), (None, "two\nlines")])
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))
    assert rows == [["a", "b"], ["Größe", 'say "hi", twice'], ["", "two\nlines"]]
