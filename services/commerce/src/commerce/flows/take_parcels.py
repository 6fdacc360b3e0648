"""Parcels that a supplier tells of become the order's parcels: stock, timeline, the shopper's mails
and states follow as with any other. Told again, nothing happens again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.fulfil_order import parcel_left
from commerce.fulfilment import service as fulfilment
from commerce.fulfilment.service import FulfilmentState
from commerce.orders import service as orders
from commerce.orders.service import OrderStatus
from commerce.reads.order_sums import allocated_units
from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.models import (
    PurchaseLine,
    PurchaseOrder,
    PurchaseParcel,
    SourcingNeed,
)
from commerce.sourcing.purchasing.service import NeedStatus
from ecomm_connectors.suppliers.orders import SupplierParcel
from ecomm_core.kernel import Kernel

ACTOR: Final = "supplier"
OPEN: Final = frozenset({OrderStatus.OPEN, OrderStatus.COMPLETED})
_STATES: Final = {
    "delivered": FulfilmentState.DELIVERED,
    "failed": FulfilmentState.EXCEPTION,
    "returned": FulfilmentState.RETURNED,
}


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does it, where: what flows of parcels ask of a context."""

    kernel: Kernel
    session: AsyncSession
    tenant_id: UUID
    store_id: UUID
    actor: str


async def take_parcels(
    kernel: Kernel,
    session: AsyncSession,
    order: Any,
    row: PurchaseOrder,
    lines: Sequence[PurchaseLine],
    needs: Mapping[UUID, SourcingNeed],
    told: Sequence[SupplierParcel],
    now: datetime,
) -> None:
    """Take over what is new of an order's parcels. The customer order's row is locked."""
    who = Hand(kernel, session, row.tenant_id, row.store_id, ACTOR)
    await session.flush()
    known = {parcel.tracking_number: parcel for parcel in await purchasing.parcels(session, row.id)}
    shipped = await purchasing.shipped_by(session, row.id)
    for parcel in told:
        stored = known.get(parcel.tracking_number)
        if stored is None:
            stored = PurchaseParcel(
                tenant_id=row.tenant_id,
                store_id=row.store_id,
                purchase_order_id=row.id,
                tracking_number=parcel.tracking_number,
                carrier=parcel.carrier,
                tracking_url=parcel.tracking_url,
                first_seen_at=now,
            )
            session.add(stored)
            known[parcel.tracking_number] = stored
            message = f"Parcel {parcel.tracking_number} with {parcel.carrier}."
            purchasing.note(session, row, kind="parcel", message=message, now=now)
        stored.carrier = parcel.carrier
        stored.tracking_url = parcel.tracking_url or stored.tracking_url
    for place, parcel in enumerate(told):
        stored = known[parcel.tracking_number]
        if stored.fulfillment_id is None and order.status in OPEN:
            units = await _units(session, order, lines, needs, told[: place + 1], shipped)
            if units:
                stored.fulfillment_id = await _leaves(who, order, stored, units, now)
                for item, count in units.items():
                    shipped[item] = shipped.get(item, 0) + count
        await _hear(who, order, row, stored, parcel, now)
    for need in needs.values():
        if (
            need.status == NeedStatus.ORDERED
            and shipped.get(need.order_item_id, 0) >= need.quantity
        ):
            purchasing.settle_need(need, NeedStatus.SHIPPED)
    await session.flush()


