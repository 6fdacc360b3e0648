"""What a webhook says of products that changed together; SQL only."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession

_PRODUCTS = text(
    """select p.id as product_id, p.slug, p.title, p.status, p.price_min, p.price_max, s.currency
         from products p
         join stores s on s.tenant_id = p.tenant_id and s.id = p.store_id
        where p.store_id = :store and p.id = any(:ids)
        order by p.id"""
).bindparams(bindparam("ids", type_=ARRAY(PgUUID(as_uuid=True))))


async def products_of(
    session: AsyncSession, store_id: UUID, ids: Sequence[UUID]
) -> list[dict[str, Any]]:
    """Those of a store's products that are there, as they are now."""
    rows = await session.execute(_PRODUCTS, {"store": store_id, "ids": list(ids)})
    return [dict(row) for row in rows.mappings()]
