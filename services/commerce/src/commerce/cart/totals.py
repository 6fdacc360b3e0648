"""What a cart costs: pure functions from lines, a tax rate and a way to ship to sums (rules §1-2).

Integers only, in minor units. Tax is computed after discounts, on line totals, and each line is
rounded once. With inclusive prices the tax is inside what the shopper sees; with exclusive prices
it is added. Either way `gross = net + tax` per line and for shipping, and the total is the sum of
the gross amounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ecomm_core.money import MAX_AMOUNT, tax_in_gross, tax_on_net


@dataclass(frozen=True, slots=True)
class Line:
    """Units at a price as shown to the shopper; `discount` is the whole line's."""

    unit_price: int
    quantity: int
    discount: int = 0


@dataclass(frozen=True, slots=True)
class TaxRule:
    """How this sale is taxed: the destination's rate and the store's two choices."""

    rate_ppm: int
    inclusive: bool
    shipping_taxable: bool


@dataclass(frozen=True, slots=True)
class Shipping:
    """A flat price, free from `free_over` (of the discounted items, as shown) on."""

    amount: int
    free_over: int | None = None

    def price(self, items: int) -> int:
        """What shipping costs for discounted items worth `items`."""
        return 0 if self.free_over is not None and items >= self.free_over else self.amount


@dataclass(frozen=True, slots=True)
class Part:
    """A taxed amount: `gross = net + tax`, after `discount`."""

    discount: int
    net: int
    tax: int
    gross: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a sale. `subtotal` and `shipping_shown` are as the shopper sees prices: with tax
    where prices include it."""

    lines: tuple[Part, ...]
    shipping: Part
    subtotal: int
    discount: int
    tax: int
    total: int
    inclusive: bool

    @property
    def items_gross(self) -> int:
        """Sum of the lines."""
        return sum(line.gross for line in self.lines)

    @property
    def shipping_shown(self) -> int:
        """Shipping as the shopper sees prices."""
        return self.shipping.gross if self.inclusive else self.shipping.net


class MoneyMismatch(ArithmeticError):
    """Sums that do not add up. A fault of ours: nothing may be charged."""


class TooExpensive(ValueError):
    """A sum above what any payment may be (`ecomm_core.money.MAX_AMOUNT`)."""


NO_TAX = TaxRule(rate_ppm=0, inclusive=True, shipping_taxable=False)
NO_SHIPPING = Shipping(amount=0)


def compute(
    lines: Sequence[Line], *, tax: TaxRule = NO_TAX, shipping: Shipping = NO_SHIPPING
) -> Totals:
    """The sums of `lines`, taxed and shipped.

    Raises ValueError for negative prices or discounts, quantities below 1, or a discount above its
    line.
    """
    for line in lines:
        if line.unit_price < 0 or line.quantity < 1:
            raise ValueError("a line has a price of 0 or more and a quantity of 1 or more")
        if not 0 <= line.discount <= line.unit_price * line.quantity:
            raise ValueError("a discount lies between 0 and its line")
    parts = tuple(
        _taxed(line.unit_price * line.quantity, line.discount, tax.rate_ppm, tax.inclusive)
        for line in lines
    )
    subtotal = sum(line.unit_price * line.quantity for line in lines)
    discount = sum(line.discount for line in lines)
    rate = tax.rate_ppm if tax.shipping_taxable else 0
    shipped = _taxed(shipping.price(subtotal - discount), 0, rate, tax.inclusive)
    return Totals(
        lines=parts,
        shipping=shipped,
        subtotal=subtotal,
        discount=discount,
        tax=sum(part.tax for part in parts) + shipped.tax,
        total=sum(part.gross for part in parts) + shipped.gross,
        inclusive=tax.inclusive,
    )


def _taxed(shown: int, discount: int, rate_ppm: int, inclusive: bool) -> Part:
    after = shown - discount
    if inclusive:
        tax = tax_in_gross(after, rate_ppm)
        return Part(discount=discount, net=after - tax, tax=tax, gross=after)
    tax = tax_on_net(after, rate_ppm)
    return Part(discount=discount, net=after, tax=tax, gross=after + tax)


def verify(totals: Totals) -> None:
    """Hold the invariant before anything is charged: total = sum of gross amounts.

    Raises MoneyMismatch, or TooExpensive for a total no payment can carry.
    """
    parts = (*totals.lines, totals.shipping)
    if any(part.gross != part.net + part.tax for part in parts):
        raise MoneyMismatch("gross is not net + tax")
    if totals.total != sum(part.gross for part in parts):
        raise MoneyMismatch("the total is not the sum of its parts")
    if totals.tax != sum(part.tax for part in parts):
        raise MoneyMismatch("the tax is not the sum of its parts")
    shown = totals.subtotal - totals.discount + totals.shipping_shown
    if totals.total != shown + (0 if totals.inclusive else totals.tax):
        raise MoneyMismatch("the shopper would see another total")
    if totals.total > MAX_AMOUNT:
        raise TooExpensive("above the largest amount a payment may have")
