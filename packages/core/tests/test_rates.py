"""Rate limits by class: what settings may say, and which class a route has."""

import pytest

from ecomm_core.api.rating import rate_of, rated
from ecomm_core.rates import DEFAULTS, Rate, RateLimits, parse


def test_quotas_are_read_and_a_star_is_all_that_are_not_named() -> None:
    assert parse("sign-in=5/60, public-reads=10/1,") == {
        Rate.SIGN_IN: (5, 60),
        Rate.PUBLIC_READS: (10, 1),
    }
    every = parse("sign-in=5/60,*=7/3")
    assert isinstance(every, dict)
    assert set(every) == set(Rate)
    assert every[Rate.SIGN_IN] == (5, 60)
    assert every[Rate.WEBHOOKS] == (7, 3)
    assert parse("") == {}


@pytest.mark.parametrize(
    ("value", "blamed"),
    [
        ("sign-in", "'sign-in'"),
        ("sign-in=5", "'sign-in=5'"),
        ("sign-in=0/60", "at least 1"),
        ("sign-in=5/0", "at least 1"),
        ("sign-in=-5/60", "at least 1"),
        ("sign-in=5/60/7", "sign-in=5/60/7"),
        ("sign-in=1e9/60", "sign-in=1e9/60"),
        ("signin=5/60", "called signin"),
    ],
)
def test_a_wrong_part_is_named(value: str, blamed: str) -> None:
    with pytest.raises(ValueError, match=blamed):
        parse(value)


def test_every_class_has_a_quota_and_they_do_not_share_it() -> None:
    assert set(DEFAULTS) == set(Rate)
    limits = RateLimits(dict.fromkeys(Rate, (1, 60)))
    for rate in Rate:
        assert limits.hit(rate, "203.0.113.1").allowed
        assert not limits.hit(rate, "203.0.113.1").allowed
        assert limits.hit(rate, "203.0.113.2").allowed


def test_clients_of_one_64_share_a_quota() -> None:
    limits = RateLimits({Rate.SIGN_IN: (1, 60)})
    assert limits.hit(Rate.SIGN_IN, "2001:db8::1").allowed
    assert not limits.hit(Rate.SIGN_IN, "2001:db8::2").allowed


def plain() -> None:
    """An endpoint that says nothing."""


@rated(Rate.UPLOADS)
def upload() -> None:
    """An endpoint that says which."""


@pytest.mark.parametrize(
    ("kind", "methods", "rate"),
    [
        ("public", {"GET"}, Rate.PUBLIC_READS),
        ("public", {"GET", "HEAD"}, Rate.PUBLIC_READS),
        ("capability", {"GET"}, Rate.PUBLIC_READS),
        ("shopper", {"GET"}, Rate.PUBLIC_READS),
        ("public", {"POST"}, Rate.PUBLIC_WRITES),
        ("capability", {"GET", "DELETE"}, Rate.PUBLIC_WRITES),
        ("shopper", {"PATCH"}, Rate.PUBLIC_WRITES),
        ("merchant", {"GET"}, Rate.MERCHANT),
        ("merchant", {"POST"}, Rate.MERCHANT),
        (None, {"POST"}, Rate.PUBLIC_WRITES),
    ],
)
def test_access_decides_unless_the_endpoint_does(kind: str, methods: set[str], rate: Rate) -> None:
    assert rate_of(plain, kind, methods) is rate
    assert rate_of(upload, kind, methods) is Rate.UPLOADS
