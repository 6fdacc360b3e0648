"""Tables of upsells: bundles, cross-sells, and what is counted about them. (Volume prices are
discounts: see `promotions.models`.)"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class BundlePricing(StrEnum):
    """A price of its own, or a percentage off the sum of the components' prices."""

    FIXED = "fixed"
    PERCENT = "percent"


class Bundle(TenantRow, Timestamps, Base):
    """How a variant that is a kit is priced and shown. Whether it is for sale is its product's
    status; what it is made of is the stock's (`inventory.models.KitComponent`)."""

    __tablename__ = "bundles"
    __table_args__ = (
        tenant_fk("variant_id", "product_variants", ondelete="CASCADE"),
        one_of("pricing", BundlePricing),
        CheckConstraint("(pricing = 'percent') = (percent_ppm is not null)", name="percent"),
        UniqueConstraint("tenant_id", "variant_id"),
        Index("ix_bundles_store", "tenant_id", "store_id", "created_at", "id"),
    )

    store_id: Mapped[UUID]
    product_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    pricing: Mapped[str]
    percent_ppm: Mapped[int | None]
    shown_with_components: Mapped[bool]
    version: Mapped[int] = mapped_column(default=1)


class CrossSellSource(StrEnum):
    """Where the shown products come from."""

    PRODUCTS = "products"
    GROUP = "group"
    BOUGHT_TOGETHER = "bought_together"


class Placement(StrEnum):
    """Where an offer is shown."""

    PRODUCT = "product"
    CART = "cart"
    AFTER_PURCHASE = "after_purchase"


class CrossSell(TenantRow, Timestamps, Base):
    """With X show Y: `trigger` says with which products, `source` what is shown."""

    __tablename__ = "cross_sells"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("source", CrossSellSource),
        CheckConstraint("most between 1 and 12", name="most"),
        Index(
            "ix_cross_sells_live",
            "tenant_id",
            "store_id",
            "position",
            "id",
            postgresql_where=text("deleted_at is null"),
        ),
    )

    store_id: Mapped[UUID]
    name: Mapped[str]
    title: Mapped[str]
    active: Mapped[bool]
    trigger: Mapped[dict[str, Any]] = mapped_column(
        comment="{products, groups, excluded_products, excluded_groups}: lists of ids"
    )
    source: Mapped[str]
    products: Mapped[list[UUID]] = mapped_column(ARRAY(PgUUID(as_uuid=True)))
    group_id: Mapped[UUID | None]
    placements: Mapped[list[str]] = mapped_column(ARRAY(Text))
    position: Mapped[int]
    most: Mapped[int]
    discount_id: Mapped[UUID | None]
    version: Mapped[int] = mapped_column(default=1)
    deleted_at: Mapped[datetime | None]


class BoughtTogether(Base):
    """In how many orders two products were bought together: a count, of nobody in particular."""

    __tablename__ = "bought_together"
    __table_args__ = (tenant_fk("store_id", "stores"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    other_id: Mapped[UUID] = mapped_column(primary_key=True)
    orders: Mapped[int]


class UpsellDay(Base):
    """How often an offer was shown and put into a cart on a day (UTC)."""

    __tablename__ = "upsell_days"
    __table_args__ = (tenant_fk("store_id", "stores"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    upsell_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    shown: Mapped[int] = mapped_column(BigInteger)
    added: Mapped[int] = mapped_column(BigInteger)
