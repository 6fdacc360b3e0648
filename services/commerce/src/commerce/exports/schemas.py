"""Shapes of product exports."""

from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Output


class ExportFormat(StrEnum):
    """Shopify's product CSV (three options at most), or our own: the same with five."""

    SHOPIFY = "shopify"
    OWN = "own"


class ExportStatus(StrEnum):
    """Where an export stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ExportIn(Input):
    """Which products, and how they are written."""

    format: ExportFormat = ExportFormat.SHOPIFY
    status: Literal["draft", "active", "archived"] | None = Field(
        default=None, description="Only products of this status; without it all."
    )


class ExportOut(Output):
    """An export. `skipped` are products with more options than the format has."""

    id: UUID
    format: ExportFormat
    status: ExportStatus
    total: int
    done: int
    skipped: int
    error: str | None
    created_at: datetime
    finished_at: datetime | None
