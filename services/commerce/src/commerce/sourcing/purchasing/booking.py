"""What a purchase order's lines really cost, out of what the supplier says of the whole: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commerce.sourcing.purchasing.planning import shares
from ecomm_connectors.suppliers.orders import SupplierOrderState
from ecomm_core.money import allocate


@dataclass(frozen=True, slots=True)
class LineCost:
    """A line's amounts, minor units of the purchase order's currency."""

    unit_cost: int
    goods: int
    shipping: int
    duty: int


@dataclass(frozen=True, slots=True)
class Booked:
    """A whole order's amounts; its lines' sum to them."""

    goods: int
    shipping: int
    duty: int
    lines: tuple[LineCost, ...]

    @property
    def total(self) -> int:
        """What is paid."""
        return self.goods + self.shipping + self.duty


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line as it stands: the supplier's units and what was planned."""

    external_sku: str
    quantity: int
    unit_cost: int


def says_amounts(told: SupplierOrderState) -> bool:
    """Whether the supplier told any amount: what it did not tell is not booked."""
    return told.total is not None or told.goods is not None


def book(
    lines: Sequence[PlannedLine],
    told: SupplierOrderState,
    *,
    shipping: int,
    duty: int,
) -> Booked:
    """The amounts of an order that the supplier told of. What it left out stays as planned
    (`shipping`, `duty`, a line's unit cost); the total it named holds, and what is not accounted
    for counts as shipping (below zero: as cheaper goods)."""
    planned = [told.unit_costs.get(line.external_sku, line.unit_cost) for line in lines]
    costs = [unit * line.quantity for unit, line in zip(planned, lines, strict=True)]
    goods = told.goods if told.goods is not None else sum(costs)
    sent = told.shipping if told.shipping is not None else shipping
    charges = told.duty if told.duty is not None else duty
    if told.total is not None:
        sent += told.total - (goods + sent + charges)
        if sent < 0:
            goods, sent = max(goods + sent, 0), 0
    quantities = [line.quantity for line in lines]
    parts = costs if goods == sum(costs) else shares(goods, costs, quantities)
    return Booked(
        goods=goods,
        shipping=sent,
        duty=charges,
        lines=tuple(
            LineCost(part // line.quantity, part, ship, toll)
            for part, line, ship, toll in zip(
                parts,
                lines,
                shares(sent, parts, quantities),
                shares(charges, parts, quantities),
                strict=True,
            )
        ),
    )


def refund_shares(amount: int, costs: Sequence[int], had: Mapping[int, int]) -> list[int]:
    """What a supplier gave back, over lines by what they cost; `had` (place -> amount) is known to
    belong to single lines already. No line gets back more than it cost."""
    parts = [min(had.get(place, 0), cost) for place, cost in enumerate(costs)]
    rest = max(min(amount, sum(costs)) - sum(parts), 0)
    left = [cost - part for cost, part in zip(costs, parts, strict=True)]
    more = allocate(rest, left, left)
    return [part + extra for part, extra in zip(parts, more, strict=True)]
