"""The limiter never lets more than its quota through a window, waits honestly, stays small."""

import random
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecomm_core.ratelimit import UNKNOWN, Decision, Limit, RateLimiter, _client_key, client_key


class Clock:
    """Seconds that pass when told to."""

    def __init__(self, now: float = 1_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def limiter(quota: int = 5, window: int = 10, **options: int) -> tuple[RateLimiter, Clock]:
    clock = Clock()
    return RateLimiter(Limit("public", quota, window), now=clock, **options), clock


def test_the_quota_passes_and_no_more() -> None:
    limit, _ = limiter()
    decisions = [limit.hit("a") for _ in range(8)]
    assert [d.allowed for d in decisions] == [True] * 5 + [False] * 3
    assert [d.remaining for d in decisions] == [4, 3, 2, 1, 0, 0, 0, 0]


def test_keys_do_not_share_a_quota() -> None:
    limit, _ = limiter(quota=1)
    assert limit.hit("a").allowed
    assert not limit.hit("a").allowed
    assert limit.hit("b").allowed


def test_the_turn_of_a_window_gives_no_double_quota() -> None:
    limit, clock = limiter(quota=100, window=10)
    clock.now = 1_009.9
    assert sum(limit.hit("a").allowed for _ in range(200)) == 100
    clock.now = 1_010.1
    assert sum(limit.hit("a").allowed for _ in range(200)) <= 1


def test_the_quota_returns_bit_by_bit() -> None:
    limit, clock = limiter(quota=100, window=10)
    for _ in range(100):
        limit.hit("a")
    clock.now += 15  # half of the previous window still counts
    assert sum(limit.hit("a").allowed for _ in range(200)) == 50
    clock.now += 60
    assert sum(limit.hit("a").allowed for _ in range(200)) == 100


def test_a_refused_request_costs_nothing() -> None:
    limit, clock = limiter(quota=2, window=10)
    for _ in range(50):
        limit.hit("a")
    clock.now += 20
    assert limit.hit("a").remaining == 1


def test_a_request_may_cost_more_than_one() -> None:
    limit, _ = limiter(quota=5)
    assert limit.hit("a", cost=3).remaining == 2
    assert not limit.hit("a", cost=3).allowed
    assert limit.hit("a", cost=2).allowed
    for cost in (0, -1, 6):
        with pytest.raises(ValueError, match="costs"):
            limit.hit("a", cost=cost)


@given(
    quota=st.integers(1, 50),
    window=st.integers(1, 60),
    steps=st.lists(st.floats(0, 5), min_size=1, max_size=300),
    cost=st.integers(1, 3),
)
def test_waiting_as_long_as_told_is_enough(
    quota: int, window: int, steps: list[float], cost: int
) -> None:
    cost = min(cost, quota)
    limit, clock = limiter(quota, window)
    for step in steps:
        clock.now += step
        decision = limit.hit("a", cost)
        assert 0 <= decision.remaining <= quota
        assert decision.reset >= 1
        if not decision.allowed:
            assert decision.retry_after is not None
            assert decision.retry_after <= 2 * window
            clock.now += decision.retry_after + 1e-6
            assert limit.hit("a", cost).allowed


@given(st.integers(0, 2**32))
def test_over_any_stretch_of_time_the_rate_holds(seed: int) -> None:
    # The two-counter window assumes that the previous window's requests came evenly, so a short
    # stretch may see more than the quota, but never twice as many, and the long run keeps to it.
    dice = random.Random(seed)
    limit, clock = limiter(quota=10, window=10)
    passed = []
    for _ in range(500):
        clock.now += dice.choice([0, 0, 0, 0.1, 0.5, 3])
        if limit.hit("a").allowed:
            passed.append(clock.now)
    for start in passed:
        assert sum(start <= when < start + 10 for when in passed) < 20
    assert len(passed) <= 10 + 10 * (passed[-1] - passed[0] + 10) / 10


def test_a_clock_that_steps_back_does_not_open_the_door() -> None:
    limit, clock = limiter(quota=3)
    for _ in range(3):
        limit.hit("a")
    clock.now -= 50
    assert not limit.hit("a").allowed


def test_memory_is_bounded_and_the_idle_go_first() -> None:
    limit, _ = limiter(quota=3, max_keys=100)
    for _ in range(3):
        limit.hit("busy")
    for number in range(10_000):
        limit.hit(f"k{number}")
        if number % 50 == 0:
            assert not limit.hit("busy").allowed
    assert len(limit) == 100
    size = sum(sys.getsizeof(k) + sys.getsizeof(v) for k, v in limit._counts.items())
    assert (size + sys.getsizeof(limit._counts)) / 100 < 400


def test_headers_say_what_the_draft_and_the_clients_want() -> None:
    limit, clock = limiter(quota=2, window=60)
    clock.now = 60_010.2
    assert dict(limit.hit("a").headers()) == {
        b"ratelimit-policy": b'"public";q=2;w=60',
        b"ratelimit": b'"public";r=1;t=50',
        b"ratelimit-limit": b"2",
        b"ratelimit-remaining": b"1",
        b"ratelimit-reset": b"50",
    }
    limit.hit("a")
    refused = limit.hit("a")
    assert dict(refused.headers()) == {
        b"ratelimit-policy": b'"public";q=2;w=60',
        b"ratelimit": b'"public";r=0;t=80',
        b"ratelimit-limit": b"2",
        b"ratelimit-remaining": b"0",
        b"ratelimit-reset": b"80",
        b"retry-after": b"80",
    }
    assert refused == Decision(allowed=False, limit=limit.limit, remaining=0, reset=80)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::1", "20010db800010002/64"),
        ("2001:db8:1:2:ffff:ffff:ffff:ffff", "20010db800010002/64"),
        ("2001:DB8:1:2:0:0:0:1", "20010db800010002/64"),
        ("2001:db8:1:3::1", "20010db800010003/64"),
        ("fe80::1%eth0", "fe80000000000000/64"),
        ("", UNKNOWN),
        ("localhost", UNKNOWN),
        ("192.0.2.7, 10.0.0.1", UNKNOWN),
        ("192.0.2.007", UNKNOWN),
        ("x" * 100_000, UNKNOWN),
    ],
)
def test_clients_are_known_by_address_or_by_64(address: str, key: str) -> None:
    assert client_key(address) == key


def test_long_text_is_not_remembered() -> None:
    before = _client_key.cache_info().currsize
    for number in range(100):
        assert client_key(f"{number}" * 1000) == UNKNOWN
    assert _client_key.cache_info().currsize == before


@pytest.mark.parametrize(
    ("name", "quota", "window"),
    [("a", 0, 1), ("a", 1, 0), ("a", -1, 1), ("", 1, 1), ('a"b', 1, 1), ("a b", 1, 1), ("ä", 1, 1)],
)
def test_bad_limits_are_refused(name: str, quota: int, window: int) -> None:
    with pytest.raises(ValueError, match="limit"):
        Limit(name, quota, window)


def test_a_limiter_keeps_at_least_one_key() -> None:
    with pytest.raises(ValueError, match="at least one key"):
        limiter(max_keys=0)
