"""Table of what people asked about their own data."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from commerce.privacy.models import RequestKind, RequestState
from ecomm_core.db.models import TenantRow, Timestamps, one_of


class UserDataRequest(TenantRow, Timestamps, Base):
    """A request of somebody about themselves, and its receipt. It outlives the account: `user_id`
    points nowhere then, `email` is known until the erasure is over, `receipt` names nobody."""

    __tablename__ = "user_data_requests"
    __table_args__ = (
        one_of("kind", RequestKind),
        one_of("state", RequestState),
        Index("ix_user_data_requests_user", "user_id", "created_at", "id"),
    )

    user_id: Mapped[UUID]
    kind: Mapped[str]
    state: Mapped[str]
    email: Mapped[str | None]
    tenants: Mapped[list[Any]] = mapped_column(comment="businesses where they are looked for")
    receipt: Mapped[list[Any]]
    waits_for: Mapped[list[Any]]
    error: Mapped[str | None]
    file_bytes: Mapped[int | None]
    finished_at: Mapped[datetime | None]
