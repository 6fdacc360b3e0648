"""Parcels: the public face of this folder."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.fulfilment import repository
from commerce.fulfilment.models import FulfilmentState
from commerce.fulfilment.states import LIFECYCLE
from commerce.orders.schemas import FulfillmentIn, FulfillmentOut, ParcelItemOut
from commerce.orders.service import NothingToShip, TooManyUnits
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id

__all__ = ["LIFECYCLE", "FulfilmentState", "record_shipped", "to_ship"]


def to_ship(items: Sequence[Any], body: FulfillmentIn) -> dict[UUID, int]:
    """Order item -> units of this parcel; without `items` everything still to ship.

    `items` are the order's (id, quantity, fulfilled_quantity). Raises NothingToShip, TooManyUnits
    (409) and Invalid (422) for an empty list or an item of another order.
    """
    left = {item.id: item.quantity - item.fulfilled_quantity for item in items}
    if not any(left.values()):
        raise NothingToShip
    if body.items is None:
        return {item: units for item, units in left.items() if units > 0}
    wanted: dict[UUID, int] = {}
    for place, item in enumerate(body.items):
        if item.item_id not in left:
            raise Invalid.on_field(f"items.{place}.item_id", "Not an item of this order.")
        wanted[item.item_id] = wanted.get(item.item_id, 0) + item.quantity
    if not wanted:
        raise Invalid.on_field("items", "A parcel holds something.")
    over = [
        {
            "field": f"items.{place}.quantity",
            "code": TooManyUnits.code,
            "message": TooManyUnits.message,
            "item_id": str(item.item_id),
            "left": left[item.item_id],
            "wanted": wanted[item.item_id],
        }
        for place, item in enumerate(body.items)
        if wanted[item.item_id] > left[item.item_id]
    ]
    if over:
        raise TooManyUnits(details=over)
    return wanted


async def record_shipped(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    order_id: UUID,
    quantities: Mapping[UUID, int],
    body: FulfillmentIn,
    now: datetime,
) -> FulfillmentOut:
    """Write a parcel that has left the house: pending, submitted and shipped in one step."""
    parcel_id = new_id()
    await repository.insert(
        session,
        {
            "tenant_id": tenant_id,
            "id": parcel_id,
            "store_id": store_id,
            "order_id": order_id,
            "status": FulfilmentState.SHIPPED,
            "carrier": body.carrier,
            "tracking_number": body.tracking_number,
            "tracking_url": body.tracking_url,
            "now": now,
        },
        quantities,
    )
    return FulfillmentOut(
        id=parcel_id,
        status="shipped",
        carrier=body.carrier,
        tracking_number=body.tracking_number,
        tracking_url=body.tracking_url,
        items=[ParcelItemOut(item_id=item, quantity=quantities[item]) for item in quantities],
        shipped_at=now,
    )
