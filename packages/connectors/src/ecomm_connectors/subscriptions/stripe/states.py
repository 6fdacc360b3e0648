"""Stripe's subscriptions, invoices and events as the port has them."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import stripe

from ecomm_connectors.payments.errors import InvalidSignature
from ecomm_connectors.payments.signature import find_header, verify
from ecomm_connectors.subscriptions.port import (
    InvoiceState,
    InvoiceStatus,
    Preview,
    PreviewLine,
    Status,
    SubscriptionEvent,
    SubscriptionState,
)

PROVIDER: Final = "stripe"
REFERENCE_KEY: Final = "ecomm_tenant"
"""Our tenant's id in the metadata of what we create."""
CREDIT_KEY: Final = "ecomm_credit"
"""Our key in the metadata of credit that we gave."""
LOOKUP: Final = "ecomm"
HEADER: Final = "Stripe-Signature"
_MAX_ID: Final = 255

_STATUS: Final = {
    "incomplete": Status.INCOMPLETE,
    "incomplete_expired": Status.ENDED,
    "trialing": Status.ACTIVE,
    "active": Status.ACTIVE,
    "past_due": Status.PAST_DUE,
    "unpaid": Status.PAST_DUE,
    "paused": Status.PAST_DUE,
    "canceled": Status.ENDED,
}
_INVOICE: Final = {
    "paid": InvoiceStatus.PAID,
    "open": InvoiceStatus.OPEN,
    "draft": InvoiceStatus.OPEN,
    "void": InvoiceStatus.VOID,
    "uncollectible": InvoiceStatus.OPEN,
}


def lookup_key(name: str, interval: str) -> str:
    """The name a price has in Stripe's books."""
    return f"{LOOKUP}:{name}:{interval}"


def when(stamp: int) -> datetime:
    """Unix seconds as aware UTC."""
    return datetime.fromtimestamp(stamp, UTC)


def subscription_state(found: stripe.Subscription) -> SubscriptionState:
    """https://docs.stripe.com/api/subscriptions/object; periods are the items'. Raises ValueError
    for one without items."""
    rows = found["items"].data
    if not rows:
        raise ValueError("a subscription without items")
    first = rows[0]
    return SubscriptionState(
        provider=PROVIDER,
        ref=found.id,
        customer_ref=_id(found.customer),
        reference=noted(found.metadata, REFERENCE_KEY) or "",
        status=_STATUS[found.status],
        items={name_of(row.price): row.quantity or 1 for row in rows},
        interval=str(first.price.recurring.interval) if first.price.recurring else "month",
        currency=found.currency.upper(),
        period_start=when(first.current_period_start),
        period_end=when(first.current_period_end),
        cancel_at_end=bool(found.cancel_at_period_end),
        card=_card(found.default_payment_method),
        test=not found.livemode,
        card_fingerprint=_fingerprint(found.default_payment_method),
    )


def name_of(price: stripe.Price) -> str:
    """Our name of a price: the middle of its look-up key, kept in its metadata too, because a key
    moves on when the price changes."""
    return noted(price.metadata, "ecomm_name") or (price.lookup_key or "::").split(":")[1]


def invoice_state(found: stripe.Invoice, subscription_ref: str) -> InvoiceState:
    """https://docs.stripe.com/api/invoices/object

    What was given back is what credit notes say: Stripe refunds an invoice with one.
    """
    paid_at = found.status_transitions.paid_at
    net = found.total_excluding_tax
    return InvoiceState(
        ref=found.id or "",
        number=found.number,
        status=_INVOICE[found.status or "draft"],
        total=found.total,
        currency=found.currency.upper(),
        created_at=when(found.created),
        period_start=when(found.period_start),
        period_end=when(found.period_end),
        paid_at=when(paid_at) if paid_at else None,
        url=found.hosted_invoice_url,
        subscription_ref=subscription_ref,
        tax=found.total - net if net is not None else 0,
        paid=found.amount_paid,
        refunded=min(found.post_payment_credit_notes_amount, found.amount_paid),
    )


def preview_of(
    found: stripe.Invoice, *, each_period: int, next_at: datetime, at: datetime
) -> Preview:
    """What `POST /v1/invoices/create_preview` says."""
    lines = [PreviewLine(line.description or "", line.amount) for line in found.lines.data]
    balance = found.starting_balance
    if balance:
        lines.append(PreviewLine("Credit from earlier", balance))
    left = found.total + balance
    return Preview(
        lines=tuple(lines),
        due_now=found.amount_due,
        credit=max(-left, 0),
        each_period=each_period,
        currency=found.currency.upper(),
        next_at=next_at,
        at=at,
    )


def parse_event(
    raw_body: bytes, headers: Mapping[str, str], now: datetime, secrets: Sequence[str]
) -> SubscriptionEvent | None:
    """Verify, then read; None for events that are not about subscriptions.

    Raises InvalidSignature for anything that is not a snapshot event, signed by Stripe, now.
    """
    verify(raw_body, find_header(headers, HEADER), secrets, now)
    try:
        event = json.loads(raw_body)
        thing = event["data"]["object"]
        about = _about(thing)
        if about is None:
            return None
        return SubscriptionEvent(
            provider=PROVIDER,
            event_id=_name(event["id"]),
            type=_name(event["type"]),
            ref=about[0],
            reference=about[1],
            occurred_at=when(event["created"]),
        )
    except (ValueError, TypeError, KeyError, OverflowError, OSError, RecursionError) as error:
        raise InvalidSignature(
            f"the signed body is not an event ({type(error).__name__})"
        ) from None


def _about(thing: Mapping[str, Any]) -> tuple[str | None, str | None] | None:
    """(subscription, our tenant) an event's object belongs to; None: no subscription."""
    kind = thing["object"]
    metadata = thing.get("metadata") or {}
    reference = metadata.get(REFERENCE_KEY)
    if kind == "subscription":
        return _name(thing["id"]), reference
    if kind == "checkout.session" and thing.get("mode") == "subscription":
        ref = thing.get("subscription")
        return (_name(ref) if ref else None), reference or thing.get("client_reference_id")
    if kind == "invoice":
        details = (thing.get("parent") or {}).get("subscription_details") or {}
        ref = details.get("subscription") or thing.get("subscription")
        if ref is None:
            return None
        return _name(ref), (details.get("metadata") or {}).get(REFERENCE_KEY)
    return None


def noted(metadata: Any, key: str) -> str | None:
    """A note on one of Stripe's objects, whose metadata is no dictionary."""
    return str(metadata[key]) if metadata and key in metadata else None


def _card(method: object) -> str | None:
    card = getattr(method, "card", None)
    return None if card is None else f"{str(card.brand).capitalize()} {card.last4}"


def _fingerprint(method: object) -> str | None:
    card = getattr(method, "card", None)
    found = getattr(card, "fingerprint", None)
    return str(found) if found else None


def _id(thing: object) -> str:
    return thing if isinstance(thing, str) else str(getattr(thing, "id", ""))


def _name(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _MAX_ID:
        raise ValueError("not an identifier")
    return value
