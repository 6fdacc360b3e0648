"""Guest orders become an account's once its address is proven, in the same store (rules §7)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

_ATTACH = text(
    """update orders set customer_id = :customer, updated_at = :now
        where store_id = :store and customer_id is null and lower(email) = :email
          and (cast(:only as uuid) is null or id = :only)
    returning id, tenant_id, store_id, number"""
)


async def attach(
    session: AsyncSession,
    *,
    store_id: UUID,
    customer_id: UUID,
    email: str,
    now: datetime,
    order_id: UUID | None = None,
) -> Sequence[Row[tuple[UUID, UUID, UUID, int]]]:
    """Give a store's orders of a proven, case-folded address, which are nobody's yet, to its
    account; which ones (id, tenant, store, number). `order_id`: that one only.

    The caller has seen that the address is proven.
    """
    found = await session.execute(
        _ATTACH,
        {
            "customer": customer_id,
            "store": store_id,
            "email": email,
            "now": now,
            "only": order_id,
        },
    )
    return found.all()
