"""Tables of suppliers. Each store has accounts of its own: who may see one store's need not see
another's, and what is bought for it is paid by its own account."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class SupplierStatus(StrEnum):
    """`attention`: it no longer takes our credentials, and nothing is asked of it until somebody
    connects it again. `paused`: the merchant wants nothing ordered there for now."""

    CONNECTED = "connected"
    PAUSED = "paused"
    ATTENTION = "attention"
    DISCONNECTED = "disconnected"


class Approval(StrEnum):
    """Which purchase orders wait for a person."""

    NEVER = "never"
    ABOVE = "above"
    ALWAYS = "always"


class Supplier(TenantRow, Timestamps, Base):
    """An account at a supplier. `credentials` is sealed, bound to the row's id, and empty once
    disconnected; the row stays, for what was bought there refers to it."""

    __tablename__ = "suppliers"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        Index("ix_suppliers_listed", "tenant_id", "store_id", "created_at", "id"),
        Index(
            "ix_suppliers_poll",
            "next_poll_at",
            postgresql_where=text("next_poll_at is not null"),
        ),
        one_of("status", SupplierStatus),
        one_of("approval", Approval),
        CheckConstraint("approval <> 'above' or approval_above is not null", name="approval_above"),
        CheckConstraint("approval_above >= 0", name="approval_amount"),
        CheckConstraint("daily_spend_cap >= 0", name="daily_spend_cap"),
        CheckConstraint("grace_minutes between 0 and 1440", name="grace_minutes"),
        CheckConstraint("max_cost_rise_ppm between 0 and 10000000", name="max_cost_rise_ppm"),
        CheckConstraint("stale_after_minutes between 15 and 10080", name="stale_after_minutes"),
    )

    store_id: Mapped[UUID]
    adapter: Mapped[str] = mapped_column(comment="name of its kind in the registry")
    name: Mapped[str] = mapped_column(comment="what the merchant calls it")
    account_ref: Mapped[str] = mapped_column(comment="who we are there")
    currency: Mapped[str] = mapped_column(comment="what it is paid in")
    simulated: Mapped[bool]
    status: Mapped[str]
    credentials: Mapped[str]
    credentials_expire_at: Mapped[datetime | None]
    missing: Mapped[list[Any]] = mapped_column(
        server_default=text("'[]'"), default=list, comment="approvals it still lacks, in words"
    )
    auto_order: Mapped[bool] = mapped_column(comment="order without being asked")
    approval: Mapped[str]
    approval_above: Mapped[int | None] = mapped_column(Amount, comment="in `currency`")
    daily_spend_cap: Mapped[int | None] = mapped_column(
        Amount, comment="in `currency`, per UTC day"
    )
    grace_minutes: Mapped[int]
    max_cost_rise_ppm: Mapped[int] = mapped_column(
        comment="how far a cost may rise above the last one known before a purchase waits"
    )
    stale_after_minutes: Mapped[int] = mapped_column(
        comment="how old a reading may be before stock and cost count as unknown"
    )
    last_success_at: Mapped[datetime | None]
    failing_since: Mapped[datetime | None]
    last_error: Mapped[str | None]
    next_poll_at: Mapped[datetime | None] = mapped_column(
        comment="when its goods are read again; null: never (paused, disconnected)"
    )


class SupplierSpend(Base):
    """What was promised to a supplier on a day, and so counts against its cap: written in the
    transaction that says an order may be placed, taken back when it certainly was not."""

    __tablename__ = "supplier_spend"
    __table_args__ = (
        tenant_fk("supplier_id", "suppliers"),
        CheckConstraint("amount >= 0", name="amount"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    supplier_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, comment="UTC")
    store_id: Mapped[UUID]
    amount: Mapped[int] = mapped_column(Amount)


class SupplierEvent(TenantRow, Base):
    """The inbox of a supplier's webhooks: each event is heard once."""

    __tablename__ = "supplier_events"
    __table_args__ = (
        tenant_fk("supplier_id", "suppliers"),
        UniqueConstraint("tenant_id", "supplier_id", "event_id"),
        Index("ix_supplier_events_received", "tenant_id", "received_at"),
    )

    store_id: Mapped[UUID]
    supplier_id: Mapped[UUID]
    event_id: Mapped[str]
    hints: Mapped[list[Any]]
    received_at: Mapped[datetime]
