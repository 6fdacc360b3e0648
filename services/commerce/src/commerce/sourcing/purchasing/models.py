"""Tables of purchasing: what each sold item needs, and the orders at suppliers that meet it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class NeedStatus(StrEnum):
    """Where a sold item stands on its way from a supplier. `waiting` says why in `reason`; `own`
    is the merchant's own stock, with nothing to buy."""

    WAITING = "waiting"
    ORDERED = "ordered"
    SHIPPED = "shipped"
    OWN = "own"
    CANCELLED = "cancelled"


class PurchaseStatus(StrEnum):
    """The purchase order's machine (rules §10)."""

    QUEUED = "queued"
    VALIDATING = "validating"
    AWAITING_APPROVAL = "awaiting_approval"
    PLACING = "placing"
    UNKNOWN = "unknown"
    PLACED_UNPAID = "placed_unpaid"
    PAID = "paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    REJECTED = "rejected"
    CANCELLED = "cancelled"
    DISPUTED = "disputed"


class PurchaseDisputeStatus(StrEnum):
    """A complaint at the supplier; `sending` and `unknown` as with purchase orders."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class SourcingNeed(TenantRow, Timestamps, Base):
    """Units of a sold item that have to come from somewhere; one row for each item of a paid order,
    so that no paid order is without a purchase or a reason somebody can see."""

    __tablename__ = "sourcing_needs"
    __table_args__ = (
        tenant_fk("order_id", "orders"),
        tenant_fk("order_item_id", "order_items"),
        UniqueConstraint("tenant_id", "order_item_id"),
        one_of("status", NeedStatus),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("status <> 'waiting' or reason is not null", name="reason"),
        Index("ix_sourcing_needs_order", "tenant_id", "order_id"),
        Index("ix_sourcing_needs_due", "due_at", postgresql_where=text("due_at is not null")),
        Index("ix_sourcing_needs_listed", "tenant_id", "store_id", "status", "created_at", "id"),
    )

    store_id: Mapped[UUID]
    order_id: Mapped[UUID]
    order_item_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    quantity: Mapped[int]
    status: Mapped[str]
    reason: Mapped[str | None] = mapped_column(comment="stable code of what it waits for")
    detail: Mapped[str | None] = mapped_column(comment="the same in words")
    due_at: Mapped[datetime | None] = mapped_column(comment="when it is looked at again")


class PurchaseOrder(TenantRow, Timestamps, Base):
    """An order at a supplier: of one customer order, one account, one warehouse, one method.

    `reference` is what the supplier knows it by and what an unknown outcome is looked up by; it is
    written before the call and changes only when the supplier certainly has no such order.
    """

    __tablename__ = "purchase_orders"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("order_id", "orders"),
        tenant_fk("supplier_id", "suppliers"),
        UniqueConstraint("tenant_id", "store_id", "number"),
        UniqueConstraint("tenant_id", "reference"),
        one_of("status", PurchaseStatus),
        Index("ix_purchase_orders_listed", "tenant_id", "store_id", "created_at", "id"),
        Index("ix_purchase_orders_order", "tenant_id", "order_id"),
        Index("ix_purchase_orders_supplier", "tenant_id", "supplier_id", "status"),
        Index(
            "ix_purchase_orders_due",
            "due_at",
            postgresql_where=text("due_at is not null"),
        ),
        Index(
            "ix_purchase_orders_waiting",
            "tenant_id",
            "store_id",
            "status",
            postgresql_where=text(
                "status in ('awaiting_approval', 'placed_unpaid', 'unknown')"
                " or flagged is not null or reason = 'no_answer_long'"
            ),
        ),
    )

    store_id: Mapped[UUID]
    order_id: Mapped[UUID]
    supplier_id: Mapped[UUID]
    number: Mapped[int] = mapped_column(BigInteger)
    reference: Mapped[str]
    attempt: Mapped[int] = mapped_column(
        server_default=text("1"), default=1, comment="how many references it has had"
    )
    status: Mapped[str]
    reason: Mapped[str | None] = mapped_column(comment="stable code of why it is where it is")
    detail: Mapped[str | None] = mapped_column(comment="the same in words")
    warehouse: Mapped[str]
    method: Mapped[str]
    method_name: Mapped[str]
    destination: Mapped[str]
    min_days: Mapped[int | None]
    max_days: Mapped[int | None]
    currency: Mapped[str] = mapped_column(comment="the supplier's; amounts below are in it")
    goods: Mapped[int] = mapped_column(Amount, comment="expected, then booked")
    shipping: Mapped[int] = mapped_column(Amount)
    duty: Mapped[int] = mapped_column(Amount)
    total: Mapped[int] = mapped_column(Amount)
    booked: Mapped[bool] = mapped_column(
        server_default=text("false"), default=False, comment="amounts are the supplier's word"
    )
    refunded: Mapped[int] = mapped_column(Amount, server_default=text("0"), default=0)
    rate: Mapped[dict[str, Any]] = mapped_column(
        comment="{from, to, ppm, date}: supplier's currency to the store's, frozen when placed"
    )
    spend_day: Mapped[date | None] = mapped_column(
        comment="the day whose cap it counts against; null: it does not"
    )
    supplier_ref: Mapped[str | None]
    payment_url: Mapped[str | None]
    place_after: Mapped[datetime] = mapped_column(comment="the end of the grace time")
    due_at: Mapped[datetime | None] = mapped_column(comment="when the machine looks at it again")
    looks: Mapped[int] = mapped_column(
        server_default=text("0"), default=0, comment="looks for an unknown outcome so far"
    )
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[str | None]
    placing_at: Mapped[datetime | None] = mapped_column(
        comment="when the call was about to be made"
    )
    placed_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    shipped_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    last_movement_at: Mapped[datetime | None]
    flagged: Mapped[str | None] = mapped_column(
        comment="no_tracking (7 days after payment) or no_movement (48 h), as the monitor saw"
    )
    replaces_id: Mapped[UUID | None] = mapped_column(comment="the one it took over from")
    expected: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'"),
        default=dict,
        comment="{goods, shipping, duty, total} as planned, beside what was booked",
    )
    checks: Mapped[list[Any]] = mapped_column(
        server_default=text("'[]'"),
        default=list,
        comment="[{code, passed, words}] as last judged before sending",
    )
    spend: Mapped[int] = mapped_column(
        Amount, server_default=text("0"), default=0, comment="what it counts against that cap"
    )
    cancel_wanted: Mapped[bool] = mapped_column(
        server_default=text("false"), default=False, comment="cancelled as soon as it can be"
    )
    claimed_ref: Mapped[str | None] = mapped_column(
        comment="the supplier's number as a person gave it, until it was checked"
    )


class PurchaseLine(TenantRow, Base):
    """Units of a supplier's variant on a purchase order, for one need. `active` lines are those a
    need counts on: there is one per need and variant, whatever was tried before."""

    __tablename__ = "purchase_lines"
    __table_args__ = (
        tenant_fk("purchase_order_id", "purchase_orders"),
        tenant_fk("need_id", "sourcing_needs"),
        tenant_fk("supplier_variant_id", "supplier_variants"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("refunded between 0 and goods + shipping + duty", name="refunded"),
        Index(
            "uq_purchase_lines_active",
            "tenant_id",
            "need_id",
            "supplier_variant_id",
            unique=True,
            postgresql_where=text("active"),
        ),
        Index("ix_purchase_lines_order", "tenant_id", "purchase_order_id", "position"),
        Index("ix_purchase_lines_variant", "tenant_id", "supplier_variant_id"),
    )

    store_id: Mapped[UUID]
    purchase_order_id: Mapped[UUID]
    position: Mapped[int]
    need_id: Mapped[UUID]
    order_item_id: Mapped[UUID]
    supplier_variant_id: Mapped[UUID]
    mapping_id: Mapped[UUID | None] = mapped_column(comment="the way chosen; it may be gone since")
    active: Mapped[bool]
    external_id: Mapped[str]
    external_sku: Mapped[str]
    order_key: Mapped[str]
    title: Mapped[str]
    options: Mapped[dict[str, Any]]
    quantity: Mapped[int] = mapped_column(comment="the supplier's units")
    max_unit_cost: Mapped[int] = mapped_column(Amount)
    unit_cost: Mapped[int] = mapped_column(Amount, comment="expected, then booked")
    goods: Mapped[int] = mapped_column(Amount)
    shipping: Mapped[int] = mapped_column(Amount, comment="its share of the order's")
    duty: Mapped[int] = mapped_column(Amount, comment="its share of the order's")
    expected: Mapped[int] = mapped_column(
        Amount,
        server_default=text("0"),
        default=0,
        comment="goods, shipping and duty as they were planned",
    )
    failed: Mapped[str | None] = mapped_column(
        comment="why it could not be had by this mapping, which is not tried again for its need"
    )
    refunded: Mapped[int] = mapped_column(Amount, server_default=text("0"), default=0)


class PurchaseParcel(TenantRow, Base):
    """A parcel that a supplier told of, and the fulfilment that was made of it."""

    __tablename__ = "purchase_parcels"
    __table_args__ = (
        tenant_fk("purchase_order_id", "purchase_orders"),
        tenant_fk("fulfillment_id", "fulfillments"),
        UniqueConstraint("tenant_id", "purchase_order_id", "tracking_number"),
    )

    store_id: Mapped[UUID]
    purchase_order_id: Mapped[UUID]
    tracking_number: Mapped[str]
    carrier: Mapped[str]
    tracking_url: Mapped[str | None]
    fulfillment_id: Mapped[UUID | None]
    first_seen_at: Mapped[datetime]
    last_movement_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]


class PurchaseEntry(TenantRow, Base):
    """Something that happened to a purchase order; append-only."""

    __tablename__ = "purchase_timeline"
    __table_args__ = (
        tenant_fk("purchase_order_id", "purchase_orders"),
        Index("ix_purchase_timeline_order", "tenant_id", "purchase_order_id", "at"),
    )

    store_id: Mapped[UUID]
    purchase_order_id: Mapped[UUID]
    at: Mapped[datetime]
    kind: Mapped[str]
    message: Mapped[str]
    actor: Mapped[str]
    data: Mapped[dict[str, Any]]


class PurchaseNumber(Base):
    """The last number a store gave to a purchase order."""

    __tablename__ = "purchase_numbers"
    __table_args__ = (tenant_fk("store_id", "stores"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class PurchaseDispute(TenantRow, Timestamps, Base):
    """A complaint about units of a purchase order, tied to the refund that it is to make good.

    `reference` is what the supplier knows it by and what an unknown outcome is looked up by.
    """

    __tablename__ = "purchase_disputes"
    __table_args__ = (
        tenant_fk("purchase_order_id", "purchase_orders"),
        tenant_fk("refund_id", "order_refunds"),
        tenant_fk("return_id", "returns"),
        UniqueConstraint("tenant_id", "reference"),
        one_of("status", PurchaseDisputeStatus),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("refunded >= 0", name="refunded"),
        Index("ix_purchase_disputes_order", "tenant_id", "purchase_order_id"),
        Index("ix_purchase_disputes_listed", "tenant_id", "store_id", "created_at", "id"),
        Index(
            "ix_purchase_disputes_due",
            "due_at",
            postgresql_where=text("due_at is not null"),
        ),
    )

    store_id: Mapped[UUID]
    purchase_order_id: Mapped[UUID]
    refund_id: Mapped[UUID | None]
    return_id: Mapped[UUID | None]
    reference: Mapped[str]
    dispute_ref: Mapped[str | None]
    status: Mapped[str]
    lines: Mapped[list[Any]] = mapped_column(comment="[{line_id, quantity, amount}]")
    amount: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    refunded: Mapped[int] = mapped_column(Amount, server_default=text("0"), default=0)
    reason: Mapped[str]
    message: Mapped[str]
    answer: Mapped[str | None] = mapped_column(comment="the supplier's words")
    due_at: Mapped[datetime | None] = mapped_column(comment="when it is looked at again")
    sent_at: Mapped[datetime | None] = mapped_column(
        comment="when the call was about to be made last"
    )
    sends: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    looks: Mapped[int] = mapped_column(
        server_default=text("0"), default=0, comment="looks for an unknown outcome so far"
    )
    withdraw_wanted: Mapped[bool] = mapped_column(
        server_default=text("false"), default=False, comment="taken back as soon as it can be"
    )
    decided_at: Mapped[datetime | None]
