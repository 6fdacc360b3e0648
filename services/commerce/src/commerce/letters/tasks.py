"""The jobs that send mails: one of each kind's name (commerce.md §4).

A job brings an event about an order, or ids that such a mail is made of (`mail.about_order`), or
the id of a mail that somebody wished for (`mail.send`).
"""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.letters import orders as letters
from commerce.letters import senders
from commerce.letters.wishes import prepare_wish
from commerce.mail import sending
from commerce.mail.kinds import Kind, task_of
from commerce.mail.letter import Letter
from commerce.mail.models import MailState
from commerce.mail.sending import Claimed, Outcome
from commerce.orders import service as orders
from commerce.payments import service as payments
from commerce.reads.checkout_case import load_case
from commerce.reads.order_view import OrderRows, load_order
from commerce.reviews import service as reviews
from commerce.stores import service as stores
from commerce.stores.addresses import storefront_url
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import CallTask

CONFIRMATION = task_of(Kind.ORDER_CONFIRMATION)
SHIPPING = task_of(Kind.SHIPPING)
DELIVERY = task_of(Kind.DELIVERY)
REFUND = task_of(Kind.REFUND)

_BY_EVENT = {"order.cancelled": Kind.ORDER_CANCELLED}
"""Events whose mail is of another kind than their task's."""


async def prepare(
    kind: Kind, kernel: Kernel, session: AsyncSession, delivery: Delivery
) -> Claimed | None:
    """The mail to send; None where there is nothing to say, or it has been said."""
    if "mail_id" in delivery.args:
        return await prepare_wish(
            kernel, session, UUID(delivery.args["mail_id"]), attempt=delivery.attempt
        )
    kind = Kind(delivery.args.get("kind", _BY_EVENT.get(delivery.type or "", kind)))
    if kind is Kind.REFUND:
        found = await _refund(kernel, session, delivery)
    else:
        found = await _order_letter(kind, kernel, session, delivery)
    if found is None:
        return None
    letter, slug = found
    if "again" in delivery.args:
        letter = replace(letter, key=f"{letter.key}:again:{delivery.args['again']}")
    return await sending.claim(
        kernel,
        session,
        letter,
        url=storefront_url(kernel.settings, slug),
        attempt=delivery.attempt,
    )


async def call(kernel: Kernel, claimed: Claimed) -> Outcome:
    """Send it; nothing is open meanwhile."""
    return await sending.send(kernel, claimed)


async def finish(
    _kernel: Kernel, session: AsyncSession, _delivery: Delivery, claimed: Claimed, outcome: Any
) -> None:
    """Note what became of it, for the merchant in the order's timeline where it never went out."""
    await sending.settle(session, claimed, outcome)
    letter = claimed.letter
    if outcome.state in _SAID and letter.order_id is not None and letter.store_id is not None:
        await orders.note(
            session,
            tenant_id=letter.tenant_id,
            store_id=letter.store_id,
            order_id=letter.order_id,
            kind="mail_refused",
            message=_SAID[outcome.state],
            actor="system",
            now=clock.now(),
            data={"mail": letter.kind.value, "mail_id": str(claimed.mail_id)},
        )


_SAID = {
    MailState.FAILED: "A mail could not be delivered to the shopper's address.",
    MailState.UNKNOWN: "It is not known whether a mail reached the shopper. It can be sent again.",
}
"""For the merchant."""


async def _order_letter(
    kind: Kind, kernel: Kernel, session: AsyncSession, delivery: Delivery
) -> tuple[Letter, str] | None:
    order = await _order(session, delivery)
    if order is None:
        return None
    if kind is Kind.ORDER_CONFIRMATION:
        return letters.confirmation(kernel, order), order.store_slug
    if kind is Kind.ORDER_CANCELLED:
        return letters.cancelled(kernel, order), order.store_slug
    parcel_id = delivery.args.get("fulfillment_id") or delivery.data["fulfillment_id"]
    parcel = next((p for p in order.parcels if p["id"] == parcel_id), None)
    if parcel is None:
        return None
    if kind is Kind.DELIVERY:
        asks = (await reviews.settings(session, order.store_id)).enabled
        return letters.delivered(kernel, order, parcel, reviewable=asks), order.store_slug
    return letters.shipped(kernel, order, parcel), order.store_slug


async def _refund(
    kernel: Kernel, session: AsyncSession, delivery: Delivery
) -> tuple[Letter, str] | None:
    refund = await payments.load_refund(session, UUID(delivery.args["refund_id"]))
    if refund is None:
        return None
    case = await load_case(session, checkout_id=refund.checkout_id)
    if case is None:
        return None
    store = await stores.get(session, refund.store_id)
    letter = letters.refunded(kernel, case, refund, slug=store.slug, locale=store.locale)
    return letter, store.slug


async def _order(session: AsyncSession, delivery: Delivery) -> OrderRows | None:
    named = delivery.args.get("order_id")
    order_id = UUID(named) if named else delivery.resource_id
    return await load_order(session, order_id) if order_id is not None else None


_NAMES = {task_of(kind): kind for kind in reversed(Kind)}
TASKS = [
    *(
        CallTask(name, partial(prepare, kind), call, finish)
        for name, kind in sorted(_NAMES.items())
    ),
    *senders.TASKS,
]
