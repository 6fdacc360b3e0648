"""Stripe's objects as the port's states. Amounts come back in our minor units.

A payment is a Checkout Session plus, from the moment the shopper submits the page, its
PaymentIntent with its latest Charge (both expanded).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import stripe
from stripe.checkout import Session

from ecomm_connectors.payments.port import (
    EntryKind,
    MoneyEntry,
    Payer,
    PaymentState,
    PaymentStatus,
    RefundState,
    RefundStatus,
)
from ecomm_connectors.payments.stripe.currency import STRIPE_EXPONENTS
from ecomm_connectors.payments.stripe.session_params import REFERENCE_KEY

PROVIDER: Final = "stripe"

# https://docs.stripe.com/payments/paymentintents/lifecycle
_INTENT_STATUS: Final = {
    "requires_payment_method": PaymentStatus.CREATED,
    "requires_confirmation": PaymentStatus.CREATED,
    "requires_action": PaymentStatus.REQUIRES_ACTION,
    "processing": PaymentStatus.PROCESSING,
    "requires_capture": PaymentStatus.AUTHORIZED,
    "canceled": PaymentStatus.CANCELLED,
    "succeeded": PaymentStatus.CAPTURED,
}
_MONEY_MOVES: Final = frozenset(
    {PaymentStatus.PROCESSING, PaymentStatus.AUTHORIZED, PaymentStatus.CAPTURED}
)
_REFUND_STATUS: Final = {
    "pending": RefundStatus.PENDING,
    "requires_action": RefundStatus.PENDING,
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.CANCELLED,
}
VOID_REASON: Final = "expired_uncaptured_charge"
"""Stripe writes a refund object when an authorisation lapses; no money ever moved."""


def session_state(session: Session) -> PaymentState:
    """Needs `payment_intent.latest_charge` expanded."""
    intent = session.payment_intent
    if isinstance(intent, str):
        raise TypeError("payment_intent was not expanded")
    currency = (session.currency or "").upper()
    code, message = _failure(intent)
    captured, refunded = _moved(intent, currency)
    return PaymentState(
        provider=PROVIDER,
        provider_ref=session.id,
        reference=session.client_reference_id or "",
        status=_status(session, intent),
        currency=currency,
        amount=STRIPE_EXPONENTS.from_provider(session.amount_total or 0, currency),
        amount_captured=captured,
        amount_refunded=refunded,
        test=not session.livemode,
        failure_code=code,
        failure_message=message,
        payment_url=session.url if session.status == "open" else None,
        expires_at=when(session.expires_at),
        payer=_payer(intent),
    )


def intent_state(intent: stripe.PaymentIntent) -> PaymentState:
    """A payment that did not come from a Checkout Session. Needs `latest_charge` expanded."""
    currency = intent.currency.upper()
    code, message = _failure(intent)
    captured, refunded = _moved(intent, currency)
    return PaymentState(
        provider=PROVIDER,
        provider_ref=intent.id,
        reference=reference_of(intent.metadata),
        status=_intent_status(intent),
        currency=currency,
        amount=STRIPE_EXPONENTS.from_provider(intent.amount, currency),
        amount_captured=captured,
        amount_refunded=refunded,
        test=not intent.livemode,
        failure_code=code,
        failure_message=message,
        payer=_payer(intent),
    )


def refund_state(refund: stripe.Refund, provider_ref: str) -> RefundState:
    """`provider_ref` is the payment's, as the caller knows it."""
    currency = refund.currency.upper()
    return RefundState(
        provider=PROVIDER,
        refund_ref=refund.id,
        provider_ref=provider_ref,
        reference=reference_of(refund.metadata),
        status=_REFUND_STATUS[refund.status or "pending"],
        amount=STRIPE_EXPONENTS.from_provider(refund.amount, currency),
        currency=currency,
        failure_code=refund.failure_reason if "failure_reason" in refund else None,
    )


def charge_entry(charge: stripe.Charge) -> MoneyEntry | None:
    """None for a charge that took no money: failed, pending or only authorised."""
    if charge.status != "succeeded" or not charge.captured or charge.amount_captured == 0:
        return None
    currency = charge.currency.upper()
    return MoneyEntry(
        kind=EntryKind.CHARGE,
        entry_ref=charge.id,
        provider_ref=ref_of(charge.payment_intent) or charge.id,
        reference=reference_of(charge.metadata),
        amount=STRIPE_EXPONENTS.from_provider(charge.amount_captured, currency),
        currency=currency,
        settled=True,
        occurred_at=when(charge.created),
        metadata=_metadata(charge.metadata),
    )


