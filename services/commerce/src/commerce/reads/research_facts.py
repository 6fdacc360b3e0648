"""What the store itself knows of goods that research looks at: own sales, prices, lanes, stock; SQL
only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

_SOLD = """sum(i.quantity - i.cancelled_quantity) filter (where o.placed_at >= :week) as last,
           sum(i.quantity - i.cancelled_quantity) filter (where o.placed_at < :week) as before"""
_REAL = """o.store_id = :store and o.placed_at >= :fortnight and o.placed_at <= :now
           and not o.test and o.status <> 'cancelled'"""

_GOODS = text(
    f"""select p.external_id, p.id, own.last, own.before,
              (select min(q.max_days) from lane_quotes q
                 join supplier_variants v on v.tenant_id = q.tenant_id
                                         and v.id = q.supplier_variant_id
                where v.supplier_product_id = p.id and q.destination = :country) as days
         from supplier_products p
         cross join lateral (
              select {_SOLD} from order_items i
                join orders o on o.tenant_id = i.tenant_id and o.id = i.order_id
               where {_REAL} and i.variant_id in (
                     select m.variant_id from mappings m
                       join mapping_parts mp on mp.tenant_id = m.tenant_id and mp.mapping_id = m.id
                       join supplier_variants v on v.tenant_id = mp.tenant_id
                                               and v.id = mp.supplier_variant_id
                      where v.supplier_product_id = p.id)) own
        where p.supplier_id = :supplier
          and p.external_id = any(cast(:ids as text[]))"""  # noqa: S608 - constants
)

_CATEGORIES = text(
    f"""select lower(c.name) as name, {_SOLD}
         from categories c
         join product_categories pc on pc.tenant_id = c.tenant_id and pc.category_id = c.id
         join order_items i on i.tenant_id = pc.tenant_id and i.product_id = pc.product_id
         join orders o on o.tenant_id = i.tenant_id and o.id = i.order_id
        where c.store_id = :store and {_REAL}
        group by lower(c.name)"""  # noqa: S608 - constants
)

_PRICES = text(
    """select count(*) as prices,
              percentile_cont(0.25) within group (order by v.price) as low,
              percentile_cont(0.75) within group (order by v.price) as high
         from product_variants v
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
        where v.store_id = :store and v.deleted_at is null and p.status = 'active'
          and p.purged_at is null and v.price > 0"""
)

STOCK = """(select sum(sv.stock) from supplier_products sp
              join supplier_variants sv on sv.tenant_id = sp.tenant_id
                                       and sv.supplier_product_id = sp.id
             where sp.supplier_id = i.supplier_id and sp.external_id = i.external_id)"""
"""Units left of a find `i` at its supplier; null while nobody has read its stock."""


async def goods_facts(
    session: AsyncSession,
    store_id: UUID,
    supplier_id: UUID,
    ids: Sequence[str],
    *,
    country: str,
    now: datetime,
    week: datetime,
    fortnight: datetime,
) -> Mapping[str, Row[Any]]:
    """(id, last, before, days) of the supplier's products that were read: units the store sold of
    them since `week`, and between `fortnight` and it (null: none), days to `country`."""
    rows = await session.execute(
        _GOODS,
        {
            "store": store_id,
            "supplier": supplier_id,
            "ids": list(ids),
            "country": country,
            "now": now,
            "week": week,
            "fortnight": fortnight,
        },
    )
    return {row.external_id: row for row in rows.all()}


async def category_sales(
    session: AsyncSession, store_id: UUID, *, now: datetime, week: datetime, fortnight: datetime
) -> Mapping[str, Row[Any]]:
    """(last, before) units sold by the name of the store's category, in lower case."""
    values = {"store": store_id, "now": now, "week": week, "fortnight": fortnight}
    return {row.name: row for row in (await session.execute(_CATEGORIES, values)).all()}


async def price_quartiles(session: AsyncSession, store_id: UUID) -> Row[Any]:
    """(prices, low, high) of what the store has on sale, in minor units of its currency."""
    return (await session.execute(_PRICES, {"store": store_id})).one()
