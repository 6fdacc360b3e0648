"""Give money back: the refund is written as pending first, then asked for, then settled. A job, so
that neither a crash nor a provider that does not answer loses or doubles it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.complete_cart import settle
from commerce.flows.refund_outcome import part_settled
from commerce.flows.verdict import News
from commerce.orders import service as orders
from commerce.payments import service as payments
from commerce.payments.models import RefundStatus
from commerce.reads.checkout_case import CheckoutCase, load_case
from ecomm_connectors.payments.errors import ProviderRefused, ProviderUnavailable
from ecomm_connectors.payments.port import (
    PaymentProvider,
    PaymentState,
    RefundRequest,
    RefundState,
)
from ecomm_connectors.payments.port import RefundStatus as Told
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery

log = get_logger(__name__)

TASK = payments.REFUND_TASK
ACTOR = "system"
KEYS = 3
"""Idempotency keys of one refund: a provider repeats its own failures under a key."""


@dataclass(frozen=True, slots=True)
class Pending:
    """A refund to be made."""

    id: UUID
    payment_id: UUID
    order_id: UUID | None
    order_refund_id: UUID | None
    provider: str
    provider_ref: str
    amount: int
    currency: str
    case: CheckoutCase


@dataclass(frozen=True, slots=True)
class Made:
    """What the provider said: the refund (None where it refused), and the payment afterwards."""

    refund: RefundState | None
    refusal: str | None
    payment: PaymentState
    checked_at: Any


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Pending | None:
    """None when it has been settled already."""
    row = await payments.load_refund(session, UUID(delivery.args["refund_id"]))
    if row is None or row.status != RefundStatus.PENDING or row.provider_ref is None:
        return None
    case = await load_case(session, checkout_id=row.checkout_id)
    if case is None:
        return None
    return Pending(
        id=row.id,
        payment_id=row.payment_id,
        order_id=row.order_id,
        order_refund_id=row.order_refund_id,
        provider=row.provider,
        provider_ref=row.provider_ref,
        amount=row.amount,
        currency=row.currency,
        case=case,
    )


async def call(kernel: Kernel, pending: Pending) -> Made:
    """Ask for the refund, under its own id as key, and read the payment. Raises
    ProviderUnavailable: tried again with the same key."""
    provider = payments.providers_of(kernel).named(pending.provider)
    refund, refusal = None, None
    try:
        refund = await _refund(provider, pending)
    except ProviderRefused as error:
        refusal = str(error)
    checked_at = clock.now()
    return Made(refund, refusal, await provider.fetch(pending.provider_ref), checked_at)


async def _refund(provider: PaymentProvider, pending: Pending) -> RefundState:
    """Ask with the refund's key. A failure that the provider repeats under it has spent it: the
    refund that was made all the same is the one; if there is none, the next key."""
    for key in range(1, KEYS + 1):
        try:
            return await provider.refund(_request(pending, key))
        except ProviderUnavailable as error:
            if not error.replayed:
                raise
            made = await provider.list_refunds(pending.provider_ref)
            found = next((one for one in made if one.reference == str(pending.id)), None)
            if found is not None:
                return found
            if key == KEYS:
                raise
    raise AssertionError("the last key returns or raises")


def _request(pending: Pending, key: int) -> RefundRequest:
    again = f":{key}" if key > 1 else ""
    return RefundRequest(
        idempotency_key=f"refund:{pending.id}{again}",
        reference=str(pending.id),
        provider_ref=pending.provider_ref,
        amount=pending.amount,
        currency=pending.currency,
        metadata={
            "tenant_id": str(pending.case.tenant_id),
            "store_id": str(pending.case.store_id),
            "checkout_id": str(pending.case.id),
            "payment_id": str(pending.payment_id),
        },
    )


async def finish(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, pending: Pending, made: Made
) -> None:
    """Write the outcome; the order's status follows from what the provider counts."""
    now = clock.now()
    attempt = next(p for p in pending.case.payments if p.id == pending.payment_id)
    news = [News(attempt, made.payment, made.checked_at)]
    await settle(kernel, session, pending.case, news, actor=ACTOR)
    failed = made.refund is None or made.refund.status in (Told.FAILED, Told.CANCELLED)
    await payments.refund_settled(
        session,
        pending.id,
        status=RefundStatus.FAILED if failed else RefundStatus.SUCCEEDED,
        provider_ref=made.refund.refund_ref if made.refund is not None else None,
        message=made.refusal or (made.refund.failure_message if made.refund else None),
        now=now,
    )
    await part_settled(session, pending, failed=failed, now=now)
    if not failed:
        return
    log.error("refund_failed", refund_id=str(pending.id), reason=made.refusal)
    if pending.case.order_id is not None:
        await orders.note(
            session,
            tenant_id=pending.case.tenant_id,
            store_id=pending.case.store_id,
            order_id=pending.case.order_id,
            kind="refund_failed",
            message="The provider did not make a refund. Look at it in the provider's own pages.",
            actor=ACTOR,
            now=now,
            data={"refund_id": str(pending.id), "amount": pending.amount},
        )
