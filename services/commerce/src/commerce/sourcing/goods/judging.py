"""What a reading makes of what we believe (rules §10). Pure: nothing is read or written here.

One reading that says "none left" may be a mistake of the supplier's: it makes a variant doubtful,
and only the second one makes it out. So with what is gone. Two readings count as two when they are
apart: a burst of webhooks is one.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from commerce.sourcing.goods.models import Availability
from ecomm_connectors.suppliers.goods import Availability as Told
from ecomm_connectors.suppliers.goods import ProductOffer, VariantOffer

READINGS: Final = 2
"""Readings in a row that must say so before it is believed."""
APART: Final = timedelta(minutes=1)
"""How far apart two readings must be to be two."""


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of a variant: its availability, readings in a row that said otherwise, units
    left where it says, and when it was last told."""

    availability: Availability
    out_readings: int
    stock: int | None
    read_at: datetime


def believed(before: Belief | None, told: Told, stock: int | None, at: datetime) -> Belief:
    """What is believed after one more reading; None before: the first one."""
    if told is Told.IN_STOCK and stock == 0:
        told = Told.OUT
    if told is Told.UNKNOWN:
        # It has said nothing: what was believed grows old, and counts as unknown in time.
        return before or Belief(Availability.UNKNOWN, 0, None, at)
    if told is Told.IN_STOCK:
        return Belief(Availability.IN_STOCK, 0, stock, at)
    if before is None or before.out_readings == 0:
        count = 1
    elif at - before.read_at >= APART:
        count = before.out_readings + 1
    else:
        return before
    certain = Availability.OUT if told is Told.OUT else Availability.GONE
    settled = count >= READINGS
    return Belief(certain if settled else Availability.DOUBTFUL, count, 0 if settled else stock, at)


def is_stale(read_at: datetime, stale_after_minutes: int, now: datetime) -> bool:
    """Whether a reading is too old to be believed."""
    return now - read_at > timedelta(minutes=stale_after_minutes)


def _variant_facts(variant: VariantOffer) -> dict[str, Any]:
    return {
        "external_sku": variant.external_sku,
        "order_key": variant.order_key,
        "options": dict(variant.options),
        "warehouse": variant.warehouse,
        "origin": variant.origin,
        "cost": variant.cost,
        "currency": variant.currency,
        "list_price": variant.list_price,
        "availability": variant.availability.value,
        "stock": variant.stock,
        "weight_grams": variant.weight_grams,
        "image_url": variant.image_url,
        "barcode": variant.barcode,
    }


def hash_of(offer: ProductOffer) -> str:
    """What of an offer matters to us, as one value: an unchanged offer has the same."""
    facts = {
        "title": offer.title,
        "description": offer.description,
        "url": offer.url,
        "images": list(offer.images),
        "option_names": list(offer.option_names),
        "category": offer.category,
        "vendor": offer.vendor,
        "attributes": dict(offer.attributes),
        "manufacturer": dict(offer.manufacturer),
        "variants": [_variant_facts(variant) for variant in offer.variants],
    }
    text = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def distinct(variants: Iterable[VariantOffer]) -> list[VariantOffer]:
    """Variants without repeats of one (external_sku, warehouse): the first is taken."""
    seen: dict[tuple[str, str], VariantOffer] = {}
    for variant in variants:
        seen.setdefault((variant.external_sku, variant.warehouse), variant)
    return list(seen.values())


def plain(text: str | None, longest: int) -> str:
    """A supplier's text as PostgreSQL can keep it: shortened, without NUL and lone surrogates."""
    if not text:
        return ""
    kept = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")
    return kept[:longest]


def storable(value: Any, depth: int = 0) -> Any:
    """A supplier's JSON as PostgreSQL can keep it; what is nested too deeply is left out."""
    if isinstance(value, str):
        return plain(value, 200_000)
    if depth > 20:
        return None
    if isinstance(value, dict):
        return {plain(str(key), 500): storable(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item, depth + 1) for item in value]
    if isinstance(value, bool | int | float) or value is None:
        return value
    return plain(str(value), 2_000)
