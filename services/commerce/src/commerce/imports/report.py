"""The error report as CSV, safe to open in a spreadsheet."""

from collections.abc import Iterable
from typing import Final

from commerce.imports.schemas import ImportIssueOut
from ecomm_core.spreadsheet import csv_file

COLUMNS: Final = ("row", "column", "level", "code", "message", "value")


def issues_csv(issues: Iterable[ImportIssueOut]) -> bytes:
    """One line per issue."""
    return csv_file(COLUMNS, ([getattr(issue, name) for name in COLUMNS] for issue in issues))
