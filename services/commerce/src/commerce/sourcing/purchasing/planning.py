"""Which supplier each sold item is bought from, and what goes into one purchase order: pure rules.

A way is taken by priority; orders are split by account, warehouse and method (R10.2). What stands
in the way is a reason in words, never silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from commerce.reads.purchase_ways import Lane, Part, Way
from commerce.sourcing.purchasing.reasons import Reason
from ecomm_core.money import PPM, allocate, divide_rounding


@dataclass(frozen=True, slots=True)
class Wanted:
    """Units of a sold item that are to be bought."""

    need_id: UUID
    order_item_id: UUID
    variant_id: UUID
    quantity: int
    title: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a way cannot be taken, or a need waits."""

    reason: Reason
    words: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A way taken for a need; `lanes` stand beside the way's parts."""

    wanted: Wanted
    way: Way
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class DraftLine:
    """Units of a supplier's variant for one need; amounts in the draft's currency."""

    wanted: Wanted
    way: Way
    part: Part
    quantity: int
    unit_cost: int
    max_unit_cost: int
    goods: int
    shipping: int
    duty: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A purchase order to be: one account, warehouse, method and currency."""

    supplier_id: UUID
    warehouse: str
    currency: str
    lane: Lane
    grace_minutes: int
    lines: tuple[DraftLine, ...] = field(default=())

    @property
    def goods(self) -> int:
        """All lines' goods."""
        return sum(line.goods for line in self.lines)

    @property
    def shipping(self) -> int:
        """All lines' shipping."""
        return sum(line.shipping for line in self.lines)

    @property
    def duty(self) -> int:
        """All lines' import charges."""
        return sum(line.duty for line in self.lines)

    @property
    def total(self) -> int:
        """What it should come to."""
        return self.goods + self.shipping + self.duty


def choose(
    wanted: Wanted, ways: Sequence[Way], *, destination: str, test: bool, now: datetime
) -> Chosen | Problem:
    """The first way by priority that can be taken, or what is wrong with the first one."""
    first: Problem | None = None
    for way in ways:
        found = usable(wanted, way, destination=destination, test=test, now=now)
        if isinstance(found, Chosen):
            return found
        first = first or found
    return first or Problem(Reason.NO_WAY, f"No supplier is named for {wanted.title}.")


def usable(
    wanted: Wanted, way: Way, *, destination: str, test: bool, now: datetime
) -> Chosen | Problem:
    """The way with its lanes, or why it cannot be taken. A reading that is too old does not rule a
    way out here: it holds the purchase until it was read again."""
    problem = _way_problem(way, destination=destination, test=test)
    if problem is not None:
        return problem
    name = way.supplier_name
    lanes = []
    for part in way.parts:
        problem = _part_problem(name, part, wanted.quantity)
        if problem is not None:
            return problem
        lane = best_lane(part, now)
        if lane is None:
            return Problem(Reason.NO_LANE, f"{name} quotes no way to send it to {destination}.")
        lanes.append(lane)
    return Chosen(wanted, way, tuple(lanes))


def _way_problem(way: Way, *, destination: str, test: bool) -> Problem | None:
    name = way.supplier_name
    if way.country not in (None, destination):
        return Problem(Reason.NO_LANE, f"{name} is named for {way.country} only.")
    if not way.active or way.broken or not way.parts:
        words = way.broken_reason or f"The mapping to {name} is switched off."
        return Problem(Reason.MAPPING_BROKEN, words)
    if way.supplier_status != "connected":
        return Problem(Reason.SUPPLIER_PAUSED, f"{name} is {way.supplier_status}.")
    if test and not way.simulated:
        return Problem(Reason.TEST_ORDER, f"{name} is real, and this is a test order.")
    return None


def _part_problem(name: str, part: Part, quantity: int) -> Problem | None:
    if part.availability == "gone":
        return Problem(Reason.GONE, f"{name} no longer offers {part.title}.")
    short = part.stock is not None and part.stock < quantity * part.quantity
    if part.availability == "out" or short:
        return Problem(Reason.OUT_OF_STOCK, f"{name} has not enough of {part.title}.")
    if part.cost is None:
        return Problem(Reason.COST_UNKNOWN, f"{name} did not say what {part.title} costs.")
    return None


def best_lane(part: Part, now: datetime) -> Lane | None:
    """The cheapest lane with tracking, or the cheapest; none whose quote has ended or that is in
    another currency than the goods."""
    open_ = [
        lane
        for lane in part.lanes
        if lane.currency == part.currency and (lane.expires_at is None or lane.expires_at > now)
    ]
    ranked = sorted(
        open_, key=lambda lane: (not lane.tracked, lane.cost + (lane.duty or 0), lane.method)
    )
    return ranked[0] if ranked else None


def split(chosen: Sequence[Chosen]) -> list[Draft]:
    """Purchase orders of what was chosen: by account, warehouse, method and currency, in the order
    of their first line. What was quoted for one unit counts for each."""
    groups: dict[tuple[UUID, str, str, str], list[tuple[Chosen, Part, Lane]]] = {}
    for one in chosen:
        for part, lane in zip(one.way.parts, one.lanes, strict=True):
            key = (one.way.supplier_id, part.warehouse, lane.method, part.currency)
            groups.setdefault(key, []).append((one, part, lane))
    return [
        Draft(
            supplier_id=supplier_id,
            warehouse=warehouse,
            currency=currency,
            lane=members[0][2],
            grace_minutes=members[0][0].way.grace_minutes,
            lines=tuple(_line(*member) for member in members),
        )
        for (supplier_id, warehouse, _, currency), members in groups.items()
    ]


def _line(one: Chosen, part: Part, lane: Lane) -> DraftLine:
    units = one.wanted.quantity * part.quantity
    cost = part.cost or 0
    return DraftLine(
        wanted=one.wanted,
        way=one.way,
        part=part,
        quantity=units,
        unit_cost=cost,
        max_unit_cost=most(cost, one.way.max_cost_rise_ppm),
        goods=cost * units,
        shipping=lane.cost * units,
        duty=(lane.duty or 0) * units,
    )


def most(cost: int, rise_ppm: int) -> int:
    """The most that is paid for a unit: the last known cost and what it may rise."""
    return divide_rounding(cost * (PPM + rise_ppm), PPM)


def shares(amount: int, goods: Sequence[int], quantities: Sequence[int]) -> list[int]:
    """An amount of a whole order over its lines, by their goods; by units where those cost nothing.
    Largest remainder, nothing lost (R1.4)."""
    weights = goods if any(goods) else quantities
    return allocate(amount, list(weights))
