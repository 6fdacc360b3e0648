"""Money rules (commerce-rules §1, §2): rounding, allocation, tax."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecomm_core.money import (
    allocate,
    divide_rounding,
    minor_digits,
    tax_in_gross,
    tax_on_net,
)

amounts = st.integers(min_value=0, max_value=10**12)
weights = st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=30)


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("EUR", 2), ("USD", 2), ("JPY", 0), ("KRW", 0), ("VND", 0), ("CLP", 0)]
    + [(code, 3) for code in ("KWD", "BHD", "JOD", "OMR", "TND")],
)
def test_minor_digits_by_currency(currency: str, digits: int) -> None:
    """R1.2"""
    assert minor_digits(currency) == digits


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(5, 10, 1), (4, 10, 0), (15, 10, 2), (-5, 10, -1), (-4, 10, 0), (5, -10, -1), (0, 3, 0)],
)
def test_rounding_is_half_away_from_zero(numerator: int, denominator: int, rounded: int) -> None:
    """R1.3"""
    assert divide_rounding(numerator, denominator) == rounded


def test_allocation_examples_of_the_rules() -> None:
    """R1.4"""
    assert allocate(5, [1] * 7) == [1, 1, 1, 1, 1, 0, 0]
    assert allocate(1000, [999, 999, 999]) == [334, 333, 333]
    assert allocate(10, [0, 0]) == [0, 0]
    assert allocate(10, [1, 3], caps=[1, 3]) == [1, 3]
    assert allocate(10, [9, 1], caps=[5, 20]) == [5, 5]
    # Equal remainders (a half each): the heavier first, and then the earlier.
    assert allocate(2, [1, 3]) == [0, 2]
    assert allocate(2, [3, 1]) == [2, 0]
    assert allocate(3, [1, 1]) == [2, 1]
    assert allocate(1, [2, 1, 2, 1]) == [1, 0, 0, 0]
    # What a full line cannot take is spread again over those that can.
    assert allocate(9, [1, 1, 1], caps=[1, 9, 9]) == [1, 4, 4]


@given(amounts, weights)
def test_parts_sum_to_the_whole(amount: int, parts: list[int]) -> None:
    """R1.5"""
    expected = amount if sum(parts) else 0
    assert sum(allocate(amount, parts)) == expected


@given(st.data())
def test_no_part_exceeds_its_line(data: st.DataObject) -> None:
    """R1.5"""
    lines = data.draw(st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
    amount = data.draw(st.integers(0, sum(lines)))
    parts = allocate(amount, lines, caps=lines)
    assert sum(parts) == amount
    assert all(part <= line for part, line in zip(parts, lines, strict=True))


@given(amounts, st.integers(1, 20), st.integers(1, 10**6))
def test_permuting_equal_weights_changes_only_positions(
    amount: int, count: int, weight: int
) -> None:
    """R1.5: equal weights get the same parts whatever their order; extra units go first."""
    parts = allocate(amount, [weight] * count)
    assert parts == sorted(parts, reverse=True)
    assert max(parts) - min(parts) <= 1


def test_negative_numbers_are_refused() -> None:
    for amount, parts, caps in ((-1, [1], None), (1, [-1], None), (1, [1], [-1]), (1, [1], [])):
        with pytest.raises(ValueError, match=r"negative|length"):
            allocate(amount, parts, caps)


def test_tax_examples_of_the_rules() -> None:
    """R2.2"""
    assert tax_on_net(2499, 107_500) == 269
    assert tax_in_gross(999, 200_000) == 167


@given(st.integers(0, 10**12), st.integers(0, 1_000_000))
def test_inclusive_tax_stays_within_the_gross(gross: int, rate: int) -> None:
    tax = tax_in_gross(gross, rate)
    assert 0 <= tax <= gross
    assert abs(tax_on_net(gross - tax, rate) - tax) <= 1
