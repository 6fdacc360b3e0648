"""Shapes of product imports (Shopify's product CSV)."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from commerce.imports.models import ImportKind
from ecomm_core.api.schemas import Output


class ImportIssueOut(Output):
    """Something about one row. `row` counts the header as 1, as a spreadsheet does."""

    row: int
    column: str | None
    level: Literal["error", "warning"]
    code: str
    message: str
    value: str | None


class ImportChangeOut(Output):
    """One field that would change."""

    field: str
    before: Any
    after: Any


class ImportDiffOut(Output):
    """What the import does, or would do, to one product."""

    handle: str
    title: str
    action: Literal["create", "update", "unchanged", "skip"]
    changes: list[ImportChangeOut]


class ImportSummaryOut(Output):
    """Counts over the whole file."""

    rows: int
    products: int
    created: int
    updated: int
    unchanged: int
    skipped: int
    variants: int
    tracked_variants: int
    stock_units: int
    pictures: int
    pictures_stored: int
    pictures_failed: int
    errors: int
    warnings: int


class ImportOut(Output):
    """An import job. After a dry run, POST …/imports/{id}/run applies it. `kind`: a CSV for the
    catalogue, or a list (`review`) or ZIP of pictures whose products become drafts in the review
    of imports, under this import's id."""

    id: UUID
    kind: ImportKind
    filename: str
    status: Literal["queued", "running", "done", "failed", "cancelled"]
    dry_run: bool
    done: int
    total: int
    summary: ImportSummaryOut | None
    issues: list[ImportIssueOut]
    issues_total: int
    diff: list[ImportDiffOut]
    diff_total: int
    error: str | None
    created_at: datetime
    finished_at: datetime | None


class ImportRow(Output):
    """A line of the list of imports."""

    id: UUID
    kind: ImportKind
    filename: str
    status: Literal["queued", "running", "done", "failed", "cancelled"]
    dry_run: bool
    done: int
    total: int
    summary: ImportSummaryOut | None
    created_at: datetime
    finished_at: datetime | None
