"""Queries of the monitor."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.mappings.models import SupplierHold

_RISKS = text(
    """select p.id,
              (select count(*) from cost_snapshots c
                 join supplier_variants v on v.tenant_id = c.tenant_id
                                         and v.id = c.supplier_variant_id
                where v.supplier_product_id = p.id and c.at > :since and c.source <> 'import')
                as changes,
              (select coalesce(sum(i.quantity), 0) from order_items i
                 join orders o on o.tenant_id = i.tenant_id and o.id = i.order_id
                where o.created_at > :since and i.variant_id in (
                      select m.variant_id from mappings m
                        join mapping_parts mp on mp.tenant_id = m.tenant_id
                                             and mp.mapping_id = m.id
                        join supplier_variants v on v.tenant_id = mp.tenant_id
                                                and v.id = mp.supplier_variant_id
                       where v.supplier_product_id = p.id)) as sales,
              exists (select 1 from supplier_variants v
                       where v.supplier_product_id = p.id and v.availability = 'doubtful')
                as doubtful,
              exists (select 1 from supplier_variants v
                        join mapping_parts mp on mp.tenant_id = v.tenant_id
                                             and mp.supplier_variant_id = v.id
                       where v.supplier_product_id = p.id) as mapped
         from supplier_products p where p.id = any(cast(:ids as uuid[]))"""
)


async def risks(
    session: AsyncSession, ids: Collection[UUID], since: datetime
) -> Sequence[Row[Any]]:
    """(id, changes, sales, doubtful, mapped) of suppliers' products."""
    return (await session.execute(_RISKS, {"ids": list(ids), "since": since})).all()


_STANDING = text(
    """select m.variant_id, v.product_id,
              bool_or(w.live) as live,
              bool_and(w.gone) as gone
         from (select m.id, m.variant_id from mappings m
                where m.active and m.variant_id = any(cast(:ids as uuid[]))) m
         join product_variants v on v.id = m.variant_id and v.deleted_at is null
         join lateral (
              select m2.broken_at is null and s.status <> 'disconnected'
                     and not exists (select 1 from mapping_parts mp
                               join supplier_variants sv on sv.tenant_id = mp.tenant_id
                                                        and sv.id = mp.supplier_variant_id
                              where mp.mapping_id = m.id and sv.availability in ('out', 'gone'))
                       as live,
                     m2.broken_at is not null or exists (
                              select 1 from mapping_parts mp
                               join supplier_variants sv on sv.tenant_id = mp.tenant_id
                                                        and sv.id = mp.supplier_variant_id
                              where mp.mapping_id = m.id and sv.availability = 'gone') as gone
                from mappings m2
                join suppliers s on s.tenant_id = m2.tenant_id and s.id = m2.supplier_id
               where m2.id = m.id) w on true
        group by m.variant_id, v.product_id"""
)


async def standing(session: AsyncSession, variant_ids: Collection[UUID]) -> Sequence[Row[Any]]:
    """(variant_id, product_id, live, gone): whether a sold variant can still be got in some way,
    and whether none of its ways will ever work again by itself."""
    return (await session.execute(_STANDING, {"ids": list(variant_ids)})).all()


async def variants_of(
    session: AsyncSession, product_ids: Collection[UUID]
) -> dict[UUID, set[UUID]]:
    """Product -> its live variants."""
    rows = await session.execute(
        text(
            "select product_id, id from product_variants "
            "where deleted_at is null and product_id = any(cast(:ids as uuid[]))"
        ),
        {"ids": list(product_ids)},
    )
    found: dict[UUID, set[UUID]] = {}
    for row in rows.all():
        found.setdefault(row.product_id, set()).add(row.id)
    return found


async def statuses(session: AsyncSession, product_ids: Collection[UUID]) -> dict[UUID, str]:
    """Product -> its status, locked."""
    rows = await session.execute(
        text(
            "select id, status from products where id = any(cast(:ids as uuid[])) "
            "order by id for no key update"
        ),
        {"ids": list(product_ids)},
    )
    return {row.id: row.status for row in rows.all()}


async def holds(session: AsyncSession, variant_ids: Collection[UUID]) -> dict[UUID, SupplierHold]:
    """What was taken away, by variant."""
    found = await session.scalars(
        select(SupplierHold)
        .where(SupplierHold.variant_id.in_(variant_ids))
        .order_by(SupplierHold.variant_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.variant_id: row for row in found}


async def hold(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Remember what is taken away."""
    if rows:
        statement = insert(SupplierHold).values(list(rows))
        await session.execute(statement.on_conflict_do_nothing())


async def unhold(session: AsyncSession, variant_ids: Collection[UUID]) -> None:
    """It was given back."""
    await session.execute(delete(SupplierHold).where(SupplierHold.variant_id.in_(variant_ids)))


async def destinations(
    session: AsyncSession, product_ids: Collection[UUID]
) -> dict[UUID, list[str]]:
    """Product -> countries it was ever quoted for."""
    rows = await session.execute(
        text(
            """select v.supplier_product_id as id, array_agg(distinct l.destination) as places
                 from lane_quotes l
                 join supplier_variants v on v.tenant_id = l.tenant_id
                                         and v.id = l.supplier_variant_id
                where v.supplier_product_id = any(cast(:ids as uuid[])) group by 1"""
        ),
        {"ids": list(product_ids)},
    )
    return {row.id: list(row.places) for row in rows.all()}


async def awaken(
    session: AsyncSession, supplier_id: UUID, external_ids: Sequence[str], now: datetime
) -> int:
    """Products that something sold depends on are read at once; how many."""
    rows = await session.execute(
        text(
            "update supplier_products set next_read_at = :now where supplier_id = :supplier "
            "and external_id = any(:ids) and next_read_at is not null returning id"
        ),
        {"supplier": supplier_id, "ids": list(external_ids), "now": now},
    )
    return len(rows.all())
