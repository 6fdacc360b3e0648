"""Live variants with their own prices and whether shoppers see them; SQL only."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession

_VARIANTS = text(
    """select v.id, v.product_id, v.title, v.sku, v.price, v.compare_at_price,
              p.title as product_title, p.status = 'active' as shown
         from product_variants v
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
        where v.store_id = :store and v.deleted_at is null
          and (cast(:ids as uuid[]) is null or v.id = any (cast(:ids as uuid[])))
          and (cast(:products as uuid[]) is null or v.product_id = any (cast(:products as uuid[])))
          and (cast(:skus as text[]) is null
               or lower(trim(v.sku)) = any (cast(:skus as text[])))
        order by v.product_id, v.position, v.id"""
).bindparams(
    bindparam("ids", type_=ARRAY(PgUUID(as_uuid=True))),
    bindparam("products", type_=ARRAY(PgUUID(as_uuid=True))),
)


async def variant_prices(
    session: AsyncSession,
    store_id: UUID,
    *,
    ids: Sequence[UUID] | None = None,
    products: Sequence[UUID] | None = None,
    skus: Sequence[str] | None = None,
) -> Sequence[Row[Any]]:
    """(id, product_id, title, sku, price, compare_at_price, product_title, shown) of the store's
    live variants: those with these ids, of these products, with these SKUs (lower case)."""
    found = await session.execute(
        _VARIANTS,
        {
            "store": store_id,
            "ids": None if ids is None else list(ids),
            "products": None if products is None else list(products),
            "skus": None if skus is None else list(skus),
        },
    )
    return found.all()
