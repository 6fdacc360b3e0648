"""Tables of what suppliers sell. Rows are never deleted while something refers to them: what is no
longer offered is `gone`."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class Availability(StrEnum):
    """What we believe of a supplier's variant. One reading of `out` makes it `doubtful`; the second
    makes it `out` (rules §10)."""

    IN_STOCK = "in_stock"
    DOUBTFUL = "doubtful"
    OUT = "out"
    GONE = "gone"
    UNKNOWN = "unknown"


class CostSource(StrEnum):
    """How we learnt of a cost."""

    IMPORT = "import"
    POLL = "poll"
    WEBHOOK = "webhook"
    ORDER = "order"


class SupplierProduct(TenantRow, Timestamps, Base):
    """A supplier's product as it was last read. `raw` is its whole answer, `hash` that of what of
    it matters to us, so that an unchanged reading writes nothing but `fetched_at`."""

    __tablename__ = "supplier_products"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("supplier_id", "suppliers"),
        UniqueConstraint("tenant_id", "supplier_id", "external_id"),
        Index("ix_supplier_products_due", "tenant_id", "supplier_id", "next_read_at"),
    )

    store_id: Mapped[UUID]
    supplier_id: Mapped[UUID]
    external_id: Mapped[str]
    url: Mapped[str | None]
    title: Mapped[str]
    image_url: Mapped[str | None]
    option_names: Mapped[list[Any]]
    raw: Mapped[dict[str, Any]]
    hash: Mapped[str]
    gone_readings: Mapped[int] = mapped_column(
        server_default=text("0"), default=0, comment="readings in a row that did not find it"
    )
    gone_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime] = mapped_column(comment="when it was last read in full")
    next_read_at: Mapped[datetime | None] = mapped_column(
        comment="when the monitor reads it again, by risk; null: nothing sold depends on it"
    )


class SupplierVariant(TenantRow, Timestamps, Base):
    """One thing to buy, with what it cost and what was left when it was last read."""

    __tablename__ = "supplier_variants"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("supplier_product_id", "supplier_products"),
        UniqueConstraint(
            "tenant_id",
            "supplier_product_id",
            "external_sku",
            "warehouse",
            name="uq_supplier_variants_offer",
        ),
        one_of("availability", Availability),
        CheckConstraint("cost >= 0", name="cost"),
        CheckConstraint("stock >= 0", name="stock"),
    )

    store_id: Mapped[UUID]
    supplier_product_id: Mapped[UUID]
    position: Mapped[int]
    external_sku: Mapped[str]
    order_key: Mapped[str] = mapped_column(comment="what its order call wants, verbatim")
    options: Mapped[dict[str, Any]] = mapped_column(comment="name -> value, verbatim")
    warehouse: Mapped[str] = mapped_column(comment="the supplier's code; '' where it has none")
    origin: Mapped[str | None] = mapped_column(comment="country it ships from")
    cost: Mapped[int | None] = mapped_column(Amount)
    currency: Mapped[str]
    list_price: Mapped[int | None] = mapped_column(Amount)
    availability: Mapped[str]
    stock: Mapped[int | None] = mapped_column(comment="null: it does not say how many")
    out_readings: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    read_at: Mapped[datetime] = mapped_column(comment="when stock and cost were last read")
    weight_grams: Mapped[int | None]
    image_url: Mapped[str | None]
    barcode: Mapped[str | None]


class CostSnapshot(TenantRow, Base):
    """What a supplier's variant cost from a moment on; append-only, written when it changed."""

    __tablename__ = "cost_snapshots"
    __table_args__ = (
        tenant_fk("supplier_variant_id", "supplier_variants"),
        one_of("source", CostSource),
        CheckConstraint("cost >= 0", name="cost"),
        Index("ix_cost_snapshots_variant", "tenant_id", "supplier_variant_id", "at"),
    )

    store_id: Mapped[UUID]
    supplier_variant_id: Mapped[UUID]
    cost: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    source: Mapped[str]
    at: Mapped[datetime]


class LaneQuote(TenantRow, Base):
    """What it costs to send one unit of a supplier's variant to a country by a method, as last
    quoted. `duty` null: the supplier said nothing of import charges, which is not zero."""

    __tablename__ = "lane_quotes"
    __table_args__ = (
        tenant_fk("supplier_variant_id", "supplier_variants"),
        UniqueConstraint("tenant_id", "supplier_variant_id", "destination", "method"),
        CheckConstraint("cost >= 0", name="cost"),
        CheckConstraint("duty >= 0", name="duty"),
        CheckConstraint("min_days <= max_days", name="days"),
    )

    store_id: Mapped[UUID]
    supplier_variant_id: Mapped[UUID]
    destination: Mapped[str]
    method: Mapped[str]
    name: Mapped[str]
    cost: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    min_days: Mapped[int | None]
    max_days: Mapped[int | None]
    tracked: Mapped[bool]
    duty: Mapped[int | None] = mapped_column(Amount)
    tariff_lines: Mapped[int | None]
    quoted_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
