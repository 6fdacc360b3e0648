"""Tables of product research. What is known of a supplier's product stands in its item; each day's
figures in an observation, of which growth is made."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class ItemState(StrEnum):
    """What was decided of a find."""

    NEW = "new"
    WATCHED = "watched"
    DISMISSED = "dismissed"
    IMPORTED = "imported"


class AddedBy(StrEnum):
    """Who put something on the watchlist."""

    PERSON = "person"
    RULE = "rule"


class ResearchSettings(Base):
    """A store that has said how it wants research; without a row it is off."""

    __tablename__ = "research_settings"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        CheckConstraint("max_cost >= 0", name="max_cost"),
        CheckConstraint("watch_at < import_at", name="thresholds"),
        Index(
            "ix_research_settings_due",
            "next_run_at",
            postgresql_where=text("next_run_at is not null"),
        ),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    enabled: Mapped[bool]
    categories: Mapped[list[Any]] = mapped_column(
        server_default=text("'[]'"), default=list, comment="suppliers' own; empty: all"
    )
    max_cost: Mapped[int | None] = mapped_column(Amount, comment="in the store's currency")
    words: Mapped[list[Any]] = mapped_column(
        server_default=text("'[]'"), default=list, comment="of the niche; empty: any product"
    )
    watch_at: Mapped[int] = mapped_column(server_default=text("65"), default=65)
    import_at: Mapped[int] = mapped_column(server_default=text("80"), default=80)
    import_coverage: Mapped[int] = mapped_column(server_default=text("30"), default=30)
    auto_import: Mapped[bool] = mapped_column(
        server_default=text("false"), default=False, comment="what is strong becomes a draft"
    )
    auto_import_cap: Mapped[int] = mapped_column(
        server_default=text("5"), default=5, comment="on one of the store's days"
    )
    next_run_at: Mapped[datetime | None] = mapped_column(
        comment="08:00 in the store's timezone; null while switched off"
    )
    updated_at: Mapped[datetime]


class ResearchRun(TenantRow, Base):
    """One look at all suppliers. The scheduled one happens once for each of the store's days."""

    __tablename__ = "research_runs"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        Index(
            "uq_research_runs_day",
            "tenant_id",
            "store_id",
            "day",
            unique=True,
            postgresql_where=text("scheduled"),
        ),
        Index("ix_research_runs_latest", "tenant_id", "store_id", "started_at"),
    )

    store_id: Mapped[UUID]
    day: Mapped[date] = mapped_column(comment="in the store's timezone")
    scheduled: Mapped[bool]
    started_by: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    suppliers: Mapped[dict[str, Any]] = mapped_column(
        comment="supplier -> {state: waiting | done | failed, analysed, error}"
    )
    analysed: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    watch_listed: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    imported: Mapped[int] = mapped_column(
        server_default=text("0"), default=0, comment="by the rule; an undo does not take it off"
    )
    held_back: Mapped[int] = mapped_column(
        server_default=text("0"), default=0, comment="strong, beyond the day's cap or the plan"
    )


class ResearchItem(TenantRow, Timestamps, Base):
    """A supplier's product that was found among its best sellers."""

    __tablename__ = "research_items"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("supplier_id", "suppliers"),
        UniqueConstraint("tenant_id", "supplier_id", "external_id"),
        Index("ix_research_items_listed", "tenant_id", "store_id", "state", "score", "id"),
        one_of("state", ItemState),
        CheckConstraint("score between 0 and 100", name="score"),
        CheckConstraint("coverage between 0 and 100", name="coverage"),
    )

    store_id: Mapped[UUID]
    supplier_id: Mapped[UUID]
    external_id: Mapped[str]
    title: Mapped[str]
    url: Mapped[str | None]
    image_url: Mapped[str | None]
    category: Mapped[str | None]
    currency: Mapped[str]
    cost: Mapped[int | None] = mapped_column(Amount, comment="in `currency`; null: not said")
    list_price: Mapped[int | None] = mapped_column(Amount)
    orders_count: Mapped[int | None] = mapped_column(Amount)
    score: Mapped[int | None] = mapped_column(comment="null: no signal answered")
    coverage: Mapped[int]
    breakdown: Mapped[list[Any]] = mapped_column(comment="each signal: value, points, words")
    state: Mapped[str]
    rule_off: Mapped[bool] = mapped_column(
        server_default=text("false"),
        default=False,
        comment="a person took it off the watchlist: the rule does not put it back",
    )
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    first_seen_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class ResearchObservation(TenantRow, Base):
    """What a supplier said of a product on one of the store's days; read again, it is replaced."""

    __tablename__ = "research_observations"
    __table_args__ = (
        tenant_fk("item_id", "research_items"),
        UniqueConstraint("tenant_id", "item_id", "day"),
    )

    store_id: Mapped[UUID]
    item_id: Mapped[UUID]
    day: Mapped[date]
    orders_count: Mapped[int | None] = mapped_column(Amount)
    cost: Mapped[int | None] = mapped_column(Amount)
    score: Mapped[int | None]
    seen_at: Mapped[datetime]


class WatchlistItem(TenantRow, Base):
    """A find that somebody, or the rule, wants to keep an eye on, and how it stood then. While the
    find is imported or dismissed the entry rests: undone, it is on the list again."""

    __tablename__ = "watchlist_items"
    __table_args__ = (
        tenant_fk("item_id", "research_items"),
        UniqueConstraint("tenant_id", "item_id"),
        Index("ix_watchlist_items_listed", "tenant_id", "store_id", "added_at", "id"),
        one_of("added_by", AddedBy),
    )

    store_id: Mapped[UUID]
    item_id: Mapped[UUID]
    added_by: Mapped[str]
    actor: Mapped[str]
    added_at: Mapped[datetime]
    cost_then: Mapped[int | None] = mapped_column(Amount)
    stock_then: Mapped[int | None] = mapped_column(Amount)
    score_then: Mapped[int | None]
    orders_then: Mapped[int | None] = mapped_column(Amount)
