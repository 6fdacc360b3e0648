"""Give money of an order back: figures from what is stored, goods where the merchant wants them,
and a pending refund per tender before anybody is asked (R6.5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.refund_draft import Draft, draft, paid_by
from commerce.flows.refund_mail import tell_shopper
from commerce.inventory import service as inventory
from commerce.orders import refund_rows
from commerce.orders import service as orders
from commerce.orders.papers import OrderRefundStatus
from commerce.orders.refund_schemas import RefundIn
from commerce.orders.refund_split import RefundPart
from commerce.payments import service as payments
from commerce.payments.disputes import service as disputes
from commerce.promotions import service as promotions
from commerce.promotions.tenders import TenderKind
from ecomm_core import audit
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

__all__ = ["Actor", "Draft", "draft", "make", "paid_by"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it, where."""

    kernel: Kernel
    session: AsyncSession
    tenant_id: UUID
    store_id: UUID
    name: str


async def make(
    who: Actor, found: Draft, body: RefundIn, now: datetime, *, told: bool = True
) -> UUID:
    """Write the refund, move the goods and ask for the money; the refund's id. `told` False where
    the shopper and the timeline hear of it as part of something else, such as a cancellation."""
    refund_id = new_id()
    order, session = found.order, who.session
    asks = [part for part in found.parts if part.kind is TenderKind.PROVIDER]
    status = OrderRefundStatus.PENDING if asks else OrderRefundStatus.SUCCEEDED
    restocked = {line.item_id: _on_sale(found, line.item_id) for line in body.lines}
    await refund_rows.insert_refund(
        session,
        {
            "tenant_id": who.tenant_id,
            "id": refund_id,
            "store_id": who.store_id,
            "order_id": order.id,
            "status": status,
            "currency": order.currency,
            "reason": body.reason,
            "note": body.note,
            "actor": who.name,
            "now": now,
        },
        found.sums,
        found.units,
        restocked,
        found.parts,
    )
    await _move_goods(who, found, now)
    for part in found.parts:
        await _give(who, found, part, refund_id, body.reason, now)
    if told:
        await _note(who, found, body, refund_id, now)
        await tell_shopper(who.kernel, session, order, refund_id, found.sums, found.units)
    if not asks:
        await balances_went_back(who, order, now)
    await orders.derive(session, order.id, now)
    return refund_id


async def balances_went_back(who: Actor, order: Any, now: datetime) -> None:
    """No provider is asked: the payment status follows at once, and the world is told."""
    tenders = await paid_by(who.session, order.id)
    captured = sum(tender.captured for tender in tenders.paid)
    refunded = sum(tender.refunded for tender in tenders.paid)
    refunded = min(refunded + await disputes.lost(who.session, order.id), captured)
    status = orders.payment_status(total=order.total, captured=captured, refunded=refunded)
    await orders.set_payment_status(who.session, order.id, status, now)
    await who.kernel.outbox.emit(
        who.session,
        orders.OrderRefunded(**orders.told_about(order), refunded=refunded),
        tenant_id=who.tenant_id,
        store_id=who.store_id,
        resource_id=order.id,
    )


async def _give(
    who: Actor, found: Draft, part: RefundPart, refund_id: UUID, reason: str, now: datetime
) -> None:
    order = found.order
    if part.kind is TenderKind.PROVIDER:
        await payments.request_refund(
            who.kernel,
            who.session,
            tenant_id=who.tenant_id,
            store_id=who.store_id,
            payment_id=part.id,
            order_id=order.id,
            order_refund_id=refund_id,
            amount=part.amount,
            currency=order.currency,
            reason=reason,
            now=now,
        )
        return
    await promotions.give_back(
        who.session,
        tenant_id=who.tenant_id,
        store_id=who.store_id,
        kind=part.kind,
        account_id=part.id,
        amount=part.amount,
        currency=order.currency,
        order_id=order.id,
        refund_id=refund_id,
        actor=who.name,
        now=now,
    )


async def _move_goods(who: Actor, found: Draft, now: datetime) -> None:
    """What had not shipped is sold no more; what had shipped and came back is on sale again."""
    variant_of = {item.id: item.variant_id for item in found.items}
    reference = f"order:{found.order.id}"
    for restock in (True, False):
        ended = _per_variant(
            variant_of,
            {item: n for (item, back), n in found.released.items() if back is restock},
        )
        if ended:
            await inventory.uncommit(
                who.session,
                outbox=who.kernel.outbox,
                store_id=who.store_id,
                quantities=ended,
                actor=who.name,
                reference=reference,
                now=now,
                restock=restock,
            )
    came_back = _per_variant(variant_of, found.came_back)
    if came_back:
        await inventory.take_back(
            who.session,
            outbox=who.kernel.outbox,
            store_id=who.store_id,
            quantities=came_back,
            actor=who.name,
            reference=reference,
            now=now,
        )
    cancelled: dict[UUID, int] = {}
    for (item, _), count in found.released.items():
        cancelled[item] = cancelled.get(item, 0) + count
    await refund_rows.count_units(
        who.session,
        found.order.id,
        cancelled=cancelled,
        returned=found.came_back,
        restocked={item: _on_sale(found, item) for item in {**cancelled, **found.came_back}},
        now=now,
    )


def _on_sale(found: Draft, item: UUID) -> int:
    """Units of an item that this refund puts back on sale."""
    return found.came_back.get(item, 0) + found.released.get((item, True), 0)


async def _note(who: Actor, found: Draft, body: RefundIn, refund_id: UUID, now: datetime) -> None:
    facts = {
        "refund_id": str(refund_id),
        "amount": found.sums.amount,
        "currency": found.order.currency,
        "reason": body.reason,
        "note": body.note,
        "shipping": found.sums.shipping.gross,
        "adjustment": found.sums.adjustment.gross,
        "items": [
            {"item_id": str(line.item_id), "quantity": line.quantity, "restock": line.restock}
            for line in body.lines
        ],
    }
    await orders.note(
        who.session,
        tenant_id=who.tenant_id,
        store_id=who.store_id,
        order_id=found.order.id,
        kind="refund_requested",
        message="A refund was made; the money is on its way back.",
        actor=who.name,
        now=now,
        data=facts,
    )
    await audit.record(
        who.session,
        tenant_id=who.tenant_id,
        store_id=who.store_id,
        actor=who.name,
        action="order.refund",
        resource_type="order",
        resource_id=found.order.id,
        after=facts,
    )


def _per_variant(variant_of: Mapping[UUID, UUID], units: Mapping[UUID, int]) -> dict[UUID, int]:
    result: dict[UUID, int] = {}
    for item, count in units.items():
        result[variant_of[item]] = result.get(variant_of[item], 0) + count
    return result
