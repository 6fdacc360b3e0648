"""The table of drafts: sales that merchants prepare. A draft becomes an order only through its cart
and `complete(cart)`, and takes its number there (rules §5, §6)."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class DraftStatus(StrEnum):
    """`pending`: its payment link was sent; `open`: it is an order now."""

    DRAFT = "draft"
    PENDING = "pending"
    OPEN = "open"
    CANCELLED = "cancelled"


class DraftOrder(TenantRow, Timestamps, Base):
    """A sale that a merchant prepares; its lines are those of its cart. `discount` is what the
    merchant takes off: {kind, value, reason}; `total` is what it came to when it last changed."""

    __tablename__ = "draft_orders"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("cart_id", "carts"),
        tenant_fk("exchange_order_id", "orders"),
        one_of("status", DraftStatus),
        UniqueConstraint("tenant_id", "cart_id"),
        UniqueConstraint("tenant_id", "store_id", "sequence"),
        Index("ix_draft_orders_listed", "tenant_id", "store_id", "updated_at", "id"),
    )

    store_id: Mapped[UUID]
    sequence: Mapped[int] = mapped_column(comment="1, 2 … within the store; part of its name")
    status: Mapped[str]
    cart_id: Mapped[UUID]
    customer_id: Mapped[UUID | None]
    email: Mapped[str | None]
    shipping_address: Mapped[dict[str, Any] | None]
    shipping_rate_id: Mapped[UUID | None]
    discount: Mapped[dict[str, Any] | None]
    note: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    currency: Mapped[str]
    total: Mapped[int] = mapped_column(Amount)
    items: Mapped[int]
    actor: Mapped[str]
    sent_at: Mapped[datetime | None]
    order_id: Mapped[UUID | None]
    exchange_order_id: Mapped[UUID | None] = mapped_column(
        comment="the order whose returned goods stand for its discount; it is nobody's to edit"
    )
