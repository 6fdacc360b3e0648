"""Payments: the public face of this folder. What the provider says is the truth; here it is
translated, kept and, where money bought nothing, sent back."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.payments import repository
from commerce.payments.by_hand import NAME as BY_HAND
from commerce.payments.by_hand import taken as taken_by_hand
from commerce.payments.models import PaymentStatus
from commerce.payments.providers import MOCK, Providers, install, providers_of
from commerce.payments.repository import (
    Truth,
    drop_payers,
    event,
    load_refund,
    lock_attempt,
    opened,
    processed,
    record,
    refund_bounced,
    refund_parts,
    refund_settled,
)
from commerce.payments.states import OPEN, TAKEN, reachable
from commerce.reads.checkout_case import AttemptRow
from ecomm_connectors.payments.port import PaymentState
from ecomm_connectors.payments.port import PaymentStatus as Told
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

__all__ = [
    "BY_HAND",
    "MOCK",
    "OPEN",
    "REFUND_TASK",
    "SESSION_LIFE",
    "TAKEN",
    "PaymentStatus",
    "Providers",
    "Truth",
    "drop_payers",
    "event",
    "install",
    "is_right",
    "load_refund",
    "lock_attempt",
    "open_attempt",
    "opened",
    "processed",
    "providers_of",
    "record",
    "refund_bounced",
    "refund_parts",
    "refund_settled",
    "refused",
    "request_refund",
    "taken_by_hand",
    "translate",
]

SESSION_LIFE = timedelta(minutes=15)
"""How long a payment page is asked to stay open; a provider may keep it longer."""

REFUND_TASK = "commerce.payments.refund"


async def open_attempt(
    session: AsyncSession,
    attempt: AttemptRow,
    *,
    tenant_id: UUID,
    store_id: UUID,
    checkout_id: UUID,
    content_hash: bytes,
) -> None:
    """Write the intent to be paid, before the provider is called. Its id is the provider's
    reference and the idempotency key of the call."""
    await repository.insert(
        session,
        {
            "tenant_id": tenant_id,
            "id": attempt.id,
            "store_id": store_id,
            "checkout_id": checkout_id,
            "attempt": attempt.attempt,
            "provider": attempt.provider,
            "amount": attempt.amount,
            "currency": attempt.currency,
            "test": attempt.test,
            "content_hash": content_hash,
            "payout_account": attempt.payout_account,
            "capture_late": attempt.capture_late,
            "requested_at": attempt.requested_at,
            "expires_at": attempt.expires_at,
        },
    )


async def refused(
    session: AsyncSession, payment_id: UUID, *, code: str, message: str, now: datetime
) -> None:
    """The provider will never take this attempt."""
    await repository.record(
        session,
        payment_id,
        Truth(
            status=PaymentStatus.FAILED,
            captured=0,
            refunded=0,
            failure_code=code,
            failure_message=message[:500],
            payment_url=None,
            provider_ref=None,
            checked_at=now,
        ),
        now=now,
    )


def translate(attempt: AttemptRow, told: PaymentState, checked_at: datetime) -> Truth:
    """What to write for what the provider said after `checked_at`.

    Never a step that the attempt's lifecycle forbids: late news about something that is over
    changes nothing. The one way back is a refund that the shopper's bank returned: money that is
    there again counts again, and the state of money taken follows its sums.
    """
    current = PaymentStatus(attempt.status)
    wanted = _status(current, told)
    fresh = attempt.checked_at is None or checked_at >= attempt.checked_at
    # Only of a payment that is captured do the provider's sums say what went back and came back.
    counted = fresh and told.status is Told.CAPTURED
    returned = counted and current in TAKEN
    if wanted is not current and not returned and wanted not in reachable(current):
        wanted = current
    captured = max(attempt.captured, min(told.amount_captured, attempt.amount))
    refunded = min(told.amount_refunded, captured)
    return Truth(
        status=wanted,
        captured=captured,
        refunded=refunded if counted else max(attempt.refunded, refunded),
        failure_code=told.failure_code,
        failure_message=told.failure_message,
        payment_url=told.payment_url,
        provider_ref=told.provider_ref,
        checked_at=checked_at,
        payer=told.payer,
    )


def is_right(attempt: AttemptRow, told: PaymentState) -> bool:
    """Whether the provider speaks of the payment that was asked for: reference, amount, currency,
    and everything captured that was to be captured."""
    return (
        told.reference == str(attempt.id)
        and told.amount == attempt.amount
        and told.currency == attempt.currency
        and told.amount_captured in (0, attempt.amount)
    )


async def request_refund(
    kernel: Kernel,
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    payment_id: UUID,
    order_id: UUID | None,
    amount: int,
    currency: str,
    reason: str,
    now: datetime,
    order_refund_id: UUID | None = None,
) -> UUID:
    """Write a pending refund and the job that asks the provider for it: nothing is called from
    here, and a crash loses nothing."""
    refund_id = new_id()
    await repository.insert_refund(
        session,
        {
            "tenant_id": tenant_id,
            "id": refund_id,
            "store_id": store_id,
            "payment_id": payment_id,
            "order_id": order_id,
            "order_refund_id": order_refund_id,
            "amount": amount,
            "currency": currency,
            "reason": reason,
            "now": now,
        },
    )
    await kernel.outbox.enqueue(
        session, REFUND_TASK, {"refund_id": str(refund_id)}, tenant_id=tenant_id, queue="critical"
    )
    return refund_id


def _status(current: PaymentStatus, told: PaymentState) -> PaymentStatus:
    ended = PaymentStatus.FAILED if told.failure_code else PaymentStatus.CANCELLED
    was_authorized = current is PaymentStatus.AUTHORIZED
    # Otherwise: action required, declined but payable with another card, or settling.
    return {
        Told.CAPTURED: _taken(told),
        Told.AUTHORIZED: PaymentStatus.AUTHORIZED,
        Told.CREATED: current,
        Told.CANCELLED: PaymentStatus.VOIDED if was_authorized else ended,
        Told.EXPIRED: PaymentStatus.EXPIRED if was_authorized else ended,
    }.get(told.status, PaymentStatus.REQUIRES_ACTION)


def _taken(told: PaymentState) -> PaymentStatus:
    if 0 < told.amount_captured <= told.amount_refunded:
        return PaymentStatus.REFUNDED
    return PaymentStatus.PARTIALLY_REFUNDED if told.amount_refunded else PaymentStatus.CAPTURED
