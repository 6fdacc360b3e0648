"""Mails to shoppers, as jobs behind the outbox."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import letters, sending
from commerce.mail.sending import Claimed, Refused
from commerce.payments import service as payments
from commerce.reads.checkout_case import load_case
from commerce.reads.order_view import OrderRows, load_order
from commerce.stores import service as stores
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import CallTask

CONFIRMATION = "commerce.email.order_confirmation"
SHIPPING = "commerce.email.shipping"
REFUND = "commerce.email.refund"


async def prepare_confirmation(
    kernel: Kernel, session: AsyncSession, delivery: Delivery
) -> Claimed | None:
    """`order.created`: thank you."""
    order = await _order(session, delivery)
    return await sending.claim(session, letters.confirmation(kernel, order)) if order else None


async def prepare_shipping(
    kernel: Kernel, session: AsyncSession, delivery: Delivery
) -> Claimed | None:
    """`order.shipped`: a parcel is on its way."""
    order = await _order(session, delivery)
    if order is None:
        return None
    parcel_id = delivery.data["fulfillment_id"]
    parcel = next((p for p in order.parcels if p["id"] == parcel_id), None)
    if parcel is None:
        return None
    letter = letters.shipped(kernel, order, parcel, complete=bool(delivery.data["complete"]))
    return await sending.claim(session, letter)


async def prepare_refund(
    kernel: Kernel, session: AsyncSession, delivery: Delivery
) -> Claimed | None:
    """`order.cancelled`, or a refund of money that bought nothing."""
    if "refund_id" not in delivery.args:
        order = await _order(session, delivery)
        return await sending.claim(session, letters.cancelled(kernel, order)) if order else None
    refund = await payments.load_refund(session, UUID(delivery.args["refund_id"]))
    if refund is None:
        return None
    case = await load_case(session, checkout_id=refund.checkout_id)
    store = await stores.get(session, refund.store_id)
    if case is None:
        return None
    shop = letters.Shop(store.name, store.slug, store.locale, store.contact_email)
    facts = {
        "id": refund.id,
        "amount": refund.amount,
        "currency": refund.currency,
        "reason": refund.reason,
    }
    return await sending.claim(session, letters.returned(kernel, case, shop, facts))


async def call(kernel: Kernel, claimed: Claimed) -> Refused | None:
    """Send it; nothing is open meanwhile."""
    return await sending.send(kernel, claimed)


async def finish(
    _kernel: Kernel, session: AsyncSession, _delivery: Delivery, claimed: Claimed, refused: Any
) -> None:
    """Note the outcome."""
    await sending.settle(session, claimed, refused)


async def _order(session: AsyncSession, delivery: Delivery) -> OrderRows | None:
    if delivery.resource_id is None:
        return None
    return await load_order(session, delivery.resource_id)


TASKS = [
    CallTask(CONFIRMATION, prepare_confirmation, call, finish),
    CallTask(SHIPPING, prepare_shipping, call, finish),
    CallTask(REFUND, prepare_refund, call, finish),
]
