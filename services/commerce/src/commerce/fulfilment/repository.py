"""Queries of parcels."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

_INSERT = text(
    """with parcel as (
         insert into fulfillments
           (tenant_id, id, store_id, order_id, status, carrier, tracking_number, tracking_url,
            shipped_at, created_at, updated_at)
         values (:tenant_id, :id, :store_id, :order_id, :status, :carrier, :tracking_number,
                 :tracking_url, :shipped_at, :now, :now)
         returning tenant_id, id, store_id
       )
       insert into fulfillment_items (tenant_id, fulfilment_id, order_item_id, store_id, quantity)
       select parcel.tenant_id, parcel.id, i.item, parcel.store_id, i.quantity
         from parcel, unnest(cast(:items as uuid[]), cast(:quantities as integer[]))
              as i (item, quantity)"""
)

_LOCK = text(
    """select id, order_id, status, carrier, tracking_number, tracking_url, shipped_at, delivered_at
         from fulfillments where id = :id and order_id = :order for no key update"""
)

_ITEMS = text(
    "select order_item_id, quantity from fulfillment_items where fulfilment_id = :id "
    "order by order_item_id"
)

_MOVE = text(
    """update fulfillments
          set status = :status, updated_at = :now,
              shipped_at = case when cast(:status as text) = 'shipped'
                                then coalesce(shipped_at, :now) else shipped_at end,
              delivered_at = case when cast(:status as text) = 'delivered' then :now
                                  else delivered_at end
        where id = :id"""
)

_TRACKING = text(
    """update fulfillments set carrier = :carrier, tracking_number = :number, tracking_url = :url,
              updated_at = :now where id = :id"""
)

_EVENT = text(
    """insert into tracking_events
         (tenant_id, id, store_id, fulfilment_id, at, kind, message, location, actor)
       values (:tenant_id, :id, :store_id, :fulfilment_id, :at, :kind, :message, :location,
               :actor)"""
)

_HEARD = text("select at, kind, message from tracking_events where fulfilment_id = :id")

_WAITING = text(
    """select id, status from fulfillments
        where order_id = :order and status in ('pending', 'submitted', 'failed')
        order by id for no key update"""
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


async def lock(session: AsyncSession, order_id: UUID, parcel_id: UUID) -> Row[Any] | None:
    """A parcel of the order, kept from others until the transaction ends."""
    return (await session.execute(_LOCK, {"id": parcel_id, "order": order_id})).first()


async def units(session: AsyncSession, parcel_id: UUID) -> dict[UUID, int]:
    """Order item -> units in the parcel."""
    rows = await session.execute(_ITEMS, {"id": parcel_id})
    return {row.order_item_id: row.quantity for row in rows}


async def move(session: AsyncSession, parcel_id: UUID, status: str, now: datetime) -> None:
    """Write a parcel's state and the times that follow from it."""
    await session.execute(_MOVE, {"id": parcel_id, "status": status, "now": now})


async def set_tracking(
    session: AsyncSession,
    parcel_id: UUID,
    *,
    carrier: str,
    number: str,
    url: str | None,
    now: datetime,
) -> None:
    """Write where a parcel can be followed."""
    await session.execute(
        _TRACKING, {"id": parcel_id, "carrier": carrier, "number": number, "url": url, "now": now}
    )


async def add_event(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Append to what was heard of a parcel."""
    await session.execute(_EVENT, values)


async def heard_so_far(session: AsyncSession, parcel_id: UUID) -> set[tuple[datetime, str, str]]:
    """(when, kind, message) of all that was heard of a parcel."""
    rows = await session.execute(_HEARD, {"id": parcel_id})
    return {(row.at, row.kind, row.message) for row in rows}


async def waiting(session: AsyncSession, order_id: UUID) -> list[Row[Any]]:
    """The order's parcels that have not left, locked."""
    return list((await session.execute(_WAITING, {"order": order_id})).all())
