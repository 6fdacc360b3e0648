"""Which collections and categories products are in, for whoever sells by them."""

from collections.abc import Collection as Several
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_GROUPS = text(
    """with recursive placed as (
         select pc.product_id, pc.category_id as id
           from product_categories pc where pc.product_id = any(cast(:ids as uuid[]))
         union
         select placed.product_id, c.parent_id
           from placed join categories c on c.id = placed.id
          where c.parent_id is not null
       )
       select product_id, id from placed
       union all
       select cp.product_id, cp.collection_id
         from collection_products cp where cp.product_id = any(cast(:ids as uuid[]))"""
)


async def groups_of(
    session: AsyncSession, product_ids: Several[UUID]
) -> dict[UUID, frozenset[UUID]]:
    """Product -> ids of its collections, its categories and all categories above them; empty for
    one in none. One statement, whatever the number of products; none for no product."""
    found: dict[UUID, set[UUID]] = {product_id: set() for product_id in product_ids}
    if found:
        rows = await session.execute(_GROUPS, {"ids": list(found)})
        for product_id, group_id in rows.all():
            found[product_id].add(group_id)
    return {product_id: frozenset(groups) for product_id, groups in found.items()}
