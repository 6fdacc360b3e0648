"""Queries of needs and purchase orders."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.purchasing.models import (
    NeedStatus,
    PurchaseDispute,
    PurchaseDisputeStatus,
    PurchaseEntry,
    PurchaseLine,
    PurchaseOrder,
    PurchaseParcel,
    SourcingNeed,
)
from ecomm_core.money import allocate

FIRST_NUMBER = 1001

_LIVE = PurchaseDispute.status.in_(
    [
        PurchaseDisputeStatus.QUEUED,
        PurchaseDisputeStatus.SENDING,
        PurchaseDisputeStatus.UNKNOWN,
        PurchaseDisputeStatus.OPEN,
    ]
)

_ANY_MAPPING = text("select exists (select 1 from mappings where store_id = :store)")

_ORDER_OF = text("select order_id from purchase_orders where id = :id")

_LOCK_ORDER = text("select 1 from orders where id = :id for no key update")

_ITEMS = text(
    """select i.id, i.variant_id, i.title, i.variant_title,
              i.quantity - i.cancelled_quantity as wanted, i.gift_card
         from order_items i where i.order_id = :order order by i.position"""
)

_SHIPPED = text(
    """select u.order_item_id, sum(u.quantity) as units
         from purchase_parcels p
         join fulfillment_items u on u.tenant_id = p.tenant_id
          and u.fulfilment_id = p.fulfillment_id
        where p.purchase_order_id = :id
        group by u.order_item_id"""
)

_ADD_NEED = text(
    """insert into sourcing_needs
         (tenant_id, id, store_id, order_id, order_item_id, variant_id, quantity, status, reason,
          detail, due_at)
       values (:tenant_id, :id, :store_id, :order_id, :order_item_id, :variant_id, :quantity,
               'waiting', :reason, :detail, :due_at)
       on conflict (tenant_id, order_item_id) do nothing"""
)

_NUMBER = text(
    """insert into purchase_numbers as n (tenant_id, store_id, value)
       values (:tenant, :store, :first)
       on conflict (tenant_id, store_id) do update set value = n.value + 1
       returning value"""
)

_SPEND = text(
    """insert into supplier_spend as s (tenant_id, supplier_id, day, store_id, amount)
       values (:tenant, :supplier, :day, :store, :amount)
       on conflict (tenant_id, supplier_id, day) do update set amount = s.amount + :amount
        where cast(:cap as bigint) is null or s.amount + :amount <= :cap
       returning amount"""
)

_UNSPEND = text(
    """update supplier_spend set amount = greatest(amount - :amount, 0)
        where supplier_id = :supplier and day = :day"""
)


async def any_mapping(session: AsyncSession, store_id: UUID) -> bool:
    """Whether the store names a supplier for anything it sells."""
    return bool(await session.scalar(_ANY_MAPPING, {"store": store_id}))


async def order_items(session: AsyncSession, order_id: UUID) -> list[Row[Any]]:
    """The order's items with the units that are still wanted."""
    return list((await session.execute(_ITEMS, {"order": order_id})).all())


