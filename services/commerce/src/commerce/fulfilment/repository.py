"""Queries of parcels."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_INSERT = text(
    """with parcel as (
         insert into fulfillments
           (tenant_id, id, store_id, order_id, status, carrier, tracking_number, tracking_url,
            shipped_at, created_at, updated_at)
         values (:tenant_id, :id, :store_id, :order_id, :status, :carrier, :tracking_number,
                 :tracking_url, :now, :now, :now)
         returning tenant_id, id, store_id
       )
       insert into fulfillment_items (tenant_id, fulfilment_id, order_item_id, store_id, quantity)
       select parcel.tenant_id, parcel.id, i.item, parcel.store_id, i.quantity
         from parcel, unnest(cast(:items as uuid[]), cast(:quantities as integer[]))
              as i (item, quantity)"""
)


async def insert(
    session: AsyncSession, values: Mapping[str, Any], quantities: Mapping[UUID, int]
) -> None:
    """Write a parcel with what is in it (order item -> units)."""
    await session.execute(
        _INSERT,
        {
            **values,
            "items": list(quantities),
            "quantities": [quantities[item] for item in quantities],
        },
    )
