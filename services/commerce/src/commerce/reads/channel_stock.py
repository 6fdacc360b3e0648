"""What can be sold here of the variants that a sales channel has too, beside its number there; SQL
only. `ours` null: not counted here, so that there is no number to set."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

_OURS = """
  select c.variant_id, c.product_ref, c.variant_ref, c.stock_key, c.state, c.known, c.known_at,
         c.drift, c.doubt, c.writing, i.product_id, i.kit, v.sku,
         p.title as product_title, v.title as variant_title,
         case when i.kit then kit_units(c.tenant_id, c.variant_id, :now)
              when i.tracked then greatest(0, cast(i.on_hand as bigint) - i.committed
                - i.safety_stock - coalesce((
                    select sum(r.quantity) from reservations r
                     where r.tenant_id = i.tenant_id and r.item_id = i.id
                       and r.status = 'open' and r.expires_at > :now), 0))
         end as ours
    from channel_stock c
    join product_variants v on v.tenant_id = c.tenant_id and v.id = c.variant_id
     and v.deleted_at is null
    join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
    join inventory_items i on i.tenant_id = c.tenant_id and i.variant_id = c.variant_id
   where c.channel_id = :channel and c.store_id = :store"""

_DUE = text(
    f"""with ours as ({_OURS})
    select * from ours
     where ours is not null and case
             when state = 'missing' then known_at < :long_ago
             else state <> 'in_step' or ours is distinct from known or drift <> 0 or doubt <> 0
                  or known_at < :stale end
     order by (writing is null), (ours is not distinct from known + drift), known_at nulls first,
              variant_id
     limit :most"""  # noqa: S608 - constants
)

_THESE = text(
    f"""with ours as ({_OURS})
    select * from ours where variant_id = any(cast(:variants as uuid[]))"""  # noqa: S608 - constants
)

_OUT = """ours is not null
             and (state <> 'in_step' or ours is distinct from known + drift or doubt <> 0)"""

_LISTED = text(
    f"""with ours as ({_OURS})
    select *, count(*) over () as total from ours
     where not :only_out or ({_OUT})
     order by ({_OUT}) desc, product_title, variant_title, variant_id
    offset :skip limit :most"""  # noqa: S608 - constants
)

_COUNTS = text(
    f"""with ours as ({_OURS})
    select count(*) as linked,
           count(*) filter (where ours is null) as uncounted,
           count(*) filter (where ours is not null and state = 'missing') as missing,
           count(*) filter (where ours is not null and state = 'unknown') as unknown,
           count(*) filter (where state not in ('missing', 'unknown') and ({_OUT})) as waiting
      from ours"""  # noqa: S608 - constants
)

_VARIANTS = text(
    """select v.id, v.product_id, lower(trim(v.sku)) as sku, v.option_values
         from product_variants v
        where v.store_id = :store and v.deleted_at is null
          and (v.product_id = any(cast(:products as uuid[]))
               or lower(trim(v.sku)) = any(cast(:skus as text[])))"""
)


async def due(
    session: AsyncSession,
    store_id: UUID,
    channel_id: UUID,
    *,
    now: datetime,
    stale: datetime,
    long_ago: datetime,
    most: int,
) -> Sequence[Row[Any]]:
    """Variants to read or set, those with a lost answer first, then those that differ: all that are
    not in step, those that orders moved, and those last read before `stale` (missing ones: before
    `long_ago`)."""
    values = {"store": store_id, "channel": channel_id, "now": now, "stale": stale}
    rows = await session.execute(_DUE, {**values, "long_ago": long_ago, "most": most})
    return rows.all()


async def these(
    session: AsyncSession,
    store_id: UUID,
    channel_id: UUID,
    variants: Sequence[UUID],
    *,
    now: datetime,
) -> dict[UUID, Row[Any]]:
    """Variant -> how it stands."""
    values = {"store": store_id, "channel": channel_id, "now": now, "variants": list(variants)}
    return {row.variant_id: row for row in await session.execute(_THESE, values)}


async def listed(
    session: AsyncSession,
    store_id: UUID,
    channel_id: UUID,
    *,
    now: datetime,
    only_out: bool,
    offset: int,
    limit: int,
) -> tuple[Sequence[Row[Any]], int]:
    """(linked variants of the page, how many there are); those out of step first."""
    values = {"store": store_id, "channel": channel_id, "now": now, "only_out": only_out}
    rows = (await session.execute(_LISTED, {**values, "skip": offset, "most": limit})).all()
    return rows, rows[0].total if rows else 0


async def counts(
    session: AsyncSession, store_id: UUID, channel_id: UUID, *, now: datetime
) -> Row[Any]:
    """(linked, uncounted, missing, unknown, waiting)."""
    values = {"store": store_id, "channel": channel_id, "now": now}
    return (await session.execute(_COUNTS, values)).one()


async def variants(
    session: AsyncSession, store_id: UUID, products: Sequence[UUID], skus: Sequence[str]
) -> Sequence[Row[Any]]:
    """(id, product_id, sku, option_values) of live variants of these products, and of those that
    bear one of these SKUs (as `catalog.same_sku` has them)."""
    values = {"store": store_id, "products": list(products), "skus": list(skus)}
    return (await session.execute(_VARIANTS, values)).all()
