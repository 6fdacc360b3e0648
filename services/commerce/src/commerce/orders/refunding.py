"""What a refund is worth (R6.5): from the amounts stored on the order, never computed anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ecomm_core.money import divide_rounding


@dataclass(frozen=True, slots=True)
class Amounts:
    """Minor units; `gross = net + tax`."""

    gross: int
    net: int
    tax: int


NOTHING = Amounts(0, 0, 0)


@dataclass(frozen=True, slots=True)
class SoldLine:
    """An order item with its stored amounts, and what was refunded of it so far."""

    id: UUID
    quantity: int
    gross: int
    tax: int
    refunded_quantity: int
    refunded_gross: int
    refunded_tax: int


@dataclass(frozen=True, slots=True)
class SoldOrder:
    """The order's sums, and what was refunded of its shipping so far."""

    total: int
    tax: int
    shipping_gross: int
    shipping_tax: int
    refunded_shipping_gross: int
    refunded_shipping_tax: int

    @property
    def shipping_left(self) -> int:
        """What shipping can still be refunded by."""
        return self.shipping_gross - self.refunded_shipping_gross


@dataclass(frozen=True, slots=True)
class RefundSums:
    """A refund in figures. `lines` by order item."""

    lines: Mapping[UUID, Amounts]
    shipping: Amounts
    adjustment: Amounts

    @property
    def items_gross(self) -> int:
        """What the lines come to."""
        return sum(line.gross for line in self.lines.values())

    @property
    def amount(self) -> int:
        """What goes back in all."""
        return self.items_gross + self.shipping.gross + self.adjustment.gross


def line_share(line: SoldLine, units: int) -> Amounts:
    """The amounts of `units` more units: cumulative round(stored * k / n) less what was refunded,
    so that the last unit lands exactly on what was paid. Never below zero."""
    reached = line.refunded_quantity + units
    gross = divide_rounding(line.gross * reached, line.quantity) - line.refunded_gross
    tax = divide_rounding(line.tax * reached, line.quantity) - line.refunded_tax
    gross = max(gross, 0)
    tax = min(max(tax, 0), gross)
    return Amounts(gross, gross - tax, tax)


def shipping_share(order: SoldOrder, gross: int) -> Amounts:
    """`gross` of shipping back, with its share of shipping's tax, cumulative like a line's."""
    if gross == 0:
        return NOTHING
    reached = order.refunded_shipping_gross + gross
    due = divide_rounding(order.shipping_tax * reached, order.shipping_gross)
    tax = min(max(due - order.refunded_shipping_tax, 0), gross)
    return Amounts(gross, gross - tax, tax)


def free_share(order: SoldOrder, gross: int) -> Amounts:
    """A free amount (below zero: kept back) with the order's own share of tax in it."""
    tax = divide_rounding(gross * order.tax, order.total) if order.total else 0
    return Amounts(gross, gross - tax, tax)


def sums(
    order: SoldOrder,
    lines: Sequence[SoldLine],
    units: Mapping[UUID, int],
    *,
    shipping: int = 0,
    adjustment: int = 0,
) -> RefundSums:
    """The figures of a refund of `units` (order item -> how many), some shipping and a free amount.

    Raises ValueError for units that were not sold or are refunded, and for more shipping than is
    left: the caller refuses those in words.
    """
    by_id = {line.id: line for line in lines}
    for item, count in units.items():
        if count < 1 or by_id[item].refunded_quantity + count > by_id[item].quantity:
            raise ValueError("more units than were sold")
    if not 0 <= shipping <= order.shipping_left:
        raise ValueError("more shipping than was paid")
    return RefundSums(
        lines={item: line_share(by_id[item], count) for item, count in units.items()},
        shipping=shipping_share(order, shipping),
        adjustment=free_share(order, adjustment),
    )
