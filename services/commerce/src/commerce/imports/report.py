"""The error report as CSV, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable
from typing import Final

from commerce.imports.schemas import ImportIssueOut

COLUMNS: Final = ("row", "column", "level", "code", "message", "value")

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def issues_csv(issues: Iterable[ImportIssueOut]) -> bytes:
    """One line per issue; UTF-8 with BOM, for spreadsheets guess otherwise."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for issue in issues:
        writer.writerow([_harmless(getattr(issue, name)) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig")


def _harmless(value: object) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe in front; the texts
    come from somebody's file."""
    if isinstance(value, str) and value.lstrip(" \n").startswith(_FORMULA):
        return f"'{value}"
    return value
