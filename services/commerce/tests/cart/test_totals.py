"""Sums of a sale: worked examples, and properties that hold for every sale."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.cart.totals import (
    Line,
    MoneyMismatch,
    Part,
    Shipping,
    TaxRule,
    TooExpensive,
    Totals,
    compute,
    verify,
)
from commerce.pricing.taxes.matching import Place, Rate
from ecomm_core.money import MAX_AMOUNT, PPM, divide_rounding


def flat(ppm: int, *, inclusive: bool, shipping_taxable: bool) -> TaxRule:
    """One rate for the whole country."""
    rates = (Rate("VAT", ppm, "DE"),) if ppm else ()
    return TaxRule(rates, Place("DE"), inclusive, shipping_taxable)


INCLUSIVE_19 = flat(190_000, inclusive=True, shipping_taxable=True)
EXCLUSIVE_19 = flat(190_000, inclusive=False, shipping_taxable=True)

prices = st.integers(0, 5_000_000)
quantities = st.integers(1, 999)


@st.composite
def sales(draw: st.DrawFn) -> tuple[list[Line], TaxRule, Shipping]:
    lines = []
    for _ in range(draw(st.integers(0, 12))):
        price, quantity = draw(prices), draw(quantities)
        lines.append(Line(price, quantity, draw(st.integers(0, price * quantity))))
    tax = flat(
        draw(st.integers(0, PPM)),
        inclusive=draw(st.booleans()),
        shipping_taxable=draw(st.booleans()),
    )
    cost = draw(st.integers(0, 100_000))
    return lines, tax, Shipping(cost, draw(st.integers(0, cost)))


def test_tax_on_an_exclusive_price() -> None:
    """R2.2: 2499 at 10.75 % -> 269."""
    totals = compute([Line(2499, 1)], tax=flat(107_500, inclusive=False, shipping_taxable=True))
    assert totals.lines[0] == Part(discount=0, net=2499, tax=269, gross=2768)


def test_tax_in_an_inclusive_price() -> None:
    """R2.2: 999 incl. 20 % -> 167; net = gross - tax."""
    totals = compute([Line(999, 1)], tax=flat(200_000, inclusive=True, shipping_taxable=True))
    assert totals.lines[0] == Part(discount=0, net=832, tax=167, gross=999)


def test_tax_is_computed_after_the_discount_on_the_line_total() -> None:
    """R2.1: a line of 3 x 10.00 less 5.00 is taxed on 25.00, once."""
    totals = compute([Line(1000, 3, discount=500)], tax=EXCLUSIVE_19)
    assert totals.lines[0] == Part(discount=500, net=2500, tax=475, gross=2975)
    assert (totals.subtotal, totals.discount, totals.total) == (3000, 500, 2975)


def test_each_line_is_rounded_once_half_away_from_zero() -> None:
    """R1.3, R2.2: three lines of 0.05 at 10 % are 0.005 each: 0.01 a line, not 0.015 in all."""
    totals = compute([Line(5, 1)] * 3, tax=flat(100_000, inclusive=False, shipping_taxable=True))
    assert [line.tax for line in totals.lines] == [1, 1, 1]
    assert totals.total == 18


def test_shipping_is_taxed_where_the_store_says_so() -> None:
    """R2.1: shipping taxable or not per store."""
    taxed = compute([Line(1000, 1)], tax=EXCLUSIVE_19, shipping=Shipping(490))
    bare = compute(
        [Line(1000, 1)],
        tax=flat(190_000, inclusive=False, shipping_taxable=False),
        shipping=Shipping(490),
    )
    assert taxed.shipping == Part(discount=0, net=490, tax=93, gross=583)
    assert bare.shipping == Part(discount=0, net=490, tax=0, gross=490)


def test_inclusive_shipping_contains_its_tax() -> None:
    """R2.3: shipping stores net, tax and gross like a line."""
    totals = compute([Line(2499, 2)], tax=INCLUSIVE_19, shipping=Shipping(490))
    assert totals.shipping == Part(discount=0, net=412, tax=78, gross=490)
    assert totals.total == 4998 + 490
    assert totals.tax == 798 + 78
    assert totals.shipping_shown == 490


def test_a_discount_on_shipping_is_taken_before_its_tax() -> None:
    """R2.3: shipping keeps its discount beside net, tax and gross."""
    totals = compute([Line(1000, 1)], tax=EXCLUSIVE_19, shipping=Shipping(490, discount=190))
    assert totals.shipping == Part(discount=190, net=300, tax=57, gross=357)
    with pytest.raises(ValueError, match="shipping"):
        compute([], shipping=Shipping(490, discount=491))


@pytest.mark.parametrize("amount", [1, 7, 99, 333, 1000])
@pytest.mark.parametrize("currency_digits", [0, 2, 3], ids=["JPY", "EUR", "KWD"])
def test_amounts_are_minor_units_of_any_currency(amount: int, currency_digits: int) -> None:
    """R1.1, R1.2: the same integers whatever the digits; nothing is scaled on the way."""
    price = amount * 10**currency_digits
    totals = compute([Line(price, 3)], tax=INCLUSIVE_19)
    assert totals.total == 3 * price
    assert isinstance(totals.tax, int)


@given(sales())
def test_money_always_adds_up(sale: tuple[list[Line], TaxRule, Shipping]) -> None:
    """R2.3: gross = net + tax per line and for shipping; total = their sum; inclusive and exclusive
    stores alike."""
    lines, tax, shipping = sale
    totals = compute(lines, tax=tax, shipping=shipping)
    verify(totals)
    assert totals.total == sum(line.gross for line in totals.lines) + totals.shipping.gross
    assert totals.items_gross + totals.shipping.gross == totals.total
    for line, part in zip(lines, totals.lines, strict=True):
        shown = line.unit_price * line.quantity - line.discount
        assert part.gross == part.net + part.tax
        assert (part.gross if tax.inclusive else part.net) == shown
        assert part.tax >= 0
        assert part.discount == line.discount


@given(sales())
def test_tax_is_never_off_by_more_than_the_rounding(
    sale: tuple[list[Line], TaxRule, Shipping],
) -> None:
    """R1.3: each tax is the exact one, rounded once: at most half a minor unit away."""
    lines, tax, shipping = sale
    for part in compute(lines, tax=tax, shipping=shipping).lines:
        ppm = sum(rate.ppm for rate in tax.rates)
        base, divisor = (part.gross, PPM + ppm) if tax.inclusive else (part.net, PPM)
        exact = base * ppm
        assert part.tax == divide_rounding(exact, divisor)
        assert abs(2 * part.tax * divisor - 2 * exact) <= divisor


@given(sales())
def test_the_order_of_lines_changes_no_sum(
    sale: tuple[list[Line], TaxRule, Shipping],
) -> None:
    lines, tax, shipping = sale
    forward = compute(lines, tax=tax, shipping=shipping)
    backward = compute(lines[::-1], tax=tax, shipping=shipping)
    assert (forward.total, forward.tax) == (backward.total, backward.tax)


@given(prices, quantities)
def test_without_tax_net_is_gross(price: int, quantity: int) -> None:
    totals = compute([Line(price, quantity)])
    assert totals.tax == 0
    assert totals.lines[0].net == totals.lines[0].gross == price * quantity


def test_a_free_sale_costs_nothing() -> None:
    """R4.7: total ≥ 0."""
    totals = compute([Line(1000, 1, discount=1000)], tax=INCLUSIVE_19)
    assert totals.total == 0
    verify(totals)


@pytest.mark.parametrize(
    "line", [Line(-1, 1), Line(1, 0), Line(1, -1), Line(10, 1, discount=11), Line(10, 1, -1)]
)
def test_impossible_lines_are_refused(line: Line) -> None:
    with pytest.raises(ValueError, match=r"line|discount"):
        compute([line])


def _tampered(totals: Totals, **changes: object) -> Totals:
    fields = {name: getattr(totals, name) for name in Totals.__slots__}
    return Totals(**{**fields, **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"total": 5489},
        {"tax": 1},
        {"shipping": Part(discount=0, net=490, tax=78, gross=490)},
        {"subtotal": 1},
    ],
)
def test_a_sum_that_does_not_add_up_is_never_charged(changes: dict[str, object]) -> None:
    """R2.3: the invariant is checked before any charge."""
    totals = compute([Line(2499, 2)], tax=INCLUSIVE_19, shipping=Shipping(490))
    with pytest.raises(MoneyMismatch):
        verify(_tampered(totals, **changes))


def test_more_than_a_payment_can_carry_is_refused() -> None:
    with pytest.raises(TooExpensive):
        verify(compute([Line(MAX_AMOUNT, 2)]))
