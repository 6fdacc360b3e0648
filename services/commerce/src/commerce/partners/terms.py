"""What partners are promised, and the sums it comes to. Pure: no clock, no database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ecomm_core.money import PPM, divide_rounding

VERSION: Final = "2026-11"
"""Of the affiliates' terms; another text is another version, and is agreed to anew."""

ATTRIBUTION: Final = timedelta(days=30)
"""The last link that was followed counts, for so long until somebody registers; and for so long
afterwards a code may still be entered, until the first bill is paid (ADR 0024)."""

LOOK_DAILY: Final = timedelta(days=1)
LOOK_AGAIN: Final = timedelta(hours=1)
GIVE_UP: Final = timedelta(days=7)
"""Whoever collects may not know a bill any more: what was last read of it counts then."""


@dataclass(frozen=True, slots=True)
class Tier:
    """The rate from so many paying businesses on."""

    businesses: int
    ppm: int


TIERS: Final = (Tier(0, 200_000), Tier(10, 250_000), Tier(25, 300_000))


def rate_ppm(businesses: int) -> int:
    """The rate of an affiliate who brought so many businesses that paid."""
    return next(tier.ppm for tier in reversed(TIERS) if businesses >= tier.businesses)


def next_tier(businesses: int) -> Tier | None:
    """The tier above; None at the top."""
    return next((tier for tier in TIERS if tier.businesses > businesses), None)


def commission(*, paid: int, refunded: int, total: int, tax: int, ppm: int) -> int:
    """Of a bill, in minor units: the rate on what came in as money and stayed, without the tax in
    it. Rounded once, half away from zero.

    >>> commission(paid=5831, refunded=0, total=5831, tax=931, ppm=200_000)
    980
    """
    kept = max(paid - refunded, 0)
    if total <= 0:
        return 0
    return divide_rounding(kept * (total - tax) * ppm, total * PPM)


def net(*, paid: int, refunded: int, total: int, tax: int) -> int:
    """Of a bill: what came in as money and stayed, without tax. To be shown: the commission is not
    made of it, or it would be rounded twice."""
    return commission(paid=paid, refunded=refunded, total=total, tax=tax, ppm=PPM)


_GMAIL: Final = frozenset({"gmail.com", "googlemail.com"})


def mailbox_of(email: str) -> str:
    """The mailbox behind an address: what follows a plus is the same one, and so are dots at
    Google."""
    local, _, domain = email.strip().casefold().rpartition("@")
    local = local.partition("+")[0]
    if domain in _GMAIL:
        return f"{local.replace('.', '')}@gmail.com"
    return f"{local}@{domain}"


def share_a_mailbox(some: Iterable[str], others: Iterable[str]) -> bool:
    """Whether an address of one list is one of the other's."""
    return not {mailbox_of(one) for one in some}.isdisjoint(mailbox_of(one) for one in others)


def short_name(name: str) -> str:
    """What a partner is told of who came: the first name and a letter."""
    words = name.split()
    if len(words) < 2:
        return (words[0] if words else "")[:40]
    return f"{words[0][:38]} {words[-1][0]}."
