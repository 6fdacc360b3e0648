"""The figures of A/B tests against published values, against other ways to compute them, and
against what happens to people who look every day."""

import math
import random
from collections.abc import Callable

import pytest

from commerce.marketing.ab_tests.statistics import (
    ALPHA_EARLY,
    ALPHA_FINAL,
    Arm,
    always_valid,
    chance_b_is_better,
    expected_loss,
    interval,
    size_per_arm,
    split,
    two_proportions,
)

A, B = Arm(5_000, 200), Arm(5_000, 250)


def test_the_worked_values() -> None:
    """200 of 5,000 against 250 of 5,000; 4 % to 5 % at 5 % and 80 %; 5,000 to 5,200 visitors."""
    found = two_proportions(A, B)
    assert found is not None
    assert found == pytest.approx((2.41192, 0.015869), rel=1e-4)
    assert chance_b_is_better(A, B) == pytest.approx(0.99205, abs=5e-6)
    assert size_per_arm(0.04, 0.01) == 6_745
    shares = split(5_000, 5_200, 0.5)
    assert shares is not None
    assert (shares.chi_square, shares.p) == pytest.approx((3.9216, 0.0477), rel=1e-3)
    assert not shares.broken
    worse = split(5_000, 5_400, 0.5)
    assert worse is not None
    assert worse.broken


def test_another_share_is_no_broken_split() -> None:
    """A lot of one in ten is judged against one in ten."""
    planned, even = split(9_000, 1_000, 0.1), split(9_000, 1_000, 0.5)
    assert planned is not None
    assert even is not None
    assert (planned.chi_square, planned.broken, even.broken) == (0.0, False, True)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (Arm(0, 0), Arm(0, 0)),
        (Arm(10, 0), Arm(0, 0)),
        (Arm(10, 0), Arm(10, 0)),
        (Arm(10, 10), Arm(10, 10)),
    ],
)
def test_where_nothing_can_be_said_nothing_is(a: Arm, b: Arm) -> None:
    assert two_proportions(a, b) is None
    assert interval(a, b) is None
    assert always_valid(a, b, 0.01) == 1.0


def test_of_nobody_both_are_as_likely_the_better_one() -> None:
    nobody = Arm(0, 0)
    assert chance_b_is_better(nobody, nobody) == pytest.approx(0.5)
    assert split(0, 0, 0.5) is None


@pytest.mark.parametrize(
    ("a", "b"), [(Arm(40, 3), Arm(60, 9)), (Arm(500, 0), Arm(20, 20)), (Arm(9, 8), Arm(7, 1))]
)
def test_the_chance_is_what_drawing_finds(a: Arm, b: Arm) -> None:
    """200,000 draws of the two posteriors; and the two sides add up to one."""
    dice = random.Random(7)
    better, lost = 0, 0.0
    rounds = 200_000
    for _ in range(rounds):
        x = dice.betavariate(1 + a.buyers, 1 + a.visitors - a.buyers)
        y = dice.betavariate(1 + b.buyers, 1 + b.visitors - b.buyers)
        better += y > x
        lost += max(x - y, 0.0)
    assert chance_b_is_better(a, b) == pytest.approx(better / rounds, abs=0.005)
    assert chance_b_is_better(a, b) + chance_b_is_better(b, a) == pytest.approx(1)
    assert expected_loss(a, b) == pytest.approx(lost / rounds, abs=0.02)


def test_large_counts_take_the_normal_law_without_a_step() -> None:
    """Where the exact sum ends, both ways say the same."""
    below, above = Arm(400_000, 19_990), Arm(400_000, 20_300)
    other = Arm(400_000, 20_200)
    assert chance_b_is_better(below, other) == pytest.approx(_by_normal(below, other), abs=2e-3)
    assert chance_b_is_better(above, other) == pytest.approx(_by_normal(above, other), abs=2e-3)


def _by_normal(a: Arm, b: Arm) -> float:
    spread = math.sqrt(sum(x.rate * (1 - x.rate) / x.visitors for x in (a, b)))
    return 0.5 * math.erfc(-(b.rate - a.rate) / spread / math.sqrt(2))


def _one_look(a: Arm, b: Arm) -> float:
    found = two_proportions(a, b)
    return 1.0 if found is None else found[1]


def _ever(seed: int, rate_b: float, p_of: Callable[[Arm, Arm], float], bound: float) -> bool:
    """Whether somebody who looks after every 200 visitors, 50 times, ever sees p below it."""
    dice = random.Random(seed)
    bought = [0, 0]
    for look in range(1, 51):
        bought[0] += _buyers(dice, 0.05)
        bought[1] += _buyers(dice, rate_b)
        if p_of(Arm(200 * look, bought[0]), Arm(200 * look, bought[1])) <= bound:
            return True
    return False


def _buyers(dice: random.Random, rate: float) -> int:
    return sum(dice.random() < rate for _ in range(200))


def test_who_looks_every_day_is_not_misled() -> None:
    """150 tests of two faces that are alike, each looked at 50 times. The plain p value calls a
    winner in more than one of six of them, at a promised one of twenty; the always valid one keeps
    to its bound. And where B is better by half, it is found."""
    tests = range(150)

    def ours_for(scale: float) -> Callable[[Arm, Arm], float]:
        return lambda a, b: always_valid(a, b, scale)

    naive = sum(_ever(seed, 0.05, _one_look, 0.05) for seed in tests)
    ours = sum(_ever(seed, 0.05, ours_for(0.01), ALPHA_EARLY) for seed in tests)
    assert naive > len(tests) / 6
    assert ours <= len(tests) * ALPHA_EARLY + 2
    found = sum(_ever(seed, 0.075, ours_for(0.025), ALPHA_EARLY) for seed in range(20))
    assert found >= 18


def test_the_two_bounds_make_one_of_twenty() -> None:
    assert pytest.approx(0.05) == ALPHA_EARLY + ALPHA_FINAL
    assert size_per_arm(0.04, 0.01, alpha=ALPHA_FINAL) > size_per_arm(0.04, 0.01)
