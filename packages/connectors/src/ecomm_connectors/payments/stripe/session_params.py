"""A `SessionRequest` as the parameters of Stripe's `POST /v1/checkout/sessions`."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from stripe.params.checkout import (
    SessionCreateParams,
    SessionCreateParamsLineItem,
)

from ecomm_connectors.payments.checks import check_session
from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_connectors.payments.port import CaptureMethod, DisplayLine, SessionRequest
from ecomm_connectors.payments.stripe.currency import STRIPE_EXPONENTS

REFERENCE_KEY: Final = "ecomm_reference"
"""Our id in the metadata of everything we create: sessions, payment intents (charges copy theirs)
and refunds."""

MIN_LIFETIME: Final = timedelta(minutes=35)
"""Stripe takes 30 minutes to 24 hours *from when it hears of it*; five more leave room for retries,
which must repeat the same `expires_at`."""
MAX_LIFETIME: Final = timedelta(hours=23, minutes=55)

MAX_LINES: Final = 100
MAX_NAME: Final = 250

# What Checkout's `locale` accepts (https://docs.stripe.com/js/appendix/supported_locales).
_LOCALES: Final = {
    tag.lower(): tag
    for tag in (
        "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil", "fr",
        "fr-CA", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt", "nb", "nl", "pl",
        "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi", "zh", "zh-HK", "zh-TW",
    )
}  # fmt: skip


def session_params(request: SessionRequest) -> SessionCreateParams:
    """Deterministic: an equal request gives equal parameters, whenever it is made.

    Raises ProviderRefused for what Stripe would certainly refuse.
    """
    check_session(request)
    metadata = {**request.metadata, REFERENCE_KEY: request.reference}
    params: SessionCreateParams = {
        "mode": "payment",
        "client_reference_id": request.reference,
        "line_items": _line_items(request),
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
        # Prices are ours, in the store's currency: Stripe must not convert them for the shopper.
        "adaptive_pricing": {"enabled": False},
        "success_url": request.success_url,
        "cancel_url": request.cancel_url,
        "expires_at": _expires_at(request),
        "locale": stripe_locale(request.locale),
    }
    if request.capture_method is CaptureMethod.MANUAL:
        params["payment_intent_data"]["capture_method"] = "manual"
    if request.payout_account is not None:
        # The merchant is who sells: their name on the statement, their country's rules.
        params["payment_intent_data"]["on_behalf_of"] = request.payout_account
        params["payment_intent_data"]["transfer_data"] = {"destination": request.payout_account}
    if request.customer_email is not None:
        params["customer_email"] = request.customer_email
    return params


def stripe_locale(tag: str | None) -> str:
    """The nearest of Checkout's locales: the tag, else its language, else `auto`."""
    wanted = (tag or "").replace("_", "-").lower()
    return _LOCALES.get(wanted) or _LOCALES.get(wanted.partition("-")[0]) or "auto"


def _expires_at(request: SessionRequest) -> int:
    earliest = request.requested_at + MIN_LIFETIME
    latest = request.requested_at + MAX_LIFETIME
    return int(min(max(request.expires_at, earliest), latest).timestamp())


def _line_items(request: SessionRequest) -> list[SessionCreateParamsLineItem]:
    """The display lines where Stripe's sum of them is exactly the amount, else one line."""
    adds_up = sum(line.amount for line in request.lines) == request.amount
    if adds_up and len(request.lines) <= MAX_LINES:
        items = [_line_item(line, request.currency) for line in request.lines]
        exact = [item for item in items if item is not None]
        if len(exact) == len(items):
            return exact
    whole = DisplayLine(name=request.shop_name, quantity=1, amount=request.amount)
    item = _line_item(whole, request.currency)
    if item is None:
        # Let the table name the step that the amount misses.
        STRIPE_EXPONENTS.to_provider(request.amount, request.currency)
        raise ProviderRefused("invalid_request", "the amount cannot be shown", field="amount")
    return [item]


def _line_item(line: DisplayLine, currency: str) -> SessionCreateParamsLineItem | None:
    """None where the line cannot be written exactly in Stripe's units."""
    if line.quantity < 1 or line.amount < 0 or line.amount % STRIPE_EXPONENTS.step(currency):
        return None
    total = STRIPE_EXPONENTS.to_provider(line.amount, currency)
    multiple = STRIPE_EXPONENTS.multiples.get(currency, 1)
    unit, rest = divmod(total, line.quantity)
    quantity, name = line.quantity, line.name
    if rest or unit % multiple:
        # Discounts are spread by line: 3 for 10.00 has no unit price.
        unit, quantity, name = total, 1, f"{line.quantity} \u00d7 {line.name}"
    return {
        "quantity": quantity,
        "price_data": {
            "currency": currency.lower(),
            "unit_amount": unit,
            "product_data": {"name": _shown(name)},
        },
    }


def _shown(name: str) -> str:
    """Stripe refuses empty names and shows control characters as they are."""
    printable = "".join(character if character.isprintable() else " " for character in name)
    return " ".join(printable.split())[:MAX_NAME] or "\u2013"
