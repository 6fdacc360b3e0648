"""Queries of products in connected shops."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels.models import ChannelLink, Entity
from commerce.channels.publishing.models import ChannelProduct, PublicationState
from commerce.stores.directory import StoreFacts

OPEN: Final = (PublicationState.WAITING.value, PublicationState.UNKNOWN.value)
"""To be written there."""


async def one(
    session: AsyncSession, channel_id: UUID, product_id: UUID, *, lock: bool = False
) -> ChannelProduct | None:
    """A product of ours in a channel."""
    query = select(ChannelProduct).where(
        ChannelProduct.channel_id == channel_id, ChannelProduct.product_id == product_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: ChannelProduct | None = await session.scalar(query)
    return found


async def queue(
    session: AsyncSession,
    store: StoreFacts,
    channel_id: UUID,
    products: Sequence[UUID],
    now: datetime,
) -> None:
    """Have these written there. One that is being written is written once more afterwards; one
    whose answer was lost keeps its pause."""
    if not products:
        return
    statement = insert(ChannelProduct).values(
        [
            {
                "tenant_id": store.tenant_id,
                "channel_id": channel_id,
                "product_id": one,
                "store_id": store.id,
                "state": PublicationState.WAITING.value,
                "words": "",
                "retry_at": now,
            }
            for one in sorted(products)
        ]
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "channel_id", "product_id"],
            set_={
                "state": case(
                    (ChannelProduct.state.in_(OPEN), ChannelProduct.state),
                    else_=PublicationState.WAITING.value,
                ),
                "words": case((ChannelProduct.state.in_(OPEN), ChannelProduct.words), else_=""),
                "retry_at": case(
                    (ChannelProduct.state.in_(OPEN), func.greatest(ChannelProduct.retry_at, now)),
                    else_=now,
                ),
            },
        )
    )


async def claim(
    session: AsyncSession,
    channel_id: UUID,
    lease: UUID,
    now: datetime,
    until: datetime,
    most: int,
) -> list[UUID]:
    """Products that wait and that nobody writes, now under this lease."""
    waiting = (
        select(ChannelProduct.product_id)
        .where(
            ChannelProduct.channel_id == channel_id,
            ChannelProduct.state.in_(OPEN),
            ChannelProduct.retry_at <= now,
            or_(ChannelProduct.leased_until.is_(None), ChannelProduct.leased_until <= now),
        )
        .order_by(ChannelProduct.retry_at, ChannelProduct.product_id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    ids = list((await session.scalars(waiting)).all())
    await session.execute(
        update(ChannelProduct)
        .where(ChannelProduct.channel_id == channel_id, ChannelProduct.product_id.in_(ids))
        .values(leased_until=until, leased_by=lease)
    )
    return ids


async def leave_waiting(
    session: AsyncSession, channel_id: UUID, lease: UUID, **values: object
) -> None:
    """What is under this lease and was not written: write down why, or until when."""
    await session.execute(
        update(ChannelProduct)
        .where(
            ChannelProduct.channel_id == channel_id,
            ChannelProduct.leased_by == lease,
            ChannelProduct.state.in_(OPEN),
        )
        .values(**values)
    )


async def release(session: AsyncSession, channel_id: UUID, lease: UUID) -> None:
    """Nothing is written under this lease any more."""
    await session.execute(
        update(ChannelProduct)
        .where(ChannelProduct.channel_id == channel_id, ChannelProduct.leased_by == lease)
        .values(leased_until=None, leased_by=None)
    )


async def next_at(session: AsyncSession, channel_id: UUID) -> datetime | None:
    """When the next one can be written; None where none waits."""
    free = func.greatest(
        ChannelProduct.retry_at, func.coalesce(ChannelProduct.leased_until, ChannelProduct.retry_at)
    )
    found: datetime | None = await session.scalar(
        select(func.min(free)).where(
            ChannelProduct.channel_id == channel_id,
            ChannelProduct.state.in_(OPEN),
        )
    )
    return found


async def taken_over(session: AsyncSession, channel_id: UUID, product_id: UUID) -> str | None:
    """Which product there ours was taken over from."""
    found: str | None = await session.scalar(
        select(ChannelLink.external_id)
        .where(
            ChannelLink.channel_id == channel_id,
            ChannelLink.entity == Entity.PRODUCTS.value,
            ChannelLink.local_id == product_id,
        )
        .order_by(ChannelLink.external_id)
        .limit(1)
    )
    return found


async def forget_link(session: AsyncSession, channel_id: UUID, external_id: str) -> None:
    """A product there is gone: ours was taken over from nothing."""
    await session.execute(
        delete(ChannelLink).where(
            ChannelLink.channel_id == channel_id,
            ChannelLink.entity == Entity.PRODUCTS.value,
            ChannelLink.external_id == external_id,
        )
    )


async def seen(
    session: AsyncSession, channel_id: UUID, external_ids: Sequence[str], now: datetime
) -> Sequence[ChannelProduct]:
    """Those that stand there and nobody writes just now, locked in one order."""
    rows = await session.scalars(
        select(ChannelProduct)
        .where(
            ChannelProduct.channel_id == channel_id,
            ChannelProduct.external_id.in_(external_ids),
            ChannelProduct.state == PublicationState.PUBLISHED.value,
            or_(ChannelProduct.leased_until.is_(None), ChannelProduct.leased_until <= now),
        )
        .order_by(ChannelProduct.product_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def begun_with(
    session: AsyncSession, channel_id: UUID, external_ids: Sequence[str], since: datetime
) -> Mapping[str, int]:
    """Variant there -> the number of units that it was made with by us at or after `since`."""
    rows = await session.scalars(
        select(ChannelProduct.shown).where(
            ChannelProduct.channel_id == channel_id,
            ChannelProduct.external_id.in_(external_ids),
            ChannelProduct.published_at >= since,
        )
    )
    found: dict[str, int] = {}
    for shown in rows:
        variants: Mapping[str, Any] = (shown or {}).get("variants", {})
        counted = {ref: one["stock"] for ref, one in variants.items()}
        found |= {ref: units for ref, units in counted.items() if units is not None}
    return found
