"""Buy X, get Y (R4.4): on units, the dearest are bought and the cheapest are given.

A unit plays one part in one offer, over all offers of an order. Worked out anew at each change of
the cart, so removing what was bought removes the gift.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from commerce.promotions.engine.model import Basket, Rule
from ecomm_core.money import PPM, allocate, divide_rounding


@dataclass(slots=True)
class Unit:
    """One piece of a line; `worth` is what is left of its price after item promotions."""

    line: int
    worth: int
    used: bool = False


def units_of(basket: Basket, remaining: Sequence[int]) -> list[Unit]:
    """Every piece of the basket, each with its share of what its line still costs."""
    units: list[Unit] = []
    for position, item in enumerate(basket.items):
        shares = allocate(remaining[position], [1] * item.quantity)
        units.extend(Unit(position, share) for share in shares)
    return units


def give(rule: Rule, basket: Basket, units: Sequence[Unit]) -> list[int]:
    """What each line saves by this offer; the units it used are marked.

    Raises ValueError for a rule that is no such offer.
    """
    offer = rule.bogo
    if offer is None or offer.buy < 1 or offer.get < 1:
        raise ValueError("this rule is not buy X, get Y")
    taken = [0] * len(basket.items)
    dearest = sorted(
        (u for u in units if not u.used and rule.selection.has(basket.items[u.line])),
        key=lambda unit: -unit.worth,
    )
    cheapest = sorted(
        (u for u in units if not u.used and offer.gets.has(basket.items[u.line])),
        key=lambda unit: unit.worth,
    )
    rounds = 0
    while offer.times is None or rounds < offer.times:
        bought = _next(dearest, offer.buy)
        if len(bought) < offer.buy:
            break
        for unit in bought:
            unit.used = True
        given = _next(cheapest, offer.get)
        if not given:
            for unit in bought:
                unit.used = False
            break
        for unit in given:
            unit.used = True
            taken[unit.line] += divide_rounding(unit.worth * offer.percent_ppm, PPM)
        rounds += 1
    return taken


def _next(units: Sequence[Unit], count: int) -> list[Unit]:
    found: list[Unit] = []
    for unit in units:
        if len(found) == count:
            break
        if not unit.used:
            found.append(unit)
    return found
