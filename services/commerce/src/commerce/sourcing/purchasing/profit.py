"""True profit of an order's lines (rules §10): net revenue less the discount share, booked cost,
shipping, duty, fees and refunds, and with what suppliers gave back. Pure; the one place where it is
computed, for the order page as for every report.

All amounts of the result are minor units of the store's currency. Each of a line's parts is rounded
once, where it is converted, with the rate that was frozen for it; a share of something that belongs
to the whole order (its payment fee) is allocated by largest remainder. So lines sum to the order.

What comes from the merchant's own stock costs what they had said the variant costs them when it was
sold: frozen on the line, in the store's currency, which never changes once there are orders. Units
that are back on the shelf are theirs again and cost nothing; units that were written off, or came
back and were not put on sale again, are gone and cost what they cost. Where the merchant had said
nothing the cost is unknown, which is not zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from uuid import UUID

from commerce.reads.line_profit import ProfitRows
from ecomm_core.money import PPM, allocate, divide_rounding


@dataclass(frozen=True, slots=True)
class Bought:
    """A purchase line that counts, in its purchase order's currency; `rate` is minor units of the
    store's currency for one of its, None where none was known. `booked`: amounts are the
    supplier's word; else they are what is expected."""

    number: int
    goods: int
    shipping: int
    duty: int
    expected: int
    refunded: int
    currency: str
    rate: Fraction | None
    booked: bool


@dataclass(frozen=True, slots=True)
class SoldLine:
    """An order item in the order's currency. `price`: what its units cost without tax before any
    discount; `net` after. `refunded_net`: what of the net went back to the shopper. `own`: nothing
    is bought for it, so what left for good is the merchant's own stock; `unit_cost` of it in the
    store's currency, None where nobody said, `restocked` units of it are back on the shelf."""

    item_id: UUID
    title: str
    quantity: int
    price: int
    net: int
    refunded_net: int
    bought: tuple[Bought, ...]
    own: bool = False
    unit_cost: int | None = None
    restocked: int = 0

    @property
    def taken(self) -> int:
        """Units that are gone from the merchant's own shelf."""
        return self.quantity - self.restocked if self.own else 0


@dataclass(frozen=True, slots=True)
class LineProfit:
    """What was earned with a line. `cost_known` false: something was bought without a rate, or is
    not bought yet, or comes from own stock of which nobody said what it cost; what is missing is
    missing, not zero."""

    item_id: UUID
    title: str
    quantity: int
    revenue: int
    discount: int
    cost: int
    shipping: int
    duty: int
    fees: int
    refunds: int
    supplier_refunds: int
    expected_cost: int
    booked: bool
    cost_known: bool
    own: bool
    rates: tuple[tuple[str, Fraction], ...] = field(default=())

    @property
    def profit(self) -> int:
        """What is left."""
        return (
            self.revenue
            - self.discount
            - self.cost
            - self.shipping
            - self.duty
            - self.fees
            - self.refunds
            + self.supplier_refunds
        )


@dataclass(frozen=True, slots=True)
class Fees:
    """What payments cost for the order, in the store's currency. `told` is what providers said;
    `estimated` comes from the store's own figure, None where it has none: then it is unknown."""

    told: int
    estimated: int | None

    @property
    def amount(self) -> int:
        """What is counted."""
        return self.told + (self.estimated or 0)


def line_profits(
    lines: Sequence[SoldLine], *, order_rate: Fraction, fees: Fees
) -> list[LineProfit]:
    """The profit of each line; their sum is the order's. `order_rate`: minor units of the store's
    currency for one of the order's, as it was frozen."""
    nets = [_converted(line.net, order_rate) for line in lines]
    weights = [max(net, 0) for net in nets]
    shares = allocate(fees.amount, weights if any(weights) else [1 for _ in lines])
    return [
        _line(line, net, share, order_rate)
        for line, net, share in zip(lines, nets, shares, strict=True)
    ]


