"""Returns: the public face of this folder. What crosses into money and new goods is a flow."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from commerce.inventory import service as inventory
from commerce.orders import refund_rows
from commerce.orders import service as orders
from commerce.orders.refund_rows import ItemRow
from commerce.returns import charging, exchanging, repository
from commerce.returns.allowance import Allowance, allowance, policy
from commerce.returns.charging import close
from commerce.returns.errors import (
    NoSelfService,
    NotReturnable,
    ReturnNotFound,
    ReturnWindowOver,
)
from commerce.returns.exchanging import (
    Difference,
    choices,
    exchanged,
    settle,
    take_back_unsent,
)
from commerce.returns.hand import Hand
from commerce.returns.models import ReturnKind, ReturnStatus
from commerce.returns.repository import of_order, page, set_policy
from commerce.returns.repository import one as find
from commerce.returns.schemas import ReceivedLineIn, ReturnLineIn
from commerce.returns.states import LIFECYCLE, OPEN
from ecomm_core import audit
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id

__all__ = [
    "LIFECYCLE",
    "OPEN",
    "Allowance",
    "Hand",
    "ReturnKind",
    "ReturnStatus",
    "allowance",
    "choices",
    "close",
    "exchanged",
    "find",
    "lock",
    "move",
    "of_order",
    "page",
    "policy",
    "receive",
    "request",
    "set_policy",
    "settle",
    "take_back_unsent",
]

WORDS = {
    ReturnStatus.DECLARED: "A withdrawal was begun.",
    ReturnStatus.REQUESTED: "A return was requested.",
    ReturnStatus.APPROVED: "A return was approved.",
    ReturnStatus.DECLINED: "A return was declined.",
    ReturnStatus.RECEIVED: "Returned goods arrived.",
    ReturnStatus.COMPLETED: "A return was completed.",
    ReturnStatus.CANCELLED: "A return was cancelled.",
}


async def request(
    hand: Hand,
    order: Any,
    lines: Sequence[ReturnLineIn] | None,
    *,
    kind: ReturnKind,
    status: ReturnStatus,
    now: datetime,
    name: str | None = None,
    email: str | None = None,
    message: str | None = None,
    in_person: bool = False,
    difference: Difference = "refuse",
) -> UUID:
    """Write a return of a locked order; its id. `lines` None is everything that can go back;
    `in_person` lifts the store's own limits, for its merchant; `difference` says what of
    replacements that cost more than was paid.

    Raises NoSelfService, ReturnWindowOver, NotReturnable, ExchangeCostsMore, OutOfStock (409) and
    Invalid (422).
    """
    found = await allowance(hand.session, hand.store_id, order.id, now)
    if kind is ReturnKind.WITHDRAWAL:
        _refuse_exchange(lines or ())
        if not found.may_withdraw:
            raise ReturnWindowOver
        left = found.withdrawable
    else:
        if not in_person:
            if not found.self_service:
                raise NoSelfService
            if not found.within_window:
                raise ReturnWindowOver
        left = found.returnable
    units = _units(lines, left)
    planned = await exchanging.plan(hand, order.id, lines or (), now, difference=difference)
    return_id = new_id()
    reasons = {line.item_id: line.reason for line in lines or ()}
    await repository.insert(
        hand.session,
        {
            "tenant_id": hand.tenant_id,
            "id": return_id,
            "store_id": hand.store_id,
            "order_id": order.id,
            "kind": kind,
            "status": status,
            "actor": hand.actor,
            "name": name,
            "email": email,
            "message": message,
            "instructions": None,
            "now": now,
            "items": list(units),
            "quantities": [units[item] for item in units],
            "reasons": [reasons.get(item, "other") for item in units],
        },
    )
    await exchanging.write(hand, return_id, planned, difference)
    if status is not ReturnStatus.DECLARED:
        await say(hand, order.id, return_id, status, now)
    return return_id


async def lock(hand: Hand, return_id: UUID) -> Any:
    """A return's row, kept from others. Raises ReturnNotFound (404). Lock its order first."""
    row = await repository.lock(hand.session, hand.store_id, return_id)
    if row is None:
        raise ReturnNotFound
    return row


async def move(hand: Hand, found: Any, wanted: ReturnStatus, now: datetime, **fields: Any) -> None:
    """Move a locked return and say so; the order's statuses follow. With its approval replacements
    are set aside; when it is cancelled they are let go.

    Raises IllegalTransition, OutOfStock, ReplacementSent, ExchangeSold, DraftBeingPaid (409).
    """
    LIFECYCLE.check(ReturnStatus(found.status), wanted)
    if wanted is ReturnStatus.APPROVED:
        await exchanging.set_aside(hand, found, now)
    elif wanted is ReturnStatus.CANCELLED:
        await charging.let_go(hand, found, now)
        await take_back_unsent(hand, found, {}, now)
    await repository.move(hand.session, found.id, wanted, now, **fields)
    await say(hand, found.order_id, found.id, wanted, now, fields)
    await orders.derive(hand.session, found.order_id, now)


