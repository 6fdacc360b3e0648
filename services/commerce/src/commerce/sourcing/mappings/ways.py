"""The ways a sold variant can be got, as things stand now. Pure: what is known goes in, ways come
out; `service.ways_for` reads what it needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID

from commerce.pricing.service import Rate
from commerce.sourcing.goods.models import Availability
from commerce.sourcing.suppliers.models import Supplier
from ecomm_core.money import divide_rounding, minor_digits


@dataclass(frozen=True, slots=True)
class WayPart:
    """Units of a supplier's variant that one sold unit needs. `availability` is `unknown` where the
    reading is stale; `cost` is one unit's, minor units of `currency`."""

    supplier_variant_id: UUID
    supplier_product_id: UUID
    external_id: str
    external_sku: str
    order_key: str
    title: str
    options: Mapping[str, str]
    warehouse: str
    origin: str | None
    quantity: int
    cost: int | None
    list_price: int | None
    currency: str
    availability: Availability
    stock: int | None
    read_at: datetime
    stale: bool


@dataclass(frozen=True, slots=True)
class WayLane:
    """How the parts of one sold unit travel from a warehouse by a method. cost, duty: sums of the
    one-unit quotes in minor units of `currency`, so rather too much than too little; duty None: the
    supplier says nothing of it, which is not zero."""

    warehouse: str
    method: str
    name: str
    cost: int
    currency: str
    min_days: int | None
    max_days: int | None
    tracked: bool
    duty: int | None
    tariff_lines: int | None
    quoted_at: datetime


@dataclass(frozen=True, slots=True)
class Landed:
    """What one sold unit costs until it is there, in minor units of the store's currency: each
    amount rounded by itself for showing, `total` rounded once. `duty_known` is false where a lane
    says nothing of duty."""

    goods: int
    shipping: int
    duty: int
    total: int
    duty_known: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get a sold variant to a country, as of `at`.

    lanes: for each warehouse and method one, the cheapest first. best: for each warehouse the
    cheapest. units: how many could be bought, None where the supplier does not say. rates: frozen
    rates into the store's currency, by currency. blocked: why it cannot be used now, as stable
    codes; empty where it can: inactive, broken, paused, attention, disconnected, stale, out, gone,
    cost_unknown, no_lane, no_rate. Of these, only `stale` heals by itself.
    """

    mapping_id: UUID
    variant_id: UUID
    priority: int
    country: str | None
    supplier: Supplier
    parts: tuple[WayPart, ...]
    availability: Availability
    stale: bool
    doubtful: bool
    units: int | None
    cost: int | None
    currency: str
    lanes: tuple[WayLane, ...]
    best: tuple[WayLane, ...]
    landed: Landed | None
    rates: Mapping[str, Rate]
    at: datetime
    blocked: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether something can be ordered this way now."""
        return not self.blocked

    @property
    def days(self) -> int | None:
        """Days until the slowest of its parcels is there at most; None where a lane does not
        say."""
        most = [lane.max_days for lane in self.best]
        known = [one for one in most if one is not None]
        return max(known) if known and len(known) == len(most) else None


def worth(amount: int, rate: Rate) -> Fraction:
    """An amount in minor units of `rate.of` as exact minor units of `rate.to`."""
    return amount * rate.exact * Fraction(10) ** (minor_digits(rate.to) - minor_digits(rate.of))


def rounded(exact: Fraction) -> int:
    """Half away from zero, in the one rounding function."""
    return divide_rounding(exact.numerator, exact.denominator)


_WORST = (
    Availability.GONE,
    Availability.OUT,
    Availability.UNKNOWN,
    Availability.DOUBTFUL,
    Availability.IN_STOCK,
)


def worst(parts: Sequence[WayPart]) -> Availability:
    """All parts are needed: the way is as available as its worst part."""
    found = {part.availability for part in parts}
    return next((one for one in _WORST if one in found), Availability.UNKNOWN)


def units_of(parts: Sequence[WayPart]) -> int | None:
    """How many sold units the parts in stock make; None where one does not say how many."""
    counts = [None if part.stock is None else part.stock // part.quantity for part in parts]
    known = [one for one in counts if one is not None]
    return min(known) if known and len(known) == len(counts) else None


def cheapest(lanes: Sequence[WayLane]) -> tuple[WayLane, ...]:
    """For each warehouse its cheapest lane; duty that is known counts, too."""
    found: dict[str, WayLane] = {}
    for lane in lanes:
        best = found.get(lane.warehouse)
        if best is None or lane.cost + (lane.duty or 0) < best.cost + (best.duty or 0):
            found[lane.warehouse] = lane
    return tuple(found.values())


def landed(
    parts: Sequence[WayPart],
    best: Sequence[WayLane],
    rates: Mapping[str, Rate],
    *,
    buffer_ppm: int = 0,
) -> Landed | None:
    """(cost + shipping) · rate · (1 + buffer) + duty, rounded once; None where a cost or a rate is
    missing (rules §10)."""
    codes = {part.currency for part in parts} | {lane.currency for lane in best}
    if not codes <= set(rates) or any(part.cost is None for part in parts):
        return None
    grown = 1 + Fraction(buffer_ppm, 1_000_000)
    zero = Fraction(0)
    goods = sum(
        (worth((part.cost or 0) * part.quantity, rates[part.currency]) for part in parts), zero
    )
    shipping = sum((worth(lane.cost, rates[lane.currency]) for lane in best), zero)
    duty = sum((worth(lane.duty or 0, rates[lane.currency]) for lane in best), zero)
    return Landed(
        goods=rounded(goods),
        shipping=rounded(shipping),
        duty=rounded(duty),
        total=rounded((goods + shipping) * grown + duty),
        duty_known=all(lane.duty is not None for lane in best),
    )


def usable_rates(rates: Mapping[str, Rate], codes: set[str]) -> dict[str, Rate]:
    """Of the known rates those that are asked for."""
    return {code: rate for code, rate in rates.items() if code in codes}


def order(ways: Sequence[Way]) -> list[Way]:
    """By priority; a way made for the country before one for all; then by what it costs."""
    return sorted(
        ways,
        key=lambda way: (
            way.priority,
            way.country is None,
            way.landed is None,
            way.landed.total if way.landed is not None else 0,
            way.mapping_id,
        ),
    )


def frozen(rate: Rate) -> dict[str, str | int]:
    """A rate as rows keep it: {from, to, ppm, date}; `ppm` is for people to read, the two figures
    to the euro are what is computed with."""
    day: date = rate.day
    return {
        "from": rate.of,
        "to": rate.to,
        "ppm": rate.ppm,
        "date": day.isoformat(),
        "from_per_euro_ppm": rate.of_per_euro_ppm,
        "to_per_euro_ppm": rate.to_per_euro_ppm,
    }
