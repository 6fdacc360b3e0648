"""Tables of imports: the job, what each product of the file needs, and what is wrong by row."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class ImportStatus(StrEnum):
    """A job's states. Queued and running ones are worked on; the others rest."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ImportKind(StrEnum):
    """What a file is, and where it goes: a CSV into the catalogue, or a list, or a ZIP of pictures,
    as drafts into the review of imports."""

    CATALOGUE = "catalogue"
    REVIEW = "review"
    PICTURES = "pictures"


class ItemState(StrEnum):
    """How far a product of the file is: to be written, its pictures to be stored, done."""

    WAITING = "waiting"
    WRITTEN = "written"
    DONE = "done"


class ItemAction(StrEnum):
    """What the import does to a product."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    SKIP = "skip"


class Finding(StrEnum):
    """When an issue was found: those of applying are found anew when the job runs again."""

    READING = "reading"
    APPLYING = "applying"


class ImportJob(TenantRow, Timestamps, Base):
    """One file. The file itself and its pictures lie in storage until the job is old; one from the
    command line stays where it is (`file_key` null) and is known by `fingerprint`."""

    __tablename__ = "import_jobs"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("status", ImportStatus),
        one_of("kind", ImportKind),
        Index("ix_import_jobs_store", "tenant_id", "store_id", "created_at"),
    )

    store_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(server_default=text("'catalogue'"))
    filename: Mapped[str]
    file_key: Mapped[str | None]
    images_key: Mapped[str | None]
    fingerprint: Mapped[str] = mapped_column(comment="SHA-256 of the file")
    dry_run: Mapped[bool]
    status: Mapped[str]
    batch: Mapped[int] = mapped_column(
        default=0, comment="counts up; a batch that lost its turn enqueues nothing"
    )
    parsed: Mapped[bool] = mapped_column(default=False)
    rows: Mapped[int] = mapped_column(default=0)
    columns: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'"), comment="our name of a column -> its name in the file"
    )
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    errors: Mapped[int] = mapped_column(default=0)
    warnings: Mapped[int] = mapped_column(default=0)
    dead_hosts: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'"), comment="host -> why it is not asked again in this job"
    )
    summary: Mapped[dict[str, Any] | None]
    error: Mapped[str | None]
    actor: Mapped[str]
    finished_at: Mapped[datetime | None]


class ImportItem(TenantRow, Base):
    """One product of the file; its state makes the job resumable after a kill."""

    __tablename__ = "import_items"
    __table_args__ = (
        tenant_fk("job_id", "import_jobs", ondelete="CASCADE"),
        one_of("state", ItemState),
        one_of("action", ItemAction),
        UniqueConstraint("tenant_id", "job_id", "position"),
        Index(
            "ix_import_items_open",
            "tenant_id",
            "job_id",
            "position",
            postgresql_where=text("state <> 'done'"),
        ),
        Index("ix_import_items_handle", "tenant_id", "job_id", "handle_key"),
    )

    store_id: Mapped[UUID]
    job_id: Mapped[UUID]
    position: Mapped[int]
    row: Mapped[int]
    handle: Mapped[str]
    handle_key: Mapped[str] = mapped_column(comment="the handle, case-folded")
    title: Mapped[str]
    state: Mapped[str] = mapped_column(default=ItemState.WAITING)
    action: Mapped[str] = mapped_column(default=ItemAction.UNCHANGED)
    changes: Mapped[list[Any]] = mapped_column(default=list)
    payload: Mapped[dict[str, Any] | None] = mapped_column(
        comment="the product as read; null once it is done, or skipped for what was read"
    )
    product_id: Mapped[UUID | None]
    variants: Mapped[int] = mapped_column(default=0)
    tracked_variants: Mapped[int] = mapped_column(default=0)
    stock_units: Mapped[int] = mapped_column(default=0)
    pictures: Mapped[int] = mapped_column(default=0)
    pictures_stored: Mapped[int] = mapped_column(default=0)
    pictures_failed: Mapped[int] = mapped_column(default=0)
    next_picture: Mapped[int] = mapped_column(default=0)


class ImportIssue(TenantRow, Base):
    """Something about one row of the file."""

    __tablename__ = "import_issues"
    __table_args__ = (
        tenant_fk("job_id", "import_jobs", ondelete="CASCADE"),
        one_of("found", Finding),
        Index("ix_import_issues_job", "tenant_id", "job_id", "row", "id"),
    )

    store_id: Mapped[UUID]
    job_id: Mapped[UUID]
    found: Mapped[str]
    row: Mapped[int]
    column: Mapped[str | None]
    level: Mapped[str]
    code: Mapped[str]
    message: Mapped[str]
    value: Mapped[str | None]
