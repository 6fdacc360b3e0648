"""Whether a store has sold: asked by `stores`, which is below orders and may not ask them."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_IN_USE = text(
    """select exists (select 1 from orders where store_id = :store)
           or exists (select 1 from checkouts where store_id = :store
                       and state in ('awaiting_payment', 'processing'))"""
)


async def currency_in_use(session: AsyncSession, store_id: UUID) -> bool:
    """Whether an order, or a payment under way, is in the store's currency."""
    return bool(await session.scalar(_IN_USE, {"store": store_id}))
