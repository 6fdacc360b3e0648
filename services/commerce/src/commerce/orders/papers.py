"""Tables of what is written about an order: notes, refunds, invoices."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class OrderRefundStatus(StrEnum):
    """`pending` is written before a provider is called."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class OrderNote(TenantRow, Base):
    """What the merchant's people tell each other about an order. Shoppers never see it."""

    __tablename__ = "order_notes"
    __table_args__ = (
        tenant_fk("order_id", "orders"),
        Index("ix_order_notes_order", "tenant_id", "order_id"),
    )

    store_id: Mapped[UUID]
    order_id: Mapped[UUID]
    at: Mapped[datetime]
    text: Mapped[str]
    actor: Mapped[str]


class OrderRefund(TenantRow, Timestamps, Base):
    """Money given back for an order: lines, shipping and a free amount, net and tax apart as a
    credit note shows them. How it goes over the tenders is in `refunds`."""

    __tablename__ = "order_refunds"
    __table_args__ = (
        tenant_fk("order_id", "orders"),
        one_of("status", OrderRefundStatus),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("amount = items_gross + shipping_gross + adjustment_gross", name="sums"),
        CheckConstraint(
            "shipping_gross = shipping_net + shipping_tax "
            "and adjustment_gross = adjustment_net + adjustment_tax",
            name="taxes",
        ),
        Index("ix_order_refunds_order", "tenant_id", "order_id"),
    )

    store_id: Mapped[UUID]
    order_id: Mapped[UUID]
    status: Mapped[str]
    currency: Mapped[str]
    amount: Mapped[int] = mapped_column(Amount)
    items_gross: Mapped[int] = mapped_column(Amount)
    shipping_gross: Mapped[int] = mapped_column(Amount)
    shipping_net: Mapped[int] = mapped_column(Amount)
    shipping_tax: Mapped[int] = mapped_column(Amount)
    adjustment_gross: Mapped[int] = mapped_column(
        Amount, comment="a free amount on top, or below zero kept back"
    )
    adjustment_net: Mapped[int] = mapped_column(Amount)
    adjustment_tax: Mapped[int] = mapped_column(Amount)
    reason: Mapped[str]
    note: Mapped[str | None]
    actor: Mapped[str]


class RefundLine(Base):
    """Units of an order item that a refund pays back."""

    __tablename__ = "refund_lines"
    __table_args__ = (
        tenant_fk("order_refund_id", "order_refunds", ondelete="CASCADE"),
        tenant_fk("order_item_id", "order_items"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("gross = net + tax", name="sums"),
        CheckConstraint("restocked between 0 and quantity", name="restocked"),
        Index("ix_refund_lines_item", "tenant_id", "order_item_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_refund_id: Mapped[UUID] = mapped_column(primary_key=True)
    order_item_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    quantity: Mapped[int]
    gross: Mapped[int] = mapped_column(Amount)
    net: Mapped[int] = mapped_column(Amount)
    tax: Mapped[int] = mapped_column(Amount)
    restocked: Mapped[int] = mapped_column(comment="units that went back on sale")


class InvoiceNumber(Base):
    """The last invoice number a store gave."""

    __tablename__ = "invoice_numbers"
    __table_args__ = (tenant_fk("store_id", "stores"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class InvoiceKind(StrEnum):
    """A credit note takes back what an invoice billed."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


class Invoice(TenantRow, Base):
    """An invoice or a credit note as it was issued: nothing in it follows what changes later, and
    the application may only add rows. Both are numbered in one line per store."""

    __tablename__ = "invoices"
    __table_args__ = (
        tenant_fk("order_id", "orders"),
        tenant_fk("order_refund_id", "order_refunds"),
        one_of("kind", InvoiceKind),
        CheckConstraint("(kind = 'credit_note') = (order_refund_id is not null)", name="refund"),
        UniqueConstraint("tenant_id", "store_id", "number"),
        Index(
            "uq_invoices_order",
            "tenant_id",
            "order_id",
            unique=True,
            postgresql_where=text("kind = 'invoice'"),
        ),
        Index("uq_invoices_refund", "tenant_id", "order_refund_id", unique=True),
    )

    store_id: Mapped[UUID]
    order_id: Mapped[UUID]
    kind: Mapped[str]
    order_refund_id: Mapped[UUID | None] = mapped_column(
        comment="the refund a credit note is about"
    )
    number: Mapped[int] = mapped_column(BigInteger)
    issued_at: Mapped[datetime]
    document: Mapped[dict[str, Any]] = mapped_column(
        comment="seller, buyer, lines and sums as they were"
    )


class InvoiceSeller(Base):
    """Who a store's invoices are from; each invoice keeps its own copy."""

    __tablename__ = "invoice_sellers"
    __table_args__ = (tenant_fk("store_id", "stores"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str]
    tax_id: Mapped[str | None]
    footer: Mapped[str | None]
