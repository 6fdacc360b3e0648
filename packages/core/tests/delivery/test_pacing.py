"""When a message is tried again, and when an endpoint is left in peace."""

from datetime import UTC, datetime, timedelta

import pytest

from ecomm_core.delivery.pacing import (
    LAST_RETRY,
    LIFE,
    OPENS_AFTER,
    asked_to_wait,
    cooling,
    in_parallel,
    retry_in,
)

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def most() -> float:
    """The end of the jitter's range."""
    return 1.0


def test_retries_are_full_jitter_from_5_seconds_doubling_to_6_hours() -> None:
    """events.md §3."""
    ceilings = [retry_in(tries, random=most).total_seconds() for tries in range(1, 8)]
    assert ceilings == [5, 10, 20, 40, 80, 160, 320]
    assert retry_in(1000, random=most) == LAST_RETRY
    assert retry_in(9, random=lambda: 0.0) == timedelta(), "full: down to nothing"
    assert len({retry_in(8) for _ in range(50)}) > 40, "jitter"


def test_tries_fill_the_72_hours() -> None:
    """At half the jitter a message is tried a few dozen times, until the end of its life."""
    at, tries = timedelta(), 0
    while at < LIFE:
        tries += 1
        at += retry_in(tries, random=lambda: 0.5)
    assert 25 <= tries <= 60


def test_a_circuit_opens_after_five_failures_and_cools_for_longer_each_time() -> None:
    assert cooling(OPENS_AFTER - 1) is None
    found = [cooling(OPENS_AFTER + more, random=most) for more in range(9)]
    assert [one.total_seconds() for one in found if one] == [
        *(30 * 2**n for n in range(7)),
        3600,
        3600,
    ]


def test_an_endpoint_that_fails_gets_one_message_at_a_time() -> None:
    assert (in_parallel(0), in_parallel(1), in_parallel(100)) == (4, 1, 1)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        (None, None),
        ("120", timedelta(seconds=120)),
        (" 7 ", timedelta(seconds=7)),
        ("0", None),
        ("999999999999999999999", LAST_RETRY),
        ("Sat, 21 Nov 2026 09:31:00 GMT", timedelta(minutes=1)),
        ("Sat, 21 Nov 2026 09:29:00 GMT", None),
        ("Sun, 21 Nov 2100 09:29:00 GMT", LAST_RETRY),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("1.5", None),
        ("\u0663", None),
        ("Sat, 99 Nov 2026 09:29:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_nothing_else(
    said: str | None, wait: timedelta | None
) -> None:
    """RFC 9110 §10.2.3; at most 6 hours are waited for."""
    assert asked_to_wait(said, NOW) == wait
