"""What a provider's webhook leads to: read the payment's state and settle it. A job, after the
webhook has been answered."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.ask_provider import ask
from commerce.flows.complete_cart import settle
from commerce.flows.verdict import News
from commerce.payments import inbox
from commerce.payments import service as payments
from commerce.reads.checkout_case import CheckoutCase, load_case
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery

TASK = inbox.TASK
ACTOR = "provider"


@dataclass(frozen=True, slots=True)
class Heard:
    """The event's row, and the checkout its payment belongs to."""

    event_id: UUID
    payment_id: UUID
    case: CheckoutCase


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Heard | None:
    """None when the state was read after the event had come in: it has had its effect."""
    event_id = UUID(delivery.args["event_id"])
    payment_id = UUID(delivery.args["payment_id"])
    event = await payments.event(session, event_id)
    case = await load_case(session, payment_id=payment_id)
    if event is None or case is None or event.processed_at is not None:
        return None
    payment = next(p for p in case.payments if p.id == payment_id)
    read_since = payment.checked_at is not None and payment.checked_at > event.received_at
    if case.order_id is not None and payment.order_id == case.order_id and read_since:
        return None
    return Heard(event_id, payment_id, case)


async def call(kernel: Kernel, heard: Heard) -> list[News]:
    """Ask; nothing is open meanwhile. Raises ProviderUnavailable: tried again later."""
    return await ask(kernel, heard.case, also=heard.payment_id)


async def finish(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, heard: Heard, news: Any
) -> None:
    """Settle it."""
    await settle(kernel, session, heard.case, news, actor=ACTOR)
    await payments.processed(session, heard.event_id, clock.now())
