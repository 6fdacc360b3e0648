"""Tables of pricing: taxes by place and class, currencies, their rates and prices, and what was
shown when."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.catalog.schemas import TaxClass
from commerce.db import Base
from commerce.pricing.currencies.convert import Direction
from commerce.pricing.taxes.computing import Rounding
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class TaxRate(TenantRow, Timestamps, Base):
    """A rate in parts per million (19 % is 190000); see `pricing.taxes.matching` for which of them
    apply where. Empty state and pattern mean the whole country."""

    __tablename__ = "tax_rates"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint(
            "tenant_id",
            "store_id",
            "country",
            "state",
            "postal_pattern",
            "tax_class",
            "slot",
            name="uq_tax_rates_place",
        ),
        one_of("tax_class", TaxClass),
        CheckConstraint("rate_ppm between 0 and 1000000", name="rate_ppm"),
        CheckConstraint("slot between 1 and 9", name="slot"),
    )

    store_id: Mapped[UUID]
    country: Mapped[str]
    state: Mapped[str] = mapped_column(server_default=text("''"), default="")
    postal_pattern: Mapped[str] = mapped_column(server_default=text("''"), default="")
    tax_class: Mapped[str] = mapped_column(
        server_default=text("'standard'"), default=TaxClass.STANDARD
    )
    slot: Mapped[int] = mapped_column(server_default=text("1"), default=1)
    name: Mapped[str]
    rate_ppm: Mapped[int]


class PricingSettings(Timestamps, Base):
    """A store's choices; a store without a row has the defaults."""

    __tablename__ = "pricing_settings"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("tax_rounding", Rounding),
        CheckConstraint("rate_max_age_days between 1 and 365", name="rate_max_age_days"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    tax_rounding: Mapped[str] = mapped_column(default=Rounding.LINE)
    rate_max_age_days: Mapped[int] = mapped_column(default=7)
    omnibus: Mapped[bool] = mapped_column(
        default=False, comment="show the lowest price of the 30 days before a reduction"
    )


class StoreCurrency(TenantRow, Timestamps, Base):
    """A currency a store sells in besides its own. Prices come from `variant_prices`, else from the
    rate: the merchant's own (`manual_ppm` units of it for one of the store's currency), else the
    bank's of the day; then the ending `step`/`below` (see `pricing.currencies.convert.Ending`)."""

    __tablename__ = "store_currencies"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "currency"),
        one_of("direction", Direction),
        CheckConstraint("step >= 1 and below >= 0 and below < step", name="ending"),
        CheckConstraint("manual_ppm > 0", name="manual_ppm"),
        CheckConstraint("(manual_ppm is null) = (manual_day is null)", name="manual"),
    )

    store_id: Mapped[UUID]
    currency: Mapped[str]
    enabled: Mapped[bool] = mapped_column(default=True)
    step: Mapped[int] = mapped_column(Amount, default=1)
    below: Mapped[int] = mapped_column(Amount, default=0)
    direction: Mapped[str] = mapped_column(default=Direction.NEAREST)
    manual_ppm: Mapped[int | None] = mapped_column(Amount)
    manual_day: Mapped[date | None]


class ExchangeRate(Base):
    """Units of a currency for one euro on a day, in parts per million, as the European Central Bank
    publishes them. The same for every tenant."""

    __tablename__ = "exchange_rates"
    __table_args__ = (CheckConstraint("per_euro_ppm > 0", name="per_euro_ppm"),)

    currency: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    per_euro_ppm: Mapped[int] = mapped_column(Amount)


class VariantPrice(TenantRow, Timestamps, Base):
    """A price the merchant set in another currency than the store's; it beats the rate."""

    __tablename__ = "variant_prices"
    __table_args__ = (
        tenant_fk("variant_id", "product_variants", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "variant_id", "currency"),
        CheckConstraint("price >= 0", name="price"),
        CheckConstraint("compare_at_price >= 0", name="compare_at_price"),
        Index("ix_variant_prices_store", "tenant_id", "store_id", "currency"),
    )

    store_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    currency: Mapped[str]
    price: Mapped[int] = mapped_column(Amount)
    compare_at_price: Mapped[int | None] = mapped_column(Amount)


class PriceShown(TenantRow, Base):
    """A price that shoppers were shown from `at` until the next row; append-only (rules §9)."""

    __tablename__ = "price_history"
    __table_args__ = (
        tenant_fk("variant_id", "product_variants", ondelete="CASCADE"),
        CheckConstraint("price >= 0", name="price"),
        Index("ix_price_history_variant", "tenant_id", "variant_id", "currency", "at"),
    )

    store_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    currency: Mapped[str]
    price: Mapped[int] = mapped_column(Amount)
    at: Mapped[datetime]
