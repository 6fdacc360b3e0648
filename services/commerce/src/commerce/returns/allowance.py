"""What of an order can still go back, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders import refund_rows
from commerce.reads.order_view import OrderRows, load_order
from commerce.returns import repository
from commerce.returns.schemas import ReturnPolicyOut

WITHDRAWAL: Final = timedelta(days=14)
"""From the day the last good arrived (Directive 2011/83/EU, article 9)."""

DEFAULT: Final = ReturnPolicyOut(self_service=True, window_days=30, instructions="")


@dataclass(frozen=True, slots=True)
class Allowance:
    """Order item -> units that can be returned (they shipped), and that can be withdrawn from (they
    were not paid back). Times are None where nothing has arrived, and no window has begun."""

    self_service: bool
    instructions: str
    within_window: bool
    may_withdraw: bool
    return_until: datetime | None
    withdraw_until: datetime | None
    returnable: Mapping[UUID, int]
    withdrawable: Mapping[UUID, int]


async def policy(session: AsyncSession, store_id: UUID) -> ReturnPolicyOut:
    """What the store promises; 30 days and self-service where it never said."""
    row = await repository.policy(session, store_id)
    return ReturnPolicyOut(**row) if row is not None else DEFAULT


async def allowance(
    session: AsyncSession, store_id: UUID, order_id: UUID, now: datetime
) -> Allowance:
    """Of an order that exists."""
    promised = await policy(session, store_id)
    rows = await load_order(session, order_id)
    if rows is None:
        raise LookupError("the caller has found the order")
    spoken = await repository.spoken_for(session, order_id)
    returnable, withdrawable = {}, {}
    for item in await refund_rows.item_rows(session, order_id):
        out, every = spoken.get(item.id, (0, 0))
        # What was sent for something else is not an amount of its own: the merchant handles it.
        own = item.replaces_item_id is None
        came = item.fulfilled_quantity - item.returned_quantity - out
        returnable[item.id] = max(came, 0) if own else 0
        left = item.quantity - item.refunded_quantity - every
        withdrawable[item.id] = max(left, 0) if own else 0
    left_house, arrived = _last(rows)
    return_until = _after(left_house, timedelta(days=promised.window_days))
    withdraw_until = _after(arrived, WITHDRAWAL)
    live = rows.status in ("open", "on_hold", "completed")
    return Allowance(
        self_service=promised.self_service,
        instructions=promised.instructions,
        within_window=live and return_until is not None and now <= return_until,
        may_withdraw=live and (withdraw_until is None or now <= withdraw_until),
        return_until=return_until,
        withdraw_until=withdraw_until,
        returnable=returnable,
        withdrawable=withdrawable,
    )


def _last(rows: OrderRows) -> tuple[datetime | None, datetime | None]:
    """(when the last parcel arrived, or else left; when the last one arrived, once all have)."""
    sent = [p for p in rows.parcels if p["shipped_at"] is not None]
    times = [datetime.fromisoformat(p["delivered_at"] or p["shipped_at"]) for p in sent]
    return (max(times) if times else None), rows.delivered_at


def _after(start: datetime | None, days: timedelta) -> datetime | None:
    return start + days if start is not None else None
