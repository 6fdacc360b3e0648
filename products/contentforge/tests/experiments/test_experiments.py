"""A/B tests: the specification's figures, stable lots, and no winner before its time."""

import random
from uuid import UUID

import pytest

from contentforge.experiments import Verdict, arm_of, expected_loss, planned, read
from ecomm_core.statistics import Arm, visitors_per_arm

TEST = UUID("01890000-0000-7000-8000-000000000001")
OTHER = UUID("01890000-0000-7000-8000-000000000002")
A, B = Arm(5000, 200), Arm(5000, 250)


def test_the_specifications_figures() -> None:
    found = read(A, B, per_arm=5000)
    assert found.comparison is not None
    assert round(found.comparison.z, 5) == 2.41192
    assert round(found.comparison.p_value, 6) == 0.015869
    assert round(found.chance_b_better, 5) == 0.99205
    assert found.loss_if_b < found.loss_if_a
    assert found.verdict is Verdict.B_BETTER
    assert visitors_per_arm(0.04, 0.05) == 6745
    split = read(Arm(5000, 0), Arm(5200, 0), per_arm=9999).split
    assert split is not None
    assert (round(split.chi_squared, 4), split.broken) == (3.9216, False)


def test_no_winner_is_named_before_its_time() -> None:
    """Fault it was seen to catch: deciding by the plain p value at any time names B here."""
    assert read(A, B, per_arm=6745).verdict is Verdict.COLLECTING
    assert read(Arm(5000, 200), Arm(5000, 350), per_arm=6745).verdict is Verdict.B_BETTER
    assert read(Arm(5000, 350), Arm(5000, 200), per_arm=6745).verdict is Verdict.A_BETTER
    assert read(A, Arm(5000, 205), per_arm=5000).verdict is Verdict.NO_DIFFERENCE
    assert read(Arm(0, 0), Arm(0, 0), per_arm=10).verdict is Verdict.COLLECTING
    assert read(Arm(10, 0), Arm(10, 0), per_arm=10).verdict is Verdict.NO_DIFFERENCE


def test_a_broken_split_decides_nothing() -> None:
    assert read(Arm(5000, 200), Arm(6000, 600), per_arm=5000).verdict is Verdict.BROKEN_SPLIT
    fine = read(Arm(9000, 360), Arm(1000, 80), per_arm=1000, percent_b=10)
    assert fine.verdict is Verdict.B_BETTER


def test_what_a_wrong_choice_costs_agrees_with_simulation() -> None:
    """200,000 draws of both posteriors. Fault it was seen to catch: both arms exchanged."""
    dice = random.Random(3)
    lost = 0.0
    for _ in range(200_000):
        a = dice.betavariate(A.conversions + 1, A.visitors - A.conversions + 1)
        b = dice.betavariate(B.conversions + 1, B.visitors - B.conversions + 1)
        lost += max(a - b, 0) / 200_000
    assert expected_loss(A, B) == pytest.approx(lost, rel=0.05)
    assert expected_loss(B, A) == pytest.approx(expected_loss(A, B) + 50 / 5002, rel=1e-6)


def test_a_visitor_sees_the_same_version_for_ever() -> None:
    """Stored lots: another hash would show half of the visitors the other text."""
    assert [arm_of(TEST, f"visitor-{n}") for n in range(8)] == LOTS
    assert [arm_of(TEST, f"visitor-{n}") for n in range(8)] == LOTS


LOTS = ["a", "a", "a", "a", "a", "b", "b", "b"]


def test_lots_are_fair_and_of_different_tests_independent() -> None:
    """Fault it was seen to catch: without the test in the hash both tests draw the same lots."""
    first = [arm_of(TEST, str(n)) for n in range(10_000)]
    second = [arm_of(OTHER, str(n)) for n in range(10_000)]
    assert abs(first.count("b") - 5_000) < 150
    assert abs(sum(a == b for a, b in zip(first, second, strict=True)) - 5_000) < 150


def test_more_share_for_b_moves_nobody_back() -> None:
    small = {n for n in range(2_000) if arm_of(TEST, str(n), percent_b=10) == "b"}
    large = {n for n in range(2_000) if arm_of(TEST, str(n), percent_b=60) == "b"}
    assert small < large
    assert abs(len(small) - 200) < 45
    with pytest.raises(ValueError, match="share"):
        arm_of(TEST, "x", percent_b=100)


def test_the_plan_is_larger_for_it_is_read_early_too() -> None:
    assert planned(0.04, 0.05) > visitors_per_arm(0.04, 0.05)
