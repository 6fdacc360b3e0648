"""Sums by hand."""

from decimal import Decimal

from contentforge.estimate import Pace, Price, estimate, tokens
from contentforge.fields import FieldKey, FieldKind
from contentforge.prompting import Request

KEY = FieldKey(FieldKind.TITLE)
CALL = Request("abcd " * 600, "efgh " * 400, {}, (KEY,), 1_000)
"""1,000 tokens in; 1,000 of room, of which 450 are likely."""


def test_tokens_are_counted_as_the_gateway_does() -> None:
    assert [tokens(text) for text in ("", "word", "words", "a b, c")] == [0, 1, 2, 4]


def test_a_run_of_five_hundred_products() -> None:
    """500,000 tokens in at $3 and 225,000 out at $15 a million: 1.50 + 3.375 = 4.88; at the most
    625,000 and 625,000: 1.875 + 9.375 = 11.25. 500 calls of 8 s, two at a time: 2,000 s; at the
    most 625 of 16 s: 5,000 s. Fault it was seen to catch: rounding half even gives 4.87 or 4.88 by
    chance, rounding down always less than the bill."""
    found = estimate([[CALL]] * 500, Price(Decimal(3), Decimal(15)), Pace(), unchanged=7)
    assert (found.products, found.unchanged, found.fields, found.calls) == (500, 7, 500, 500)
    assert (found.input_tokens, found.output_tokens) == (500_000, 225_000)
    assert (found.cost, found.cost_most) == (Decimal("4.88"), Decimal("11.25"))
    assert (found.seconds, found.seconds_most) == (2_000, 5_000)


def test_an_unknown_price_is_unknown_and_a_free_model_is_free() -> None:
    """Fault it was seen to catch: `price or 0` says that nothing is to be paid."""
    unknown = estimate([[CALL]], None, Pace())
    assert (unknown.cost, unknown.cost_most) == (None, None)
    free = estimate([[CALL]], Price(Decimal(0), Decimal(0)), Pace())
    assert free.cost == free.cost_most == Decimal(0)


def test_the_gateways_pace_is_the_slower_one_where_it_is() -> None:
    fast = Pace(seconds=0.1, at_once=10, per_hour=1_000)
    assert estimate([[CALL]] * 1_001, None, fast).seconds == 3_600
    assert estimate([], None, fast).seconds == 0
