"""How a price is made of a landed cost, and what guards it: pure sums, and their properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.sourcing.price_rules.formula import (
    Band,
    Bands,
    EndingStyle,
    Margin,
    Markup,
    NoPrice,
    Pricing,
    Verdict,
    ending_of,
    holds,
    judged,
    margin_of,
    price_of,
)

PLAIN = ending_of(None, "EUR")


def price(landed: int, formula: object, *, style: str | None = None, **more: object) -> int:
    currency = str(more.pop("currency", "EUR"))
    ending = ending_of(EndingStyle(style) if style else None, currency)
    floor = more.pop("floor", 0)
    rule = Pricing(formula, floor, ending, **more)  # type: ignore[arg-type]  # words of a test
    return price_of(landed, rule).price


def test_markup_margin_and_bands_as_the_rules_have_them() -> None:
    """R10.5: landed * m + a; (landed + fixed fee) / (1 - margin - fee); cost bands."""
    assert price(1_000, Markup(2_500_000, 0)) == 2_500
    assert price(1_000, Markup(2_000_000, 199)) == 2_199
    assert price(333, Markup(1_500_000, 0)) == 500, "499.5 is rounded half away from zero"
    assert price(1_000, Margin(400_000, 29_000, 30)) == 1_804, "1030 / 0.571 = 1803.85"
    bands = Bands(
        [Band(500, 2_000_000, 0), Band(1_500, 1_000_000, 1_000), Band(None, 1_200_000, 0)]
    )
    assert [price(landed, bands) for landed in (500, 501, 1_500, 1_501)] == [
        1_000,
        1_501,
        2_500,
        1_801,
    ]
    with pytest.raises(NoPrice):
        price(2_000, Bands([Band(1_500, 2_000_000, 0)]))


@pytest.mark.parametrize(("margin", "fee"), [(970_000, 30_000), (980_000, 30_000)])
def test_a_margin_that_leaves_nothing_is_refused(margin: int, fee: int) -> None:
    """R10.5: refused if the denominator is zero or less."""
    with pytest.raises(NoPrice):
        price(1_000, Margin(margin, fee, 0))
    assert price(1_000, Margin(969_999, 30_000, 0)) > 0


def test_endings_round_up_in_every_kind_of_currency() -> None:
    """R10.5: charm rounding up: .99, .95, …9, or none; zero-decimal currencies too."""
    assert [price(n, Markup(1_000_000, 0), style="99") for n in (1, 1_999, 2_000)] == [
        99,
        1_999,
        2_099,
    ]
    assert [price(n, Markup(1_000_000, 0), style="95") for n in (1_995, 1_996)] == [1_995, 2_095]
    assert [price(n, Markup(1_000_000, 0), style="9") for n in (1_989, 1_990)] == [1_989, 1_999]
    yen = {"currency": "JPY"}
    assert price(1_234, Markup(1_000_000, 0), style="99", **yen) == 1_290
    assert price(1_281, Markup(1_000_000, 0), style="95", **yen) == 1_380
    assert price(1_234, Markup(1_000_000, 0), style="9", **yen) == 1_239
    assert price(1_234, Markup(1_000_000, 0), style="99", currency="KWD") == 1_990
    assert price(1_234, Markup(1_000_000, 0)) == 1_234


def test_the_floor_is_checked_again_after_rounding_and_of_the_net_price() -> None:
    """R10.5: the floor is re-checked; it is of the price without tax."""
    assert price(1_000, Markup(1_100_000, 0), floor=200_000) == 1_250
    assert price(1_000, Markup(1_100_000, 0), floor=200_000, style="99") == 1_299
    with_tax = price(1_000, Markup(1_100_000, 0), floor=200_000, tax_ppm=190_000)
    assert with_tax == 1_487
    assert margin_of(with_tax, 1_000, 190_000) >= 200_000
    # 40 % of the net price, whatever the tax: 1000 / 0.6 * 1.19.
    assert price(1_000, Margin(400_000, 0, 0), tax_ppm=190_000) == 1_983


LANDED = st.integers(min_value=0, max_value=10**9)
SHARE = st.integers(min_value=0, max_value=900_000)
STYLE = st.sampled_from([None, *EndingStyle])
CURRENCY = st.sampled_from(["EUR", "JPY", "KWD"])
TAX = st.sampled_from([0, 70_000, 107_500, 190_000, 250_000])


@given(LANDED, st.integers(0, 5_000_000), st.integers(0, 10_000), SHARE, STYLE, CURRENCY, TAX)
def test_no_price_is_below_its_floor_or_its_formula_and_each_ends_as_it_should(
    landed: int,
    factor: int,
    add: int,
    floor: int,
    style: EndingStyle | None,
    currency: str,
    tax: int,
) -> None:
    """R10.5: properties: rounding only ever raises, the floor holds, the ending is kept."""
    ending = ending_of(style, currency)
    rule = Pricing(Markup(factor, add), floor, ending, tax)
    made = price_of(landed, rule)
    assert made.price >= made.raw
    assert holds(made.price, landed, rule)
    assert made.floor == 0 or not holds(made.floor - 1, landed, rule)
    assert made.price == 0 or (made.price + ending.below) % ending.step == 0
    assert made.price < max(made.raw, made.floor) + 2 * ending.step


@given(LANDED, LANDED, st.integers(0, 5_000_000), SHARE, STYLE)
def test_what_costs_more_is_never_cheaper(
    one: int, other: int, factor: int, floor: int, style: EndingStyle | None
) -> None:
    """R10.5: a markup rises with the cost."""
    rule = Pricing(Markup(factor, 0), floor, ending_of(style, "EUR"), 190_000)
    low, high = sorted((one, other))
    assert price_of(low, rule).price <= price_of(high, rule).price


@given(LANDED, st.integers(0, 600_000), st.integers(0, 100_000), st.integers(0, 500), TAX)
def test_a_margin_is_reached(landed: int, margin: int, fee: int, fixed: int, tax: int) -> None:
    """R10.5: what the formula promises is left after tax and fees, to the rounding."""
    try:
        made = price_of(landed, Pricing(Margin(margin, fee, fixed), 0, PLAIN, tax))
    except NoPrice:
        return
    left = made.net - landed - fixed - made.price * fee / 1_000_000
    assert left >= made.net * margin / 1_000_000 - 3


def test_guards_ignore_the_small_review_the_large_and_keep_the_lock() -> None:
    """R10.5: ignore less than 2 %; 20 % or more goes to review; manual lock."""

    def said(old: int, new: int, *, locked: bool = False, keeps_floor: bool = True) -> Verdict:
        return judged(old, new, locked=locked, keeps_floor=keeps_floor)

    assert said(10_000, 10_199) is said(10_000, 9_801) is Verdict.IGNORED
    assert said(10_000, 10_200) is said(10_000, 9_800) is Verdict.APPLIED
    assert said(10_000, 11_999) is said(10_000, 8_001) is Verdict.APPLIED
    assert said(10_000, 12_000) is said(10_000, 8_000) is Verdict.REVIEW
    assert said(10_000, 12_000, locked=True) is Verdict.LOCKED
    assert said(10_000, 10_000) is Verdict.SAME
    assert said(10_000, 10_050, keeps_floor=False) is Verdict.APPLIED, "never sold below the floor"
    assert said(0, 500) is Verdict.REVIEW
