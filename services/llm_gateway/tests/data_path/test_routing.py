"""Waiting, retrying, deadlines and circuit breakers."""

import orjson
import pytest

from ecomm_testing.fakes.llm import Fault
from llm_gateway.failures import Kind, ProviderFailed
from llm_gateway.providers.waiting import retry_after
from llm_gateway.routing.breaker import Breaker, Breakers, Rules, State
from llm_gateway.targets import Deadlines, Retries, Target
from llm_gateway.wire.call import Call
from llm_gateway.wire.openai.request import call_of, embedding_of

from .world import WHO, A, E, O, World, openai_body, outcome, route


def a_call() -> Call:
    """A call."""
    return call_of(orjson.dumps(openai_body()))


class Clock:
    """Stands still until told."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        """Now."""
        return self.time


def state_of(breaker: Breaker) -> State:
    """Its state now; a type checker believes that a property stays."""
    return breaker.state


RULES = Rules(window=30, calls=4, ratio=0.5, cool=5, longest=12, probes=1)


def test_a_breaker_opens_on_the_share_of_failures_and_probes() -> None:
    """Closed, open, half-open with one probe; a failed probe waits longer, a good one closes.

    Fault it was seen to catch: two probes at once.
    """
    clock = Clock()
    breaker = Breaker(RULES, clock)
    for good in (True, True, False):
        permit = breaker.enter()
        assert permit is not None
        permit.tell(good=good)
    late = breaker.enter()
    last = breaker.enter()
    assert late is not None
    assert last is not None
    last.tell(good=False)
    assert state_of(breaker) == State.OPEN
    assert breaker.enter() is None
    late.tell(good=True)  # began before: says nothing now
    assert breaker.wait() == 5
    clock.time += 5
    assert breaker.wait() == 0
    probe = breaker.enter()
    assert probe is not None
    assert breaker.enter() is None
    probe.tell(good=False)
    assert breaker.wait() == 10
    clock.time += 10
    gone = breaker.enter()
    assert gone is not None
    gone.tell(good=None)  # its caller left: another probe may go
    probe = breaker.enter()
    assert probe is not None
    probe.tell(good=True)
    assert state_of(breaker) == State.CLOSED


def test_old_failures_are_forgotten() -> None:
    """The window moves on."""
    clock = Clock()
    breaker = Breaker(RULES, clock)
    for _ in range(3):
        permit = breaker.enter()
        assert permit is not None
        permit.tell(good=False)
    clock.time += 40
    permit = breaker.enter()
    assert permit is not None
    permit.tell(good=False)
    assert breaker.state == State.CLOSED


async def test_an_open_breaker_leaves_the_target_alone(world: World) -> None:
    """The next target is asked at once; when all rest, the caller hears for how long."""
    engine = world.engine(route(A, O), rules=Rules(calls=2, cool=60))
    world.anthropic.order(Fault.SERVER_ERROR, times=2)
    for _ in range(3):
        await engine.complete(WHO, a_call())
    assert (world.anthropic.calls, world.openai.calls) == (2, 3)
    assert engine.breakers.states()[A.key] == State.OPEN
    assert outcome(world.gate.settled[-1])[2] == ["anthropic:resting", "openai:ok"]
    world.openai.order(Fault.SERVER_ERROR, times=3)
    for _ in range(3):
        with pytest.raises(ProviderFailed):
            await engine.complete(WHO, a_call())
    with pytest.raises(ProviderFailed) as caught:
        await engine.complete(WHO, a_call())
    assert caught.value.kind == Kind.RESTING
    assert caught.value.retry_after is not None
    assert 50 < caught.value.retry_after <= 60


async def test_mistakes_and_long_prompts_are_not_held_against_a_target(world: World) -> None:
    """The provider works; so do cancelled calls say nothing."""
    engine = world.engine(route(O), rules=Rules(calls=2, cool=60))
    for fault in (Fault.BAD_REQUEST, Fault.TOO_LONG, Fault.BAD_REQUEST, Fault.TOO_LONG):
        world.openai.order(fault)
        with pytest.raises(ProviderFailed):
            await engine.complete(WHO, a_call())
    assert engine.breakers.states()[O.key] == State.CLOSED


async def test_safe_failures_are_repeated_with_jitter(world: World) -> None:
    """Full jitter doubles its range; half of it here."""
    retries = Retries(count=3, base=1.0, cap=3.0, patience=10)
    world.openai.order(Fault.SERVER_ERROR, times=3)
    done = await world.engine(route(O, retries=retries)).complete(WHO, a_call())
    assert done.tries == 4
    assert world.slept == [0.5, 1.0, 1.5]
    assert world.openai.calls == 4


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.TRUNCATE, Fault.ERROR_BODY, Fault.MALFORMED])
async def test_what_may_have_been_done_is_not_repeated(world: World, fault: Fault) -> None:
    """The provider may be billing it: the same target is not asked again.

    Fault it was seen to catch: timeouts among what is safe to repeat.
    """
    world.openai.order(fault)
    with pytest.raises(ProviderFailed):
        await world.engine(route(O, retries=Retries(count=3))).complete(WHO, a_call())
    assert world.openai.calls == 1
    assert world.gate.settled[-1].attempts[0].maybe_billed


async def test_retry_after_is_honoured_where_it_fits(world: World) -> None:
    """With nobody else to ask it is waited for; with somebody else it is not; too long is told."""
    retries = Retries(count=1, base=1.0, patience=0.5)
    limits = Deadlines(connect=1, attempt=1, first=1, between=1, total=3)
    rules = Rules()
    world.openai.order(Fault.RATE_LIMIT, seconds=0)
    only = world.engine(route(O, retries=retries, deadlines=limits), rules=rules)
    assert (await only.complete(WHO, a_call())).tries == 2
    assert world.slept == [0.5]
    world.openai.order(Fault.RATE_LIMIT, seconds=2)
    both = world.engine(route(O, A, retries=retries, deadlines=limits), rules=rules)
    assert (await both.complete(WHO, a_call())).target == A
    assert len(world.slept) == 1
    assert (await both.complete(WHO, a_call())).target == A  # the other still rests
    assert outcome(world.gate.settled[-1])[2] == ["openai:resting", "anthropic:ok"]
    world.anthropic.order(Fault.RATE_LIMIT, seconds=30)
    alone = world.engine(route(A, retries=retries, deadlines=limits), rules=rules)
    with pytest.raises(ProviderFailed) as caught:
        await alone.complete(WHO, a_call())
    assert (caught.value.kind, caught.value.retry_after) == (Kind.RATE_LIMITED, 30)
    assert len(world.slept) == 1


async def test_the_total_deadline_ends_everything(world: World) -> None:
    """Each target gets what is left."""
    limits = Deadlines(connect=1, attempt=0.4, first=0.4, between=0.4, total=0.5)
    world.openai.order(Fault.HANG)
    world.anthropic.order(Fault.HANG)
    third = Target("openai", "other")
    with pytest.raises(ProviderFailed) as caught:
        await world.engine(route(O, A, third, deadlines=limits)).complete(WHO, a_call())
    assert caught.value.kind == Kind.TIMEOUT_TOTAL
    assert (world.openai.calls, world.anthropic.calls) == (1, 1)


async def test_vectors_never_come_from_another_model(world: World) -> None:
    """They would not lie in one space; the same model elsewhere is fine."""
    call = embedding_of(b'{"model":"vectors","input":"x"}')
    other = Target("openai", "another-model")
    world.openai.order(Fault.SERVER_ERROR)
    with pytest.raises(ProviderFailed):
        await world.engine(route(E, other, name="vectors", embeds=True)).embed(WHO, call)
    assert world.openai.calls == 1
    world.providers._providers["twin"] = world.providers._providers["openai"]
    twin = Target("twin", E.model)
    world.openai.order(Fault.SERVER_ERROR)
    done = await world.engine(route(E, twin, name="vectors", embeds=True)).embed(WHO, call)
    assert done.target == twin


def test_what_providers_say_about_waiting() -> None:
    """Seconds, milliseconds, dates; nonsense is nothing."""
    from datetime import UTC, datetime

    now = datetime(2026, 1, 1, tzinfo=UTC)
    said = [
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "Thu, 01 Jan 2026 00:00:09 GMT"}, 9),
        ({"retry-after": "Wed, 31 Dec 2025 00:00:00 GMT"}, 0),
        ({"retry-after": "-3"}, 0),
        ({"retry-after": "99999999"}, 3600),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({}, None),
    ]
    for headers, seconds in said:
        assert retry_after(headers, now) == seconds


def test_breakers_are_kept_by_provider_and_model() -> None:
    """One model's trouble is not another's."""
    breakers = Breakers(RULES)
    assert breakers.of(A) is breakers.of(Target("anthropic", "claude-fake", max_tokens=1))
    assert breakers.of(O) is not breakers.of(E)
