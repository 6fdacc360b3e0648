"""How prices and stock of the simulated supplier move with the clock: the same hour tells the same
story in every process, so a test that moves the clock sees what a demo sees by waiting.

An account whose drift is off buys from a still world: list prices, and 500 of everything.
"""

from __future__ import annotations

from typing import Final

from ecomm_connectors.suppliers.simulated.server.catalogue import Variant, chance

HOUR: Final = 3600
_PRICE_STEP: Final = 6 * HOUR
_WEEK: Final = 7 * 24 * HOUR
STILL_STOCK: Final = 500


def step_of(at: float) -> int:
    """The hour `at` (unix seconds) lies in: within one, nothing moves."""
    return int(at // HOUR)


def price(variant: Variant, at: float, *, moving: bool) -> int:
    """Cents of one unit at a moment: ±6 % over weeks, ±3 % within days, now and then a leap."""
    if not moving:
        return variant.cost
    # A step function of six hours: a price is not another one every second.
    at = at // _PRICE_STEP * _PRICE_STEP
    week = int(at // _WEEK)
    through = (at % _WEEK) / _WEEK
    slow = _between(variant.sku, "slow", week) * (1 - through)
    slow += _between(variant.sku, "slow", week + 1) * through
    quick = _between(variant.sku, "quick", int(at))
    leap = 240 if chance(variant.sku, "leap", int(at // (24 * HOUR))) < 0.012 else 0
    moved = 1000 + round(slow * 60) + round(quick * 30) + leap
    return max(variant.cost * moved // 1000, 1)


def stock(variant: Variant, at: float, *, moving: bool) -> int:
    """Units in the warehouse at a moment, before what this account bought is taken off: refilled
    every three to eight days, sold down to little in between, sometimes to nothing."""
    if not moving:
        return STILL_STOCK
    length, begun = _filling(variant, at)
    cycle = int(begun // HOUR)
    through = (at - begun) // HOUR * HOUR / length
    full = 20 + int(chance(variant.sku, "full", cycle) * 380)
    # One delivery in eight sells out before the next.
    pace = 1.25 if chance(variant.sku, "rush", cycle) < 0.125 else 0.85
    return max(int(full * (1 - through * pace)), 0)


def cycle_start(variant: Variant, at: float, *, moving: bool) -> float:
    """When the present filling came in: purchases before it no longer count against the stock."""
    if not moving:
        return 0.0
    return _filling(variant, at)[1]


def _filling(variant: Variant, at: float) -> tuple[int, float]:
    """(seconds from one filling to the next, when the present one came in)."""
    length = (3 + int(chance(variant.sku, "cycle") * 6)) * 24 * HOUR
    # Each variant has a day of its own.
    offset = int(chance(variant.sku, "offset") * length // HOUR) * HOUR
    return length, (at + offset) // length * length - offset


def _between(*parts: object) -> float:
    return chance(*parts) * 2 - 1
