"""Queries of keeping channels in step."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, delete, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels.sync.models import (
    ChannelEvent,
    ChannelLogEntry,
    ChannelOrder,
    ChannelOrderLine,
    ChannelStock,
    ChannelSync,
    Happening,
    StockState,
)
from ecomm_core.ids import new_id

HINTS: Final = 50
"""Webhooks heard in one go."""


async def sync(
    session: AsyncSession, store_id: UUID, channel_id: UUID, *, lock: bool = False
) -> ChannelSync | None:
    """A channel's switch; None where it was never touched."""
    query = select(ChannelSync).where(
        ChannelSync.channel_id == channel_id, ChannelSync.store_id == store_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: ChannelSync | None = await session.scalar(query)
    return found


async def syncs_with(session: AsyncSession, store_id: UUID, variants: Sequence[UUID]) -> list[UUID]:
    """Channels of the store that are kept in step and have one of these variants, in one order."""
    rows = await session.scalars(
        select(ChannelSync.channel_id)
        .where(
            ChannelSync.store_id == store_id,
            ChannelSync.enabled,
            exists().where(
                ChannelStock.tenant_id == ChannelSync.tenant_id,
                ChannelStock.channel_id == ChannelSync.channel_id,
                ChannelStock.variant_id.in_(variants),
            ),
        )
        .order_by(ChannelSync.channel_id)
    )
    return list(rows.all())


async def forget_numbers(session: AsyncSession, channel_id: UUID) -> None:
    """What the channel has is read anew."""
    await session.execute(
        update(ChannelStock)
        .where(ChannelStock.channel_id == channel_id)
        .values(state=StockState.WAITING.value, known=None, drift=0, doubt=0, writing=None)
    )


async def note_stock(
    session: AsyncSession, channel_id: UUID, variant_id: UUID, **values: Any
) -> None:
    """Write down a variant's number there."""
    await session.execute(
        update(ChannelStock)
        .where(ChannelStock.channel_id == channel_id, ChannelStock.variant_id == variant_id)
        .values(**values)
    )


async def drifted(session: AsyncSession, channel_id: UUID, variant_id: UUID, change: int) -> None:
    """An order changed the channel's number by so much, if it was not read with it already."""
    await session.execute(
        update(ChannelStock)
        .where(ChannelStock.channel_id == channel_id, ChannelStock.variant_id == variant_id)
        .values(drift=ChannelStock.drift + change)
    )


async def read_again(
    session: AsyncSession, channel_id: UUID, *, stock_key: str = "", product_ref: str = ""
) -> None:
    """A hint named a variant or a product: its number is read at once."""
    await session.execute(
        update(ChannelStock)
        .where(
            ChannelStock.channel_id == channel_id,
            or_(ChannelStock.stock_key == stock_key, ChannelStock.product_ref == product_ref),
            ChannelStock.state != StockState.UNKNOWN.value,
        )
        .values(state=StockState.WAITING.value)
    )


async def read_all_again(session: AsyncSession, channel_id: UUID) -> None:
    """Every number is read at once; where an answer was lost that is so anyhow."""
    await session.execute(
        update(ChannelStock)
        .where(
            ChannelStock.channel_id == channel_id,
            ChannelStock.state.in_([StockState.IN_STEP.value, StockState.MISSING.value]),
        )
        .values(state=StockState.WAITING.value)
    )


async def link_stock(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> int:
    """Write down which variant there is which of ours; how many are new or elsewhere now. What is
    linked already stays, unless it is missing there."""
    if not rows:
        return 0
    channel_id = rows[0]["channel_id"]
    for row in rows:
        await session.execute(
            delete(ChannelStock).where(
                ChannelStock.channel_id == channel_id,
                ChannelStock.variant_ref == row["variant_ref"],
                ChannelStock.variant_id != row["variant_id"],
            )
        )
    fresh = {"state": StockState.WAITING.value, "drift": 0, "doubt": 0}
    statement = insert(ChannelStock).values([{**fresh, **row} for row in rows])
    told = statement.excluded
    made = await session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "channel_id", "variant_id"],
            set_={
                "product_ref": told.product_ref,
                "variant_ref": told.variant_ref,
                "stock_key": told.stock_key,
                "state": StockState.WAITING.value,
                "known": None,
                "drift": 0,
                "doubt": 0,
                "writing": None,
            },
            where=(
                (ChannelStock.stock_key != told.stock_key)
                & (
                    (ChannelStock.variant_ref == told.variant_ref)
                    | (ChannelStock.state == StockState.MISSING.value)
                )
            ),
        ).returning(ChannelStock.variant_id)
    )
    return len(made.all())


async def linked(session: AsyncSession, channel_id: UUID, refs: Sequence[str]) -> dict[str, UUID]:
    """Variant there -> variant here."""
    rows = await session.execute(
        select(ChannelStock.variant_ref, ChannelStock.variant_id).where(
            ChannelStock.channel_id == channel_id, ChannelStock.variant_ref.in_(refs)
        )
    )
    return {row[0]: row[1] for row in rows}


