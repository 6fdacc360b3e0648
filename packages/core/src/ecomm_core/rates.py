"""Which requests are limited together, and how many of them one client may send.

Every API route has a class: by the access it declares, or by `@rated` where that says too little.
The numbers are defaults for production; `ECOMM_RATE_LIMITS` changes them.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeAlias

from ecomm_core.ratelimit import Decision, Limit, RateLimiter, client_key

Quota: TypeAlias = tuple[int, int]
"""Requests, and the seconds in which one client may send them."""

EVERY: Final = "*"

_QUOTA: Final = re.compile(r"[1-9][0-9]{0,8}/[1-9][0-9]{0,5}")


class Rate(StrEnum):
    """What is counted together, per client address."""

    SIGN_IN = "sign-in"
    """Log-ins and registrations: each costs a password hash."""
    SESSION = "session"
    """Refresh, switch, log out."""
    PUBLIC_READS = "public-reads"
    PUBLIC_WRITES = "public-writes"
    """Carts, checkout, whatever else a shopper changes."""
    MERCHANT = "merchant"
    UPLOADS = "uploads"
    """Pictures and imports."""
    WEBHOOKS = "webhooks"
    """Providers send from few addresses, and in bursts."""


DEFAULTS: Final[Mapping[Rate, Quota]] = {
    Rate.SIGN_IN: (30, 60),
    Rate.SESSION: (300, 60),
    Rate.PUBLIC_READS: (3_000, 60),
    Rate.PUBLIC_WRITES: (600, 60),
    Rate.MERCHANT: (3_000, 60),
    Rate.UPLOADS: (600, 60),
    Rate.WEBHOOKS: (6_000, 60),
}
"""A whole office or a mobile operator may share one address, so all but sign-in are generous."""


def parse(value: object) -> object:
    """Quotas by class from `name=requests/seconds, …`; `*` is every class not named.

    Anything but text is given back. Raises ValueError that names the part that is wrong.
    """
    if not isinstance(value, str):
        return value
    given: dict[str, Quota] = {}
    for part in filter(None, (piece.strip() for piece in value.split(","))):
        name, _, quota = part.partition("=")
        requests, _, seconds = quota.partition("/")
        if not _QUOTA.fullmatch(quota):
            raise ValueError(f"{part!r} is not name=requests/seconds, both at least 1")
        given[name.strip()] = (int(requests), int(seconds))
    unknown = sorted(set(given) - {EVERY, *Rate})
    if unknown:
        raise ValueError(f"no rate limit is called {', '.join(unknown)}; there are {list(Rate)}")
    every = given.pop(EVERY, None)
    named = {Rate(name): quota for name, quota in given.items()}
    if every is None:
        return named
    return {rate: named.get(rate, every) for rate in Rate}


class RateLimits:
    """The limiters of one process, one for each class."""

    def __init__(self, changed: Mapping[Rate, Quota]) -> None:
        """`changed` are the quotas that differ from the defaults. Raises ValueError below 1."""
        self._limiters = {
            rate: RateLimiter(Limit(rate.value, *changed.get(rate, quota)))
            for rate, quota in DEFAULTS.items()
        }

    def hit(self, rate: Rate, address: str) -> Decision:
        """Count one request of a client."""
        return self._limiters[rate].hit(client_key(address))
