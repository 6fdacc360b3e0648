"""From what a source says of a product to the draft it becomes. Pure: rows go in, a body comes out
that the catalogue takes, and for each of its variants what it is made of."""

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import nh3
from pydantic import ValidationError

from commerce.catalog.schemas import (
    MAX_OPTIONS,
    MAX_VARIANTS,
    Contact,
    OptionIn,
    ProductIn,
    Safety,
    VariantIn,
)
from commerce.sourcing.goods.models import Availability, SupplierVariant
from commerce.sourcing.imports.content import Written
from commerce.sourcing.price_rules.quoting import Quoted
from ecomm_core.api.schemas import Price
from ecomm_core.money import MAX_AMOUNT

MAX_WAYS: Final = 5
"""Warehouses of one supplier that a variant may come from."""
MAX_PICTURES: Final = 60
_PLACES: Final = frozenset(
    {"ships from", "ship from", "shipping from", "warehouse", "delivers from"}
)
"""Options that say where a thing lies, which a shopper does not choose."""
_MISSING: Final = "Standard"
MAX_VALUES: Final = 200
"""Of one option; variants of others are left out."""


class NothingToSell(Exception):
    """The source offers nothing that can be sold."""


@dataclass(slots=True)
class Sellable:
    """A variant of the draft. Amounts in minor units of the store's currency. parts: the supplier's
    variants it can be got as, the best first. said: how its price was made."""

    options: dict[str, str]
    price: int
    compare_at: int | None
    cost: int | None
    barcode: str | None = None
    grams: int | None = None
    parts: list[UUID] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    sku: str | None = None
    stock: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A product that is to be made, and its variants in its order."""

    body: ProductIn
    variants: list[Sellable]
    untitled: bool


def stored(quoted: Quoted) -> dict[str, Any]:
    """How a price was made, as rows keep it."""
    landed = quoted.landed
    return {
        "rule_id": str(quoted.rule_id) if quoted.rule_id is not None else None,
        "rule_name": quoted.rule_name,
        "goods": quoted.goods,
        "shipping": landed.shipping if landed is not None else None,
        "duty": landed.duty if landed is not None else None,
        "duty_known": landed.duty_known if landed is not None else False,
        "landed": landed.total if landed is not None else None,
        "price": quoted.price,
        "floor": quoted.floor,
        "list_price": quoted.list_price,
        "margin_ppm": quoted.margin_ppm,
        "problem": quoted.problem,
        "detail": quoted.detail,
    }


def from_supplier(
    variants: Sequence[SupplierVariant], prices: Mapping[str, Mapping[str, Any]]
) -> list[Sellable]:
    """A supplier's variants as they are sold: those that differ only by their warehouse are one,
    with several ways. Raises NothingToSell."""
    names = _names(variant.options for variant in variants)
    groups: dict[tuple[str, ...], list[SupplierVariant]] = {}
    shown: dict[tuple[str, ...], dict[str, str]] = {}
    for variant in variants:
        if variant.availability == Availability.GONE:
            continue
        options = _options(variant.options, names)
        key = tuple(value.casefold() for value in options.values())
        groups.setdefault(key, []).append(variant)
        shown.setdefault(key, options)
    if not groups:
        raise NothingToSell
    found = []
    for key, group in list(groups.items())[:MAX_VARIANTS]:
        group.sort(key=lambda one: _rank(one, prices))
        found.append(_sellable(shown[key], group, prices.get(str(group[0].id), {})))
    return _alike(found)


def _rank(one: SupplierVariant, prices: Mapping[str, Mapping[str, Any]]) -> tuple[bool, int, int]:
    landed = prices.get(str(one.id), {}).get("landed")
    there = one.availability in (Availability.IN_STOCK, Availability.DOUBTFUL)
    return not there, MAX_AMOUNT if landed is None else landed, one.position


def _sellable(
    options: dict[str, str], group: Sequence[SupplierVariant], made: Mapping[str, Any]
) -> Sellable:
    first = group[0]
    price = made.get("price")
    list_price = made.get("list_price")
    if price is None:
        # Not to be sold so: a check says why. Yet a figure to begin with is better than nothing.
        goods = made.get("goods")
        price = list_price or (min(goods * 5 // 2, MAX_AMOUNT) if goods else 0)
    return Sellable(
        options=options,
        price=price,
        compare_at=list_price if list_price is not None and list_price > price else None,
        cost=made.get("goods"),
        barcode=first.barcode,
        grams=first.weight_grams if first.weight_grams and first.weight_grams <= 10**7 else None,
        parts=[one.id for one in group[:MAX_WAYS]],
        said={"source": "rule", "by": made.get("rule_name", ""), **made},
    )


def from_file(
    payload: Mapping[str, Any], prices: Mapping[str, Mapping[str, Any]]
) -> list[Sellable]:
    """A file's variants; a price of 0 is none, and the rule's counts. Raises NothingToSell."""
    rows = payload["variants"]
    names = _names(row["options"] for row in rows)
    found: dict[tuple[str, ...], Sellable] = {}
    for n, row in enumerate(rows[:MAX_VARIANTS]):
        options = _options(row["options"], names)
        made = prices.get(str(n), {})
        price = row["price"] or made.get("price") or 0
        by_file = {"source": "file", "by": payload["filename"]}
        compare_at = row["compare_at"]
        one = Sellable(
            options=options,
            price=price,
            compare_at=compare_at if compare_at is not None and compare_at > price else None,
            cost=row["cost"],
            barcode=row["barcode"],
            grams=row["grams"],
            said={"source": "rule", "by": made["rule_name"], **made} if made else by_file,
            sku=row["sku"],
            stock=row["stock"],
        )
        found.setdefault(tuple(value.casefold() for value in options.values()), one)
    if not found:
        raise NothingToSell
    return _alike(list(found.values()))


def _names(given: Iterable[Mapping[str, Any]]) -> list[str]:
    seen: dict[str, str] = {}
    for options in given:
        for name in options:
            if name.strip().casefold() not in _PLACES:
                seen.setdefault(name, plain(name, 60) or "Option")
    return list(seen)


def _options(given: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    """Values by the names shown; more options than a product can have are one."""
    found: dict[str, str] = {}
    for n, name in enumerate(names):
        value = plain(str(given.get(name, "")), 120) or _MISSING
        shown = plain(name, 60) or "Option"
        if n >= MAX_OPTIONS:
            last = list(found)[-1]
            found[last] = f"{found[last]} / {value}"[:120].rstrip()
            continue
        while shown.casefold() in {other.casefold() for other in found}:
            shown = f"{shown[:56]} {n + 1}"
        found[shown] = value
    return found


def _alike(found: list[Sellable]) -> list[Sellable]:
    """One spelling for values that differ by the case of their letters alone."""
    spelled: dict[tuple[str, str], str] = {}
    for one in found:
        one.options = {
            name: spelled.setdefault((name, value.casefold()), value)
            for name, value in one.options.items()
        }
    return found


def draft(
    currency: str,
    written: Written,
    variants: Sequence[Sellable],
    *,
    fallback: str,
    manufacturer: Mapping[str, Any],
    media_ids: Sequence[UUID],
    vendor: str | None = None,
    tags: Sequence[str] = (),
) -> Draft:
    """The product as the catalogue takes it: a draft whose stock is the supplier's."""
    seen: dict[str, dict[str, None]] = {}
    for one in variants:
        for name, value in one.options.items():
            seen.setdefault(name, {})[value] = None
    values = {name: list(own)[:MAX_VALUES] for name, own in seen.items()}

    def money(amount: int | None) -> Price | None:
        return None if amount is None else Price(amount=amount, currency=currency)

    kept = [one for one in variants if all(one.options[name] in values[name] for name in values)]
    body = ProductIn(
        title=written.title or fallback,
        description=written.description,
        status="draft",
        product_type=written.product_type,
        price=Price(amount=min(one.price for one in kept), currency=currency),
        options=[OptionIn(name=name, values=own) for name, own in values.items()],
        variants=[
            VariantIn(
                options=one.options,
                price=money(one.price),
                compare_at_price=money(one.compare_at),
                cost=money(one.cost),
                barcode=(one.barcode or "")[:80] or None,
                weight_grams=one.grams,
                sku=one.sku,
                stock=one.stock,
            )
            for one in kept
        ],
        vendor=vendor,
        tags=list(tags),
        safety=safety_of(manufacturer),
        media_ids=list(media_ids),
    )
    return Draft(body, kept, untitled=not written.title)


