"""What raw rows come to, day by day. Pure; the one place where a store's figures are defined.

All money is minor units of the store's currency: each amount of an order is converted once, with
the rate frozen on the order, and rounded then. Test orders and the others never meet.

- **orders**, **units**: sales by the day they were placed (`reads.store_days.SALE`).
- **gross**: what was sold, after discounts, shipping included, without tax. `shipping` is the part
  of it that is shipping, `discounts` what discounts took before (as the order says it), `tax` what
  was charged on top of `gross`: gross + tax is the sum of the orders' totals.
- **refunds**: what was given back without tax, on the day it was given back, whatever day the order
  is of; `refunds_tax` the tax in it: both together are the amounts of the orders' refunds.
- **revenue** (net) = gross - refunds. So a day may be below zero.
- **received**, **paid_back**, **disputed**: what the payment ledger moved for orders on the day, as
  charges, refunds and disputes, what was taken back subtracted. An order that was paid and then
  cancelled is in both of the first, and in no figure above.
- **sold** to **supplier_refunds**: sums of `sourcing.purchasing.profit`, line by line, all on the
  day the *order* was placed: goods alone, before discounts. Profit = sold - sold_discount -
  sold_refunds - cost - supplier_shipping - duty - fees + supplier_refunds. `cost` is what suppliers
  were paid for goods and what was taken off the merchant's own shelf. `unknown_lines` have a cost
  that nobody knows, or nobody knows yet; nothing is taken off for what is not known, and every
  report says how many there are.
- **page_views**, **product_views**: what browsers told, bots left out. **visits**: pages that
  somebody came to from elsewhere; they are counted without knowing anybody again. **carts**: carts
  that got their first line; **checkouts**: started ones; both from our own rows.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from commerce.reads.line_profit import ProfitRows
from commerce.reads.purchase_terms import to_store
from commerce.sourcing.purchasing.profit import LineProfit, profit_of
from ecomm_core.money import divide_rounding

Figures = Counter[str]

RULES: Final = 1
"""By which definition days are written. One more where a figure comes to mean something else: all
written days are made anew then, as with another time zone. 1: own stock has a cost."""

LINE_FIGURES: Final = (
    "sold",
    "sold_discount",
    "sold_refunds",
    "cost",
    "supplier_shipping",
    "duty",
    "fees",
    "supplier_refunds",
    "unknown_lines",
)
DAY_FIGURES: Final = (
    "orders",
    "units",
    "gross",
    "discounts",
    "shipping",
    "tax",
    "refunds",
    "refunds_tax",
    "received",
    "paid_back",
    "disputed",
    "page_views",
    "visits",
    "product_views",
    "carts",
    "checkouts",
    *LINE_FIGURES,
)
PRODUCT_FIGURES: Final = ("product_views", "units", *LINE_FIGURES)
TOLD_FIGURES: Final = ("page_views", "visits", "product_views")
"""What browsers told, of a day or of a product's."""

MOVED: Final[Mapping[str, tuple[str, int]]] = {
    "charge": ("received", 1),
    "charge_reversed": ("received", -1),
    "refund": ("paid_back", 1),
    "refund_returned": ("paid_back", -1),
    "dispute": ("disputed", 1),
    "dispute_return": ("disputed", -1),
}


@dataclass(frozen=True, slots=True)
class RawDays:
    """What happened between the first and the last of `bounds` (where days begin, and the last one
    ends), as `reads.store_days` has it."""

    since: date
    bounds: Sequence[datetime]
    currency: str
    orders: Sequence[Any]
    profits: Mapping[UUID, ProfitRows]
    refunds: Sequence[Any]
    money: Sequence[Any]
    traffic: Sequence[Any]
    carts: Sequence[Any]
    checkouts: Sequence[Any]


