"""Tables of a store's figures: what browsers told, and what each day came to."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, one_of, tenant_fk


class EventKind(StrEnum):
    """What a browser may tell. Carts, checkouts and purchases are facts of our own rows: they are
    read from there, and no browser is asked."""

    PAGE_VIEW = "page_view"
    PRODUCT_VIEW = "product_view"


class AnalyticsEvent(Base):
    """A page or a product was looked at. A row holds no personal data: no address, no browser's
    name, no path; `visitor` and `session` are random, rotate, and are there with consent alone.

    Partitioned by month (UTC); a month is let go as a whole. The partitions lie in a schema of
    their own, which the application may not enter, and there are no foreign keys: to attach a month
    would lock the tables they point to.
    """

    __tablename__ = "shop_events"
    __table_args__ = (
        one_of("kind", EventKind),
        CheckConstraint("(kind = 'product_view') = (product_id is not null)", name="product"),
        CheckConstraint("(visitor is null) = (session is null)", name="consent"),
        Index(
            "ix_shop_events_visitor",
            "tenant_id",
            "store_id",
            "visitor",
            postgresql_where=text("visitor is not null"),
        ),
        {"postgresql_partition_by": "RANGE (at)"},
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    entry: Mapped[bool] = mapped_column(comment="the first page of a visit: not led to by the shop")
    product_id: Mapped[UUID | None]
    visitor: Mapped[UUID | None]
    session: Mapped[UUID | None]


class BrowserConsent(TenantRow, Base):
    """What a browser's owner agreed to, refused or took back, append-only; the latest word of a
    visitor counts. `text_version` and `locale` name the words that were shown. `visitor` is the
    random name that events carry; it is null where none was ever given, and goes when the browser
    is forgotten: then the row says that somebody agreed, and no longer who."""

    __tablename__ = "browser_consents"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        CheckConstraint("purpose in ('statistics')", name="purpose"),
        Index(
            "ix_browser_consents_visitor",
            "tenant_id",
            "store_id",
            "visitor",
            "at",
            postgresql_where=text("visitor is not null"),
        ),
        Index("ix_browser_consents_at", "tenant_id", "store_id", "at", "id"),
    )

    store_id: Mapped[UUID]
    visitor: Mapped[UUID | None]
    purpose: Mapped[str]
    granted: Mapped[bool]
    text_version: Mapped[str]
    locale: Mapped[str]
    at: Mapped[datetime]


class DailyMetric(Base):
    """A day of a store, in its own time zone and currency (minor units); what each figure is says
    `analytics.figures`. A day on which nothing happened has no row."""

    __tablename__ = "daily_metrics"
    __table_args__ = (tenant_fk("store_id", "stores"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    orders: Mapped[int] = mapped_column(Amount)
    units: Mapped[int] = mapped_column(Amount)
    gross: Mapped[int] = mapped_column(Amount)
    discounts: Mapped[int] = mapped_column(Amount)
    shipping: Mapped[int] = mapped_column(Amount)
    tax: Mapped[int] = mapped_column(Amount)
    refunds: Mapped[int] = mapped_column(Amount)
    refunds_tax: Mapped[int] = mapped_column(Amount)
    received: Mapped[int] = mapped_column(Amount)
    paid_back: Mapped[int] = mapped_column(Amount)
    disputed: Mapped[int] = mapped_column(Amount)
    page_views: Mapped[int] = mapped_column(Amount)
    visits: Mapped[int] = mapped_column(Amount)
    product_views: Mapped[int] = mapped_column(Amount)
    carts: Mapped[int] = mapped_column(Amount)
    checkouts: Mapped[int] = mapped_column(Amount)
    sold: Mapped[int] = mapped_column(Amount)
    sold_discount: Mapped[int] = mapped_column(Amount)
    sold_refunds: Mapped[int] = mapped_column(Amount)
    cost: Mapped[int] = mapped_column(Amount)
    supplier_shipping: Mapped[int] = mapped_column(Amount)
    duty: Mapped[int] = mapped_column(Amount)
    fees: Mapped[int] = mapped_column(Amount)
    supplier_refunds: Mapped[int] = mapped_column(Amount)
    unknown_lines: Mapped[int] = mapped_column(Amount)


class ProductDay(Base):
    """A product's day, as `daily_metrics` has the store's. Money counts on the order's day."""

    __tablename__ = "product_days"
    __table_args__ = (tenant_fk("store_id", "stores"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_views: Mapped[int] = mapped_column(Amount)
    units: Mapped[int] = mapped_column(Amount)
    sold: Mapped[int] = mapped_column(Amount)
    sold_discount: Mapped[int] = mapped_column(Amount)
    sold_refunds: Mapped[int] = mapped_column(Amount)
    cost: Mapped[int] = mapped_column(Amount)
    supplier_shipping: Mapped[int] = mapped_column(Amount)
    duty: Mapped[int] = mapped_column(Amount)
    fees: Mapped[int] = mapped_column(Amount)
    supplier_refunds: Mapped[int] = mapped_column(Amount)
    unknown_lines: Mapped[int] = mapped_column(Amount)


class MetricsMark(Base):
    """How far a store's days are written, and by which zone, currency and rules: another one makes
    all of them anew."""

    __tablename__ = "metrics_marks"
    __table_args__ = (tenant_fk("store_id", "stores"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    through: Mapped[date] = mapped_column(comment="the last whole day that is written")
    as_of: Mapped[datetime] = mapped_column(comment="rows were read at this moment")
    timezone: Mapped[str]
    currency: Mapped[str]
    rules: Mapped[int] = mapped_column(
        server_default=text("0"), default=0, comment="which definition of the figures"
    )
