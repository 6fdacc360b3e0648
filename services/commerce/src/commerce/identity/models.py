"""Tables of identity beside the kernel's accounts: who was asked to join a business."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow


class Invite(TenantRow, Base):
    """Somebody asked to join by mail. Open until accepted, revoked, or over (`expires_at`)."""

    __tablename__ = "invites"
    __table_args__ = (
        CheckConstraint("role in ('owner', 'admin', 'staff', 'viewer', 'custom')", name="role"),
        CheckConstraint("(role = 'custom') = (role_id is not null)", name="custom_role"),
        Index(
            "uq_invites_open",
            "tenant_id",
            "email",
            unique=True,
            postgresql_where=text("accepted_at is null and revoked_at is null"),
        ),
    )

    email: Mapped[str]
    role: Mapped[str]
    role_id: Mapped[UUID | None] = mapped_column(
        comment="open ones name a role that is there; of others it may be gone"
    )
    store_ids: Mapped[list[Any] | None] = mapped_column(comment="null: all stores of the tenant")
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    invited_by: Mapped[UUID]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
