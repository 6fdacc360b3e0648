"""Tables of imports: the job, what each product of the file needs, and what is wrong by row."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class ImportStatus(StrEnum):
    """A job's states."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ImportJob(TenantRow, Timestamps, Base):
    """One file. The file itself and its pictures lie in storage until the job is old."""

    __tablename__ = "import_jobs"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("status", ImportStatus),
        Index("ix_import_jobs_store", "tenant_id", "store_id", "created_at"),
    )

    store_id: Mapped[UUID]
    filename: Mapped[str]
    file_key: Mapped[str]
    images_key: Mapped[str | None]
    dry_run: Mapped[bool]
    status: Mapped[str]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    summary: Mapped[dict[str, Any] | None]
    error: Mapped[str | None]
    actor: Mapped[str]
    finished_at: Mapped[datetime | None]


class ImportItem(TenantRow, Base):
    """One product of the file; `done` makes the job resumable after a kill."""

    __tablename__ = "import_items"
    __table_args__ = (
        tenant_fk("job_id", "import_jobs", ondelete="CASCADE"),
        Index("ix_import_items_job", "tenant_id", "job_id", "position"),
    )

    store_id: Mapped[UUID]
    job_id: Mapped[UUID]
    position: Mapped[int]
    handle: Mapped[str]
    title: Mapped[str]
    action: Mapped[str]
    changes: Mapped[list[Any]]
    counts: Mapped[dict[str, Any]]
    done: Mapped[bool] = mapped_column(default=False)


class ImportIssue(TenantRow, Base):
    """Something about one row of the file."""

    __tablename__ = "import_issues"
    __table_args__ = (
        tenant_fk("job_id", "import_jobs", ondelete="CASCADE"),
        Index("ix_import_issues_job", "tenant_id", "job_id", "row"),
    )

    store_id: Mapped[UUID]
    job_id: Mapped[UUID]
    item_id: Mapped[UUID | None]
    row: Mapped[int]
    column: Mapped[str | None]
    level: Mapped[str]
    code: Mapped[str]
    message: Mapped[str]
    value: Mapped[str | None]
