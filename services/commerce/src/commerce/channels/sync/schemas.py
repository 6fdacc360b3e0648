"""Shapes of keeping channels in step."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import StrictBool

from commerce.channels.sync.models import Happening, Lead, StockState
from ecomm_core.api.schemas import Input, Money, Output


class ChannelSyncIn(Input):
    """Whether stock and orders are kept in step. `lead`: whose number counts where somebody changed
    it by hand at the channel; `channel` also takes every number over from there at the start."""

    enabled: StrictBool
    lead: Lead = Lead.HERE


class ChannelSyncOut(Output):
    """How a channel is kept in step. `state`: `linking` while its goods are read for the first
    time, `failing` where it does not answer, `closed` where it is not connected. `linked` variants
    are sold in both; of them `waiting` are not in step yet, `unknown` were set without an answer,
    `missing` are not counted there, `uncounted` not here. `told`: it tells us of changes by itself;
    else `told_note` says why not, and it is asked every minute."""

    channel_id: UUID
    enabled: bool
    lead: Lead
    state: Literal["off", "linking", "in_step", "working", "failing", "closed"]
    started_at: datetime | None
    last_ok_at: datetime | None
    failing_since: datetime | None
    last_error: str | None
    told: bool
    told_note: str | None
    linked: int
    waiting: int
    unknown: int
    missing: int
    uncounted: int
    oversold_orders: int
    oversold_units: int


class ChannelStockOut(Output):
    """A variant that is sold in both. `ours`: what can be sold here, null where it is not counted;
    `theirs`: the channel's number when it was last read or set, and what its orders did since;
    null before that."""

    variant_id: UUID
    product_id: UUID
    title: str
    sku: str | None
    state: StockState
    in_step: bool
    ours: int | None
    theirs: int | None
    read_at: datetime | None


class ChannelOrderLineOut(Output):
    """A line of a channel's order: `units` were taken here, `oversold` were not there, `waived`
    neither, and a person has seen to it. `variant_id` null: it is not sold here."""

    title: str
    sku: str
    quantity: int
    variant_id: UUID | None
    units: int
    oversold: int
    waived: int


class ChannelOrderOut(Output):
    """An order of the channel's shop as far as it concerns the stock here. It is paid, shipped and
    refunded there."""

    id: UUID
    number: str
    placed_at: datetime
    total: Money
    cancelled: bool
    fulfilled: bool
    oversold: int
    lines: list[ChannelOrderLineOut]


class ChannelLogOut(Output):
    """Something that was done. `before` and `after` are units; `note` the channel's words, or the
    order's number."""

    id: UUID
    at: datetime
    what: Happening
    title: str
    variant_id: UUID | None
    before: int | None
    after: int | None
    note: str
