"""When to try again, when to leave an endpoint in peace, when to give up. Pure."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from random import SystemRandom
from typing import Final

FIRST_RETRY: Final = timedelta(seconds=5)
LAST_RETRY: Final = timedelta(hours=6)
LIFE: Final = timedelta(hours=72)
"""How long a message is tried, and how long an endpoint may fail before it is disabled."""
PER_ENDPOINT: Final = 4
"""Messages on their way to one endpoint at a time; to one that failed last, one."""
OPENS_AFTER: Final = 5
"""Failures in a row, whatever the messages, after which an endpoint's circuit is open."""
FIRST_COOLING: Final = timedelta(seconds=30)
LAST_COOLING: Final = timedelta(hours=1)

_random: Callable[[], float] = SystemRandom().random


def retry_in(tries: int, *, random: Callable[[], float] = _random) -> timedelta:
    """Full jitter: anything up to 5 s after the first try, doubling to 6 h. `tries` from 1."""
    return min(FIRST_RETRY * (1 << min(tries - 1, 20)), LAST_RETRY) * random()


def cooling(failures: int, *, random: Callable[[], float] = _random) -> timedelta | None:
    """How long an endpoint is left in peace after so many failures in a row; then one message goes
    out as a probe. None while its circuit stays closed. Half of it is jitter."""
    if failures < OPENS_AFTER:
        return None
    whole = min(FIRST_COOLING * (1 << min(failures - OPENS_AFTER, 20)), LAST_COOLING)
    return whole * (1 + random()) / 2


def asked_to_wait(value: str | None, now: datetime) -> timedelta | None:
    """What a Retry-After says: seconds or a date (RFC 9110 §10.2.3), at most 6 h; None for
    anything else, and for the past."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        wait = timedelta(seconds=min(int(text[:9]), 10**8))
    else:
        try:
            until = parsedate_to_datetime(text)
        except (TypeError, ValueError):
            return None
        wait = (until if until.tzinfo else until.replace(tzinfo=UTC)) - now
    return min(wait, LAST_RETRY) if wait > timedelta() else None


def in_parallel(failures: int) -> int:
    """How many messages may be on their way to an endpoint."""
    return PER_ENDPOINT if failures == 0 else 1
