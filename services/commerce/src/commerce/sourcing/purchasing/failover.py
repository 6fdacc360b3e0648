"""Which supplier takes over: the cheapest landed one, then the quickest, then the most reliable,
and never one that leaves less than the margin floor (R10.4). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from commerce.reads.purchase_terms import Terms
from commerce.reads.purchase_ways import Way
from commerce.sourcing.purchasing.planning import Chosen, Problem, Wanted, usable
from commerce.sourcing.purchasing.reasons import Reason
from ecomm_core.money import PPM

SLOWEST = 999


@dataclass(frozen=True, slots=True)
class Offer:
    """A way with what it comes to, in minor units of the store's currency."""

    chosen: Chosen
    landed: Fraction
    days: int
    score: int


def landed(chosen: Chosen, terms: Terms) -> Fraction | None:
    """(cost + shipping)·fx·(1 + buffer) + duty·fx of all units, in the store's currency; None where
    a rate is missing (R10.5)."""
    buffer = Fraction(PPM + terms.items[chosen.wanted.order_item_id].buffer_ppm, PPM)
    total = Fraction(0)
    for part, lane in zip(chosen.way.parts, chosen.lanes, strict=True):
        rate = terms.rate(part.currency)
        if rate is None:
            return None
        units = part.quantity * chosen.wanted.quantity
        bought = ((part.cost or 0) + lane.cost) * units
        total += bought * rate * buffer + (lane.duty or 0) * units * rate
    return total


def above_floor(chosen: Chosen, terms: Terms, cost: Fraction) -> bool:
    """Whether what is left of the item's net revenue is the floor or more."""
    item = terms.items[chosen.wanted.order_item_id]
    net = terms.net_in_store_currency(item.item_id, chosen.wanted.quantity)
    return net - cost >= net * Fraction(item.floor_ppm, PPM)


def choose_other(
    wanted: Wanted,
    ways: Sequence[Way],
    *,
    excluded: frozenset[UUID],
    terms: Terms,
    scores: Mapping[UUID, int],
    destination: str,
    test: bool,
    now: datetime,
) -> Chosen | Problem:
    """The way that takes over, or why none does. `excluded` are mappings that failed already."""
    offers: list[Offer] = []
    below: list[str] = []
    unrated: list[str] = []
    for way in ways:
        if way.mapping_id in excluded or way.stale(now):
            continue
        found = usable(wanted, way, destination=destination, test=test, now=now)
        if isinstance(found, Problem):
            continue
        cost = landed(found, terms)
        if cost is None:
            unrated.append(way.supplier_name)
        elif not above_floor(found, terms, cost):
            below.append(way.supplier_name)
        else:
            days = max((lane.max_days or SLOWEST for lane in found.lanes), default=SLOWEST)
            score = scores.get(way.supplier_id, PPM)
            offers.append(Offer(found, cost, days, score))
    if offers:
        return min(offers, key=lambda o: (o.landed, o.days, -o.score, o.chosen.way.priority)).chosen
    if below:
        words = f"{', '.join(below)} would leave less than the margin floor for {wanted.title}."
        return Problem(Reason.BELOW_FLOOR, words)
    if unrated:
        return Problem(Reason.NO_RATE, f"There is no rate for what {', '.join(unrated)} charges.")
    return Problem(Reason.NO_OTHER_WAY, f"No other supplier can send {wanted.title} now.")
