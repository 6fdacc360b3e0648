"""What is offered with products in the shop: candidates, and bundles they are part of. SQL only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reads.product_cards import cards

MOST = 24
"""Candidates looked at for one offer: enough to leave out what is sold out."""

_LISTED = text(
    """select w.id from unnest(cast(:ids as uuid[])) with ordinality as w (id, place)
         join products p on p.id = w.id
        where p.store_id = :store and p.status = 'active' order by w.place"""
)

_GROUP = text(
    """select p.id from products p
        where p.store_id = :store and p.status = 'active'
          and (p.id in (select c.product_id from product_categories c
                         where c.category_id = :group)
               or p.id in (select m.product_id from collection_products m
                            where m.collection_id = :group))
        order by p.published_at desc, p.id desc limit :most"""
)

_TOGETHER = text(
    """select b.other_id as id from bought_together b
         join products p on p.tenant_id = b.tenant_id and p.id = b.other_id
        where b.store_id = :store and b.product_id = any(cast(:ids as uuid[]))
          and p.status = 'active'
        group by b.other_id order by sum(b.orders) desc, b.other_id limit :most"""
)

_BUNDLES = text(
    """select distinct b.id, b.product_id, b.variant_id, b.created_at,
              (select jsonb_agg(jsonb_build_object(
                        'variant_id', k.component_id, 'product_id', q.id, 'slug', q.slug,
                        'title', q.title, 'variant_title', w.title, 'quantity', k.quantity,
                        'price', w.price) order by k.position)
                 from kit_components k
                 join product_variants w on w.tenant_id = k.tenant_id and w.id = k.component_id
                 join products q on q.tenant_id = w.tenant_id and q.id = w.product_id
                where k.tenant_id = b.tenant_id and k.kit_id = b.variant_id) as components
         from bundles b
         join products p on p.tenant_id = b.tenant_id and p.id = b.product_id
        where b.store_id = :store and p.status = 'active'
          and (b.product_id = any(cast(:ids as uuid[]))
               or b.shown_with_components and b.variant_id in (
                 select k.kit_id from kit_components k
                  where k.component_product_id = any(cast(:ids as uuid[]))))
        order by b.created_at desc, b.id limit :most"""
)

_VARIANTS = text(
    """select v.id, v.product_id, v.price from product_variants v
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
        where v.store_id = :store and v.product_id = any(cast(:ids as uuid[]))
          and v.deleted_at is null and p.status = 'active' and not p.is_gift_card
        order by v.product_id, v.position, v.id"""
)

_STATISTICS = text(
    """with seen as (
         select d.upsell_id, sum(d.shown) as shown, sum(d.added) as added
           from upsell_days d where d.store_id = :store and d.day >= :day group by d.upsell_id
       ), offered as (
         select i.upsell_id as id, count(distinct o.id) as orders, sum(i.quantity) as units,
                sum(i.gross) filter (where o.currency = :currency) as revenue
           from order_items i join orders o on o.tenant_id = i.tenant_id and o.id = i.order_id
          where i.store_id = :store and i.upsell_id is not null and o.placed_at >= :since
            and not o.test and o.status not in ('cancelled', 'expired', 'draft')
          group by i.upsell_id
       ), bundled as (
         select b.id, count(distinct o.id) as orders,
                sum(l.quantity) as units, sum(l.gross) as revenue
           from bundles b
           join lateral (
             select i.order_id, max((i.bundle ->> 'quantity')::integer) as quantity,
                    sum(i.gross) filter (where p.currency = :currency) as gross
               from order_items i
               join orders p on p.tenant_id = i.tenant_id and p.id = i.order_id
              where i.tenant_id = b.tenant_id and i.store_id = b.store_id
                and i.bundle ->> 'variant_id' = b.variant_id::text
                and p.placed_at >= :since and not p.test
                and p.status not in ('cancelled', 'expired', 'draft')
              group by i.order_id, i.bundle ->> 'line') l on true
           join orders o on o.tenant_id = b.tenant_id and o.id = l.order_id
          where b.store_id = :store group by b.id
       ), reduced as (
         select u.discount_id as id, count(distinct u.order_id) as orders, null::bigint as units,
                sum(u.amount) filter (where u.currency = :currency) as saved
           from discount_usages u
           join discounts d on d.tenant_id = u.tenant_id and d.id = u.discount_id
           join orders o on o.tenant_id = u.tenant_id and o.id = u.order_id
          where u.store_id = :store and d.kind = 'volume' and u.status = 'used'
            and o.placed_at >= :since and not o.test
          group by u.discount_id
       )
       select 'cross_sell' as kind, c.id, c.name, coalesce(seen.shown, 0) as shown,
              coalesce(seen.added, 0) as added, coalesce(offered.orders, 0) as orders,
              coalesce(offered.units, 0) as units, coalesce(offered.revenue, 0) as revenue,
              0 as saved
         from cross_sells c left join seen on seen.upsell_id = c.id
         left join offered on offered.id = c.id
        where c.store_id = :store and c.deleted_at is null
       union all
       select 'bundle', b.id, p.title, coalesce(seen.shown, 0), coalesce(seen.added, 0),
              coalesce(bundled.orders, 0), coalesce(bundled.units, 0),
              coalesce(bundled.revenue, 0), 0
         from bundles b join products p on p.tenant_id = b.tenant_id and p.id = b.product_id
         left join seen on seen.upsell_id = b.id left join bundled on bundled.id = b.id
        where b.store_id = :store
       union all
       select 'volume', d.id, d.name, coalesce(seen.shown, 0), 0, coalesce(reduced.orders, 0), 0,
              0, coalesce(reduced.saved, 0)
         from discounts d left join seen on seen.upsell_id = d.id
         left join reduced on reduced.id = d.id
        where d.store_id = :store and d.kind = 'volume' and d.deleted_at is null
        order by kind, revenue desc, saved desc, id"""
)


async def listed(session: AsyncSession, store_id: UUID, ids: Sequence[UUID]) -> list[UUID]:
    """Those of these products that are in the shop, in their order."""
    return list(await session.scalars(_LISTED, {"store": store_id, "ids": list(ids)}))


async def in_group(session: AsyncSession, store_id: UUID, group_id: UUID) -> list[UUID]:
    """Products of a collection or category that are in the shop, newest first."""
    asked = {"store": store_id, "group": group_id, "most": MOST}
    return list(await session.scalars(_GROUP, asked))


async def together(session: AsyncSession, store_id: UUID, ids: Sequence[UUID]) -> list[UUID]:
    """What is bought with these products most often."""
    asked = {"store": store_id, "ids": list(ids), "most": MOST}
    return list(await session.scalars(_TOGETHER, asked))


async def bundles(
    session: AsyncSession, store_id: UUID, ids: Sequence[UUID], *, most: int
) -> list[Mapping[str, Any]]:
    """Published bundles that these products are, or are part of and shown with."""
    asked = {"store": store_id, "ids": list(ids), "most": most}
    return [dict(row) for row in (await session.execute(_BUNDLES, asked)).mappings()]


async def variants(
    session: AsyncSession, store_id: UUID, ids: Sequence[UUID]
) -> list[Mapping[str, Any]]:
    """(id, product_id, price) of the live variants of published products, no gift cards."""
    asked = {"store": store_id, "ids": list(ids)}
    return [dict(row) for row in (await session.execute(_VARIANTS, asked)).mappings()]


async def statistics(
    session: AsyncSession, store_id: UUID, *, since: datetime, currency: str
) -> list[Mapping[str, Any]]:
    """Per upsell: how often shown and added, and what came of it since a moment. Amounts are of
    orders in `currency`."""
    asked = {"store": store_id, "since": since, "day": since.date(), "currency": currency}
    return [dict(row) for row in (await session.execute(_STATISTICS, asked)).mappings()]


__all__ = [
    "bundles",
    "cards",
    "in_group",
    "listed",
    "statistics",
    "together",
    "variants",
]
