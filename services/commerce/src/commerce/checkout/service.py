"""Checkout: the public face of this folder. What is frozen before payment, and the rates."""

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from commerce.cart.totals import Shipping, TooExpensive, Totals, compute, verify
from commerce.cart.view import CartTaxes, PublicUrl, image_out, priced, problem_of
from commerce.checkout.errors import (
    CartChanged,
    CartEmpty,
    CodeUnknown,
    CountryNotServed,
    RateUnavailable,
    TotalTooLarge,
)
from commerce.checkout.models import CheckoutState
from commerce.checkout.repository import (
    lock,
    look_later,
    move,
    new_attempt,
    session_changed,
    write,
)
from commerce.checkout.schemas import CheckoutIn
from commerce.checkout.states import LIFECYCLE, OPEN
from commerce.inventory.service import OutOfStock
from commerce.reads.cart_lines import CartRows, LineRow, RateRow

__all__ = [
    "HOLD_AFTER",
    "LIFECYCLE",
    "LOOK_EVERY",
    "OPEN",
    "CheckoutState",
    "Frozen",
    "freeze",
    "lock",
    "look_later",
    "move",
    "name_lines",
    "new_attempt",
    "session_changed",
    "write",
]

HOLD_AFTER = timedelta(minutes=5)
"""Stock is held this long after the payment page has closed (rules §3)."""

LOOK_EVERY = timedelta(minutes=5)
"""How often the sweeper asks the provider about an open checkout: paid but unheard of becomes an
order, or is refunded, well within 15 minutes (rules §5)."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What will be paid for. `content_hash` covers everything the shopper agreed to."""

    content_hash: bytes
    lines: list[dict[str, Any]]
    totals: Totals
    rate: RateRow
    tax_name: str | None
    tax_country: str | None
    tax_rate_ppm: int
    address: dict[str, Any]
    email: str

    @property
    def demand(self) -> dict[UUID, int]:
        """Units per variant."""
        return {UUID(line["variant_id"]): line["quantity"] for line in self.lines}

    def amounts(self) -> dict[str, int]:
        """The amounts of a checkout row."""
        return {
            "subtotal": self.totals.subtotal,
            "discount": self.totals.discount,
            "items_gross": self.totals.items_gross,
            "shipping_net": self.totals.shipping.net,
            "shipping_tax": self.totals.shipping.tax,
            "shipping_gross": self.totals.shipping.gross,
            "tax": self.totals.tax,
            "total": self.totals.total,
        }


def freeze(rows: CartRows, body: CheckoutIn, taxes: CartTaxes, url: PublicUrl) -> Frozen:
    """Check the cart and the form, and compute what is to be paid.

    Raises CartEmpty, CartChanged, OutOfStock (409, a detail per line), CodeUnknown,
    CountryNotServed, RateUnavailable, TotalTooLarge (422).
    """
    if not rows.lines:
        raise CartEmpty
    if body.codes:
        raise CodeUnknown.on_field("codes.0")
    _refuse_problems(rows.lines)
    rate = _rate(rows, body)
    tax = taxes.at(rows)
    totals = compute(priced(rows), tax=tax, shipping=Shipping(rate.amount, rate.free_over))
    try:
        verify(totals)
    except TooExpensive as error:
        raise TotalTooLarge from error
    lines = [
        {
            "variant_id": str(line.variant_id),
            "product_id": str(line.product_id),
            "product_slug": line.product_slug,
            "title": line.title,
            "variant_title": line.variant_title,
            "sku": line.sku,
            "image": image.model_dump(mode="json") if image is not None else None,
            "quantity": line.quantity,
            "unit_price": line.price,
            "discount": part.discount,
            "net": part.net,
            "tax": part.tax,
            "gross": part.gross,
        }
        for line, part in zip(rows.lines, totals.lines, strict=True)
        for image in [image_out(line.picture, url)]
    ]
    address = body.shipping_address.model_dump(mode="json")
    agreed = [
        str(body.email),
        address,
        str(rate.id),
        rate.name,
        rows.currency,
        tax.inclusive,
        tax.rate_ppm,
        totals.total,
        totals.shipping.gross,
        [[line["variant_id"], line["quantity"], line["unit_price"]] for line in lines],
    ]
    return Frozen(
        content_hash=hashlib.sha256(json.dumps(agreed, sort_keys=True).encode()).digest(),
        lines=lines,
        totals=totals,
        rate=rate,
        tax_name=rows.tax.name if rows.tax else None,
        tax_country=body.shipping_address.country if rows.tax else None,
        tax_rate_ppm=tax.rate_ppm,
        address=address,
        email=str(body.email),
    )


def name_lines(refusal: OutOfStock, rows: CartRows) -> OutOfStock:
    """The refusal with the cart's line in each detail's `field`."""
    places = {str(line.variant_id): f"lines.{place}" for place, line in enumerate(rows.lines)}
    return OutOfStock(
        refusal.text,
        details=[
            {**detail, "field": places.get(detail["variant_id"])} for detail in refusal.details
        ],
    )


def _rate(rows: CartRows, body: CheckoutIn) -> RateRow:
    country = body.shipping_address.country
    if not any(rate.serves(country) for rate in rows.rates):
        raise CountryNotServed.on_field("shipping_address.country")
    chosen = next((rate for rate in rows.rates if rate.id == body.shipping_rate_id), None)
    if chosen is None or not chosen.serves(country):
        raise RateUnavailable.on_field("shipping_rate_id")
    return chosen


_WORDS = {
    "sold_out": "Sold out.",
    "not_enough": "Not enough left.",
    "unavailable": "No longer for sale.",
    "price_changed": "The price has changed.",
}


def _refuse_problems(lines: list[LineRow]) -> None:
    found = [
        (place, line, problem)
        for place, line in enumerate(lines)
        if (problem := problem_of(line)) is not None
    ]
    if not found:
        return
    stock = all(problem in ("sold_out", "not_enough") for _, _, problem in found)
    details = [
        {
            "field": f"lines.{place}",
            "code": OutOfStock.code if problem in ("sold_out", "not_enough") else problem,
            "message": _WORDS[problem],
            "problem": problem,
            "variant_id": str(line.variant_id),
            "available": line.available,
            "wanted": line.quantity,
        }
        for place, line, problem in found
    ]
    raise OutOfStock(details=details) if stock else CartChanged(details=details)
