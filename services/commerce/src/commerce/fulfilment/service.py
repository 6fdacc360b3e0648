"""Parcels: the public face of this folder."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.fulfilment import repository
from commerce.fulfilment.carriers import CARRIERS, tracking_url
from commerce.fulfilment.repository import heard_so_far, move, set_tracking, units, waiting
from commerce.fulfilment.states import LIFECYCLE, WAITING, FulfilmentState
from commerce.orders.errors import FulfillmentNotFound
from commerce.orders.schemas import FulfillmentIn
from commerce.orders.service import NothingToShip, TooManyUnits
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id

__all__ = [
    "CARRIERS",
    "LIFECYCLE",
    "WAITING",
    "FulfilmentState",
    "heard",
    "heard_so_far",
    "lock",
    "move",
    "record",
    "set_tracking",
    "to_ship",
    "tracking_url",
    "units",
    "waiting",
]


def to_ship(
    items: Sequence[Any], body: FulfillmentIn, packed: Mapping[UUID, int]
) -> dict[UUID, int]:
    """Order item -> units of this parcel; without `items` everything still to ship.

    `items` are the order's (id, quantity, fulfilled_quantity, cancelled_quantity), `packed` the
    units in parcels that have not left. Raises NothingToShip, TooManyUnits (409) and Invalid (422)
    for an empty list or an item of another order.
    """
    left = {
        item.id: item.quantity
        - item.fulfilled_quantity
        - item.cancelled_quantity
        - packed.get(item.id, 0)
        for item in items
    }
    if not any(left.values()):
        raise NothingToShip
    if body.items is None:
        return {item: count for item, count in left.items() if count > 0}
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


async def record(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    order_id: UUID,
    quantities: Mapping[UUID, int],
    carrier: str,
    tracking_number: str,
    url: str | None,
    state: FulfilmentState,
    now: datetime,
) -> UUID:
    """Write a parcel: one that waits, or one that has left (pending, submitted and shipped in one
    step). Its id."""
    parcel_id = new_id()
    await repository.insert(
        session,
        {
            "tenant_id": tenant_id,
            "id": parcel_id,
            "store_id": store_id,
            "order_id": order_id,
            "status": state,
            "carrier": carrier,
            "tracking_number": tracking_number,
            "tracking_url": url or tracking_url(carrier, tracking_number),
            "shipped_at": now if state is FulfilmentState.SHIPPED else None,
            "now": now,
        },
        quantities,
    )
    return parcel_id


async def lock(session: AsyncSession, order_id: UUID, parcel_id: UUID) -> Any:
    """The parcel's row, kept from others. Raises FulfillmentNotFound (404)."""
    row = await repository.lock(session, order_id, parcel_id)
    if row is None:
        raise FulfillmentNotFound
    return row


async def heard(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    parcel_id: UUID,
    at: datetime,
    kind: str,
    message: str,
    actor: str,
    location: str | None = None,
) -> None:
    """Append to what was heard of a parcel; nothing there is ever changed."""
    await repository.add_event(
        session,
        {
            "tenant_id": tenant_id,
            "id": new_id(),
            "store_id": store_id,
            "fulfilment_id": parcel_id,
            "at": at,
            "kind": kind,
            "message": message,
            "location": location,
            "actor": actor,
        },
    )
