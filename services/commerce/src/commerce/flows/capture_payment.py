"""Take a payment that was only authorised until its order's fraud check was done.

1. Once the order is cleared, by its score or by a person, the job is written (`capture_when_late`).
2. The job looks again: cancelled, held, or not clear any more means that nothing is taken.
3. The provider is asked with no transaction open, under a key of the payment's own: taken once,
   however often it is asked. What it says is settled like any news of a payment.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.ask_provider import fetch
from commerce.flows.complete_cart import settle
from commerce.flows.verdict import News
from commerce.fraud import service as fraud
from commerce.orders import service as orders
from commerce.orders.service import OrderStatus
from commerce.payments import service as payments
from commerce.payments.service import PaymentStatus
from commerce.reads.checkout_case import AttemptRow, CheckoutCase, load_case
from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery

log = get_logger(__name__)

TASK = "commerce.payments.capture"
ACTOR = "system"


@dataclass(frozen=True, slots=True)
class Promised:
    """A payment that the shopper's bank has promised."""

    case: CheckoutCase
    attempt: AttemptRow
    provider_ref: str


async def capture_when_late(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID, order_id: UUID
) -> None:
    """Write the job where the order's payment waits for it."""
    case = await load_case(session, order_id=order_id)
    for payment in case.payments if case is not None else ():
        if _waits(payment, order_id):
            await kernel.outbox.enqueue(
                session,
                TASK,
                {"payment_id": str(payment.id)},
                tenant_id=tenant_id,
                queue="critical",
            )


def _waits(payment: AttemptRow, order_id: UUID | None) -> bool:
    return (
        payment.capture_late
        and payment.order_id == order_id
        and payment.status == PaymentStatus.AUTHORIZED
    )


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Promised | None:
    """None where nothing may be taken (any more)."""
    payment_id = UUID(delivery.args["payment_id"])
    case = await load_case(session, payment_id=payment_id)
    if case is None or case.order_id is None:
        return None
    attempt = next(p for p in case.payments if p.id == payment_id)
    if not _waits(attempt, case.order_id) or attempt.provider_ref is None:
        return None
    order = await orders.lock(session, case.store_id, case.order_id)
    verdict = await fraud.verdict_of(session, case.store_id, case.order_id)
    if order.status in (OrderStatus.CANCELLED, OrderStatus.ON_HOLD):
        return None
    if verdict is None or not verdict.clear:
        return None
    return Promised(case, attempt, attempt.provider_ref)


async def call(kernel: Kernel, promised: Promised) -> News:
    """Take it. A provider that refuses (the promise has lapsed) is asked how it stands. Raises
    ProviderUnavailable: tried again with the same key."""
    provider = payments.providers_of(kernel).named(promised.attempt.provider)
    checked_at = clock.now()
    try:
        told = await provider.capture(
            promised.provider_ref, idempotency_key=f"capture:{promised.attempt.id}"
        )
    except ProviderRefused as error:
        log.warning("not_captured", payment_id=str(promised.attempt.id), reason=error.reason)
        return News(promised.attempt, await fetch(provider, promised.attempt), checked_at)
    return News(promised.attempt, told, checked_at)


async def finish(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, promised: Promised, news: News
) -> None:
    """The order is paid now, or says that it is not."""
    await settle(kernel, session, promised.case, [news], actor=ACTOR)
