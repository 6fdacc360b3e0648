"""Table of work that waits."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from ecomm_core.db.models import TenantRow, one_of, tenant_fk
from llm_gateway.db import Base


class State(StrEnum):
    """Where a deferred call stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """Its worker went away while the call was out: it is not sent again."""
    CANCELLED = "cancelled"


class DeferredCall(TenantRow, Base):
    """A call that waits for room. What was asked is sealed, and gone once it was answered."""

    __tablename__ = "deferred_calls"
    __table_args__ = (
        tenant_fk("key_id", "virtual_keys"),
        one_of("state", State),
        CheckConstraint("(request is not null) = (state in ('queued', 'running'))", name="request"),
        Index(
            "ix_deferred_calls_queued",
            "tenant_id",
            "due_at",
            "id",
            postgresql_where=text("state = 'queued'"),
        ),
        Index("ix_deferred_calls_finished_at", "finished_at"),
    )

    key_id: Mapped[UUID]
    feature: Mapped[str]
    path: Mapped[str] = mapped_column(comment="such as /v1/chat/completions")
    request: Mapped[str | None] = mapped_column(comment="sealed")
    reply: Mapped[str | None] = mapped_column(comment="sealed")
    status: Mapped[int | None] = mapped_column(comment="of the reply")
    state: Mapped[str]
    tries: Mapped[int]
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None]
