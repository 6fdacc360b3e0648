"""Queries of what is sent in exchange for a return's lines."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

_INSERT = text(
    """insert into return_replacements
         (tenant_id, return_id, order_item_id, store_id, variant_id, quantity, difference, facts,
          charged)
       values (:tenant_id, :return_id, :order_item_id, :store_id, :variant_id, :quantity,
               :difference, :facts, :charged)"""
).bindparams(bindparam("facts", type_=JSONB()))

_OF_RETURN = text(
    """select order_item_id, variant_id, quantity, difference, facts, replacement_item_id,
              charged, dropped
         from return_replacements where return_id = :id order by order_item_id"""
)

_SENT = text(
    """update return_replacements set replacement_item_id = :item
        where return_id = :id and order_item_id = :replaced"""
)

_DROP = text(
    """update return_replacements x set dropped = g.units
         from unnest(cast(:items as uuid[]), cast(:units as integer[])) as g (item, units)
        where x.return_id = :id and x.order_item_id = g.item"""
)

_ADD_ITEM = text(
    """with told as (
         update orders o set updated_at = :now from order_items r
          where r.id = :replaced and o.tenant_id = r.tenant_id and o.id = r.order_id
       )
       insert into order_items
         (tenant_id, id, store_id, order_id, position, product_id, variant_id, product_slug, title,
          variant_title, sku, image, quantity, fulfilled_quantity, replaces_item_id, unit_price,
          unit_cost, discount, net, tax, gross, taxes)
       select i.tenant_id, :id, i.store_id, i.order_id,
              (select max(p.position) + 1 from order_items p
                where p.tenant_id = i.tenant_id and p.order_id = i.order_id),
              :product_id, :variant_id, :slug, :title, :variant_title, :sku,
              case when i.product_id = :product_id then i.image end,
              :quantity, 0, i.id, 0,
              (select v.cost from product_variants v
                where v.tenant_id = i.tenant_id and v.id = :variant_id),
              0, 0, 0, 0, '[]'
         from order_items i where i.id = :replaced"""
)


async def insert(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write down what a line is exchanged for."""
    await session.execute(_INSERT, values)


async def of_return(session: AsyncSession, return_id: UUID) -> Sequence[Mapping[str, Any]]:
    """What a return is exchanged for; empty where it is not."""
    rows = (await session.execute(_OF_RETURN, {"id": return_id})).mappings()
    return [dict(row) for row in rows]


async def drop(session: AsyncSession, return_id: UUID, units: Mapping[UUID, int]) -> None:
    """Remember which units (replaced item -> how many) are not exchanged after all."""
    if units:
        values = {"id": return_id, "items": list(units), "units": list(units.values())}
        await session.execute(_DROP, values)


async def add_item(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Put the replacement into the order: an item of its own, without an amount, at the cost that
    its variant has today."""
    await session.execute(_ADD_ITEM, values)


async def sent(session: AsyncSession, return_id: UUID, replaced: UUID, item_id: UUID) -> None:
    """Remember which item stands for the replaced one."""
    await session.execute(_SENT, {"id": return_id, "replaced": replaced, "item": item_id})
