"""What an order keeps of the draft it was made from: tags, the note, and where it came from."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders import editing
from commerce.orders import service as orders
from commerce.orders.drafts import service as drafts
from commerce.reads.checkout_case import CheckoutCase


async def take_over_draft(
    session: AsyncSession, case: CheckoutCase, draft_id: UUID, order_id: UUID, now: datetime
) -> None:
    """In the order's transaction. Raises DraftNotFound."""
    row = await drafts.became(session, draft_id, order_id, case.store_id, now)
    await editing.inherit(
        session,
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        order_id=order_id,
        tags=row.tags,
        note=row.note,
        actor=row.actor,
        now=now,
    )
    await orders.note(
        session,
        tenant_id=case.tenant_id,
        store_id=case.store_id,
        order_id=order_id,
        kind="from_draft",
        message=f"Made from draft {drafts.name_of(row)}.",
        actor=row.actor,
        now=now,
        data={"draft_id": str(draft_id), "name": drafts.name_of(row)},
    )
    if row.exchange_order_id is not None:
        await _tell_exchange(session, case, row, order_id, now)


async def _tell_exchange(
    session: AsyncSession, case: CheckoutCase, row: Any, order_id: UUID, now: datetime
) -> None:
    """Both orders say what the other is: one has the difference, one the rest of the money."""
    first = row.exchange_order_id
    numbers = await orders.numbers(session, case.store_id, [first, order_id])
    words = {
        first: ("exchange_paid", f"The difference was paid: order {numbers[order_id]}.", order_id),
        order_id: (
            "exchange_of",
            f"In exchange for goods of order {numbers[first]}, which paid the rest.",
            first,
        ),
    }
    for order, (kind, message, other) in words.items():
        await orders.note(
            session,
            tenant_id=case.tenant_id,
            store_id=case.store_id,
            order_id=order,
            kind=kind,
            message=message,
            actor=row.actor,
            now=now,
            data={"order_id": str(other), "number": numbers[other]},
        )