def refund_entry(refund: stripe.Refund) -> MoneyEntry | None:
    """None for a refund that moved no money: failed, cancelled, or a lapsed authorisation."""
    status = _REFUND_STATUS[refund.status or "pending"]
    if status in (RefundStatus.FAILED, RefundStatus.CANCELLED) or refund.reason == VOID_REASON:
        return None
    currency = refund.currency.upper()
    return MoneyEntry(
        kind=EntryKind.REFUND,
        entry_ref=refund.id,
        provider_ref=ref_of(refund.payment_intent) or ref_of(refund.charge) or refund.id,
        reference=reference_of(refund.metadata),
        amount=STRIPE_EXPONENTS.from_provider(refund.amount, currency),
        currency=currency,
        settled=status is RefundStatus.SUCCEEDED,
        occurred_at=when(refund.created),
        metadata=_metadata(refund.metadata),
    )


def reference_of(metadata: stripe.StripeObject | None) -> str:
    """Our id from an object's metadata, empty when it is not ours."""
    return str(metadata[REFERENCE_KEY]) if metadata and REFERENCE_KEY in metadata else ""


def _metadata(metadata: stripe.StripeObject | None) -> dict[str, str]:
    said = metadata.to_dict() if metadata else {}
    return {str(key): str(value) for key, value in said.items()}


def ref_of(value: str | stripe.PaymentIntent | stripe.Charge | None) -> str | None:
    """The id of an expandable field, expanded or not."""
    return value if isinstance(value, str) or value is None else value.id


def when(timestamp: int) -> datetime:
    """Stripe's unix seconds as an aware UTC time."""
    return datetime.fromtimestamp(timestamp, UTC)


def _status(session: Session, intent: stripe.PaymentIntent | None) -> PaymentStatus:
    status = PaymentStatus.CREATED if intent is None else _intent_status(intent)
    if status in _MONEY_MOVES or session.status != "expired":
        return status
    return PaymentStatus.EXPIRED


def _intent_status(intent: stripe.PaymentIntent) -> PaymentStatus:
    status = _INTENT_STATUS[intent.status]
    if status is PaymentStatus.CREATED and intent.last_payment_error is not None:
        return PaymentStatus.FAILED
    # Stripe itself cancels an authorisation that nobody captured in time.
    if status is PaymentStatus.CANCELLED and intent.cancellation_reason in ("automatic", "expired"):
        return PaymentStatus.EXPIRED
    return status


def _failure(intent: stripe.PaymentIntent | None) -> tuple[str | None, str | None]:
    error = intent.last_payment_error if intent is not None else None
    if error is None:
        return None, None
    code = error.decline_code if "decline_code" in error else None
    return code or error.code, error.message if "message" in error else None


def _payer(intent: stripe.PaymentIntent | None) -> Payer | None:
    """Of the latest charge (https://docs.stripe.com/api/charges/object): `billing_details`, and
    the card's `fingerprint`, which is the same for each use of it within the account."""
    charge = intent.latest_charge if intent is not None else None
    if charge is None:
        return None
    if isinstance(charge, str):
        raise TypeError("latest_charge was not expanded")
    billing = charge.billing_details if "billing_details" in charge else None
    address = billing.address if billing is not None and "address" in billing else None
    method = charge.payment_method_details if "payment_method_details" in charge else None
    card = method.card if method is not None and "card" in method else None
    country = address.country if address is not None and "country" in address else None
    return Payer(
        card_fingerprint=card.fingerprint if card is not None and "fingerprint" in card else None,
        country=country.upper() if country else None,
        email=billing.email if billing is not None and "email" in billing else None,
    )


def _moved(intent: stripe.PaymentIntent | None, currency: str) -> tuple[int, int]:
    """(captured, refunded) of the payment's charge, in our minor units."""
    charge = intent.latest_charge if intent is not None else None
    if charge is None:
        return 0, 0
    if isinstance(charge, str):
        raise TypeError("latest_charge was not expanded")
    if charge.status != "succeeded" or not charge.captured:
        return 0, 0
    return (
        STRIPE_EXPONENTS.from_provider(charge.amount_captured, currency),
        STRIPE_EXPONENTS.from_provider(charge.amount_refunded, currency),
    )
