"""Tables of orders. Amounts are frozen when the order is made, never computed again."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from commerce.catalog.models import SortKey
from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class OrderStatus(StrEnum):
    """The order machine (rules §6)."""

    DRAFT = "draft"
    PENDING = "pending"
    OPEN = "open"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class OrderPaymentStatus(StrEnum):
    """Derived from the sums of the order's payments."""

    UNPAID = "unpaid"
    AUTHORIZED = "authorized"
    PARTIALLY_PAID = "partially_paid"
    PAID = "paid"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    OVERPAID = "overpaid"


class OrderFulfilmentStatus(StrEnum):
    """Derived from the order's parcels."""

    UNFULFILLED = "unfulfilled"
    PARTIAL = "partial"
    FULFILLED = "fulfilled"
    PARTIALLY_RETURNED = "partially_returned"
    RETURNED = "returned"


class Order(TenantRow, Timestamps, Base):
    """A sale. One per cart, numbered per store without gaps from abandoned checkouts."""

    __tablename__ = "orders"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("checkout_id", "checkouts"),
        UniqueConstraint("tenant_id", "cart_id"),
        UniqueConstraint("tenant_id", "store_id", "number"),
        one_of("status", OrderStatus),
        one_of("payment_status", OrderPaymentStatus),
        one_of("fulfilment_status", OrderFulfilmentStatus),
        CheckConstraint("total = items_gross + shipping_gross", name="sums"),
        Index("ix_orders_placed", "tenant_id", "store_id", "placed_at", "id"),
    )

    store_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(BigInteger)
    cart_id: Mapped[UUID]
    checkout_id: Mapped[UUID]
    customer_id: Mapped[UUID | None]
    status: Mapped[str]
    payment_status: Mapped[str]
    fulfilment_status: Mapped[str]
    test: Mapped[bool]
    email: Mapped[str]
    shipping_address: Mapped[dict[str, Any]]
    search_text: Mapped[str] = mapped_column(SortKey)
    currency: Mapped[str]
    subtotal: Mapped[int] = mapped_column(Amount)
    discount: Mapped[int] = mapped_column(Amount)
    items_gross: Mapped[int] = mapped_column(Amount)
    shipping_name: Mapped[str]
    shipping_net: Mapped[int] = mapped_column(Amount)
    shipping_tax: Mapped[int] = mapped_column(Amount)
    shipping_gross: Mapped[int] = mapped_column(Amount)
    tax: Mapped[int] = mapped_column(Amount)
    total: Mapped[int] = mapped_column(Amount)
    tax_name: Mapped[str | None]
    tax_country: Mapped[str | None]
    tax_rate_ppm: Mapped[int]
    tax_inclusive: Mapped[bool]
    placed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None]


class OrderItem(TenantRow, Base):
    """A sold line with everything it needs to be shown after the product is gone."""

    __tablename__ = "order_items"
    __table_args__ = (
        tenant_fk("order_id", "orders"),
        CheckConstraint("gross = net + tax", name="sums"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("fulfilled_quantity between 0 and quantity", name="fulfilled"),
        Index("ix_order_items_order", "tenant_id", "order_id", "position"),
    )

    store_id: Mapped[UUID]
    order_id: Mapped[UUID]
    position: Mapped[int]
    product_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    product_slug: Mapped[str | None]
    title: Mapped[str]
    variant_title: Mapped[str]
    sku: Mapped[str | None]
    image: Mapped[dict[str, Any] | None]
    quantity: Mapped[int]
    fulfilled_quantity: Mapped[int] = mapped_column(default=0)
    unit_price: Mapped[int] = mapped_column(Amount)
    discount: Mapped[int] = mapped_column(Amount)
    net: Mapped[int] = mapped_column(Amount)
    tax: Mapped[int] = mapped_column(Amount)
    gross: Mapped[int] = mapped_column(Amount)


class OrderNumber(Base):
    """The last number a store gave."""

    __tablename__ = "order_numbers"
    __table_args__ = (tenant_fk("store_id", "stores"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class TimelineEntry(TenantRow, Base):
    """Something that happened to an order; append-only."""

    __tablename__ = "order_timeline"
    __table_args__ = (
        tenant_fk("order_id", "orders"),
        Index("ix_order_timeline_order", "tenant_id", "order_id", "at"),
    )

    store_id: Mapped[UUID]
    order_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[str]
    message: Mapped[str]
    actor: Mapped[str]
    data: Mapped[dict[str, Any]]
