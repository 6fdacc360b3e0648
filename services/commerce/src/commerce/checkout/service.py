"""Checkout: the public face of this folder. What is frozen before payment, and the rates."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.cart.errors import CodeRefused
from commerce.cart.pieces import Piece
from commerce.cart.sums import Asked, Prices, ShippingPrice, Sums, cards_of, prices_of, work_out
from commerce.cart.totals import MoneyMismatch, Part, TaxRule, TooExpensive, Totals, verify
from commerce.cart.view import PublicUrl, codes_out, image_out, problem_of
from commerce.checkout import repository
from commerce.checkout.errors import (
    CartChanged,
    CartEmpty,
    CountryNotServed,
    RateUnavailable,
    TotalTooLarge,
)
from commerce.checkout.models import CheckoutState
from commerce.checkout.repository import (
    complete,
    drop_traces,
    lock,
    look_later,
    move,
    new_attempt,
    session_changed,
)
from commerce.checkout.schemas import CheckoutIn
from commerce.checkout.shipping_price import Pricing, price, serving, state_code
from commerce.checkout.states import LIFECYCLE, OPEN
from commerce.inventory.service import OutOfStock
from commerce.pricing.taxes.computing import Share
from commerce.pricing.taxes.matching import Place
from commerce.promotions.codes import code_key
from commerce.promotions.loading import trace_entry
from commerce.promotions.tenders import TenderKind
from commerce.reads.cart_lines import CartRows, RateRow
from commerce.stores.postal import Address
from ecomm_core.accounts.service import fold_email

__all__ = [
    "HOLD_AFTER",
    "LIFECYCLE",
    "LOOK_EVERY",
    "OPEN",
    "CheckoutState",
    "Frozen",
    "complete",
    "drop_traces",
    "freeze",
    "lock",
    "look_later",
    "move",
    "name_lines",
    "new_attempt",
    "place_of",
    "quote",
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
    sums: Sums
    tax: TaxRule
    rate: RateRow
    address: dict[str, Any]
    email: str

    @property
    def totals(self) -> Totals:
        """The sums."""
        return self.sums.totals

    @property
    def demand(self) -> dict[UUID, int]:
        """Units per variant, all lines and bundles that take it together (R3.2)."""
        wanted: dict[UUID, int] = {}
        for line in self.lines:
            variant = UUID(line["variant_id"])
            wanted[variant] = wanted.get(variant, 0) + line["quantity"]
        return wanted

    def fields(self) -> dict[str, Any]:
        """The columns of a checkout row that say what is paid for and how."""
        exchange = self.sums.prices.exchange
        taxes = tax_lines(self.totals.taxes)
        only = taxes[0] if len(taxes) == 1 else None
        return {
            "subtotal": self.totals.subtotal,
            "discount": self.totals.discount,
            "items_gross": self.totals.items_gross,
            "shipping_net": self.totals.shipping.net,
            "shipping_tax": self.totals.shipping.tax,
            "shipping_gross": self.totals.shipping.gross,
            "shipping_discount": self.totals.shipping.discount,
            "shipping_taxes": tax_lines(self.totals.shipping.shares),
            "tax": self.totals.tax,
            "total": self.totals.total,
            "taxes": taxes,
            "tax_name": " + ".join(tax["name"] for tax in taxes) or None,
            "tax_country": self.address["country"] if taxes else None,
            "tax_rate_ppm": only["rate_ppm"] if only else 0,
            "tax_inclusive": self.totals.inclusive,
            "tenders": tenders_of(self.sums),
            "due": self.sums.due,
            "trace": [trace_entry(verdict) for verdict in self.sums.trace],
            "rate": None if exchange is None else exchange.facts(),
        }


def freeze(rows: CartRows, body: CheckoutIn, tax: TaxRule, asked: Asked, url: PublicUrl) -> Frozen:
    """Check the cart and the form, and compute what is to be paid. `asked` carries everything but
    the way to ship, which is the form's.

    Raises CartEmpty, CartChanged, OutOfStock, CodeRefused, CurrencyUnavailable (409, details say
    which), CountryNotServed, RateUnavailable, TotalTooLarge (422).
    """
    if not rows.lines:
        raise CartEmpty
    prices = prices_of(rows, asked.at)
    _refuse_problems(prices)
    rate = _rate(rows, body)
    sums = work_out(prices, replace(asked, shipping=quote(rate, prices)))
    _refuse_codes(sums, body)
    totals = sums.totals
    try:
        verify(totals)
    except TooExpensive as error:
        raise TotalTooLarge from error
    if sum(tender.amount for tender in sums.tenders) != totals.total:
        raise MoneyMismatch("the tenders are not the total")
    lines = [
        _frozen_line(sums, piece, part, url)
        for piece, part in zip(sums.pieces, totals.lines, strict=True)
    ]
    address = body.shipping_address.model_dump(mode="json")
    agreed = [
        str(body.email),
        address,
        str(rate.id),
        rate.name,
        rows.currency,
        tax.inclusive,
        tax_lines(totals.taxes),
        totals.total,
        totals.shipping.gross,
        tenders_of(sums),
        [[str(use.rule_id), use.amount] for use in sums.applied],
        [[line["variant_id"], line["quantity"], line["unit_price"]] for line in lines],
    ]
    return Frozen(
        content_hash=hashlib.sha256(json.dumps(agreed, sort_keys=True).encode()).digest(),
        lines=lines,
        sums=sums,
        tax=tax,
        rate=rate,
        address=address,
        email=str(body.email),
    )


def _frozen_line(sums: Sums, piece: Piece, part: Part, url: PublicUrl) -> dict[str, Any]:
    """What is sold of a line: the line itself, or a component with the bundle it is sold in."""
    line = sums.prices.rows.lines[piece.line]
    thing = line if piece.component is None else piece.component
    image = image_out(thing.picture, url)
    return {
        "variant_id": str(thing.variant_id),
        "product_id": str(thing.product_id),
        "product_slug": thing.product_slug,
        "title": thing.title,
        "variant_title": thing.variant_title,
        "sku": thing.sku,
        "image": image.model_dump(mode="json") if image is not None else None,
        "quantity": piece.sold.quantity,
        "unit_price": piece.sold.unit_price,
        "discount": part.discount,
        "net": part.net,
        "tax": part.tax,
        "gross": part.gross,
        "taxes": tax_lines(part.shares),
        "gift_card": line.gift_card,
        "upsell_id": str(line.upsell_id) if line.upsell_id is not None else None,
        "bundle": None
        if piece.component is None
        else {
            "line": piece.line,
            "variant_id": str(line.variant_id),
            "product_id": str(line.product_id),
            "product_slug": line.product_slug,
            "title": line.title,
            "variant_title": line.variant_title,
            "sku": line.sku,
            "quantity": line.quantity,
            "unit_price": sums.prices.units[piece.line],
        },
    }


def place_of(address: Address) -> Place:
    """Where the goods go, for taxes: the state without its country (`US-CA` is `CA`)."""
    state = state_code(address.country, address.state)
    return Place(address.country, state, address.postal_code)


def quote(rate: RateRow, prices: Prices) -> ShippingPrice:
    """What a rate costs for discounted items and a weight, in the cart's currency."""
    pricing = Pricing.read(
        amount=rate.amount, free_over=rate.free_over, basis=rate.basis, tiers=rate.tiers
    )
    if prices.exchange is not None:
        pricing = pricing.converted(prices.amount)
    return partial(price, pricing)


