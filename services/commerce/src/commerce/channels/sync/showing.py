"""Keeping in step as merchants see it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels.models import ChannelStatus, SalesChannel
from commerce.channels.sync import repository
from commerce.channels.sync.models import ChannelOrder, ChannelSync, Lead, StockState
from commerce.channels.sync.schemas import (
    ChannelOrderLineOut,
    ChannelOrderOut,
    ChannelStockOut,
    ChannelSyncOut,
)
from commerce.channels.sync.turn import named
from commerce.reads import channel_stock
from ecomm_core import clock
from ecomm_core.api.schemas import Money

State = Literal["off", "linking", "in_step", "working", "failing", "closed"]


async def sync_out(
    session: AsyncSession, channel: SalesChannel, row: ChannelSync | None
) -> ChannelSyncOut:
    """How a channel is kept in step."""
    counted = await channel_stock.counts(session, channel.store_id, channel.id, now=clock.now())
    orders, units = await repository.oversold_units(session, channel.id)
    out_of_step = bool(counted.waiting or counted.unknown or units)
    return ChannelSyncOut(
        channel_id=channel.id,
        enabled=row is not None and row.enabled,
        lead=Lead.HERE if row is None else Lead(row.lead),
        state=_state(channel, row, out_of_step=out_of_step),
        started_at=None if row is None else row.started_at,
        last_ok_at=None if row is None else row.last_ok_at,
        failing_since=None if row is None else row.failing_since,
        last_error=None if row is None else row.last_error,
        told=row is not None and row.hooks_at is not None and row.hooks_note is None,
        told_note=None if row is None else row.hooks_note,
        linked=counted.linked,
        waiting=counted.waiting,
        unknown=counted.unknown,
        missing=counted.missing,
        uncounted=counted.uncounted,
        oversold_orders=orders,
        oversold_units=units,
    )


def _state(channel: SalesChannel, row: ChannelSync | None, *, out_of_step: bool) -> State:
    if row is None or not row.enabled:
        return "off"
    if channel.status != ChannelStatus.CONNECTED.value:
        return "closed"
    if row.failing_since is not None:
        return "failing"
    if row.scanned_at is None:
        return "linking"
    return "working" if out_of_step else "in_step"


async def stock_out(
    session: AsyncSession, store_id: UUID, channel_id: UUID, *, only_out: bool, skip: int, most: int
) -> tuple[list[ChannelStockOut], int]:
    """(variants of the page, how many there are); those out of step first."""
    rows, total = await channel_stock.listed(
        session,
        store_id,
        channel_id,
        now=clock.now(),
        only_out=only_out,
        offset=skip,
        limit=most,
    )
    return [_variant(row) for row in rows], total


def _variant(row: Any) -> ChannelStockOut:
    counted = row.ours is not None
    settled = row.state == StockState.IN_STEP.value and row.doubt == 0
    theirs = None if row.known is None else row.known + row.drift
    return ChannelStockOut(
        variant_id=row.variant_id,
        product_id=row.product_id,
        title=named(row),
        sku=row.sku,
        state=StockState(row.state),
        in_step=settled and row.ours == theirs,
        ours=int(row.ours) if counted else None,
        theirs=theirs,
        read_at=row.known_at,
    )


async def orders_out(session: AsyncSession, rows: Sequence[ChannelOrder]) -> list[ChannelOrderOut]:
    """Orders with what their lines hold of the shelf."""
    lines: dict[UUID, list[ChannelOrderLineOut]] = defaultdict(list)
    for line in await repository.lines(session, [row.id for row in rows]):
        names = ChannelOrderLineOut.model_fields
        shown = ChannelOrderLineOut(**{name: getattr(line, name) for name in names})
        lines[line.order_id].append(shown)
    return [
        ChannelOrderOut(
            id=row.id,
            number=row.number,
            placed_at=row.placed_at,
            total=Money(amount=row.total, currency=row.currency),
            cancelled=row.cancelled,
            fulfilled=row.fulfilled,
            oversold=sum(line.oversold for line in lines[row.id]),
            lines=lines[row.id],
        )
        for row in rows
    ]
