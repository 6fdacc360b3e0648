"""Tables of who may be written to about more than their orders."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class SubscriberStatus(StrEnum):
    """`pending`: asked, and has not followed the link of the mail yet (or did, and the plan has no
    room: `over_limit`). `suppressed`: never again, whatever anybody says."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    UNSUBSCRIBED = "unsubscribed"
    SUPPRESSED = "suppressed"


class SuppressionReason(StrEnum):
    """Why nothing but what was ordered is ever mailed to an address. `erased` ends when its owner
    subscribes anew and confirms; the others do not end."""

    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    ERASED = "erased"


class Subscriber(TenantRow, Timestamps, Base):
    """Where an address stands: the latest of the ledger (`consents`), proven or not. Written by
    `subscribing.service` alone, in the transaction that writes the ledger.

    email: case-folded. `nonce` makes the links that end it. `asked_at` is when they asked last,
    `due_at` when the next look is: a confirmation to be mailed, or room to be found.
    """

    __tablename__ = "subscribers"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "email"),
        one_of("status", SubscriberStatus),
        CheckConstraint("reason in ('bounce', 'complaint')", name="reason"),
        CheckConstraint("(status = 'suppressed') = (reason is not null)", name="suppressed"),
        CheckConstraint("not over_limit or status = 'pending'", name="over_limit"),
        CheckConstraint("status <> 'confirmed' or confirmed_at is not null", name="confirmed"),
        Index("ix_subscribers_store", "tenant_id", "store_id", "created_at", "id"),
        Index("ix_subscribers_status", "tenant_id", "store_id", "status", "created_at", "id"),
        Index("ix_subscribers_due", "due_at", postgresql_where=text("due_at is not null")),
    )

    store_id: Mapped[UUID]
    email: Mapped[str] = mapped_column(Text(collation="C"))
    status: Mapped[str]
    source: Mapped[str] = mapped_column(comment="of what they said last: form, checkout, …")
    locale: Mapped[str | None] = mapped_column(comment="the language they asked in")
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    over_limit: Mapped[bool] = mapped_column(server_default=text("false"))
    reason: Mapped[str | None]
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    unsubscribed_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]


class Suppression(Base):
    """An address that is not written to, as a keyed hash: it outlives the address."""

    __tablename__ = "suppressions"
    __table_args__ = (tenant_fk("store_id", "stores"), one_of("reason", SuppressionReason))

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    address_key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    reason: Mapped[str]
    at: Mapped[datetime]
