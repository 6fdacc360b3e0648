"""Statistics of experiments, against the specification's figures and against simulation."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecomm_core.statistics import (
    Arm,
    always_valid_p,
    check_split,
    compare,
    probability_b_better,
    visitors_per_arm,
)

A, B = Arm(5000, 200), Arm(5000, 250)


def test_two_proportions_as_the_specification_has_them() -> None:
    """Planted: an unpooled error gives z 2.41262."""
    found = compare(A, B)
    assert found is not None
    assert round(found.z, 5) == 2.41192
    assert round(found.p_value, 6) == 0.015869
    assert found.lift == pytest.approx(0.25)
    assert found.low < 0.01 < found.high
    assert found.low > 0


def test_probability_that_b_is_better() -> None:
    assert round(probability_b_better(A, B), 5) == 0.99205
    assert round(probability_b_better(B, A), 5) == 0.00795
    assert probability_b_better(Arm(0, 0), Arm(0, 0)) == pytest.approx(0.5)


def test_visitors_needed() -> None:
    assert visitors_per_arm(0.04, 0.05) == 6745
    assert visitors_per_arm(0.05, 0.04) == 6745
    for base, wanted in [(0.04, 0.04), (0, 0.1), (0.1, 1)]:
        with pytest.raises(ValueError, match="between 0 and 1"):
            visitors_per_arm(base, wanted)


def test_split() -> None:
    found = check_split(5000, 5200)
    assert round(found.chi_squared, 4) == 3.9216
    assert not found.broken
    assert check_split(5000, 5600).broken
    assert not check_split(9000, 1000, share_of_a=0.9).broken
    with pytest.raises(ValueError, match="visitors"):
        check_split(0, 0)


def test_there_is_nothing_to_say_where_nothing_happened() -> None:
    assert compare(Arm(0, 0), B) is None
    assert compare(Arm(10, 0), Arm(10, 0)) is None
    assert compare(Arm(10, 10), Arm(10, 10)) is None
    without_lift = compare(Arm(100, 0), Arm(100, 9))
    assert without_lift is not None
    assert without_lift.lift is None
    with pytest.raises(ValueError, match="cannot have converted"):
        Arm(3, 4)


counts = st.integers(0, 400).flatmap(
    lambda visitors: st.integers(0, visitors).map(lambda yes: Arm(visitors, yes))
)


@given(counts, counts)
def test_both_ways_round_add_up_to_one(a: Arm, b: Arm) -> None:
    assert probability_b_better(a, b) + probability_b_better(b, a) == pytest.approx(1, abs=1e-9)


def test_long_sums_and_the_normal_law_meet() -> None:
    """Where the form changes, the value must not jump."""
    exact = probability_b_better(Arm(1_000_000, 19_990), Arm(1_000_000, 20_300))
    normal = probability_b_better(Arm(1_000_000, 20_010), Arm(1_000_000, 20_320))
    assert exact == pytest.approx(normal, abs=2e-3)


def test_probability_agrees_with_drawing() -> None:
    draw = random.Random(7)
    a, b = Arm(40, 6), Arm(50, 11)
    better = sum(draw.betavariate(12, 40) > draw.betavariate(7, 35) for _ in range(20_000))
    assert probability_b_better(a, b) == pytest.approx(better / 20_000, abs=0.015)


def test_peeking_finds_nothing_where_nothing_is() -> None:
    """400 tests of two equal arms, looked at after every 100 visitors: the fixed p value calls far
    more than 5 % of them won at some time, the always-valid one does not."""
    draw = random.Random(11)
    fooled_fixed = fooled_valid = 0
    for _ in range(400):
        yes = [0, 0]
        smallest_fixed = smallest_valid = 1.0
        for looked in range(1, 31):
            for arm in (0, 1):
                yes[arm] += sum(draw.random() < 0.1 for _ in range(100))
            a, b = (Arm(looked * 100, count) for count in yes)
            found = compare(a, b)
            smallest_fixed = min(smallest_fixed, found.p_value if found else 1.0)
            smallest_valid = min(smallest_valid, always_valid_p(a, b))
        fooled_fixed += smallest_fixed < 0.05
        fooled_valid += smallest_valid < 0.05
    assert fooled_fixed > 60
    assert fooled_valid <= 26


def test_a_real_difference_is_found_by_the_always_valid_value() -> None:
    assert always_valid_p(Arm(20_000, 800), Arm(20_000, 1000)) < 0.01
    assert always_valid_p(Arm(0, 0), Arm(5, 1)) == 1.0
    assert always_valid_p(Arm(5, 0), Arm(5, 0)) == 1.0
    assert not math.isnan(always_valid_p(Arm(10**9, 10**8), Arm(10**9, 2 * 10**8)))
