"""Sums of a run. Money is US dollars as Decimal; a price nobody told is unknown, never 0.

Tokens are counted as the gateway counts where a provider tells none: one for every four letters
begun, one for every other sign.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from math import ceil
from typing import Final

from contentforge.prompting import Request

_PIECE: Final = re.compile(r"\w{1,4}|[^\w\s]")
_CENT: Final = Decimal("0.01")
_MILLION: Final = Decimal(1_000_000)
_SHARE: Final = Decimal("0.45")
"""Of the room that is left for an answer: texts end before their limits."""
_RETRIES: Final = Decimal("1.25")
"""At most one call in four is asked again, with what was wrong."""


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens."""

    input: Decimal
    output: Decimal


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast calls go. `seconds`: of one call; `at_once`: calls side by side; `per_hour`: the
    most the gateway lets through."""

    seconds: float = 8.0
    at_once: int = 2
    per_hour: int = 1_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """`cost`: likely and at the most, both None where no price is known; `seconds` likewise."""

    products: int
    unchanged: int
    fields: int
    calls: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None
    cost_most: Decimal | None
    seconds: int
    seconds_most: int


def tokens(text: str) -> int:
    """Of a text, to within a fifth or so."""
    return sum(1 for _ in _PIECE.finditer(text))


def estimate(
    products: Iterable[Iterable[Request]], price: Price | None, pace: Pace, *, unchanged: int = 0
) -> Estimate:
    """Of the calls for each product. unchanged: products that need none."""
    count = fields = calls = sent = room = 0
    for requests in products:
        count += 1
        for one in requests:
            calls += 1
            fields += len(one.keys)
            sent += tokens(one.system) + tokens(one.user)
            room += one.most_tokens
    said = ceil(room * _SHARE)
    return Estimate(
        products=count,
        unchanged=unchanged,
        fields=fields,
        calls=calls,
        input_tokens=sent,
        output_tokens=said,
        cost=None if price is None else _cost(price, sent, said),
        cost_most=None
        if price is None
        else _cost(price, ceil(sent * _RETRIES), ceil(room * _RETRIES)),
        seconds=_seconds(calls, pace),
        seconds_most=_seconds(
            ceil(calls * _RETRIES), Pace(pace.seconds * 2, pace.at_once, pace.per_hour)
        ),
    )


def _cost(price: Price, sent: int, said: int) -> Decimal:
    """Rounded up to a cent, but what costs nothing costs nothing."""
    exact = (price.input * sent + price.output * said) / _MILLION
    return exact.quantize(_CENT, rounding=ROUND_UP)


def _seconds(calls: int, pace: Pace) -> int:
    """The slower of working and being let through."""
    return ceil(max(calls * pace.seconds / pace.at_once, (calls - 1) * 3_600 / pace.per_hour, 0))
