"""Products as a file shows them: with options, variants, stock and pictures, a page at a time."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

_PAGE = text(
    """select p.id, coalesce(p.import_handle, p.slug) as handle, p.title, p.description, p.vendor,
         p.product_type, p.tags, p.status, p.is_gift_card, p.seo_title, p.seo_description,
         (select coalesce(jsonb_agg(o.name order by o.position), '[]') from product_options o
           where o.tenant_id = p.tenant_id and o.product_id = p.id) as options,
         (select coalesce(jsonb_agg(jsonb_build_object(
                   'values', v.option_values, 'sku', v.sku, 'barcode', v.barcode,
                   'price', v.price, 'compare_at_price', v.compare_at_price, 'cost', v.cost,
                   'grams', v.weight_grams, 'tracked', coalesce(i.tracked, false),
                   'policy', coalesce(i.policy, 'deny'), 'on_hand', coalesce(i.on_hand, 0))
                   order by v.position, v.id), '[]')
            from product_variants v
            left join inventory_items i on i.tenant_id = v.tenant_id and i.variant_id = v.id
           where v.tenant_id = p.tenant_id and v.product_id = p.id
             and v.deleted_at is null) as variants,
         (select coalesce(jsonb_agg(jsonb_build_object(
                   'key', coalesce(m.sizes -> -1 ->> 'key', m.original_key), 'alt', m.alt,
                   'source', m.source_url) order by m.position, m.id), '[]')
            from media m where m.tenant_id = p.tenant_id and m.product_id = p.id) as pictures
       from products p
      where p.store_id = :store and p.purged_at is null
        and (cast(:after as uuid) is null or p.id > cast(:after as uuid))
        and (cast(:status as text) is null or p.status = cast(:status as text))
      order by p.id limit :most"""
)

_TOTAL = text(
    """select count(*) from products p
        where p.store_id = :store and p.purged_at is null
          and (cast(:status as text) is null or p.status = cast(:status as text))"""
)


async def export_page(
    session: AsyncSession, store_id: UUID, *, status: str | None, after: UUID | None, most: int
) -> Sequence[RowMapping]:
    """The next products by id."""
    values: dict[str, Any] = {"store": store_id, "status": status, "after": after, "most": most}
    return (await session.execute(_PAGE, values)).mappings().all()


async def export_total(session: AsyncSession, store_id: UUID, *, status: str | None) -> int:
    """How many products there are."""
    found = await session.scalar(_TOTAL, {"store": store_id, "status": status})
    return int(found or 0)
