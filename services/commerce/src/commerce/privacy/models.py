"""Table of requests about personal data."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class RequestKind(StrEnum):
    """A copy of what is kept of a person, or its erasure."""

    EXPORT = "export"
    ERASE = "erase"


class RequestState(StrEnum):
    """Where a request stands. `waiting`: a part is done, and the rest has to wait for orders that
    are under way."""

    QUEUED = "queued"
    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class DataRequest(TenantRow, Timestamps, Base):
    """A request about one shopper, and its receipt. `email` is known until the person is erased to
    the end; `receipt` counts rows and names nobody: [{table, topic, done, rows}]."""

    __tablename__ = "data_requests"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("kind", RequestKind),
        one_of("state", RequestState),
        Index("ix_data_requests_store", "tenant_id", "store_id", "created_at", "id"),
        Index(
            "uq_data_requests_erasing",
            "tenant_id",
            "customer_id",
            unique=True,
            postgresql_where=text("kind = 'erase' and state in ('queued', 'waiting')"),
        ),
    )

    store_id: Mapped[UUID]
    kind: Mapped[str]
    state: Mapped[str]
    customer_id: Mapped[UUID]
    email: Mapped[str | None]
    own_email: Mapped[bool] = mapped_column(
        comment="whether what belongs to the address alone is theirs too"
    )
    actor: Mapped[str]
    receipt: Mapped[list[Any]]
    waits_for: Mapped[list[Any]]
    error: Mapped[str | None]
    file_bytes: Mapped[int | None]
    finished_at: Mapped[datetime | None]