async def order(session: AsyncSession, channel_id: UUID, external_id: str) -> ChannelOrder | None:
    """An order by its id there, locked."""
    found: ChannelOrder | None = await session.scalar(
        select(ChannelOrder)
        .where(ChannelOrder.channel_id == channel_id, ChannelOrder.external_id == external_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


async def order_of(session: AsyncSession, channel_id: UUID, order_id: UUID) -> ChannelOrder | None:
    """An order by our id."""
    found: ChannelOrder | None = await session.scalar(
        select(ChannelOrder).where(
            ChannelOrder.channel_id == channel_id, ChannelOrder.id == order_id
        )
    )
    return found


async def lines(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[ChannelOrderLine]:
    """The lines of orders."""
    rows = await session.scalars(
        select(ChannelOrderLine)
        .where(ChannelOrderLine.order_id.in_(ids))
        .order_by(ChannelOrderLine.order_id, ChannelOrderLine.id)
    )
    return rows.all()


async def oversold(session: AsyncSession, channel_id: UUID) -> Sequence[ChannelOrderLine]:
    """Lines with units that were not there, oldest first."""
    rows = await session.scalars(
        select(ChannelOrderLine)
        .where(ChannelOrderLine.channel_id == channel_id, ChannelOrderLine.oversold > 0)
        .order_by(ChannelOrderLine.id)
    )
    return rows.all()


async def oversold_units(session: AsyncSession, channel_id: UUID) -> tuple[int, int]:
    """(orders, units) that are oversold."""
    row = (
        await session.execute(
            select(
                func.count(func.distinct(ChannelOrderLine.order_id)),
                func.coalesce(func.sum(ChannelOrderLine.oversold), 0),
            ).where(ChannelOrderLine.channel_id == channel_id, ChannelOrderLine.oversold > 0)
        )
    ).one()
    return int(row[0]), int(row[1])


async def orders(
    session: AsyncSession, channel_id: UUID, *, only_oversold: bool, offset: int, limit: int
) -> tuple[Sequence[ChannelOrder], int]:
    """(orders of the page, how many there are), newest first."""
    mine = ChannelOrder.channel_id == channel_id
    if only_oversold:
        mine &= exists().where(
            ChannelOrderLine.tenant_id == ChannelOrder.tenant_id,
            ChannelOrderLine.order_id == ChannelOrder.id,
            ChannelOrderLine.oversold > 0,
        )
    total = await session.scalar(select(func.count()).select_from(ChannelOrder).where(mine))
    rows = await session.scalars(
        select(ChannelOrder)
        .where(mine)
        .order_by(ChannelOrder.placed_at.desc(), ChannelOrder.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


async def receive(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> int:
    """Keep webhooks of the inbox; how many were new."""
    if not rows:
        return 0
    made = await session.execute(
        insert(ChannelEvent)
        .values([{"id": new_id(), **row} for row in rows])
        .on_conflict_do_nothing()
        .returning(ChannelEvent.id)
    )
    return len(made.all())


async def unheard(session: AsyncSession, channel_id: UUID) -> Sequence[Row[UUID, str, str]]:
    """(id, kind, what it is about) of webhooks nobody heard yet, oldest first."""
    rows = await session.execute(
        select(ChannelEvent.id, ChannelEvent.kind, ChannelEvent.external_id)
        .where(ChannelEvent.channel_id == channel_id, ChannelEvent.heard_at.is_(None))
        .order_by(ChannelEvent.received_at, ChannelEvent.id)
        .limit(HINTS)
    )
    return rows.all()


async def heard(session: AsyncSession, ids: Sequence[UUID], now: datetime) -> None:
    """These webhooks were heard."""
    await session.execute(update(ChannelEvent).where(ChannelEvent.id.in_(ids)).values(heard_at=now))


async def log(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write down what was done."""
    if rows:
        await session.execute(insert(ChannelLogEntry), [{"id": new_id(), **row} for row in rows])


async def told_before(
    session: AsyncSession, channel_id: UUID, what: Happening, titles: Sequence[str]
) -> set[str]:
    """Those of these titles that the log tells this of already."""
    rows = await session.scalars(
        select(ChannelLogEntry.title).where(
            ChannelLogEntry.channel_id == channel_id,
            ChannelLogEntry.what == what.value,
            ChannelLogEntry.title.in_(titles),
        )
    )
    return set(rows.all())


async def logged(
    session: AsyncSession, channel_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[ChannelLogEntry], int]:
    """(entries of the page, how many there are), newest first."""
    mine = ChannelLogEntry.channel_id == channel_id
    total = await session.scalar(select(func.count()).select_from(ChannelLogEntry).where(mine))
    rows = await session.scalars(
        select(ChannelLogEntry)
        .where(mine)
        .order_by(ChannelLogEntry.at.desc(), ChannelLogEntry.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return rows.all(), total or 0


async def clear(session: AsyncSession, channel_id: UUID, before: datetime) -> None:
    """Let go of old entries of the log and of old webhooks."""
    await session.execute(
        delete(ChannelLogEntry).where(
            ChannelLogEntry.channel_id == channel_id, ChannelLogEntry.at < before
        )
    )
    await session.execute(
        delete(ChannelEvent).where(
            ChannelEvent.channel_id == channel_id,
            ChannelEvent.heard_at.is_not(None),
            ChannelEvent.received_at < before,
        )
    )
