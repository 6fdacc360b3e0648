"""What Stripe refuses in `POST /v1/checkout/sessions`, of the parameters a shop sends.

Sources: https://docs.stripe.com/api/checkout/sessions/create and https://docs.stripe.com/currencies.
Written apart from any adapter, so that a mistake there is not repeated here.
"""

from __future__ import annotations

import re
from typing import Any, Final

from ecomm_testing.fakes.stripe.wire import Object, Params, integer, invalid, known_only

_SESSION: Final = frozenset(
    {
        "adaptive_pricing", "allow_promotion_codes", "billing_address_collection", "cancel_url",
        "client_reference_id", "currency", "customer", "customer_creation",
        "customer_email", "expand", "expires_at", "line_items",
        "locale", "metadata", "mode", "payment_intent_data",
        "payment_method_types", "submit_type", "success_url", "ui_mode",
    }
)  # fmt: skip
_LINE: Final = frozenset({"adjustable_quantity", "price", "price_data", "quantity", "tax_rates"})
_PRICE: Final = frozenset(
    {"currency", "product", "product_data", "recurring", "tax_behavior", "unit_amount"}
)
_PRODUCT: Final = frozenset({"description", "images", "metadata", "name", "tax_code"})
_INTENT: Final = frozenset(
    {
        "capture_method", "description", "metadata", "on_behalf_of", "receipt_email",
        "setup_future_usage", "shipping", "statement_descriptor", "statement_descriptor_suffix",
        "transfer_data",
    }
)  # fmt: skip
_LOCALES: Final = frozenset(
    {
        "auto", "bg", "cs", "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil",
        "fr", "fr-CA", "hi-IN", "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "mt",
        "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk", "sl", "sv", "th", "tr", "vi",
        "zh", "zh-HK", "zh-TW",
    }
)  # fmt: skip
_ZERO_DECIMAL: Final = frozenset(
    {
        "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga",
        "pyg", "rwf", "vnd", "vuv", "xaf", "xof", "xpf",
    }
)  # fmt: skip
_THREE_DECIMAL: Final = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})
_HUNDREDS: Final = frozenset({"isk", "ugx"})
_MINIMUM: Final = 50
_MAXIMUM: Final = 99_999_999
_HALF_HOUR: Final = 30 * 60
_DAY: Final = 24 * 60 * 60


def checked_session(params: Params, now: int) -> Object:
    """The session's own fields from valid parameters; raises the API's 400 otherwise."""
    known_only(params, _SESSION)
    if params.get("mode") != "payment":
        raise invalid("You must provide a supported mode.", "mode")
    for name in ("success_url", "cancel_url"):
        if not re.match(r"https?://[^/\s]+", params.get(name, "")):
            raise invalid("Not a valid URL", name, "url_invalid")
    currency, total = _checked_lines(params.get("line_items"))
    expires_at = integer(params.get("expires_at", str(now + _DAY)), "expires_at")
    if expires_at < now + _HALF_HOUR:
        raise invalid(
            "The `expires_at` timestamp must be at least 30 minutes from Checkout Session"
            " creation.",
            "expires_at",
        )
    if expires_at > now + _DAY:
        raise invalid(
            "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.",
            "expires_at",
        )
    if params.get("locale", "auto") not in _LOCALES:
        raise invalid("Invalid locale", "locale")
    if len(params.get("client_reference_id", "")) > 200:
        raise invalid("Must be at most 200 characters", "client_reference_id")
    email = params.get("customer_email")
    if email is not None and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise invalid(f"Invalid email address: {email}", "customer_email", "email_invalid")
    known_only(params.get("payment_intent_data", {}), _INTENT, "payment_intent_data")
    return {
        "amount_subtotal": total,
        "amount_total": total,
        "cancel_url": params["cancel_url"],
        "client_reference_id": params.get("client_reference_id"),
        "currency": currency,
        "customer_email": email,
        "expires_at": expires_at,
        "locale": params.get("locale"),
        "metadata": checked_metadata(params.get("metadata")),
        "success_url": params["success_url"],
    }


def checked_metadata(metadata: Any) -> dict[str, str]:
    """At most 50 keys of 40 characters with values of 500."""
    metadata = metadata or {}
    if not isinstance(metadata, dict) or len(metadata) > 50:
        raise invalid("Metadata must be a hash of at most 50 keys", "metadata")
    for key, value in metadata.items():
        if len(key) > 40 or not isinstance(value, str) or len(value) > 500:
            raise invalid("Metadata keys and values are limited", f"metadata[{key}]")
    return metadata


def checked_amount(amount: int, currency: str, param: str) -> None:
    """The rules for amounts of special currencies."""
    if currency in _THREE_DECIMAL and amount % 10:
        raise invalid("Three-decimal amounts must end in 0.", param)
    if currency in _HUNDREDS and amount % 100:
        raise invalid(
            f"Invalid amount. Currency {currency.upper()} has become effectively zero-decimal and"
            " charged amounts must be evenly divisible by 100.",
            param,
        )


def major_units(amount: int, currency: str) -> str:
    """The amount as a shopper reads it."""
    if currency in _ZERO_DECIMAL:
        return f"{amount} {currency.upper()}"
    digits = 3 if currency in _THREE_DECIMAL else 2
    return f"{amount // 10**digits}.{amount % 10**digits:0{digits}} {currency.upper()}"


def _checked_lines(lines: Any) -> tuple[str, int]:
    if not isinstance(lines, list) or not 1 <= len(lines) <= 100:
        raise invalid("You must provide 1 to 100 line items.", "line_items")
    currencies: set[str] = set()
    total = 0
    for position, line in enumerate(lines):
        at = f"line_items[{position}]"
        known_only(line, _LINE, at)
        price = line.get("price_data", {})
        known_only(price, _PRICE, f"{at}[price_data]")
        product = price.get("product_data", {})
        known_only(product, _PRODUCT, f"{at}[price_data][product_data]")
        if not product.get("name"):
            raise invalid("Product name cannot be empty.", f"{at}[price_data][product_data][name]")
        currency = price.get("currency", "")
        if not re.fullmatch(r"[a-z]{3}", currency):
            raise invalid(f"Invalid currency: {currency}", f"{at}[price_data][currency]")
        unit = integer(price.get("unit_amount"), f"{at}[price_data][unit_amount]")
        quantity = integer(line.get("quantity"), f"{at}[quantity]")
        if unit < 0 or quantity < 1:
            raise invalid("Invalid unit amount or quantity", at)
        checked_amount(unit, currency, f"{at}[price_data][unit_amount]")
        currencies.add(currency)
        total += unit * quantity
    if len(currencies) != 1:
        raise invalid("All line items must have the same currency.", "line_items")
    if total < _MINIMUM:
        raise invalid("The total amount due is too small.", None, "amount_too_small")
    if total > _MAXIMUM:
        raise invalid("The total amount due is too large.", None, "amount_too_large")
    return currencies.pop(), total
