"""Tables of snapshots: what was kept of a store, and how putting it back goes."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class SnapshotKind(StrEnum):
    """Why a snapshot was taken."""

    MANUAL = "manual"
    DAILY = "daily"
    BEFORE_RESTORE = "before_restore"


class SnapshotStatus(StrEnum):
    """A ready one can be put back."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"


class RestoreStatus(StrEnum):
    """Of a store one restore runs at a time."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Snapshot(TenantRow, Timestamps, Base):
    """Configuration and catalogue of a store at one moment, in storage. `counts`: entity ->
    number."""

    __tablename__ = "snapshots"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("kind", SnapshotKind),
        one_of("status", SnapshotStatus),
        Index("ix_snapshots_store", "tenant_id", "store_id", "created_at"),
    )

    store_id: Mapped[UUID]
    kind: Mapped[str]
    label: Mapped[str | None]
    status: Mapped[str]
    storage_key: Mapped[str | None]
    bytes: Mapped[int] = mapped_column(BigInteger)
    counts: Mapped[dict[str, Any]]
    problem: Mapped[str | None]
    created_by: Mapped[str]
    ready_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]


class SnapshotRestore(TenantRow, Timestamps, Base):
    """Putting a snapshot back: `position` is the line of its file that is done; `safety_id` the
    snapshot taken before."""

    __tablename__ = "snapshot_restores"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        ForeignKeyConstraint(
            ["tenant_id", "snapshot_id"],
            ["snapshots.tenant_id", "snapshots.id"],
            ondelete="CASCADE",
        ),
        one_of("status", RestoreStatus),
        Index(
            "uq_snapshot_restores_running",
            "tenant_id",
            "store_id",
            unique=True,
            postgresql_where=text("status in ('pending', 'running')"),
        ),
    )

    store_id: Mapped[UUID]
    snapshot_id: Mapped[UUID]
    safety_id: Mapped[UUID | None]
    dry_run: Mapped[bool]
    status: Mapped[str]
    position: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)
    changed: Mapped[dict[str, Any]]
    problems: Mapped[list[Any]]
    problem: Mapped[str | None]
    created_by: Mapped[str]
    finished_at: Mapped[datetime | None]
