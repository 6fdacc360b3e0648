"""What the search index is made from: published products with all that stands beside them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

LONGEST_DESCRIPTION = 20_000
"""Characters of HTML; what follows is not searched."""

_PUBLISHED = text(
    """
    with recursive tree as (
      select pc.product_id, c.id, c.parent_id, c.name
        from product_categories pc
        join categories c on c.tenant_id = pc.tenant_id and c.id = pc.category_id
       where pc.product_id = any(cast(:ids as uuid[]))
      union
      select tree.product_id, c.id, c.parent_id, c.name
        from tree join categories c on c.tenant_id = :tenant and c.id = tree.parent_id
    ), placed as materialized (
      select product_id, array_agg(id::text order by id) as ids,
             array_agg(name order by id) as names
        from tree group by product_id
    )
    select p.id, p.title, left(p.description, :longest) as description, p.vendor, p.product_type,
      p.tags, p.seo_keywords, p.sort_title, p.price_min, p.price_max, p.published_at,
      coalesce(placed.ids, '{}') as category_ids, coalesce(placed.names, '{}') as category_names,
      (select coalesce(jsonb_agg(jsonb_build_array(
                 coalesce(t.title, ''), left(coalesce(t.description, ''), :longest))
                 order by t.locale collate "C"), '[]')
         from translations t
         join store_locales l
           on l.tenant_id = t.tenant_id and l.store_id = t.store_id and l.locale = t.locale
        where t.tenant_id = p.tenant_id and t.store_id = p.store_id and t.kind = 'product'
          and t.resource_id = p.id and l.published) as translations,
      (select coalesce(jsonb_agg(jsonb_build_array(o.name, o.values) order by o.position), '[]')
         from product_options o
        where o.tenant_id = p.tenant_id and o.product_id = p.id) as options,
      (select coalesce(jsonb_agg(jsonb_build_array(v.option_values, v.sku,
                 case when i.kit then coalesce(kit_units(i.tenant_id, v.id, :now), 1) > 0
                 else i.id is null or not i.tracked or i.policy = 'backorder'
                 or i.on_hand - i.committed - i.safety_stock > coalesce((
                      select sum(r.quantity) from reservations r
                       where r.tenant_id = i.tenant_id and r.item_id = i.id and r.status = 'open'
                         and r.expires_at > :now), 0) end) order by v.position, v.id), '[]')
         from product_variants v
         left join inventory_items i
           on i.tenant_id = p.tenant_id and i.product_id = p.id and i.variant_id = v.id
        where v.tenant_id = p.tenant_id and v.product_id = p.id
          and v.deleted_at is null) as variants
      from products p
      left join placed on placed.product_id = p.id
     where p.id = any(cast(:ids as uuid[])) and p.store_id = :store and p.status = 'active'
     order by p.id
    """
)

_AFTER = text(
    """select p.id from products p
        where p.store_id = :store and p.status = 'active' and p.id > :after
        order by p.id limit :most"""
)

_BELOW = text(
    """with recursive below as (
         select c.id from categories c where c.store_id = :store and c.id = :category
         union
         select c.id from below join categories c
           on c.tenant_id = :tenant and c.parent_id = below.id
       )
       select distinct pc.product_id as id from below
         join product_categories pc on pc.tenant_id = :tenant and pc.category_id = below.id
        where pc.product_id > :after order by pc.product_id limit :most"""
)


async def published(
    session: AsyncSession, tenant_id: UUID, store_id: UUID, ids: Sequence[UUID], now: datetime
) -> Sequence[RowMapping]:
    """Those of these products that are published, with options as [name, values], variants as
    [option values, SKU, whether a shopper can buy one], and their texts in the other languages the
    shop is shown in as [title, description]."""
    values = {
        "tenant": tenant_id,
        "store": store_id,
        "ids": list(ids),
        "now": now,
        "longest": LONGEST_DESCRIPTION,
    }
    return (await session.execute(_PUBLISHED, values)).mappings().all()


async def published_after(
    session: AsyncSession, store_id: UUID, after: UUID, most: int
) -> list[UUID]:
    """The next ids of the store's published products, in the order of ids."""
    values = {"store": store_id, "after": after, "most": most}
    return list((await session.scalars(_AFTER, values)).all())


async def below_category(
    session: AsyncSession, tenant_id: UUID, store_id: UUID, category: UUID, after: UUID, most: int
) -> list[UUID]:
    """The next ids of products in a category and below it, in the order of ids."""
    values = {
        "tenant": tenant_id,
        "store": store_id,
        "category": category,
        "after": after,
        "most": most,
    }
    return list((await session.scalars(_BELOW, values)).all())