@dataclass(slots=True)
class Days:
    """Figures by day, and by day and product. A day without any is not there."""

    store: dict[date, Figures] = field(default_factory=dict)
    products: dict[tuple[date, UUID], Figures] = field(default_factory=dict)

    def day(self, day: date) -> Figures:
        """The figures of a day, to be added to."""
        found = self.store.get(day)
        if found is None:
            found = self.store[day] = Counter()
        return found

    def product(self, day: date, product_id: UUID) -> Figures:
        """The figures of a product's day."""
        found = self.products.get((day, product_id))
        if found is None:
            found = self.products[day, product_id] = Counter()
        return found


def converted(amount: int, rate: Fraction) -> int:
    """An amount in the store's currency."""
    return divide_rounding(amount * rate.numerator, rate.denominator)


def days_of(raw: RawDays) -> Days:
    """The figures."""
    days = Days()

    def at(moment: datetime) -> date:
        return raw.since + timedelta(days=bisect_right(raw.bounds, moment) - 1)

    def numbered(number: int) -> date:
        return raw.since + timedelta(days=number - 1)

    for row in raw.orders:
        day = at(row.placed_at)
        _sale(days.day(day), row, raw.currency)
        _lines(days, day, raw.profits[row.id])
    for row in raw.refunds:
        rate = to_store(row.rate, raw.currency, row.currency)
        net = converted(row.net, rate)
        days.day(at(row.created_at)).update(
            refunds=net, refunds_tax=converted(row.amount, rate) - net
        )
    for row in raw.money:
        name, sign = MOVED[row.kind]
        rate = to_store(row.rate, raw.currency, row.currency)
        days.day(at(row.at))[name] += sign * converted(row.amount, rate)
    for row in raw.traffic:
        day = numbered(row.day)
        figures = days.day(day)
        for name in TOLD_FIGURES:
            figures[name] += getattr(row, name)
        if row.product_id is not None:
            days.product(day, row.product_id)["product_views"] += row.product_views
    for name, rows in (("carts", raw.carts), ("checkouts", raw.checkouts)):
        for row in rows:
            days.day(numbered(row.day))[name] += row.found
    return days


def _sale(figures: Figures, row: Any, currency: str) -> None:
    rate = to_store(row.rate, currency, row.currency)
    gross = converted(row.total - row.tax, rate)
    figures.update(
        orders=1,
        units=int(row.units),
        gross=gross,
        tax=converted(row.total, rate) - gross,
        shipping=converted(row.shipping_net, rate),
        discounts=converted(row.discount, rate),
    )


def _lines(days: Days, day: date, rows: ProfitRows) -> None:
    lines, _ = profit_of(rows)
    products = {UUID(item["item_id"]): UUID(item["product_id"]) for item in rows.items}
    for line in lines:
        figures = line_figures(line)
        days.day(day).update(figures)
        product = days.product(day, products[line.item_id])
        product.update(figures)
        product["units"] += line.quantity


def line_figures(line: LineProfit) -> dict[str, int]:
    """A line's part of the figures."""
    return {
        "sold": line.revenue,
        "sold_discount": line.discount,
        "sold_refunds": line.refunds,
        "cost": line.cost,
        "supplier_shipping": line.shipping,
        "duty": line.duty,
        "fees": line.fees,
        "supplier_refunds": line.supplier_refunds,
        "unknown_lines": 0 if line.cost_known else 1,
    }


def profit(figures: Mapping[str, int]) -> int:
    """What was earned with goods."""
    return (
        figures["sold"]
        - figures["sold_discount"]
        - figures["sold_refunds"]
        - figures["cost"]
        - figures["supplier_shipping"]
        - figures["duty"]
        - figures["fees"]
        + figures["supplier_refunds"]
    )


def sold(figures: Mapping[str, int]) -> int:
    """Goods sold, after discounts."""
    return figures["sold"] - figures["sold_discount"]


def revenue(figures: Mapping[str, int]) -> int:
    """What was sold and not given back."""
    return figures["gross"] - figures["refunds"]


def average_order(figures: Mapping[str, int]) -> int:
    """Gross by order; 0 without one."""
    return divide_rounding(figures["gross"], figures["orders"]) if figures["orders"] else 0


def summed(parts: Iterable[Figures]) -> Figures:
    """The figures of several days."""
    total: Figures = Counter()
    for part in parts:
        total.update(part)
    return total
