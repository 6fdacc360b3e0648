"""Products as a sales channel is to have them, and how they stand there; SQL only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

_WHOLE = text(
    """select p.id, p.slug, p.title, p.description, p.vendor, p.product_type, p.tags, p.status,
         p.version, p.is_gift_card, p.purged_at is not null as purged, p.seo_title,
         p.seo_description,
         (select coalesce(jsonb_agg(o.name order by o.position), '[]') from product_options o
           where o.tenant_id = p.tenant_id and o.product_id = p.id) as options,
         (select coalesce(jsonb_agg(jsonb_build_object(
                   'id', v.id, 'title', v.title, 'values', v.option_values, 'sku', v.sku,
                   'barcode', v.barcode, 'price', v.price, 'compare_at', v.compare_at_price,
                   'grams', v.weight_grams, 'policy', coalesce(i.policy, 'deny'),
                   'tracked', coalesce(i.tracked or i.kit, false),
                   'left', case when i.kit then kit_units(v.tenant_id, v.id, :now)
                     when i.tracked then cast(i.on_hand as bigint) - i.committed - i.safety_stock
                       - coalesce((select sum(r.quantity) from reservations r
                          where r.tenant_id = i.tenant_id and r.item_id = i.id
                            and r.status = 'open' and r.expires_at > :now), 0) end)
                   order by v.position, v.id), '[]')
            from product_variants v
            left join inventory_items i on i.tenant_id = v.tenant_id and i.variant_id = v.id
           where v.tenant_id = p.tenant_id and v.product_id = p.id
             and v.deleted_at is null) as variants,
         (select coalesce(jsonb_agg(jsonb_build_object(
                   'key', coalesce(m.sizes -> -1 ->> 'key', m.original_key), 'alt', m.alt)
                   order by m.position, m.id), '[]')
            from media m where m.tenant_id = p.tenant_id and m.product_id = p.id) as pictures
       from products p where p.store_id = :store and p.id = :product"""
)

_THERE = """
  select p.id as product_id, p.title, p.status, p.sort_title, p.version, c.words, c.external_id,
         c.shown, c.published_at, c.differences, c.version as written,
         case when c.product_id is null then 'not_published'
              when c.state = 'published' and c.differences <> '[]' then 'changed_there'
              else c.state end as state
    from products p
    left join channel_products c on c.tenant_id = p.tenant_id and c.product_id = p.id
     and c.channel_id = :channel
   where p.store_id = :store and p.purged_at is null and not p.is_gift_card
     and (p.status <> 'archived' or c.product_id is not null)"""

_CHOSEN = f"""
  from ({_THERE}) there
 where (cast(:state as text) is null or state = :state)
   and (cast(:words as text) is null or strpos(lower(title), :words) > 0)
   and (cast(:product as uuid) is null or product_id = :product)"""

_LISTED = text(
    f"""select * {_CHOSEN}
     order by array_position(array['refused', 'changed_there', 'gone', 'unknown', 'waiting'],
                state), sort_title, product_id
    offset :skip limit :most"""
)

_COUNTED = text(f"select count(*) {_CHOSEN}")

_SELLABLE = text(
    """select p.id from products p where p.store_id = :store
          and p.id = any(cast(:products as uuid[])) and p.purged_at is null
          and not p.is_gift_card
          and (p.status <> 'archived' or exists (
                select 1 from channel_products c where c.tenant_id = p.tenant_id
                   and c.product_id = p.id and c.channel_id = :channel
                   and c.external_id is not null))"""
)

_OWNER = text(
    """select p.id from products p
        where p.store_id = :store and p.id <> :product and p.purged_at is null
          and (exists (select 1 from channel_products c where c.tenant_id = p.tenant_id
                  and c.product_id = p.id and c.channel_id = :channel
                  and c.external_id = :there)
            or exists (select 1 from channel_links l where l.tenant_id = p.tenant_id
                  and l.local_id = p.id and l.channel_id = :channel and l.entity = 'products'
                  and l.external_id = :there))
        limit 1"""
)


async def whole(
    session: AsyncSession, store_id: UUID, product_id: UUID, *, now: datetime
) -> RowMapping | None:
    """A product with options, variants (and what can be sold of them) and pictures."""
    values = {"store": store_id, "product": product_id, "now": now}
    return (await session.execute(_WHOLE, values)).mappings().one_or_none()


async def listed(
    session: AsyncSession,
    store_id: UUID,
    channel_id: UUID,
    *,
    state: str | None,
    search: str | None,
    product_id: UUID | None = None,
    offset: int,
    limit: int,
) -> tuple[Sequence[Row[Any]], int]:
    """(products of the page, how many there are): what needs somebody first, then by title."""
    words = search.strip().lower() if search and search.strip() else None
    chosen = {"store": store_id, "channel": channel_id, "state": state, "product": product_id}
    chosen["words"] = words
    total = await session.scalar(_COUNTED, chosen)
    rows = await session.execute(_LISTED, {**chosen, "skip": offset, "most": limit})
    return rows.all(), total or 0


async def sellable(
    session: AsyncSession, store_id: UUID, channel_id: UUID, products: Sequence[UUID]
) -> list[UUID]:
    """Those that may be written to a channel: archived ones only where they are there already."""
    values = {"store": store_id, "channel": channel_id, "products": list(products)}
    return list((await session.scalars(_SELLABLE, values)).all())


async def of_another(
    session: AsyncSession, store_id: UUID, channel_id: UUID, product_id: UUID, external_id: str
) -> bool:
    """Whether a product there is another product of ours already."""
    values = {"store": store_id, "channel": channel_id, "product": product_id}
    return await session.scalar(_OWNER, {**values, "there": external_id}) is not None
