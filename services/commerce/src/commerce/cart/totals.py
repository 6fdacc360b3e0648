"""What a sale costs: pure functions from discounted lines, the rates of a place and a way to ship
to sums (rules §1-2).

Integers only, in minor units. Tax is computed after discounts, on line totals; a line is rounded
once, or the order once per rate, as the store chooses. With inclusive prices the tax is inside what
the shopper sees; with exclusive prices it is added. Either way `gross = net + tax` per line and for
shipping, and the total is the sum of the gross amounts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from commerce.catalog.schemas import TaxClass
from commerce.pricing.taxes.computing import Rounding, Share, Taxable, tax_parts
from commerce.pricing.taxes.matching import Place, Rate, applying
from ecomm_core.money import MAX_AMOUNT


@dataclass(frozen=True, slots=True)
class Line:
    """Units at a price as shown to the shopper; `discount` is the whole line's."""

    unit_price: int
    quantity: int
    discount: int = 0
    tax_class: TaxClass = TaxClass.STANDARD

    @property
    def shown(self) -> int:
        """The line before its discount, as the shopper sees prices."""
        return self.unit_price * self.quantity


@dataclass(frozen=True, slots=True)
class TaxRule:
    """How this sale is taxed: the rates of the country, where in it the goods go, and the store's
    choices. Without a place nothing is taxed yet."""

    rates: tuple[Rate, ...]
    place: Place | None
    inclusive: bool
    shipping_taxable: bool
    rounding: Rounding = Rounding.LINE
    _known: dict[TaxClass, tuple[Rate, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def of(self, tax_class: TaxClass) -> tuple[Rate, ...]:
        """The rates that stack for goods of a class."""
        if self.place is None or not self.rates:
            return ()
        known = self._known.get(tax_class)
        if known is None:
            known = self._known[tax_class] = applying(self.rates, self.place, tax_class)
        return known

    @property
    def of_shipping(self) -> tuple[Rate, ...]:
        """The rates on shipping: the standard ones, or none."""
        return self.of(TaxClass.STANDARD) if self.shipping_taxable else ()


@dataclass(frozen=True, slots=True)
class Shipping:
    """What shipping costs as the shopper sees prices, and what a promotion takes off it."""

    amount: int
    discount: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A taxed amount: `gross = net + tax`, after `discount`; `shares` say which rate took what."""

    discount: int
    net: int
    tax: int
    gross: int
    shares: tuple[Share, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a sale. `subtotal`, `discount` (of the items) and `shipping_shown` are as the
    shopper sees prices: with tax where prices include it."""

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
        """Shipping after its discount, as the shopper sees prices."""
        return self.shipping.gross if self.inclusive else self.shipping.net

    @property
    def taxes(self) -> tuple[Share, ...]:
        """What each rate takes of the whole sale, in the order the rates apply."""
        sums: dict[Rate, int] = {}
        for part in (*self.lines, self.shipping):
            for share in part.shares:
                sums[share.rate] = sums.get(share.rate, 0) + share.amount
        return tuple(Share(rate, amount) for rate, amount in sums.items())


class MoneyMismatch(ArithmeticError):
    """Sums that do not add up. A fault of ours: nothing may be charged."""


class TooExpensive(ValueError):
    """A sum above what any payment may be (`ecomm_core.money.MAX_AMOUNT`)."""


NO_TAX = TaxRule((), None, inclusive=True, shipping_taxable=False)
NO_SHIPPING = Shipping(amount=0)


def compute(
    lines: Sequence[Line], *, tax: TaxRule = NO_TAX, shipping: Shipping = NO_SHIPPING
) -> Totals:
    """The sums of `lines`, taxed and shipped.

    Raises ValueError for negative prices or discounts, quantities below 1, or a discount above its
    line or above shipping.
    """
    for line in lines:
        if line.unit_price < 0 or line.quantity < 1:
            raise ValueError("a line has a price of 0 or more and a quantity of 1 or more")
        if not 0 <= line.discount <= line.shown:
            raise ValueError("a discount lies between 0 and its line")
    if not 0 <= shipping.discount <= shipping.amount:
        raise ValueError("a discount on shipping lies between 0 and what it costs")
    parts = [Taxable(line.shown - line.discount, tax.of(line.tax_class)) for line in lines]
    parts.append(Taxable(shipping.amount - shipping.discount, tax.of_shipping))
    taxed = tax_parts(parts, inclusive=tax.inclusive, rounding=tax.rounding)
    discounts = [*(line.discount for line in lines), shipping.discount]
    done = [
        Part(discount=discount, net=part.net, tax=part.tax, gross=part.gross, shares=part.shares)
        for discount, part in zip(discounts, taxed, strict=True)
    ]
    return Totals(
        lines=tuple(done[:-1]),
        shipping=done[-1],
        subtotal=sum(line.shown for line in lines),
        discount=sum(line.discount for line in lines),
        tax=sum(part.tax for part in done),
        total=sum(part.gross for part in done),
        inclusive=tax.inclusive,
    )


def verify(totals: Totals) -> None:
    """Hold the invariant before anything is charged: total = sum of gross amounts, and every tax is
    the sum of what its rates take.

    Raises MoneyMismatch, or TooExpensive for a total no payment can carry.
    """
    parts = (*totals.lines, totals.shipping)
    if any(part.gross != part.net + part.tax for part in parts):
        raise MoneyMismatch("gross is not net + tax")
    if any(part.tax != sum(share.amount for share in part.shares) for part in parts):
        raise MoneyMismatch("the tax is not the sum of what its rates take")
    if totals.total != sum(part.gross for part in parts):
        raise MoneyMismatch("the total is not the sum of its parts")
    if totals.tax != sum(part.tax for part in parts):
        raise MoneyMismatch("the tax is not the sum of its parts")
    shown = totals.subtotal - totals.discount + totals.shipping_shown
    if totals.total != shown + (0 if totals.inclusive else totals.tax):
        raise MoneyMismatch("the shopper would see another total")
    if totals.total > MAX_AMOUNT:
        raise TooExpensive("above the largest amount a payment may have")
