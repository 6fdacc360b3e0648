"""Close a payment page that nobody should pay any more: the order is there, by another attempt."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.complete_cart import CLOSE_TASK, settle
from commerce.flows.verdict import News
from commerce.payments import service as payments
from commerce.reads.checkout_case import AttemptRow, CheckoutCase, load_case
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery

TASK = CLOSE_TASK
ACTOR = "system"


@dataclass(frozen=True, slots=True)
class Open:
    """An attempt whose page may still be open."""

    case: CheckoutCase
    attempt: AttemptRow
    provider_ref: str


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Open | None:
    """None when it is over already."""
    payment_id = UUID(delivery.args["payment_id"])
    case = await load_case(session, payment_id=payment_id)
    if case is None:
        return None
    attempt = next(p for p in case.payments if p.id == payment_id)
    if attempt.status not in payments.OPEN or attempt.provider_ref is None:
        return None
    return Open(case, attempt, attempt.provider_ref)


async def call(kernel: Kernel, page: Open) -> News:
    """Close it; whoever paid first wins, and the state says so."""
    checked_at = clock.now()
    provider = payments.providers_of(kernel).named(page.attempt.provider)
    return News(page.attempt, await provider.cancel(page.provider_ref), checked_at)


async def finish(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, page: Open, news: News
) -> None:
    """Settle it: a second payment is given back."""
    await settle(kernel, session, page.case, [news], actor=ACTOR)
