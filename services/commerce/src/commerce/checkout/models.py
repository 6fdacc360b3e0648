"""Tables of checkout: shipping rates, and the row that carries everything before payment."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class ShippingZone(TenantRow, Timestamps, Base):
    """Places that share rates: countries (`DE`) and states (`US-CA`); none means the rest of the
    world."""

    __tablename__ = "shipping_zones"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        Index("ix_shipping_zones_store", "tenant_id", "store_id"),
    )

    store_id: Mapped[UUID]
    name: Mapped[str]
    regions: Mapped[list[str]] = mapped_column(ARRAY(Text))


class ShippingBasis(StrEnum):
    """What a rate's tiers are measured by: nothing, the discounted items, or grams."""

    FLAT = "flat"
    PRICE = "price"
    WEIGHT = "weight"


class ShippingRate(TenantRow, Timestamps, Base):
    """What shipping costs, free from `free_over` on. It serves its zone; without one its own
    `countries`, none meaning everywhere. `tiers` are [{from, amount}], the last one reached counts
    (before the first, `amount`)."""

    __tablename__ = "shipping_rates"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("zone_id", "shipping_zones"),
        one_of("basis", ShippingBasis),
        CheckConstraint("amount >= 0 and free_over >= 0", name="amounts"),
        CheckConstraint("min_days >= 0 and max_days >= min_days", name="days"),
        Index("ix_shipping_rates_store", "tenant_id", "store_id"),
    )

    store_id: Mapped[UUID]
    name: Mapped[str]
    zone_id: Mapped[UUID | None]
    countries: Mapped[list[str]] = mapped_column(ARRAY(Text))
    basis: Mapped[str] = mapped_column(server_default=text("'flat'"), default=ShippingBasis.FLAT)
    tiers: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"), default=list)
    amount: Mapped[int] = mapped_column(Amount)
    free_over: Mapped[int | None] = mapped_column(Amount)
    min_days: Mapped[int]
    max_days: Mapped[int]


class CheckoutState(StrEnum):
    """Where a checkout stands (see `checkout.states`)."""

    AWAITING_PAYMENT = "awaiting_payment"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"
    REFUNDED = "refunded"


class Checkout(TenantRow, Timestamps, Base):
    """One per cart. Amounts in minor units; `lines` is the frozen content:
    [{variant_id, product_id, product_slug, title, variant_title, sku, image, quantity,
    unit_price, discount, net, tax, gross, taxes, gift_card}].

    `taxes` are [{name, jurisdiction, rate_ppm, amount}], summed over the parts; `tenders` are
    [{kind, id, label, amount}] and their sum is the total; `due` is the payment provider's part.
    `rate` freezes how the store's currency became this one (null: it is the store's own).
    """

    __tablename__ = "checkouts"
    __table_args__ = (
        tenant_fk("cart_id", "carts"),
        UniqueConstraint("tenant_id", "cart_id"),
        one_of("state", CheckoutState),
        CheckConstraint(
            "total = items_gross + shipping_gross and shipping_gross = shipping_net + shipping_tax",
            name="sums",
        ),
        CheckConstraint("due between 0 and total", name="due"),
        Index("ix_checkouts_created", "tenant_id", "store_id", "created_at"),
        Index("ix_checkouts_due", "due_at", postgresql_where=text("due_at is not null")),
        Index(
            "ix_checkouts_client",
            "tenant_id",
            "store_id",
            "client_key",
            postgresql_where=text("client_key is not null"),
        ),
        Index(
            "ix_checkouts_traces",
            "traces_until",
            postgresql_where=text("traces_until is not null"),
        ),
    )

    store_id: Mapped[UUID]
    cart_id: Mapped[UUID]
    state: Mapped[str]
    attempt: Mapped[int] = mapped_column(default=1)
    body_hash: Mapped[bytes] = mapped_column(LargeBinary)
    email: Mapped[str]
    shipping_address: Mapped[dict[str, Any]]
    shipping_rate_id: Mapped[UUID]
    shipping_name: Mapped[str]
    currency: Mapped[str]
    lines: Mapped[list[Any]]
    subtotal: Mapped[int] = mapped_column(Amount)
    discount: Mapped[int] = mapped_column(Amount)
    items_gross: Mapped[int] = mapped_column(Amount)
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
    tenders: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"), default=list)
    due: Mapped[int] = mapped_column(Amount)
    trace: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"), default=list)
    rate: Mapped[dict[str, Any] | None]
    test: Mapped[bool]
    message: Mapped[str | None]
    order_id: Mapped[UUID | None]
    expires_at: Mapped[datetime]
    due_at: Mapped[datetime | None] = mapped_column(comment="when the sweeper looks at it next")
    client_key: Mapped[bytes | None] = mapped_column(
        LargeBinary, comment="names the shopper's network address without holding it"
    )
    traces_until: Mapped[datetime | None] = mapped_column(
        comment="when this key, and what its payments say of the payer, are let go"
    )
