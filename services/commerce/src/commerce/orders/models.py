"""Tables of orders. Amounts are frozen when the order is made, never computed again."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.catalog.models import SortKey
from commerce.db import Base
from commerce.promotions.tenders import TenderKind
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
        Index(
            "ix_orders_test",
            "tenant_id",
            "store_id",
            "placed_at",
            postgresql_where=text("test"),
        ),
        Index("ix_orders_customer", "tenant_id", "customer_id", "placed_at", "id"),
        Index("ix_orders_email", "tenant_id", "store_id", text("lower(email)")),
        Index(
            "ix_orders_waiting",
            "tenant_id",
            "store_id",
            "status",
            postgresql_where=text(
                "status = 'on_hold' or (status = 'open' and payment_status = 'paid'"
                " and fulfilment_status = 'unfulfilled')"
            ),
        ),
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
    shipping_discount: Mapped[int] = mapped_column(Amount, server_default=text("0"), default=0)
    shipping_taxes: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"), default=list)
    taxes: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"), default=list)
    trace: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"), default=list)
    rate: Mapped[dict[str, Any] | None] = mapped_column(
        comment="how the store's currency became the order's; null: it is the store's own"
    )
    placed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None]
    hold_reason: Mapped[str | None] = mapped_column(comment="why it is on hold; null otherwise")
    delivered_at: Mapped[datetime | None] = mapped_column(
        comment="when the last of its parcels arrived; null while one is under way"
    )
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))


class OrderItem(TenantRow, Base):
    """A sold line with everything it needs to be shown after the product is gone."""

    __tablename__ = "order_items"
    __table_args__ = (
        tenant_fk("order_id", "orders"),
        CheckConstraint("gross = net + tax", name="sums"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("fulfilled_quantity between 0 and quantity", name="fulfilled"),
        CheckConstraint(
            "cancelled_quantity between 0 and quantity - fulfilled_quantity", name="cancelled"
        ),
        CheckConstraint("returned_quantity between 0 and fulfilled_quantity", name="returned"),
        CheckConstraint(
            "restocked_quantity between 0 and cancelled_quantity + returned_quantity",
            name="restocked",
        ),
        CheckConstraint("unit_cost >= 0", name="unit_cost"),
        Index("ix_order_items_order", "tenant_id", "order_id", "position"),
        Index(
            "ix_order_items_upsell",
            "tenant_id",
            "upsell_id",
            postgresql_where=text("upsell_id is not null"),
        ),
        Index("ix_order_items_sku", "tenant_id", "store_id", text("lower(sku)")),
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
    fulfilled_quantity: Mapped[int] = mapped_column(default=0, comment="units that shipped")
    cancelled_quantity: Mapped[int] = mapped_column(
        default=0, server_default=text("0"), comment="units that were refunded before they shipped"
    )
    returned_quantity: Mapped[int] = mapped_column(
        default=0, server_default=text("0"), comment="shipped units that came back"
    )
    restocked_quantity: Mapped[int] = mapped_column(
        default=0,
        server_default=text("0"),
        comment="cancelled and returned units that went back on sale; the others are lost",
    )
    replaces_item_id: Mapped[UUID | None] = mapped_column(
        comment="the item this one was sent for in an exchange; such an item has no amount"
    )
    unit_price: Mapped[int] = mapped_column(Amount)
    unit_cost: Mapped[int | None] = mapped_column(
        Amount,
        comment="what the merchant had said the variant costs them when it was sold, minor"
        " units of the store's currency; null where they had not. No shopper ever sees it",
    )
    discount: Mapped[int] = mapped_column(Amount)
    net: Mapped[int] = mapped_column(Amount)
    tax: Mapped[int] = mapped_column(Amount)
    gross: Mapped[int] = mapped_column(Amount)
    taxes: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"), default=list)
    gift_card: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    bundle: Mapped[dict[str, Any] | None] = mapped_column(
        comment="the bundle this item was sold in: {line, variant_id, product_id, "
        "product_slug, title, variant_title, sku, quantity, unit_price}"
    )
    upsell_id: Mapped[UUID | None]


class OrderTender(TenantRow, Base):
    """What paid an order; the sum of the amounts is the order's total. `account_id` is the gift
    card's or the credit's, `payment_id` the provider's payment."""

    __tablename__ = "order_tenders"
    __table_args__ = (
        tenant_fk("order_id", "orders"),
        one_of("kind", TenderKind),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("refunded between 0 and amount", name="refunded"),
        CheckConstraint("kind = 'provider' or account_id is not null", name="account"),
        Index("ix_order_tenders_order", "tenant_id", "order_id", "position"),
    )

    store_id: Mapped[UUID]
    order_id: Mapped[UUID]
    position: Mapped[int]
    kind: Mapped[str]
    account_id: Mapped[UUID | None]
    payment_id: Mapped[UUID | None]
    label: Mapped[str]
    amount: Mapped[int] = mapped_column(Amount)
    refunded: Mapped[int] = mapped_column(
        Amount, server_default=text("0"), default=0, comment="asked back, settled or not"
    )
    currency: Mapped[str]


class OrderNumber(Base):
    """The last number a store gave; 1000 where it only had drafts so far."""

    __tablename__ = "order_numbers"
    __table_args__ = (tenant_fk("store_id", "stores"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)
    drafts: Mapped[int] = mapped_column(
        server_default=text("0"), default=0, comment="how many drafts it ever had"
    )


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
