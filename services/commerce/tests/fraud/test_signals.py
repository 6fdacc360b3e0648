"""The five signals, by themselves (issue 4, section 2): each has its points and its words."""

from dataclasses import replace
from typing import Any

import pytest

from commerce.fraud.disposable import is_disposable
from commerce.fraud.models import Outcome
from commerce.fraud.signals import HOLD_AT, MOST, REVIEW_AT, Code, Facts, judge

CALM = Facts(
    email="ada@example.com",
    currency="EUR",
    total=5_000,
    shipping_country="DE",
    billing_country="DE",
    payer_matches=True,
    by_email=0,
    others_at_client=0,
    others_on_card=0,
    norm=5_000,
    declines=0,
    by_hand=False,
)


def points(facts: Facts) -> dict[Code, int]:
    return {signal.code: signal.points for signal in judge(facts).signals}


def test_a_calm_order_has_no_points_and_says_so_of_every_signal() -> None:
    judged = judge(CALM)
    assert (judged.score, [signal.code for signal in judged.signals]) == (0, list(Code))
    assert all(signal.words.endswith(".") for signal in judged.signals)
    unknown = replace(
        CALM, billing_country=None, payer_matches=None, others_at_client=None, others_on_card=None
    )
    assert judge(unknown).score == 0, "what is not known speaks against nobody"


@pytest.mark.parametrize(
    ("seen", "code", "expected", "words"),
    [
        ({"by_email": 1}, Code.VELOCITY, 0, "No unusual"),
        ({"by_email": 2}, Code.VELOCITY, 10, "2 earlier orders"),
        ({"by_email": 4}, Code.VELOCITY, 15, "within a day"),
        ({"others_at_client": 2}, Code.VELOCITY, 10, "same network address"),
        ({"others_on_card": 1}, Code.VELOCITY, 15, "1 other e-mail address paid"),
        ({"by_email": 9, "others_at_client": 9, "others_on_card": 9}, Code.VELOCITY, 30, "; "),
        ({"billing_country": "US"}, Code.COUNTRY, 15, "Billed in US, shipped to DE."),
        ({"total": 14_999}, Code.VALUE, 0, "usual order of about 50 EUR"),
        ({"total": 15_000}, Code.VALUE, 8, "3 times"),
        ({"total": 24_999}, Code.VALUE, 8, "4 times"),
        ({"total": 25_000}, Code.VALUE, 15, "5 times"),
        ({"total": 99_000, "norm": None}, Code.VALUE, 0, "Fewer than 10"),
        ({"email": "x@mailinator.com"}, Code.EMAIL, 20, "throw-away"),
        ({"payer_matches": False}, Code.EMAIL, 15, "another address"),
        ({"declines": 1}, Code.FAILED_PAYMENTS, 0, "1 payment was refused"),
        ({"declines": 2}, Code.FAILED_PAYMENTS, 10, "2 payments were refused"),
        ({"declines": 5}, Code.FAILED_PAYMENTS, 20, "5 payments"),
    ],
)
def test_each_signal_gives_its_points_and_says_why(
    seen: dict[str, Any], code: Code, expected: int, words: str
) -> None:
    judged = judge(replace(CALM, **seen))
    [signal] = [one for one in judged.signals if one.code == code]
    assert (signal.points, judged.score) == (expected, expected)
    assert words in signal.words


def test_the_worst_makes_a_hundred_and_no_signal_holds_an_order_alone() -> None:
    worst = replace(
        CALM,
        email="x@mailinator.com",
        billing_country="US",
        total=99_000,
        by_email=9,
        others_at_client=9,
        others_on_card=9,
        declines=9,
    )
    assert judge(worst).score == sum(MOST.values()) == 100
    assert max(MOST.values()) < REVIEW_AT < HOLD_AT
    judged = judge(replace(worst, by_hand=True))
    assert judged.score == 0, "what the merchant took by hand"


def test_a_threshold_is_reached_by_its_own_number() -> None:
    judged = judge(replace(CALM, billing_country="US", declines=5))
    assert judged.score == 35
    outcomes = [judged.outcome(review_at=r, hold_at=h) for r, h in ((36, 50), (35, 36), (10, 35))]
    assert outcomes == [Outcome.ALLOW, Outcome.REVIEW, Outcome.HOLD]


def test_throw_away_domains_are_known_below_them_too() -> None:
    assert is_disposable("a@Mailinator.com")
    assert is_disposable("a@deep.mailinator.com.")
    assert not is_disposable("a@example.com")
    assert not is_disposable("mailinator.com@example.com")
