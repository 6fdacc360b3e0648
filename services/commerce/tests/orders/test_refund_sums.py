"""Refunds in figures: what k of n units are worth, and over which tenders it goes back."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.orders.refund_split import PaidBy, split
from commerce.orders.refunding import SoldLine, SoldOrder, line_share, shipping_share, sums
from commerce.promotions.tenders import TenderKind


def _line(gross: int, tax: int, quantity: int, done: tuple[int, int, int] = (0, 0, 0)) -> SoldLine:
    return SoldLine(UUID(int=1), quantity, gross, tax, *done)


@pytest.mark.parametrize(
    ("gross", "quantity", "parts"),
    [(1000, 3, [333, 334, 333]), (5, 7, [1, 0, 1, 1, 1, 0, 1]), (2499, 2, [1250, 1249])],
)
def test_unit_by_unit_the_last_lands_exactly(gross: int, quantity: int, parts: list[int]) -> None:
    """R6.5: cumulative round(total * k / n) - already refunded."""
    found, done = [], 0
    for unit in range(quantity):
        share = line_share(_line(gross, 0, quantity, (unit, done, 0)), 1).gross
        found.append(share)
        done += share
    assert found == parts


@given(
    st.integers(0, 10**7),
    st.integers(1, 60),
    st.integers(0, 10**6),
    st.lists(st.integers(1, 9), min_size=1, max_size=60),
)
def test_any_way_of_refunding_all_units_gives_back_what_was_paid(
    gross: int, quantity: int, tax_ppm: int, steps: list[int]
) -> None:
    """R6.5: gross, net and tax each land exactly, whatever the steps, in any currency's units."""
    tax = gross * tax_ppm // (10**6 + tax_ppm)
    units = paid = paid_tax = 0
    for step in [*steps, quantity]:
        count = min(step, quantity - units)
        if count == 0:
            continue
        share = line_share(_line(gross, tax, quantity, (units, paid, paid_tax)), count)
        assert share.gross >= 0
        assert share.net >= 0
        assert share.gross == share.net + share.tax
        units, paid, paid_tax = units + count, paid + share.gross, paid_tax + share.tax
        assert paid <= gross
    assert (units, paid, paid_tax) == (quantity, gross, tax)


def test_shipping_goes_back_in_parts_with_its_own_tax() -> None:
    """R6.5."""
    order = SoldOrder(10_000, 1597, 490, 78, 0, 0)
    first = shipping_share(order, 200)
    rest = shipping_share(SoldOrder(10_000, 1597, 490, 78, 200, first.tax), 290)
    assert (first.tax + rest.tax, first.gross + rest.gross) == (78, 490)


def test_a_free_amount_may_be_kept_back_and_carries_the_orders_tax() -> None:
    line = _line(2000, 319, 2)
    order = SoldOrder(2490, 397, 490, 78, 0, 0)
    found = sums(order, [line], {line.id: 1}, adjustment=-250)
    assert (found.amount, found.items_gross, found.adjustment.gross) == (750, 1000, -250)
    assert found.adjustment.tax == -40


@pytest.mark.parametrize("units", [0, 3])
def test_units_that_were_not_sold_are_refused(units: int) -> None:
    line = _line(2000, 0, 2)
    with pytest.raises(ValueError, match="sold"):
        sums(SoldOrder(2000, 0, 0, 0, 0, 0), [line], {line.id: units})


def test_card_first_then_credit_then_gift_card() -> None:
    """R6.5: card first, then store credit, then gift card; never more than a tender gave."""
    card, credit, gift = uuid4(), uuid4(), uuid4()
    tenders = [
        PaidBy(TenderKind.GIFT_CARD, gift, 1000, 0),
        PaidBy(TenderKind.STORE_CREDIT, credit, 500, 100),
        PaidBy(TenderKind.PROVIDER, card, 700, 0),
    ]
    parts = split(tenders, 1200)
    assert [(part.id, part.amount) for part in parts] == [(card, 700), (credit, 400), (gift, 100)]


@given(
    st.lists(
        st.tuples(st.sampled_from(list(TenderKind)), st.integers(0, 9999), st.integers(0, 9999)),
        max_size=6,
    ),
    st.integers(0, 40_000),
)
def test_parts_sum_to_the_refund_and_stay_within_each_tender(
    given_: list[tuple[TenderKind, int, int]], amount: int
) -> None:
    """R6.5: the sum is at most what was captured, per tender."""
    tenders = [PaidBy(kind, uuid4(), captured, back) for kind, captured, back in given_]
    left = {tender.id: tender.left for tender in tenders}
    if amount > sum(left.values()):
        with pytest.raises(ValueError, match="left"):
            split(tenders, amount)
        return
    parts = split(tenders, amount)
    assert sum(part.amount for part in parts) == amount
    assert all(0 < part.amount <= left[part.id] for part in parts)