def _line(line: SoldLine, net: int, fee: int, order_rate: Fraction) -> LineProfit:
    revenue = _converted(line.price, order_rate)
    rated = [(one, one.rate) for one in line.bought if one.rate is not None]
    own = line.taken * line.unit_cost if line.unit_cost is not None else 0
    told = line.unit_cost is not None or line.taken == 0
    return LineProfit(
        item_id=line.item_id,
        title=line.title,
        quantity=line.quantity,
        revenue=revenue,
        # What the discount took is what is left of the revenue down to the rounded net.
        discount=revenue - net,
        cost=own + sum(_converted(one.goods, rate) for one, rate in rated),
        shipping=sum(_converted(one.shipping, rate) for one, rate in rated),
        duty=sum(_converted(one.duty, rate) for one, rate in rated),
        fees=fee,
        refunds=_converted(line.refunded_net, order_rate),
        supplier_refunds=sum(_converted(one.refunded, rate) for one, rate in rated),
        expected_cost=own + sum(_converted(one.expected, rate) for one, rate in rated),
        booked=bool(line.bought) and all(one.booked for one in line.bought),
        cost_known=(line.own or bool(line.bought)) and len(rated) == len(line.bought) and told,
        own=line.own,
        rates=tuple(sorted({(one.currency, rate) for one, rate in rated})),
    )


def estimated_fee(captured: int, *, rate_ppm: int, fixed: int) -> int:
    """A fee by the store's own figures: a share of what was paid and a fixed part."""
    return divide_rounding(captured * rate_ppm, PPM) + fixed if captured > 0 else 0


def _converted(amount: int, rate: Fraction) -> int:
    # Fractions that are multiplied are reduced first, which costs ten times as much.
    return divide_rounding(amount * rate.numerator, rate.denominator)


def profit_of(rows: ProfitRows) -> tuple[list[LineProfit], Fees]:
    """The profit of an order's lines out of its rows, and the fees that went into it."""
    fees = Fees(told=_converted(rows.dispute_fees, rows.order_rate), estimated=_estimate(rows))
    lines = [_sold(item) for item in rows.items]
    return line_profits(lines, order_rate=rows.order_rate, fees=fees), fees


def _estimate(rows: ProfitRows) -> int | None:
    """By the store's margin rule: a share of what was paid, and a fixed part."""
    rule = rows.fee_rule
    if rule is None or "fee_ppm" not in rule:
        return None
    paid = _converted(rows.paid, rows.order_rate)
    return estimated_fee(paid, rate_ppm=int(rule["fee_ppm"]), fixed=int(rule.get("fixed_fee", 0)))


def _sold(item: Mapping[str, Any]) -> SoldLine:
    net, gross, discount = int(item["net"]), int(item["gross"]), int(item["discount"])
    if item["inclusive"] and gross:
        # The discount was taken off a price with tax in it: its share without is what counts here.
        discount = divide_rounding(discount * net, gross)
    return SoldLine(
        item_id=UUID(item["item_id"]),
        title=item["title"],
        quantity=int(item["quantity"]),
        price=net + discount,
        net=net,
        refunded_net=int(item["refunded_net"]),
        bought=tuple(_bought(one) for one in item["bought"]),
        own=_is_own(item),
        unit_cost=item["unit_cost"],
        restocked=int(item["restocked"]),
    )


def _is_own(item: Mapping[str, Any]) -> bool:
    """Nothing is bought for it. A need that was let go before anything was bought is such a one: no
    supplier will ever tell a cost, and what was not put back on sale came off the shelf."""
    return item["need"] in (None, "own") or (item["need"] == "cancelled" and not item["bought"])


def _bought(one: Mapping[str, Any]) -> Bought:
    exact = one["rate"].get("exact")
    return Bought(
        number=int(one["number"]),
        goods=int(one["goods"]),
        shipping=int(one["shipping"]),
        duty=int(one["duty"]),
        expected=int(one["expected"]),
        refunded=int(one["refunded"]),
        currency=one["currency"],
        rate=Fraction(exact[0], exact[1]) if exact else None,
        booked=bool(one["booked"]),
    )