async def receive(hand: Hand, found: Any, lines: Sequence[ReceivedLineIn], now: datetime) -> None:
    """Goods of an approved return arrived: they count as returned, and where wanted they are on
    sale again. Raises IllegalTransition (409), Invalid (422)."""
    LIFECYCLE.check(ReturnStatus(found.status), ReturnStatus.RECEIVED)
    row = await repository.one(hand.session, hand.store_id, found.id)
    expected = {UUID(line["item_id"]): line["quantity"] for line in row["lines"]} if row else {}
    items = {item.id: item for item in await refund_rows.item_rows(hand.session, found.order_id)}
    back: dict[UUID, int] = {}
    for place, line in enumerate(lines):
        most = expected.pop(line.item_id, None)
        if most is None:
            raise Invalid.on_field(f"lines.{place}.item_id", "Not in this return.")
        item = items[line.item_id]
        most = min(most, item.fulfilled_quantity - item.returned_quantity)
        if line.received > most:
            raise Invalid.on_field(f"lines.{place}.received", f"At most {most} can have come back.")
        back[line.item_id] = line.received
    if not any(back.values()):
        raise Invalid.on_field("lines", "Say what arrived.")
    await repository.received(
        hand.session,
        found.id,
        [(line.item_id, line.received, line.condition, line.restock) for line in lines],
    )
    came = {item: count for item, count in back.items() if count}
    wanted = {line.item_id for line in lines if line.restock}
    restocked = {item: count for item, count in came.items() if item in wanted}
    await refund_rows.count_units(
        hand.session, found.order_id, cancelled={}, returned=came, restocked=restocked, now=now
    )
    on_sale = _per_variant(items, restocked)
    if on_sale:
        await inventory.take_back(
            hand.session,
            outbox=hand.kernel.outbox,
            store_id=hand.store_id,
            quantities=on_sale,
            actor=hand.actor,
            reference=f"return:{found.id}",
            now=now,
        )
    await move(hand, found, ReturnStatus.RECEIVED, now)


async def say(
    hand: Hand,
    order_id: UUID,
    return_id: UUID,
    status: ReturnStatus,
    now: datetime,
    fields: Mapping[str, Any] | None = None,
) -> None:
    """Into the order's timeline and the audit log."""
    facts = {"return_id": str(return_id), "status": str(status), **dict(fields or {})}
    await orders.note(
        hand.session,
        tenant_id=hand.tenant_id,
        store_id=hand.store_id,
        order_id=order_id,
        kind=f"return_{status}",
        message=WORDS[status],
        actor=hand.actor,
        now=now,
        data=facts,
    )
    await audit.record(
        hand.session,
        tenant_id=hand.tenant_id,
        store_id=hand.store_id,
        actor=hand.actor,
        action=f"return.{status}",
        resource_type="return",
        resource_id=return_id,
        after=facts,
    )


def _refuse_exchange(lines: Sequence[ReturnLineIn]) -> None:
    for place, line in enumerate(lines):
        if line.exchange_variant_id is not None:
            field = f"lines.{place}.exchange_variant_id"
            raise Invalid.on_field(field, "A withdrawal gives money back, not other goods.")


def _units(lines: Sequence[ReturnLineIn] | None, left: Mapping[UUID, int]) -> dict[UUID, int]:
    if lines is None:
        everything = {item: count for item, count in left.items() if count > 0}
        if not everything:
            raise NotReturnable
        return everything
    units: dict[UUID, int] = {}
    for place, line in enumerate(lines):
        if line.item_id not in left:
            raise Invalid.on_field(f"lines.{place}.item_id", "Not an item of this order.")
        if line.item_id in units:
            raise Invalid.on_field(f"lines.{place}.item_id", "This item is named twice.")
        if line.quantity > left[line.item_id]:
            raise NotReturnable(
                details=[
                    {
                        "field": f"lines.{place}.quantity",
                        "code": NotReturnable.code,
                        "message": NotReturnable.message,
                        "item_id": str(line.item_id),
                        "left": left[line.item_id],
                        "wanted": line.quantity,
                    }
                ]
            )
        units[line.item_id] = line.quantity
    if not units:
        raise Invalid.on_field("lines", "Name what goes back.")
    return units


def _per_variant(items: Mapping[UUID, ItemRow], units: Mapping[UUID, int]) -> dict[UUID, int]:
    result: dict[UUID, int] = {}
    for item, count in units.items():
        variant = items[item].variant_id
        result[variant] = result.get(variant, 0) + count
    return result
