"""A return ends: money back for what arrived, or other goods for it."""

from datetime import datetime
from uuid import UUID

from commerce.flows.refund_draft import ReturnedLine
from commerce.flows.refund_order import Actor, draft, make
from commerce.orders import service as orders
from commerce.orders.refund_schemas import RefundIn, RefundLineIn
from commerce.returns import service
from commerce.returns.errors import NothingReceived, ReturnNotFound
from commerce.returns.schemas import CompleteIn
from commerce.returns.service import Hand, ReturnKind, ReturnStatus
from ecomm_core.api.schemas import Money
from ecomm_core.errors import Invalid


async def complete_return(
    hand: Hand, order_id: UUID, return_id: UUID, body: CompleteIn, now: datetime
) -> None:
    """Refund what arrived (with `keep` all of it, arrived or not) and close the return. Units of a
    withdrawal that have not shipped are paid back and never ship. Lines that are exchanged are not
    refunded: what their replacements cost less is, and replacements for what never came back are
    let go where they have not shipped. Where a difference was to be paid and was not, the line is
    refunded after all.

    Raises ReturnNotFound (404), IllegalTransition, NothingReceived, DraftBeingPaid, ExchangeSold
    and what a refund refuses (409), Invalid (422).
    """
    order = await orders.lock(hand.session, hand.store_id, order_id)
    found = await service.lock(hand, return_id)
    service.LIFECYCLE.check(ReturnStatus(found.status), ReturnStatus.COMPLETED)
    row = await service.find(hand.session, hand.store_id, return_id)
    if row is None:
        raise ReturnNotFound
    waiting = {
        item.id: item.quantity - item.fulfilled_quantity - item.cancelled_quantity
        for item in await orders.items(hand.session, order_id)
    }
    withdrawn = found.kind == ReturnKind.WITHDRAWAL
    swapped = await service.exchanged(hand.session, return_id)
    due: dict[UUID, int] = {}
    unsent: set[UUID] = set()
    for line in row["lines"]:
        item = UUID(line["item_id"])
        never = min(waiting.get(item, 0), line["quantity"] - line["received"]) if withdrawn else 0
        units = line["quantity"] if body.keep else line["received"] + never
        if units:
            due[item] = units
        if never:
            unsent.add(item)
    if not due:
        raise NothingReceived
    if swapped:
        await service.take_back_unsent(hand, found, due, now)
    charged = await service.close(hand, found, due, now)
    money = {
        item: charged.repaid.get(item, 0) if item in swapped else units
        for item, units in due.items()
    }
    exchanged = money != due
    lines: list[RefundLineIn] = [
        ReturnedLine.model_construct(
            item_id=item, quantity=units, restock=True, shipped_only=item not in unsent
        )
        for item, units in money.items()
        if units
    ]
    less = await service.settle(hand.session, return_id, due) + charged.unused
    fee = body.fee.amount if body.fee is not None else 0
    if body.fee is not None and body.fee.currency != order.currency:
        raise Invalid.on_field("fee.currency", f"This order is in {order.currency}.")
    shipping = body.shipping is not None and body.shipping.amount > 0
    if not lines and not shipping and less <= fee:
        if fee > less:
            raise Invalid.on_field("fee", "More than goes back.")
        outcome = {"refund_id": None, "exchanged": True}
        await service.move(hand, found, ReturnStatus.COMPLETED, now, outcome=outcome)
        return
    wish = RefundIn.model_construct(
        lines=lines,
        shipping=body.shipping,
        adjustment=Money(amount=less - fee, currency=order.currency) if less != fee else None,
        reason="withdrawal" if withdrawn else "customer",
        note=None,
    )
    who = Actor(hand.kernel, hand.session, hand.tenant_id, hand.store_id, hand.actor)
    refund_id = await make(who, await draft(hand.session, order, wish), wish, now)
    await service.move(
        hand,
        found,
        ReturnStatus.COMPLETED,
        now,
        outcome={"refund_id": str(refund_id), "exchanged": exchanged},
    )