def safety_of(given: Mapping[str, Any]) -> Safety | None:
    """What the source says of the manufacturer (GPSR); None where it says nothing."""
    maker = _contact(given.get("name"), given.get("address"), given.get("email"))
    person = given.get("responsible_person")
    answers = _contact(person, None, None) if isinstance(person, str) else None
    if maker is None and answers is None:
        return None
    return Safety(manufacturer=maker, responsible=answers)


def _contact(name: Any, address: Any, email: Any) -> Contact | None:
    said = {
        "name": plain(str(name or ""), 200) or None,
        "address": plain(str(address or ""), 500) or None,
    }
    try:
        found = Contact.model_validate({**said, "email": str(email).strip() if email else None})
    except ValidationError:
        found = Contact.model_validate(said)
    return found if found.name or found.address or found.email else None


def plain(text: str, limit: int) -> str:
    """One line of text without any element, at most so long."""
    words = html.unescape(nh3.clean(text, tags=set())).replace("\x00", "").split()
    return " ".join(words)[:limit].rstrip()


def fields_of(
    draft: Draft,
    written: Written,
    *,
    source: Mapping[str, Any],
    original: Mapping[str, Any],
    at: datetime,
) -> dict[str, Any]:
    """Field of the product -> where it is from, what it was there, and what we made of it."""
    base = {**source, "at": at.isoformat()}
    body = draft.body
    told = {
        "title": (body.title, original["title"]),
        "description": (body.description, original["description"]),
        "product_type": (body.product_type, original["category"]),
    }
    found: dict[str, Any] = {
        name: {**base, "writer": written.by, "original": was, "value": value}
        for name, (value, was) in told.items()
        if was or value
    }
    found["options"] = {
        **base,
        "original": None,
        "value": ", ".join(option.name for option in body.options) or None,
    }
    if body.vendor:
        found["vendor"] = {**base, "original": None, "value": body.vendor}
    if body.tags:
        found["tags"] = {**base, "original": None, "value": None}
    if body.safety is not None:
        found["safety"] = {**base, "original": None, "value": None}
    if body.media_ids:
        found["pictures"] = {**base, "original": None, "value": str(len(body.media_ids))}
    return found


def sources_of(
    draft: Draft, variant_ids: Sequence[UUID], *, source: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """Variant -> where its price and cost are from."""
    return {
        str(variant_id): {
            **source,
            **one.said,
            "at": at.isoformat(),
            "supplier_variant_ids": [str(part) for part in one.parts],
            "sold_for": one.price,
            "compare_at": one.compare_at,
        }
        for variant_id, one in zip(variant_ids, draft.variants, strict=True)
    }