async def _units(
    session: AsyncSession,
    order: Any,
    lines: Sequence[PurchaseLine],
    needs: Mapping[UUID, SourcingNeed],
    told: Sequence[SupplierParcel],
    shipped: Mapping[UUID, int],
) -> dict[UUID, int]:
    """Order item -> units that became whole with the parcels so far and are not in one yet. A
    parcel whose contents the supplier does not tell holds all that is left."""
    packed = await allocated_units(session, order.id)
    items = {item.id: item for item in await orders.items(session, order.id)}
    everything = any(not parcel.lines for parcel in told)
    left: dict[str, int] = {}
    for parcel in told:
        for sku, count in parcel.lines.items():
            left[sku] = left.get(sku, 0) + count
    whole: dict[UUID, int] = {}
    for line in lines:
        if not line.active:
            continue
        need = needs[line.need_id]
        each = max(line.quantity // need.quantity, 1)
        arrived = (
            line.quantity if everything else min(left.get(line.external_sku, 0), line.quantity)
        )
        left[line.external_sku] = left.get(line.external_sku, 0) - arrived
        units = arrived // each
        before = whole.get(line.order_item_id)
        whole[line.order_item_id] = units if before is None else min(before, units)
    found = {}
    for item_id, units in whole.items():
        item = items[item_id]
        open_ = (
            item.quantity
            - item.cancelled_quantity
            - item.fulfilled_quantity
            - packed.get(item_id, 0)
        )
        count = min(units - shipped.get(item_id, 0), open_)
        if count > 0:
            found[item_id] = count
    return found


async def _leaves(
    who: Hand, order: Any, stored: PurchaseParcel, units: Mapping[UUID, int], now: datetime
) -> UUID:
    parcel_id = await fulfilment.record(
        who.session,
        tenant_id=who.tenant_id,
        store_id=who.store_id,
        order_id=order.id,
        quantities=units,
        carrier=stored.carrier,
        tracking_number=stored.tracking_number,
        url=stored.tracking_url,
        state=FulfilmentState.SHIPPED,
        now=now,
    )
    parcel = await fulfilment.lock(who.session, order.id, parcel_id)
    await parcel_left(who, order, parcel, units)
    return parcel_id


async def _hear(
    who: Hand,
    order: Any,
    row: PurchaseOrder,
    stored: PurchaseParcel,
    parcel: SupplierParcel,
    now: datetime,
) -> None:
    """Events that were not heard yet, each once; and the state that follows from the last."""
    events = sorted(parcel.events, key=lambda event: event.at)
    if events:
        stored.last_movement_at = max(stored.last_movement_at or events[-1].at, events[-1].at)
        row.last_movement_at = max(row.last_movement_at or events[-1].at, events[-1].at)
    if stored.fulfillment_id is None:
        return
    heard = await fulfilment.heard_so_far(who.session, stored.fulfillment_id)
    for event in events:
        if (event.at, event.code, event.text) in heard:
            continue
        await fulfilment.heard(
            who.session,
            tenant_id=who.tenant_id,
            store_id=who.store_id,
            parcel_id=stored.fulfillment_id,
            at=event.at,
            kind=event.code,
            message=event.text,
            actor=who.actor,
            location=event.place or None,
        )
    if events and events[-1].code in _STATES:
        await _move(who, order, stored, _STATES[events[-1].code], now)


async def _move(
    who: Hand, order: Any, stored: PurchaseParcel, wanted: FulfilmentState, now: datetime
) -> None:
    if stored.fulfillment_id is None:
        return
    parcel = await fulfilment.lock(who.session, order.id, stored.fulfillment_id)
    before = FulfilmentState(parcel.status)
    if wanted is before or wanted not in fulfilment.LIFECYCLE.allowed(before):
        return
    await fulfilment.move(who.session, parcel.id, wanted, now)
    await orders.derive(who.session, order.id, now)
    await orders.note(
        who.session,
        tenant_id=who.tenant_id,
        store_id=who.store_id,
        order_id=order.id,
        kind=f"parcel_{wanted}",
        message=_WORDS[wanted],
        actor=who.actor,
        now=now,
        data={"fulfillment_id": str(parcel.id), "status": str(wanted)},
    )
    if wanted is FulfilmentState.DELIVERED:
        stored.delivered_at = now
        await who.kernel.outbox.emit(
            who.session,
            orders.OrderDelivered(
                **orders.told_about(order),
                fulfillment_id=parcel.id,
                carrier=parcel.carrier,
                tracking_number=parcel.tracking_number,
            ),
            tenant_id=who.tenant_id,
            store_id=who.store_id,
            resource_id=order.id,
        )


_WORDS: Final = {
    FulfilmentState.DELIVERED: "The parcel was delivered.",
    FulfilmentState.EXCEPTION: "Something went wrong on the parcel's way.",
    FulfilmentState.RETURNED: "The parcel came back.",
}
