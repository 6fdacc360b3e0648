"""How the simulated supplier's parcels travel: services by warehouse and part of the world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ecomm_connectors.suppliers.simulated.server.catalogue import Product, Variant

EU: Final = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)
_NEAR_EU: Final = frozenset({"CH", "GB", "NO", "IS", "LI"})
_NORTH_AMERICA: Final = frozenset({"US", "CA"})
_UNREACHED: Final = frozenset({"AQ", "CU", "IR", "KP", "SY"})
QUOTE_HOURS: Final = 24

DUTY_PER_TARIFF_LINE: Final = 325
"""Cents: the EU's flat 3 EUR per tariff line on parcels of up to 150 EUR."""
DUTY_LIMIT: Final = 16_200
"""Cents of goods: 150 EUR."""
US_DUTY_PERCENT: Final = 10


@dataclass(frozen=True, slots=True)
class Service:
    """A way to travel. Cents: `base` a parcel, `per_100g` of it. Days from dispatch."""

    code: str
    name: str
    warehouse: str
    base: int
    per_100g: int
    days: tuple[int, int]
    tracked: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """What a service asks for one parcel of given goods. duty: cents it collects."""

    service: Service
    cost: int
    duty: int
    tariff_lines: int


_SERVICES: Final = (
    Service("CN-SAVER", "Saver Mail", "CN", 120, 75, (18, 35), tracked=False),
    Service("CN-STANDARD", "Standard Line", "CN", 210, 110, (9, 16), tracked=True),
    Service("CN-EXPRESS", "Air Express", "CN", 890, 190, (4, 7), tracked=True),
    Service("EU-PARCEL", "Europe Parcel", "EU", 390, 35, (2, 5), tracked=True),
    Service("EU-EXPRESS", "Europe Express", "EU", 990, 60, (1, 2), tracked=True),
    Service("US-GROUND", "Ground", "US", 460, 45, (3, 6), tracked=True),
    Service("US-AIR", "Two-Day Air", "US", 1290, 95, (2, 3), tracked=True),
)
SERVICES: Final = {service.code: service for service in _SERVICES}


def quotes(
    lines: Sequence[tuple[Product, Variant, int, int]], warehouse: str, destination: str
) -> list[Quote]:
    """What each service asks, cheapest first; lines are (product, variant, units, unit price)."""
    grams = sum(variant.grams * units for _, variant, units, _ in lines)
    goods = sum(units * price for _, _, units, price in lines)
    tariff = len({product.hs for product, _, _, _ in lines})
    found = []
    for service in _SERVICES:
        if service.warehouse != warehouse or not _reaches(service, destination, grams):
            continue
        cost = service.base + service.per_100g * -(-grams // 100)
        duty, counted = _duty(warehouse, destination, goods, tariff)
        found.append(Quote(service, cost, duty, counted))
    return sorted(found, key=lambda quote: (quote.cost + quote.duty, quote.service.code))


def _reaches(service: Service, destination: str, grams: int) -> bool:
    if destination in _UNREACHED:
        return False
    if service.warehouse == "EU":
        return destination in EU | _NEAR_EU
    if service.warehouse == "US":
        return destination in _NORTH_AMERICA
    return service.code != "CN-SAVER" or grams <= 2000


def _duty(warehouse: str, destination: str, goods: int, tariff: int) -> tuple[int, int]:
    """(cents, tariff lines) for goods that cross a border; none within the same market."""
    if warehouse == "CN" and destination in EU:
        if goods <= DUTY_LIMIT:
            return DUTY_PER_TARIFF_LINE * tariff, tariff
        return goods * 4 // 100, tariff
    if warehouse == "CN" and destination == "US":
        return goods * US_DUTY_PERCENT // 100, tariff
    return 0, 0
