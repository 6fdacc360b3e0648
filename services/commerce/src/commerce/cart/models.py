"""Tables of carts."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class CartStatus(StrEnum):
    """A completed cart became an order; a merged one gave its lines to its shopper's account, and
    nobody holds its token any more. A draft's carries the lines of a merchant's draft order: nobody
    has a token of it, and only the draft changes it."""

    OPEN = "open"
    DRAFT = "draft"
    COMPLETED = "completed"
    MERGED = "merged"


class Cart(TenantRow, Timestamps, Base):
    """A server-side cart; whoever holds its token may use it.

    `codes` are discount codes, case-folded; `gift_cards` ids of the cards that shall pay. `trace`
    is what the rules said when it last changed (R4.3).
    """

    __tablename__ = "carts"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("status", CartStatus),
        Index("ix_carts_updated", "tenant_id", "store_id", "status", "updated_at"),
        Index(
            "uq_carts_customer",
            "tenant_id",
            "customer_id",
            unique=True,
            postgresql_where=text("customer_id is not null and status = 'open'"),
        ),
        Index("ix_carts_remind", "remind_at", postgresql_where=text("remind_at is not null")),
    )

    store_id: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    currency: Mapped[str]
    status: Mapped[str] = mapped_column(default=CartStatus.OPEN)
    customer_id: Mapped[UUID | None]
    email: Mapped[str | None] = mapped_column(comment="of a guest, case-folded, once they said it")
    merged_into: Mapped[UUID | None]
    reminders: Mapped[int] = mapped_column(server_default=text("0"))
    abandoned_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None] = mapped_column(comment="when a reminder is thought of next")
    codes: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"), default=list)
    gift_cards: Mapped[list[UUID]] = mapped_column(
        ARRAY(PgUUID(as_uuid=True)), server_default=text("'{}'"), default=list
    )
    trace: Mapped[list[Any] | None]


class CartLine(TenantRow, Timestamps, Base):
    """Units of one variant. `unit_price` is the price the shopper last saw."""

    __tablename__ = "cart_lines"
    __table_args__ = (
        tenant_fk("cart_id", "carts", ondelete="CASCADE"),
        tenant_fk("variant_id", "product_variants"),
        UniqueConstraint("tenant_id", "cart_id", "variant_id"),
        CheckConstraint("quantity between 1 and 999", name="quantity"),
    )

    store_id: Mapped[UUID]
    cart_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    quantity: Mapped[int]
    unit_price: Mapped[int] = mapped_column(Amount)
    upsell_id: Mapped[UUID | None]


class CartReminder(TenantRow, Base):
    """A mail about a cart left behind; its links are HMACs of this row."""

    __tablename__ = "cart_reminders"
    __table_args__ = (
        tenant_fk("cart_id", "carts", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "cart_id", "step"),
        CheckConstraint("step between 1 and 3", name="step"),
    )

    store_id: Mapped[UUID]
    cart_id: Mapped[UUID]
    step: Mapped[int]
    email: Mapped[str]
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
