"""Rates of the day, and prices in another currency."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commerce.pricing.currencies.convert import (
    AS_IT_IS,
    Direction,
    Ending,
    Rate,
    StaleRate,
    convert,
    rate_between,
)
from commerce.pricing.currencies.ecb import UnreadableRates, read

DAY = date(2026, 11, 20)
PER_EURO = {"USD": 1_083_200, "JPY": 163_210_000, "KWD": 332_750, "GBP": 862_150, "CHF": 936_000}


def file(days: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"'
        ' xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">'
        "<gesmes:subject>Reference rates</gesmes:subject>"
        f"<Cube>{days}</Cube></gesmes:Envelope>"
    ).encode()


def day(when: str, **rates: str) -> str:
    inner = "".join(f'<Cube currency="{name}" rate="{rate}"/>' for name, rate in rates.items())
    return f'<Cube time="{when}">{inner}</Cube>'


def test_a_file_of_several_days_is_read_exactly_newest_first() -> None:
    """R9.1."""
    days = read(file(day("2026-11-19", USD="1.08") + day("2026-11-20", USD="1.0832", JPY="163.21")))
    assert [found.day for found in days] == [date(2026, 11, 20), date(2026, 11, 19)]
    assert days[0].per_euro_ppm == {"USD": 1_083_200, "JPY": 163_210_000}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"{}",
        file(""),
        file(day("2026-11-20")),
        file(day("20 Nov", USD="1.0")),
        file(day("2026-11-20", USD="0")),
        file(day("2026-11-20", USD="-1")),
        file(day("2026-11-20", USD="NaN")),
        file(day("2026-11-20", USD="Infinity")),
        file(day("2026-11-20", USD="one")),
        file(day("2026-11-20", USD="1.00000001")),
        file(day("2026-11-20", usd="1.0")),
        file(day("2026-11-20", USD="1.08")).replace(
            b"<gesmes:Envelope", b'<!DOCTYPE x [<!ENTITY a "aa">]><gesmes:Envelope'
        ),
        b" " * 300_000,
    ],
)
def test_anything_else_is_refused_whole(content: bytes) -> None:
    """R9.1: a rate is never guessed."""
    with pytest.raises(UnreadableRates):
        read(content)


def rate(of: str, to: str, age: int = 0, limit: int = 3) -> Rate:
    return rate_between(
        of,
        to,
        day=DAY,
        per_euro_ppm=PER_EURO,
        today=DAY + timedelta(days=age),
        max_age=timedelta(days=limit),
    )


@pytest.mark.parametrize(
    ("amount", "of", "to", "found"),
    [
        (2_499, "EUR", "USD", 2_707),
        (2_499, "EUR", "JPY", 4_079),
        (2_499, "EUR", "KWD", 8_315),
        (4_079, "JPY", "EUR", 2_499),
        (10_000, "USD", "GBP", 7_959),
        (1, "JPY", "KWD", 2),
        (0, "EUR", "JPY", 0),
        (2_499, "EUR", "EUR", 2_499),
    ],
)
def test_digits_of_both_currencies_count(amount: int, of: str, to: str, found: int) -> None:
    """R9.1, R1.2: yen have no cents, dinars have a thousand fils."""
    assert convert(amount, rate(of, to)) == found


def test_a_rate_that_is_too_old_refuses_rather_than_guesses() -> None:
    """R9.1."""
    assert rate("EUR", "USD", age=3).day == DAY
    with pytest.raises(StaleRate):
        rate("EUR", "USD", age=4)
    with pytest.raises(KeyError):
        rate("EUR", "BRL")


@pytest.mark.parametrize(
    ("amount", "ending", "found"),
    [
        (1_913, Ending(5), 1_915),
        (1_912, Ending(5), 1_910),
        (1_949, Ending(100, 1), 1_999),
        (1_948, Ending(100, 1), 1_899),
        (1_900, Ending(100, 1, Direction.UP), 1_999),
        (1_999, Ending(100, 1, Direction.UP), 1_999),
        (3, Ending(100, 1), 99),
        (0, Ending(100, 1), 0),
        (777, AS_IT_IS, 777),
    ],
)
def test_prices_end_as_the_store_wants(amount: int, ending: Ending, found: int) -> None:
    """R9.1."""
    assert ending.apply(amount) == found


@pytest.mark.parametrize(("step", "below"), [(0, 0), (5, 5), (5, -1)])
def test_an_ending_that_names_no_price_is_refused(step: int, below: int) -> None:
    """R9.1."""
    with pytest.raises(ValueError, match="rounding rule"):
        Ending(step, below)


@given(
    amount=st.integers(0, 10**9),
    step=st.integers(1, 1_000),
    below=st.integers(0, 999),
    direction=st.sampled_from(Direction),
)
def test_every_ending_is_one_of_its_prices_and_near(
    amount: int, step: int, below: int, direction: Direction
) -> None:
    """R9.1, R1.3: rounded once more would change nothing."""
    ending = Ending(step, below % step, direction)
    found = ending.apply(amount)
    assert amount == 0 or (found + ending.below) % step == 0
    assert abs(found - amount) <= step
    assert direction is Direction.NEAREST or found >= amount
    assert ending.apply(found) == found
