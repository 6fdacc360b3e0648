"""What is known of a supplier's goods, added up: SELECTs alone."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.suppliers.models import Supplier

DAY: Final = timedelta(days=1)

_ROWS = text(
    """select p.id, count(v.id) as variants,
              count(v.id) filter (
                where v.availability in ('in_stock', 'doubtful')
                  and greatest(v.read_at, p.fetched_at) >= cast(:now as timestamptz)
                      - make_interval(mins => s.stale_after_minutes)) as available,
              min(v.cost) as cost_from, max(v.cost) as cost_to,
              min(v.currency) as currency, count(distinct v.currency) as currencies,
              coalesce(bool_or(greatest(v.read_at, p.fetched_at) < cast(:now as timestamptz)
                      - make_interval(mins => s.stale_after_minutes)), false) as stale,
              (select count(distinct m.variant_id)
                 from supplier_variants own
                 join mapping_parts mp on mp.supplier_variant_id = own.id
                 join mappings m on m.tenant_id = mp.tenant_id and m.id = mp.mapping_id
                where own.supplier_product_id = p.id) as mapped
         from supplier_products p
         join suppliers s on s.tenant_id = p.tenant_id and s.id = p.supplier_id
         left join supplier_variants v
                on v.tenant_id = p.tenant_id and v.supplier_product_id = p.id
               and v.availability <> 'gone'
        where p.id = any(cast(:ids as uuid[]))
        group by p.id, s.stale_after_minutes"""
)


async def of_products(
    session: AsyncSession, ids: Collection[UUID], now: datetime
) -> dict[UUID, dict[str, Any]]:
    """Product -> what its living variants say together (see SupplierProductRow)."""
    found = await session.execute(_ROWS, {"ids": list(ids), "now": now})
    shown = {}
    for row in found.all():
        one = row.currencies == 1 and row.cost_from is not None
        shown[row.id] = {
            "variants": row.variants,
            "available": row.available,
            "cost_from": row.cost_from if one else None,
            "cost_to": row.cost_to if one else None,
            "currency": row.currency if one else None,
            "stale": row.stale,
            "mapped": row.mapped,
        }
    return shown


_HEALTH = text(
    """with known as (
         select v.availability, greatest(v.read_at, p.fetched_at) as read_at
           from supplier_variants v
           join supplier_products p
             on p.tenant_id = v.tenant_id and p.id = v.supplier_product_id
          where p.supplier_id = :supplier)
       select
         (select count(*) from supplier_products where supplier_id = :supplier) as products,
         (select count(*) from supplier_products
           where supplier_id = :supplier and gone_at is not null) as gone_products,
         (select count(*) from supplier_products
           where supplier_id = :supplier and next_read_at is not null) as watched,
         (select count(*) from supplier_products
           where supplier_id = :supplier and next_read_at <= :now) as due,
         (select count(distinct v.supplier_product_id)
            from supplier_variants v
            join supplier_products p
              on p.tenant_id = v.tenant_id and p.id = v.supplier_product_id
           where p.supplier_id = :supplier
             and greatest(v.read_at, p.fetched_at) >= :day) as read_day,
         (select count(*)
            from cost_snapshots c
            join supplier_variants v
              on v.tenant_id = c.tenant_id and v.id = c.supplier_variant_id
            join supplier_products p
              on p.tenant_id = v.tenant_id and p.id = v.supplier_product_id
           where p.supplier_id = :supplier and c.at >= :day and c.source <> 'import')
           as costs_day,
         (select count(*) from supplier_events
           where supplier_id = :supplier and received_at >= :day) as hooks_day,
         (select max(received_at) from supplier_events
           where supplier_id = :supplier) as last_hook_at,
         count(*) as variants,
         count(*) filter (where availability = 'gone') as gone,
         count(*) filter (where availability <> 'gone' and read_at < :edge) as stale,
         count(*) filter (where availability = 'in_stock' and read_at >= :edge) as in_stock,
         count(*) filter (where availability = 'doubtful' and read_at >= :edge) as doubtful,
         count(*) filter (where availability = 'out' and read_at >= :edge) as out,
         count(*) filter (where availability = 'unknown' and read_at >= :edge) as unknown,
         min(read_at) filter (where availability <> 'gone') as oldest_read_at,
         max(read_at) as newest_read_at
       from known"""
)


async def of_supplier(session: AsyncSession, row: Supplier, now: datetime) -> dict[str, Any]:
    """How fresh what we know of a supplier's goods is (see SupplierHealthOut)."""
    found = await session.execute(
        _HEALTH,
        {
            "supplier": row.id,
            "now": now,
            "day": now - DAY,
            "edge": now - timedelta(minutes=row.stale_after_minutes),
        },
    )
    return dict(found.mappings().one())
