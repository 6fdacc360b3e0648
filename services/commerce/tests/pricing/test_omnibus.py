"""The price that must stand beside a reduction."""

from datetime import UTC, datetime, timedelta

import pytest

from commerce.pricing.omnibus import Reduction, Shown, lowest, running

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(day: float) -> datetime:
    return START + timedelta(days=day)


def history(*prices: tuple[float, int]) -> list[Shown]:
    return [Shown(at(day), price) for day, price in prices]


@pytest.mark.parametrize(
    ("prices", "found"),
    [
        ([(0, 100)], None),
        ([(0, 100), (40, 80)], (40, 100)),
        ([(0, 100), (40, 120), (50, 80)], (50, 100)),
        ([(0, 90), (5, 120), (60, 80)], (60, 120)),
        ([(0, 100), (20, 70), (25, 100), (40, 80)], (40, 70)),
        ([(0, 100), (40, 80), (45, 60)], (40, 100)),
        ([(0, 100), (40, 80), (45, 80)], (40, 100)),
        ([(0, 100), (40, 80), (45, 100)], None),
        ([(0, 100), (40, 80), (45, 90)], None),
        ([], None),
    ],
    ids=str,
)
def test_the_lowest_price_of_the_30_days_before_the_reduction_began(
    prices: list[tuple[float, int]], found: tuple[float, int] | None
) -> None:
    """R9.2 (medusa#8913). Cuts that follow each other began with the first."""
    expected = None if found is None else Reduction(at(found[0]), found[1])
    assert running(history(*prices)) == expected
    assert running(history(*reversed(prices))) == expected


def test_a_long_sale_does_not_forget_its_old_price() -> None:
    """R9.2 (iworks/omnibus#30): a window that moves with today would say 80 instead of 100."""
    long_ago = history((0, 100), (40, 80))
    assert running(long_ago) == Reduction(at(40), 100)
    assert lowest(long_ago, before=at(200)) == 80


def test_the_price_that_stood_when_the_window_opened_counts_and_earlier_ones_do_not() -> None:
    """R9.2."""
    prices = history((0, 50), (5, 110), (100, 120))
    assert lowest(prices, before=at(110)) == 110
    assert lowest(prices, before=at(20)) == 50
    assert lowest(prices, before=at(0)) is None
