"""Needs and plans as rows: what is wanted of suppliers, and the orders that are to meet it."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.purchasing import repository
from commerce.sourcing.purchasing.models import (
    NeedStatus,
    PurchaseLine,
    PurchaseOrder,
    PurchaseStatus,
    SourcingNeed,
)
from commerce.sourcing.purchasing.moving import note, recount, settle_need
from commerce.sourcing.purchasing.planning import Draft, Wanted
from commerce.sourcing.purchasing.reasons import Reason
from ecomm_core.ids import new_id


async def add_needs(session: AsyncSession, order: Any, items: Sequence[Any], now: datetime) -> None:
    """One need for each item of the order that somebody has to send, however often it is asked."""
    for item in items:
        if item.wanted > 0 and not item.gift_card:
            await repository.add_need(
                session,
                {
                    "tenant_id": order.tenant_id,
                    "id": new_id(),
                    "store_id": order.store_id,
                    "order_id": order.id,
                    "order_item_id": item.id,
                    "variant_id": item.variant_id,
                    "quantity": item.wanted,
                    "reason": Reason.TO_BE_PLANNED.value,
                    "detail": "It is about to be planned.",
                    "due_at": now,
                },
            )


def wanted_of(need: SourcingNeed, title: str) -> Wanted:
    """A need as plans see it."""
    return Wanted(need.id, need.order_item_id, need.variant_id, need.quantity, title)


async def write(
    session: AsyncSession,
    order: Any,
    drafts: Sequence[Draft],
    needs: Mapping[UUID, SourcingNeed],
    now: datetime,
    *,
    grace: bool = True,
    replaces: UUID | None = None,
) -> list[PurchaseOrder]:
    """Purchase orders of drafts; their needs are ordered from then on. `grace` False where the time
    for a change of mind is over."""
    written = []
    for draft in drafts:
        number = await repository.next_number(session, order.tenant_id, order.store_id)
        wait = timedelta(minutes=draft.grace_minutes) if grace else timedelta()
        row = PurchaseOrder(
            tenant_id=order.tenant_id,
            id=new_id(),
            store_id=order.store_id,
            order_id=order.id,
            supplier_id=draft.supplier_id,
            number=number,
            reference=new_reference(number),
            attempt=1,
            status=PurchaseStatus.QUEUED.value,
            warehouse=draft.warehouse,
            method=draft.lane.method,
            method_name=draft.lane.name,
            destination=order.shipping_address["country"],
            min_days=draft.lane.min_days,
            max_days=draft.lane.max_days,
            currency=draft.currency,
            goods=0,
            shipping=0,
            duty=0,
            total=0,
            booked=False,
            refunded=0,
            rate={},
            place_after=now + wait,
            due_at=now + wait,
            looks=0,
            replaces_id=replaces,
            checks=[],
            spend=0,
            cancel_wanted=False,
        )
        lines = [_line(row, place, line) for place, line in enumerate(draft.lines)]
        recount(row, lines)
        session.add(row)
        await session.flush()
        session.add_all(lines)
        for line in draft.lines:
            settle_need(needs[line.wanted.need_id], NeedStatus.ORDERED)
        note(
            session,
            row,
            kind="queued",
            message="Queued." if replaces is None else "Queued to take over.",
            now=now,
            data={"place_after": row.place_after.isoformat(), "total": row.total},
        )
        await session.flush()
        written.append(row)
    return written


def new_reference(number: int) -> str:
    """What the supplier knows an order by: never used twice, short enough for all of them."""
    return f"PO-{number}-{secrets.token_hex(4).upper()}"


def _line(row: PurchaseOrder, place: int, line: Any) -> PurchaseLine:
    return PurchaseLine(
        tenant_id=row.tenant_id,
        store_id=row.store_id,
        purchase_order_id=row.id,
        position=place,
        need_id=line.wanted.need_id,
        order_item_id=line.wanted.order_item_id,
        supplier_variant_id=line.part.supplier_variant_id,
        mapping_id=line.way.mapping_id,
        active=True,
        external_id=line.part.external_id,
        external_sku=line.part.external_sku,
        order_key=line.part.order_key,
        title=line.part.title,
        options=line.part.options,
        quantity=line.quantity,
        max_unit_cost=line.max_unit_cost,
        unit_cost=line.unit_cost,
        goods=line.goods,
        shipping=line.shipping,
        duty=line.duty,
        expected=line.goods + line.shipping + line.duty,
        refunded=0,
    )
