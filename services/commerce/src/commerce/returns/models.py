"""Tables of returns."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class ReturnStatus(StrEnum):
    """A return's states. `declared` is the first step of a withdrawal."""

    DECLARED = "declared"
    REQUESTED = "requested"
    APPROVED = "approved"
    DECLINED = "declined"
    RECEIVED = "received"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class ReturnKind(StrEnum):
    """A return is the store's kindness; a withdrawal is the consumer's right."""

    RETURN = "return"
    WITHDRAWAL = "withdrawal"


class ReturnPolicy(Base):
    """What a store promises about returns."""

    __tablename__ = "return_policies"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        CheckConstraint("window_days between 0 and 730", name="window_days"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    self_service: Mapped[bool]
    window_days: Mapped[int]
    instructions: Mapped[str]


class Return(TenantRow, Timestamps, Base):
    """Goods of an order that go back, or a contract that is withdrawn from."""

    __tablename__ = "returns"
    __table_args__ = (
        tenant_fk("order_id", "orders"),
        tenant_fk("exchange_draft_id", "draft_orders"),
        one_of("status", ReturnStatus),
        one_of("kind", ReturnKind),
        UniqueConstraint("tenant_id", "order_id", "sequence"),
        Index("ix_returns_listed", "tenant_id", "store_id", "requested_at", "id"),
    )

    store_id: Mapped[UUID]
    order_id: Mapped[UUID]
    sequence: Mapped[int] = mapped_column(comment="1, 2 … within the order; part of its name")
    kind: Mapped[str]
    status: Mapped[str]
    actor: Mapped[str]
    name: Mapped[str | None] = mapped_column(comment="who declared a withdrawal")
    email: Mapped[str | None] = mapped_column(comment="where its receipt goes")
    message: Mapped[str | None]
    instructions: Mapped[str | None]
    label_url: Mapped[str | None]
    decline_reason: Mapped[str | None]
    outcome: Mapped[dict[str, Any] | None] = mapped_column(
        comment="the refund or the exchange it ended in"
    )
    exchange_draft_id: Mapped[UUID | None] = mapped_column(
        comment="the draft by which what its replacements cost more is paid"
    )
    requested_at: Mapped[datetime] = mapped_column(
        comment="a withdrawal: when it was confirmed, once it is"
    )
    decided_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]


class ReturnLine(Base):
    """Units of an order item in a return."""

    __tablename__ = "return_lines"
    __table_args__ = (
        tenant_fk("return_id", "returns", ondelete="CASCADE"),
        tenant_fk("order_item_id", "order_items"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("received between 0 and quantity", name="received"),
        Index("ix_return_lines_item", "tenant_id", "order_item_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    return_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_item_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    quantity: Mapped[int]
    reason: Mapped[str]
    received: Mapped[int]
    condition: Mapped[str | None]
    restocked: Mapped[bool | None]


class ReturnPhoto(TenantRow, Base):
    """A picture that the shopper added. `sizes` is [{"width": 512, "key": "…"}], smallest first,
    under keys that nobody serves: who may see it is asked each time. The file that was sent is not
    kept, for it may say where it was taken."""

    __tablename__ = "return_photos"
    __table_args__ = (
        tenant_fk("return_id", "returns", ondelete="CASCADE"),
        CheckConstraint("width > 0 and height > 0", name="size"),
        UniqueConstraint("tenant_id", "return_id", "sha256"),
    )

    store_id: Mapped[UUID]
    return_id: Mapped[UUID]
    sha256: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    sizes: Mapped[list[Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))


class ReturnReplacement(Base):
    """What a return's line is exchanged for."""

    __tablename__ = "return_replacements"
    __table_args__ = (
        tenant_fk("return_id", "returns", ondelete="CASCADE"),
        tenant_fk("order_item_id", "order_items"),
        tenant_fk("replacement_item_id", "order_items"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("dropped between 0 and quantity", name="dropped"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    return_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_item_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    quantity: Mapped[int]
    difference: Mapped[int] = mapped_column(
        Amount, comment="what it costs more than was paid, all units, with tax; below zero: less"
    )
    facts: Mapped[dict[str, Any]] = mapped_column(comment="the product as it was chosen")
    replacement_item_id: Mapped[UUID | None] = mapped_column(
        comment="its item of the order, once the exchange is approved"
    )
    charged: Mapped[bool] = mapped_column(
        server_default=text("false"), comment="the difference is paid, by the return's draft"
    )
    dropped: Mapped[int] = mapped_column(
        server_default=text("0"), comment="units that are not exchanged after all"
    )
