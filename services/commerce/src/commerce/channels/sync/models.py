"""Tables of keeping a sales channel in step: its switch, each variant's number there, the orders
that took units, the inbox of its webhooks, and a log for the merchant."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class Lead(StrEnum):
    """Whose number counts where somebody changed it by hand at the channel: ours, which is set
    there again, or theirs, which is taken over."""

    HERE = "here"
    CHANNEL = "channel"


class StockState(StrEnum):
    """`waiting`: to be read or set. `unknown`: we set it and got no answer. `missing`: the channel
    does not have it, or does not count it."""

    WAITING = "waiting"
    IN_STEP = "in_step"
    UNKNOWN = "unknown"
    MISSING = "missing"


class Happening(StrEnum):
    """What the log tells."""

    SWITCHED_ON = "switched_on"
    SWITCHED_OFF = "switched_off"
    SET_THERE = "set_there"
    CORRECTED_THERE = "corrected_there"
    TAKEN_OVER = "taken_over"
    ANSWER_LOST = "answer_lost"
    CHANGED_MEANWHILE = "changed_meanwhile"
    ORDER_TAKEN = "order_taken"
    OVERSOLD = "oversold"
    FILLED = "filled"
    GIVEN_BACK = "given_back"
    SHIPPED = "shipped"
    WAIVED = "waived"
    UNREADABLE = "unreadable"
    FAILED = "failed"
    RECOVERED = "recovered"


class ChannelSync(Timestamps, Base):
    """Whether and how a channel is kept in step. One worker at a time has its turn: `round` counts
    turns, and whoever lost the turn writes nothing more."""

    __tablename__ = "channel_syncs"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("channel_id", "sales_channels"),
        one_of("lead", Lead),
        Index("ix_channel_syncs_due", "due_at", postgresql_where=text("due_at is not null")),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    channel_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    enabled: Mapped[bool]
    lead: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(
        comment="orders placed there from then on take units here"
    )
    due_at: Mapped[datetime | None] = mapped_column(comment="when it is looked at again")
    round: Mapped[int]
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[UUID | None] = mapped_column(comment="the outbox row whose turn it is")
    orders_since: Mapped[datetime] = mapped_column(
        comment="orders that changed there from then on are read next, by its clock"
    )
    orders_cursor: Mapped[str | None]
    orders_newest: Mapped[datetime | None]
    scan_cursor: Mapped[str | None]
    scanned_at: Mapped[datetime | None] = mapped_column(
        comment="when its products were last read through; null: being read"
    )
    hooks_at: Mapped[datetime | None] = mapped_column(comment="when we last asked to be told")
    hooks_note: Mapped[str | None] = mapped_column(comment="why it does not tell us by itself")
    failures: Mapped[int] = mapped_column(comment="in a row")
    failing_since: Mapped[datetime | None]
    last_error: Mapped[str | None]
    last_ok_at: Mapped[datetime | None]


class ChannelStock(Base):
    """A variant of ours and its number there. `known` is what the channel had when it was last read
    or set; `drift` is what orders heard since then did to it; `doubt` is what orders did that were
    heard while it was read or set, so that it may hold them or not; `writing` is a number that may
    be on its way there."""

    __tablename__ = "channel_stock"
    __table_args__ = (
        tenant_fk("channel_id", "sales_channels"),
        tenant_fk("variant_id", "product_variants", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "channel_id", "variant_ref"),
        one_of("state", StockState),
        Index("ix_channel_stock_variant", "tenant_id", "variant_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    channel_id: Mapped[UUID] = mapped_column(primary_key=True)
    variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    product_ref: Mapped[str]
    variant_ref: Mapped[str]
    stock_key: Mapped[str]
    state: Mapped[str]
    known: Mapped[int | None]
    known_at: Mapped[datetime | None]
    drift: Mapped[int]
    doubt: Mapped[int]
    writing: Mapped[int | None]


class ChannelOrder(TenantRow, Timestamps, Base):
    """An order of the channel's shop as far as it concerns the shelf: no buyer, no address."""

    __tablename__ = "channel_orders"
    __table_args__ = (
        tenant_fk("channel_id", "sales_channels"),
        UniqueConstraint("tenant_id", "channel_id", "external_id"),
        Index("ix_channel_orders_listed", "tenant_id", "channel_id", "placed_at", "id"),
    )

    store_id: Mapped[UUID]
    channel_id: Mapped[UUID]
    external_id: Mapped[str]
    number: Mapped[str]
    currency: Mapped[str]
    total: Mapped[int] = mapped_column(Amount)
    placed_at: Mapped[datetime]
    changed_at: Mapped[datetime | None] = mapped_column(comment="by the channel's clock")
    cancelled: Mapped[bool]
    fulfilled: Mapped[bool]


class ChannelOrderLine(TenantRow, Base):
    """What a line holds of our shelf. `units` are committed here, of which `gone` have left;
    `oversold` were not there; `waived`: not there either, and a person has seen to it."""

    __tablename__ = "channel_order_lines"
    __table_args__ = (
        tenant_fk("order_id", "channel_orders", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "order_id", "external_id"),
        CheckConstraint(
            "units >= 0 and oversold >= 0 and waived >= 0 and gone between 0 and units",
            name="units",
        ),
        Index(
            "ix_channel_order_lines_oversold",
            "tenant_id",
            "channel_id",
            postgresql_where=text("oversold > 0"),
        ),
    )

    store_id: Mapped[UUID]
    channel_id: Mapped[UUID]
    order_id: Mapped[UUID]
    external_id: Mapped[str]
    title: Mapped[str]
    sku: Mapped[str]
    quantity: Mapped[int]
    variant_id: Mapped[UUID | None] = mapped_column(comment="null: not linked to one of ours")
    parts: Mapped[dict[str, Any]] = mapped_column(comment="what one is made of: variant -> units")
    units: Mapped[int]
    gone: Mapped[int]
    oversold: Mapped[int]
    waived: Mapped[int]


class ChannelEvent(TenantRow, Base):
    """The inbox of a channel's webhooks: each is heard once."""

    __tablename__ = "channel_events"
    __table_args__ = (
        tenant_fk("channel_id", "sales_channels"),
        UniqueConstraint("tenant_id", "channel_id", "event_id"),
        Index(
            "ix_channel_events_unheard",
            "tenant_id",
            "channel_id",
            "received_at",
            postgresql_where=text("heard_at is null"),
        ),
    )

    store_id: Mapped[UUID]
    channel_id: Mapped[UUID]
    event_id: Mapped[str]
    kind: Mapped[str]
    external_id: Mapped[str]
    received_at: Mapped[datetime]
    heard_at: Mapped[datetime | None]


class ChannelLogEntry(TenantRow, Base):
    """Something that was done, for the merchant. `before` and `after` are numbers of units."""

    __tablename__ = "channel_log"
    __table_args__ = (
        tenant_fk("channel_id", "sales_channels"),
        one_of("what", Happening),
        Index("ix_channel_log_listed", "tenant_id", "channel_id", "at", "id"),
    )

    store_id: Mapped[UUID]
    channel_id: Mapped[UUID]
    at: Mapped[datetime]
    what: Mapped[str]
    title: Mapped[str] = mapped_column(comment="the variant or order that it is about")
    variant_id: Mapped[UUID | None]
    before: Mapped[int | None]
    after: Mapped[int | None]
    note: Mapped[str]
