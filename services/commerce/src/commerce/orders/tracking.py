"""Following an order by its number and the address it was placed with: for guests without the mail.

It shows where the parcels are, and nothing that a stranger who guesses both should learn: no
address, no sums, no articles, and no key to the order's own page.
"""

from datetime import datetime
from typing import Annotated

from pydantic import EmailStr, Field

from commerce.orders import repository
from commerce.orders.errors import OrderNotFound
from commerce.orders.schemas import FulfilmentStatus, OrderStatus, SimpleStatus, TrackingEventOut
from commerce.orders.view import public_out
from commerce.reads.order_view import load_order
from commerce.stores.contexts import PublicStoreContext
from ecomm_core.accounts.service import fold_email
from ecomm_core.accounts.throttle import LoginThrottle
from ecomm_core.api.schemas import Input, Output


class TrackIn(Input):
    """What stands in the confirmation."""

    number: Annotated[int, Field(strict=True, ge=1, le=2**53)]
    email: EmailStr


class TrackedParcelOut(Output):
    """A parcel on its way; `pieces` are the units in it."""

    status: str
    carrier: str
    tracking_number: str
    tracking_url: str | None
    pieces: int
    events: list[TrackingEventOut]
    shipped_at: datetime | None
    delivered_at: datetime | None


class TrackedOrderOut(Output):
    """Where an order stands. `waiting`: units that are in no parcel yet."""

    number: int
    simple_status: SimpleStatus
    status: OrderStatus
    fulfilment_status: FulfilmentStatus
    test: bool
    placed_at: datetime
    waiting: int
    parcels: list[TrackedParcelOut]


async def track(context: PublicStoreContext, body: TrackIn) -> TrackedOrderOut:
    """Where the order stands. Guesses are counted per store and address, as at sign-in.

    Raises LoginThrottled (429), OrderNotFound (404) whichever of the two does not fit.
    """
    email = fold_email(str(body.email))
    throttle = LoginThrottle(context.kernel.database)
    key = f"track\n{context.store_id}\n{email}"
    await throttle.attempt(key, context.client.ip)
    session = context.session
    order_id = await repository.by_number(session, context.store_id, body.number, email)
    rows = order_id and await load_order(session, order_id, store_id=context.store_id)
    if not rows:
        raise OrderNotFound
    await throttle.succeeded(key, context.client.ip)
    order = public_out(rows)
    parcels = [
        TrackedParcelOut(
            status=parcel.status,
            carrier=parcel.carrier,
            tracking_number=parcel.tracking_number,
            tracking_url=parcel.tracking_url,
            pieces=sum(item.quantity for item in parcel.items),
            events=parcel.events,
            shipped_at=parcel.shipped_at,
            delivered_at=parcel.delivered_at,
        )
        for parcel in order.fulfillments
        if parcel.status != "cancelled"
    ]
    units = sum(item["quantity"] - item["cancelled_quantity"] for item in rows.items)
    return TrackedOrderOut(
        number=order.number,
        simple_status=order.simple_status,
        status=order.status,
        fulfilment_status=order.fulfilment_status,
        test=order.test,
        placed_at=order.placed_at,
        waiting=max(0, units - sum(parcel.pieces for parcel in parcels)),
        parcels=parcels,
    )