def tax_lines(shares: Sequence[Share]) -> list[dict[str, Any]]:
    """Taxes as they are frozen (R2.5): name, jurisdiction, rate, amount."""
    return [
        {
            "name": share.rate.name,
            "jurisdiction": share.rate.jurisdiction,
            "rate_ppm": share.rate.ppm,
            "amount": share.amount,
        }
        for share in shares
    ]


def tenders_of(sums: Sums) -> list[dict[str, Any]]:
    """Who pays how much, as it is frozen. `label` is for people."""
    last4 = {card.id: card.last4 for card in cards_of(sums.prices.rows)}
    labels = {TenderKind.STORE_CREDIT: "Store credit", TenderKind.PROVIDER: "Payment"}
    return [
        {
            "kind": tender.kind.value,
            "id": str(tender.id) if tender.id is not None else None,
            "label": labels.get(tender.kind)
            or f"Gift card •••• {last4[tender.id] if tender.id else ''}",
            "amount": tender.amount,
        }
        for tender in sums.tenders
    ]


def name_lines(refusal: OutOfStock, rows: CartRows) -> OutOfStock:
    """The refusal with the cart's line in each detail's `field`."""
    places: dict[str, str] = {}
    for place, line in enumerate(rows.lines):
        for variant in line.demand:
            places.setdefault(str(variant), f"lines.{place}")
    return OutOfStock(
        refusal.text,
        details=[
            {**detail, "field": places.get(detail["variant_id"])} for detail in refusal.details
        ],
    )


def _rate(rows: CartRows, body: CheckoutIn) -> RateRow:
    address = body.shipping_address
    served = serving(rows.rates, rows.zones, address.country, address.state)
    if not served:
        raise CountryNotServed.on_field("shipping_address.country")
    chosen = next((rate for rate in served if rate.id == body.shipping_rate_id), None)
    if chosen is None:
        raise RateUnavailable.on_field("shipping_rate_id")
    return chosen


def _refuse_codes(sums: Sums, body: CheckoutIn) -> None:
    """Discounts of the form must apply: who sends one expects what it takes off. Codes that lie on
    the cart have said there why they do not. (Gift cards are no discounts.)"""
    said = {code.code.casefold(): code for code in codes_out(sums)}
    for place, code in enumerate(body.codes):
        found = said.get(code_key(code))
        if found is not None and not found.applied:
            raise CodeRefused.on_field(f"codes.{place}", found.message, reason=found.reason)


_WORDS = {
    "sold_out": "Sold out.",
    "not_enough": "Not enough left.",
    "unavailable": "No longer for sale.",
    "price_changed": "The price has changed.",
}


def _refuse_problems(prices: Prices) -> None:
    found = [
        (place, line, left, problem)
        for place, (line, unit, left) in enumerate(
            zip(prices.rows.lines, prices.units, prices.left, strict=True)
        )
        if (problem := problem_of(line, unit, left)) is not None
    ]
    if not found:
        return
    stock = all(problem in ("sold_out", "not_enough") for _, _, _, problem in found)
    details = [
        {
            "field": f"lines.{place}",
            "code": OutOfStock.code if problem in ("sold_out", "not_enough") else problem,
            "message": _WORDS[problem],
            "problem": problem,
            "variant_id": str(line.variant_id),
            "available": left,
            "wanted": line.quantity,
        }
        for place, line, left, problem in found
    ]
    raise OutOfStock(details=details) if stock else CartChanged(details=details)


async def write(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Insert the cart's checkout or overwrite it; False when it is completed. Whose cart it is, is
    known from now on: one left behind here is worth a reminder, where there is consent (§7)."""
    return await repository.write(session, {**values, "folded_email": fold_email(values["email"])})
