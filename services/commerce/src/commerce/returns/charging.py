"""Exchanges for something dearer: the shopper pays the difference by a draft of its own.

When the return is approved, a draft order sells what is wanted, less what was paid for the goods
that go back. Its order takes the difference and ships the goods; of the first order nothing is paid
back, because its money stands for them. Where nobody pays until the return is completed, the draft
ends and what arrived is refunded like any other return.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from commerce.inventory.service import OutOfStock
from commerce.orders import refund_rows
from commerce.orders import service as orders
from commerce.orders.drafts import exchanges
from commerce.orders.drafts import service as drafts
from commerce.orders.drafts.models import DraftStatus
from commerce.orders.refunding import line_share
from commerce.orders.view import return_name
from commerce.reads.exchange_choices import exchange_variants
from commerce.returns import replacements, repository
from commerce.returns.errors import ExchangeSold
from commerce.returns.hand import Hand
from commerce.stores.contexts import StoreContext
from ecomm_core.money import divide_rounding

__all__ = ["Closed", "charge", "close", "let_go"]


@dataclass(frozen=True, slots=True)
class Closed:
    """How a return's charged exchanges ended. `repaid`: replaced item -> units that become money
    after all. `unused`: what of the money of the others their order did not need, because it cost
    less when it was paid; it goes back."""

    repaid: Mapping[UUID, int] = field(default_factory=dict)
    unused: int = 0


async def charge(context: StoreContext, order: Any, found: Any, now: datetime) -> UUID | None:
    """The draft by which a locked return's dearer goods are paid; None where it has none.

    Raises OutOfStock, TooManyDrafts, DraftIncomplete (409).
    """
    session = context.session
    rows = await _charged(context, found.id)
    if not rows:
        return None
    items = {item.id: item for item in await refund_rows.item_rows(session, order.id)}
    units: dict[UUID, int] = {}
    worth = 0
    for row in rows:
        units[row["variant_id"]] = units.get(row["variant_id"], 0) + row["quantity"]
        item = items[row["order_item_id"]]
        left = item.quantity - item.refunded_quantity
        paid = line_share(item.sold, min(row["quantity"], left))
        # As the store shows prices: a discount comes off before tax where tax is added.
        worth += paid.gross if order.tax_inclusive else paid.net
    await _refuse_short(context, units, now)
    shown = await repository.one(session, context.store_id, found.id)
    name = return_name(order.number, shown["sequence"] if shown is not None else 0)
    draft_id = await exchanges.prepare(context, order, name=name, units=units, worth=worth, now=now)
    await repository.charged_by(session, found.id, draft_id)
    draft = await drafts.get(session, context.store_id, draft_id)
    await orders.note(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        order_id=order.id,
        kind="exchange_charged",
        message="The customer was asked to pay the difference of an exchange.",
        actor=context.actor,
        now=now,
        data={
            "return_id": str(found.id),
            "draft_id": str(draft_id),
            "name": drafts.name_of(draft),
            "amount": draft.total,
            "currency": draft.currency,
        },
    )
    return draft_id


async def let_go(hand: Hand, found: Any, now: datetime) -> None:
    """A locked return is cancelled: nobody shall pay for its exchange any more. Raises ExchangeSold
    where somebody has, and DraftBeingPaid (409)."""
    if found.exchange_draft_id is None:
        return
    draft = await drafts.locked(hand.session, hand.store_id, found.exchange_draft_id)
    sold = await exchanges.sold(hand.session, draft)
    if sold is not None and any((await _live(hand, sold)).values()):
        raise _sold(sold)
    if draft.status != DraftStatus.OPEN:
        await exchanges.let_go(hand.session, draft, now)


async def close(hand: Hand, found: Any, due: Mapping[UUID, int], now: datetime) -> Closed:
    """A locked return is completed; `due` (item -> units) is what counts as back.

    What was paid for and is still sold stays an exchange, the rest becomes money. Raises
    DraftBeingPaid, and ExchangeSold where more was sold than is back (409).
    """
    if found.exchange_draft_id is None:
        return Closed()
    session = hand.session
    draft = await drafts.locked(session, hand.store_id, found.exchange_draft_id)
    sold = await exchanges.sold(session, draft)
    if draft.status != DraftStatus.OPEN:
        await exchanges.let_go(session, draft, now)
    live = await _live(hand, sold) if sold is not None else {}
    items = {item.id: item for item in await refund_rows.item_rows(session, found.order_id)}
    repaid: dict[UUID, int] = {}
    dropped: dict[UUID, int] = {}
    stood_for = 0
    for row in await _charged(hand, found.id):
        item, back = row["order_item_id"], due.get(row["order_item_id"], 0)
        kept = min(live.get(row["variant_id"], 0), row["quantity"])
        live[row["variant_id"]] = live.get(row["variant_id"], 0) - kept
        if kept > back:
            raise _sold(sold)
        if kept:
            left = items[item].quantity - items[item].refunded_quantity
            stood_for += line_share(items[item].sold, min(kept, left)).gross
        if back > kept:
            repaid[item] = back - kept
        if row["quantity"] > kept:
            dropped[item] = row["quantity"] - kept
    await replacements.drop(session, found.id, dropped)
    if not stood_for:
        return Closed(repaid)
    worth = int(draft.discount["amount"]["amount"])
    unused = max(worth - await exchanges.used(session, draft), 0)
    return Closed(repaid, divide_rounding(stood_for * unused, worth) if worth else 0)


async def _charged(who: Hand | StoreContext, return_id: UUID) -> Sequence[Mapping[str, Any]]:
    rows = await replacements.of_return(who.session, return_id)
    return [row for row in rows if row["charged"]]


async def _live(hand: Hand, order: Any) -> dict[UUID, int]:
    """Variant -> units of an order that were not paid back."""
    found: dict[UUID, int] = {}
    for item in await refund_rows.item_rows(hand.session, order.id):
        left = item.quantity - item.refunded_quantity
        found[item.variant_id] = found.get(item.variant_id, 0) + left
    return found


async def _refuse_short(context: StoreContext, units: Mapping[UUID, int], now: datetime) -> None:
    variants = await exchange_variants(context.session, context.store_id, now, ids=sorted(units))
    left = {variant.id: variant.available for variant in variants}
    short = [
        {
            "field": None,
            "code": OutOfStock.code,
            "message": OutOfStock.message,
            "variant_id": str(variant),
            "available": left.get(variant, 0) or 0,
            "wanted": count,
        }
        for variant, count in units.items()
        if (available := left.get(variant, 0)) is not None and available < count
    ]
    if short:
        raise OutOfStock(details=short)


def _sold(order: Any) -> ExchangeSold:
    return ExchangeSold(
        details=[
            {
                "field": None,
                "code": ExchangeSold.code,
                "message": ExchangeSold.message,
                "order_id": str(order.id),
                "number": order.number,
            }
        ]
    )