async def add_need(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write an item's need, unless it has one."""
    await session.execute(_ADD_NEED, values)


async def needs_of(session: AsyncSession, order_id: UUID) -> list[SourcingNeed]:
    """The order's needs, locked."""
    found = await session.scalars(
        select(SourcingNeed)
        .where(SourcingNeed.order_id == order_id)
        .order_by(SourcingNeed.id)
        .with_for_update()
    )
    return list(found)


async def need_of(session: AsyncSession, need_id: UUID) -> Row[UUID, UUID] | None:
    """The order and store a need is of."""
    query = select(SourcingNeed.order_id, SourcingNeed.store_id).where(SourcingNeed.id == need_id)
    return (await session.execute(query)).first()


async def named(
    session: AsyncSession, supplier_id: UUID, *, reference: str, supplier_ref: str
) -> UUID | None:
    """The account's purchase order of our reference, or of the supplier's number."""
    mine = PurchaseOrder.reference == reference if reference else None
    theirs = PurchaseOrder.supplier_ref == supplier_ref if supplier_ref else None
    wanted = mine if mine is not None else theirs
    if wanted is None:
        return None
    query = select(PurchaseOrder.id).where(PurchaseOrder.supplier_id == supplier_id, wanted)
    found: UUID | None = await session.scalar(query.limit(1))
    return found


async def status_of(session: AsyncSession, purchase_id: UUID) -> str | None:
    """A purchase order's state as it is now, not locked."""
    found: str | None = await session.scalar(
        select(PurchaseOrder.status).where(PurchaseOrder.id == purchase_id)
    )
    return found


async def due_later(session: AsyncSession, purchase_id: UUID, at: datetime) -> None:
    """Look at a purchase order again later: it could not be looked at now."""
    await session.execute(
        update(PurchaseOrder).where(PurchaseOrder.id == purchase_id).values(due_at=at)
    )


async def count_entries(session: AsyncSession, purchase_id: UUID, kind: str) -> int:
    """How often something was written of a purchase order."""
    query = select(func.count()).where(
        PurchaseEntry.purchase_order_id == purchase_id, PurchaseEntry.kind == kind
    )
    return int(await session.scalar(query) or 0)


async def shipped_by(session: AsyncSession, purchase_id: UUID) -> dict[UUID, int]:
    """Order item -> units in parcels made of this purchase order's."""
    rows = await session.execute(_SHIPPED, {"id": purchase_id})
    return {row.order_item_id: int(row.units) for row in rows}


async def order_of(session: AsyncSession, purchase_id: UUID) -> UUID | None:
    """The customer order a purchase order is for."""
    found: UUID | None = await session.scalar(_ORDER_OF, {"id": purchase_id})
    return found


async def lock(session: AsyncSession, purchase_id: UUID) -> PurchaseOrder | None:
    """A purchase order, kept from others until the transaction ends."""
    found: PurchaseOrder | None = await session.scalar(
        select(PurchaseOrder).where(PurchaseOrder.id == purchase_id).with_for_update()
    )
    return found


async def lock_with_order(
    session: AsyncSession, order_id: UUID, purchase_id: UUID
) -> PurchaseOrder | None:
    """The same after its customer order's row: whoever locks both takes that one first."""
    await session.execute(_LOCK_ORDER, {"id": order_id})
    return await lock(session, purchase_id)


async def of_order(session: AsyncSession, order_id: UUID) -> list[PurchaseOrder]:
    """All purchase orders of a customer order, locked, the first first."""
    found = await session.scalars(
        select(PurchaseOrder)
        .where(PurchaseOrder.order_id == order_id)
        .order_by(PurchaseOrder.number)
        .with_for_update()
    )
    return list(found)


async def lines(
    session: AsyncSession, purchase_ids: Sequence[UUID], *, active: bool | None = None
) -> list[PurchaseLine]:
    """Lines of purchase orders in their order; `active` limits them to those that count or not."""
    query = select(PurchaseLine).where(PurchaseLine.purchase_order_id.in_(purchase_ids))
    if active is not None:
        query = query.where(PurchaseLine.active.is_(active))
    ordered = query.order_by(PurchaseLine.purchase_order_id, PurchaseLine.position)
    return list(await session.scalars(ordered))


async def lines_of_needs(session: AsyncSession, need_ids: Sequence[UUID]) -> list[PurchaseLine]:
    """Whatever was ever bought for these needs."""
    found = await session.scalars(
        select(PurchaseLine).where(PurchaseLine.need_id.in_(need_ids)).order_by(PurchaseLine.id)
    )
    return list(found)


async def parcels(session: AsyncSession, purchase_id: UUID) -> list[PurchaseParcel]:
    """Parcels that a supplier told of, the first first."""
    found = await session.scalars(
        select(PurchaseParcel)
        .where(PurchaseParcel.purchase_order_id == purchase_id)
        .order_by(PurchaseParcel.first_seen_at, PurchaseParcel.id)
    )
    return list(found)


async def next_number(session: AsyncSession, tenant_id: UUID, store_id: UUID) -> int:
    """The store's next purchase order number."""
    values = {"tenant": tenant_id, "store": store_id, "first": FIRST_NUMBER}
    return int(await session.scalar(_NUMBER, values) or 0)


async def spend(
    session: AsyncSession, row: PurchaseOrder, *, amount: int, cap: int | None, day: date
) -> bool:
    """Count an amount against the day's cap of the account; False when it does not fit. One
    conditional statement: two that race cannot both take the last of it."""
    if cap is not None and amount > cap:
        return False
    values = {
        "tenant": row.tenant_id,
        "supplier": row.supplier_id,
        "day": day,
        "store": row.store_id,
        "amount": amount,
        "cap": cap,
    }
    return (await session.execute(_SPEND, values)).first() is not None


async def unspend(session: AsyncSession, supplier_id: UUID, day: date, amount: int) -> None:
    """Take an amount off a day again."""
    await session.execute(_UNSPEND, {"supplier": supplier_id, "day": day, "amount": amount})


async def waiting_count(session: AsyncSession, store_id: UUID, now: datetime) -> int:
    """Needs that wait for somebody: not those that time alone mends."""
    query = select(func.count()).where(
        SourcingNeed.store_id == store_id,
        SourcingNeed.status == NeedStatus.WAITING,
        (SourcingNeed.due_at.is_(None)) | (SourcingNeed.due_at < now),
    )
    return int(await session.scalar(query) or 0)


async def purchase_of_dispute(session: AsyncSession, dispute_id: UUID) -> UUID | None:
    """The purchase order a complaint is about."""
    found: UUID | None = await session.scalar(
        select(PurchaseDispute.purchase_order_id).where(PurchaseDispute.id == dispute_id)
    )
    return found


async def lock_dispute(session: AsyncSession, dispute_id: UUID) -> PurchaseDispute | None:
    """A complaint, kept from others until the transaction ends; after its purchase order."""
    found: PurchaseDispute | None = await session.scalar(
        select(PurchaseDispute).where(PurchaseDispute.id == dispute_id).with_for_update()
    )
    return found


async def dispute_later(session: AsyncSession, dispute_id: UUID, at: datetime) -> None:
    """Look at a complaint again later: it could not be looked at now."""
    await session.execute(
        update(PurchaseDispute).where(PurchaseDispute.id == dispute_id).values(due_at=at)
    )


async def open_disputes(session: AsyncSession, purchase_id: UUID) -> list[UUID]:
    """Complaints about a purchase order that have not ended."""
    found = await session.scalars(
        select(PurchaseDispute.id)
        .where(PurchaseDispute.purchase_order_id == purchase_id, _LIVE)
        .order_by(PurchaseDispute.id)
    )
    return list(found)


async def has_open_dispute(session: AsyncSession, purchase_id: UUID) -> bool:
    """Whether the supplier thinks about a complaint."""
    query = select(PurchaseDispute.id).where(
        PurchaseDispute.purchase_order_id == purchase_id,
        PurchaseDispute.status == PurchaseDisputeStatus.OPEN,
    )
    return await session.scalar(query.limit(1)) is not None


async def disputed_amount(session: AsyncSession, purchase_id: UUID) -> int:
    """What complaints that have not ended want back and did not get yet."""
    query = select(func.sum(PurchaseDispute.amount - PurchaseDispute.refunded)).where(
        PurchaseDispute.purchase_order_id == purchase_id, _LIVE
    )
    return int(await session.scalar(query) or 0)


async def given_back(session: AsyncSession, purchase_id: UUID) -> dict[UUID, int]:
    """Purchase line -> what complaints about it brought; each over its lines by what was wanted."""
    rows = await session.execute(
        select(PurchaseDispute.lines, PurchaseDispute.refunded)
        .where(PurchaseDispute.purchase_order_id == purchase_id, PurchaseDispute.refunded > 0)
        .order_by(PurchaseDispute.id)
    )
    found: dict[UUID, int] = {}
    for lines, refunded in rows:
        parts = allocate(refunded, [line["amount"] for line in lines])
        for line, part in zip(lines, parts, strict=True):
            line_id = UUID(line["line_id"])
            found[line_id] = found.get(line_id, 0) + part
    return found
