"""Which supplier takes over: the cheapest landed one, then the quickest, then the most reliable,
and never one that leaves less than the margin floor (R10.4). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from commerce.reads.purchase_terms import Terms
from commerce.reads.purchase_ways import Way
from commerce.sourcing.purchasing.planning import Chosen, Problem, Wanted, usable
from commerce.sourcing.purchasing.reasons import Reason
from ecomm_core.money import PPM, divide_rounding

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
    below_floor: bool = False,
    stale_too: bool = False,
) -> Chosen | Problem:
    """The way that takes over, or why none does. `excluded` are mappings that failed already.
    `below_floor`: a person said that it may leave less; `stale_too`: a person named the way, and
    the purchase waits until it was read again."""
    offers: list[Offer] = []
    below: list[str] = []
    unrated: list[str] = []
    for way in ways:
        if way.mapping_id in excluded or (way.stale(now) and not stale_too):
            continue
        found = usable(wanted, way, destination=destination, test=test, now=now)
        if isinstance(found, Problem):
            continue
        offer = _offer(found, terms, scores)
        if offer is None:
            unrated.append(way.supplier_name)
        elif not below_floor and not above_floor(found, terms, offer.landed):
            below.append(way.supplier_name)
        else:
            offers.append(offer)
    if offers:
        return min(offers, key=_rank).chosen
    if below:
        words = f"{', '.join(below)} would leave less than the margin floor for {wanted.title}."
        return Problem(Reason.BELOW_FLOOR, words)
    if unrated:
        return Problem(Reason.NO_RATE, f"There is no rate for what {', '.join(unrated)} charges.")
    return Problem(Reason.NO_OTHER_WAY, f"No other supplier can send {wanted.title} now.")


@dataclass(frozen=True, slots=True)
class Option:
    """A way as a person is shown it. Amounts are minor units of the store's currency, rounded for
    showing: `landed` what it comes to and `left` what would be left of the line's net revenue, None
    where a rate is missing or it cannot be had. `problem`: why it cannot be taken as it is."""

    mapping_id: UUID
    supplier_id: UUID
    supplier_name: str
    landed: int | None
    left: int | None
    days: int | None
    above_floor: bool
    problem: Problem | None


def options(
    wanted: Wanted,
    ways: Sequence[Way],
    *,
    terms: Terms,
    scores: Mapping[UUID, int],
    destination: str,
    test: bool,
    now: datetime,
) -> list[Option]:
    """All of these ways, those that can be taken first, in the order they would be taken in."""
    ranked: list[tuple[tuple[Any, ...], Option]] = []
    for way in ways:
        found = usable(wanted, way, destination=destination, test=test, now=now)
        offer = None if isinstance(found, Problem) else _offer(found, terms, scores)
        problem = found if isinstance(found, Problem) else None
        if problem is None and offer is None:
            words = f"There is no rate for what {way.supplier_name} charges."
            problem = Problem(Reason.NO_RATE, words)
        above = offer is not None and above_floor(offer.chosen, terms, offer.landed)
        if offer is not None and not above:
            words = f"{way.supplier_name} would leave less than the margin floor."
            problem = Problem(Reason.BELOW_FLOOR, words)
        elif problem is None and way.stale(now):
            words = f"{way.supplier_name} was last read too long ago; it is read before it is sent."
            problem = Problem(Reason.STALE_READING, words)
        option = _option(way, wanted, offer, terms, problem, above=above)
        # Those that can be had first, then those below the floor, then the rest.
        place = (offer is None, not above, *(_rank(offer) if offer else (way.priority,)))
        ranked.append((place, option))
    return [option for _, option in sorted(ranked, key=lambda pair: pair[0])]


def _option(
    way: Way,
    wanted: Wanted,
    offer: Offer | None,
    terms: Terms,
    problem: Problem | None,
    *,
    above: bool,
) -> Option:
    left = None
    if offer is not None:
        left = terms.net_in_store_currency(wanted.order_item_id, wanted.quantity) - offer.landed
    return Option(
        mapping_id=way.mapping_id,
        supplier_id=way.supplier_id,
        supplier_name=way.supplier_name,
        landed=_shown(offer.landed) if offer is not None else None,
        left=_shown(left) if left is not None else None,
        days=offer.days if offer is not None and offer.days < SLOWEST else None,
        above_floor=above,
        problem=problem,
    )


def _offer(chosen: Chosen, terms: Terms, scores: Mapping[UUID, int]) -> Offer | None:
    cost = landed(chosen, terms)
    if cost is None:
        return None
    days = max((lane.max_days or SLOWEST for lane in chosen.lanes), default=SLOWEST)
    return Offer(chosen, cost, days, scores.get(chosen.way.supplier_id, PPM))


def _rank(offer: Offer) -> tuple[Fraction, int, int, int]:
    """The cheapest landed one, then the quickest, then the most reliable, then as it was named."""
    return (offer.landed, offer.days, -offer.score, offer.chosen.way.priority)


def _shown(exact: Fraction) -> int:
    return divide_rounding(exact.numerator, exact.denominator)
