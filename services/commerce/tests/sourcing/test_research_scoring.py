"""The research score: worked examples of `products.md` §4, and what holds for all inputs."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.sourcing.research import scoring, timing
from commerce.sourcing.research.judging import Known, Reading, Sold, judge
from commerce.sourcing.research.scoring import WEIGHTS, Code, score

DAY = date(2026, 11, 22)

values = st.fractions(min_value=0, max_value=100, max_denominator=1000)
answers = st.dictionaries(st.sampled_from(list(Code)), values | st.none())


def test_the_weights_are_the_spec_s() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert set(WEIGHTS) == set(Code)
    assert [WEIGHTS[code] for code in (Code.TIKTOK, Code.SALES_VELOCITY, Code.SHIPPING)] == [
        25,
        15,
        2,
    ]


def test_worked_examples_of_the_signals() -> None:
    assert scoring.velocity(Fraction(1284), Fraction(716)) == Fraction(100 * (1284 - 716), 716)
    assert scoring.velocity(Fraction(300), Fraction(100)) == 100
    assert scoring.velocity(Fraction(50), Fraction(100)) == 0
    assert scoring.velocity(Fraction(0), Fraction(0)) == 0
    assert scoring.velocity(Fraction(3), Fraction(0)) == 100
    assert scoring.velocity(Fraction(-3), Fraction(5)) is None
    assert [scoring.saturation(n) for n in (0, 6, 50, 80)] == [100, 88, 0, 0]
    on_cost = scoring.margin_on(2490, 762)
    assert on_cost == Fraction(1728, 762)
    assert scoring.margin(on_cost) == 100
    assert scoring.margin(Fraction(3, 2)) == 75
    assert scoring.margin(Fraction(-1, 2)) == 0
    assert scoring.margin_on(1000, 0) is None
    assert [scoring.shipping(days) for days in (3, 5, 30, 60)] == [100, 100, 0, 0]
    point = [scoring.price_point(Fraction(n), Fraction(1000), Fraction(2000)) for n in (500, 750)]
    assert point == [0, 50]
    assert scoring.price_point(Fraction(3000), Fraction(1000), Fraction(2000)) == 50


def test_what_is_missing_is_not_zero() -> None:
    """Orders full and nothing else is 100 of little; the same with a zero velocity is less."""
    alone = score({Code.ORDERS: Fraction(100), Code.SALES_VELOCITY: None})
    assert (alone.score, alone.coverage) == (100, 10)
    with_zero = score({Code.ORDERS: Fraction(100), Code.SALES_VELOCITY: Fraction(0)})
    assert (with_zero.score, with_zero.coverage) == (40, 25)
    nothing = score(dict.fromkeys(Code))
    assert (nothing.score, nothing.coverage) == (None, 0)


def test_a_score_is_rounded_down_and_its_edges_hold() -> None:
    just_under = score({code: Fraction(7999, 100) for code in Code})
    assert (just_under.score, just_under.coverage) == (79, 100)
    assert not scoring.strong(just_under.score, just_under.coverage)
    assert scoring.strong(80, scoring.IMPORT_COVERAGE)
    assert not scoring.strong(79, 100)
    assert not scoring.strong(100, scoring.IMPORT_COVERAGE - 1)
    assert not scoring.strong(None, 100)
    assert [scoring.watchable(n) for n in (None, 64, 65, 100)] == [False, False, True, True]


@given(answers)
def test_a_score_lies_between_its_signals(given_values: dict[Code, Fraction | None]) -> None:
    found = score(given_values)
    there = [value for value in given_values.values() if value is not None]
    answered = {code for code, value in given_values.items() if value is not None}
    assert found.coverage == sum(WEIGHTS[code] for code in answered)
    if not there:
        assert found.score is None
        return
    assert found.score is not None
    assert int(min(there)) <= found.score <= max(there)
    exact = sum(found.points.values())
    assert found.score <= exact < found.score + 1


@given(answers, st.sampled_from(list(Code)), values)
def test_a_better_signal_never_makes_it_worse(
    given_values: dict[Code, Fraction | None], code: Code, better: Fraction
) -> None:
    before = score({**given_values, code: Fraction(0)}).score
    after = score({**given_values, code: better}).score
    assert before is not None
    assert after is not None
    assert after >= before


def test_a_value_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="orders"):
        score({Code.ORDERS: Fraction(101)})


def _reading(back: int, count: int | None) -> Reading:
    return Reading(uuid4(), DAY - timedelta(days=back), count)


def test_growth_takes_two_weeks_of_readings_a_day_off_at_most() -> None:
    def velocity(*earlier: Reading) -> Fraction | None:
        known = Known(today=_reading(0, 1000), earlier=earlier)
        signals = {one.code: one for one in judge(known)[1]}
        return signals[Code.SALES_VELOCITY].value

    assert velocity() is None
    assert velocity(_reading(7, 850)) is None
    assert velocity(_reading(7, 850), _reading(14, 750)) == 50
    assert velocity(_reading(8, 840), _reading(14, 750)) is not None
    assert velocity(_reading(4, 850), _reading(10, 750)) is None
    assert velocity(_reading(7, None), _reading(14, 750)) is None
    assert velocity(_reading(7, 1200), _reading(14, 750)) is None, "a counter never runs backwards"


def test_what_the_store_sold_itself_is_nearest() -> None:
    def source(**fields: Sold) -> str | None:
        readings = [_reading(7, 850), _reading(14, 750)]
        known = Known(today=_reading(0, 1000), earlier=readings, **fields)  # type: ignore[arg-type]  # own or category
        return {one.code: one for one in judge(known)[1]}[Code.SALES_VELOCITY].source

    assert source(own=Sold(3, 2)) == "Your sales of it"
    assert source(own=Sold(0, 0)) == "The supplier's counter"
    bare = Known(today=_reading(0, None), category=Sold(30, 20))
    signal = {one.code: one for one in judge(bare)[1]}[Code.SALES_VELOCITY]
    assert signal.value == 50
    assert signal.source == "Your sales in its category"


def test_suppliers_alone_never_look_strong_without_growth() -> None:
    """The reason of `IMPORT_COVERAGE`: everything but the velocity is 20 points of weight."""
    known = Known(
        today=_reading(0, 50_000),
        cost=500,
        list_price=2000,
        retail=Fraction(2000),
        days=5,
        lane_of=uuid4(),
        low=Fraction(1000),
        high=Fraction(3000),
    )
    found, signals = judge(known)
    assert (found.score, found.coverage) == (100, 20)
    assert not scoring.strong(found.score, found.coverage)
    assert len(signals) == len(Code)
    assert {one.code for one in signals if one.value is None} >= {Code.TIKTOK, Code.SATURATION}


def test_eight_is_eight_in_summer_and_in_winter() -> None:
    """Berlin's clocks go back on 25 October 2026, forward on 28 March 2027."""

    def after(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
        now = datetime(year, month, day, hour, minute, tzinfo=UTC)
        return timing.next_eight(now, "Europe/Berlin")

    assert after(2026, 10, 24, 6, 0) == datetime(2026, 10, 25, 7, 0, tzinfo=UTC)
    assert after(2026, 10, 24, 5, 59) == datetime(2026, 10, 24, 6, 0, tzinfo=UTC)
    assert after(2027, 3, 27, 7, 0) == datetime(2027, 3, 28, 6, 0, tzinfo=UTC)
    week = timing.next_eight(datetime(2026, 10, 22, 6, 0, tzinfo=UTC), "Europe/Berlin", 7)
    assert week == datetime(2026, 10, 29, 7, 0, tzinfo=UTC)
    far = timing.next_eight(datetime(2026, 11, 22, 12, 0, tzinfo=UTC), "Pacific/Auckland")
    assert far == datetime(2026, 11, 22, 19, 0, tzinfo=UTC)
