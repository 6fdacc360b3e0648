"""Asks a route's targets, one after the other, until one answers."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from llm_gateway.failures import BREAKS, SAFE_TO_REPEAT, Kind, ProviderFailed
from llm_gateway.ports import Attempt
from llm_gateway.routing.breaker import Breakers, Permit
from llm_gateway.targets import Deadlines, Retries, Route, Target

T = TypeVar("T")
Ask = Callable[[Target, Deadlines], Awaitable[T]]

_LONGEST_REST = 60.0
"""Seconds a target is left alone at most because it said so."""


@dataclass(frozen=True, slots=True)
class Taken(Generic[T]):
    """Who answered and what. The permit must be told how it ended: an answer may be a stream."""

    target: Target
    permit: Permit
    result: T


@dataclass(slots=True)
class Journey:
    """One call's way over its route: what was tried is in `attempts`, also when it raises."""

    route: Route
    breakers: Breakers
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    attempts: list[Attempt] = field(default_factory=list)

    async def first_good(self, ask: Ask[T], targets: Sequence[Target]) -> Taken[T]:
        """The first answer. Raises ProviderFailed: the caller's mistake at once, otherwise what
        says most about why nobody answered."""
        deadline = self.clock() + self.route.deadlines.total
        failures: list[ProviderFailed] = []
        for place, target in enumerate(targets):
            last = place == len(targets) - 1
            taken = await self._one_target(ask, target, deadline, failures, last=last)
            if taken is not None:
                return taken
            if failures and failures[-1].kind not in self.route.falls_back:
                raise failures[-1]
            if self.clock() >= deadline:
                failures.append(ProviderFailed(Kind.TIMEOUT_TOTAL, "No answer in the time given."))
                break
        raise weightiest(failures)

    async def _one_target(
        self,
        ask: Ask[T],
        target: Target,
        deadline: float,
        failures: list[ProviderFailed],
        *,
        last: bool,
    ) -> Taken[T] | None:
        for turn in range(self.route.retries.count + 1):
            left = deadline - self.clock()
            if left <= 0:
                return None
            breaker = self.breakers.of(target)
            permit = breaker.enter()
            if permit is None:
                failures.append(_resting(breaker.wait()))
                self.attempts.append(Attempt(target, Kind.RESTING, 0.0))
                return None
            begun = self.clock()
            try:
                result = await ask(target, self.route.deadlines.within(left))
            except ProviderFailed as failed:
                self.attempts.append(Attempt(target, failed.kind, self.clock() - begun))
                _judge(permit, failed)
                if failed.kind == Kind.BAD_REQUEST:
                    raise
                failures.append(failed)
                wait = self._wait(failed, turn, deadline, last=last)
                if wait is None:
                    return None
                await self.sleep(wait)
            except BaseException:
                permit.tell(good=None)
                raise
            else:
                self.attempts.append(Attempt(target, None, self.clock() - begun))
                return Taken(target, permit, result)
        return None

    def _wait(
        self, failed: ProviderFailed, turn: int, deadline: float, *, last: bool
    ) -> float | None:
        """Seconds until this target is asked again, or None for not at all."""
        rules: Retries = self.route.retries
        if failed.kind not in SAFE_TO_REPEAT or turn >= rules.count:
            return None
        jitter = self.chance() * min(rules.cap, rules.base * 2**turn)
        wait = jitter if failed.retry_after is None else failed.retry_after + jitter
        if wait > rules.patience and not last:
            return None
        return wait if self.clock() + wait < deadline else None


def _judge(permit: Permit, failed: ProviderFailed) -> None:
    if failed.kind in {Kind.RATE_LIMITED, Kind.OVERLOADED} and failed.retry_after is not None:
        permit.breaker.rest(min(failed.retry_after, _LONGEST_REST))
        permit.tell(good=None)
    elif failed.kind in BREAKS:
        permit.tell(good=False)
    elif failed.kind in {Kind.UNSUPPORTED, Kind.NOT_SET_UP}:
        permit.tell(good=None)  # it was not even asked
    else:
        permit.tell(good=True)  # it works: the call was wrong, or too long


_WEIGHTS = {
    kind: weight
    for weight, kind in enumerate(
        [
            Kind.CONTEXT_TOO_LONG,
            Kind.RATE_LIMITED,
            Kind.OVERLOADED,
            Kind.TIMEOUT_TOTAL,
            Kind.TIMEOUT_FIRST,
            Kind.TIMEOUT_BETWEEN,
            Kind.SERVER_ERROR,
            Kind.TRUNCATED,
            Kind.ERROR_BODY,
            Kind.MALFORMED,
            Kind.UNREACHABLE,
            Kind.RESTING,
            Kind.UNSUPPORTED,
            Kind.MODEL_UNKNOWN,
            Kind.NOT_SET_UP,
            Kind.ACCOUNT_REFUSED,
            Kind.BAD_REQUEST,
        ]
    )
}


def weightiest(failures: Sequence[ProviderFailed]) -> ProviderFailed:
    """Of several failures the one that tells the caller most about what to do; of equal ones that
    with the shortest wait."""
    if not failures:
        return ProviderFailed(Kind.MODEL_UNKNOWN, "The route has no target that is set up.")
    return min(
        failures,
        key=lambda f: (_WEIGHTS[f.kind], f.retry_after if f.retry_after is not None else 1e9),
    )


def _resting(seconds: float) -> ProviderFailed:
    return ProviderFailed(
        Kind.RESTING, "This model is resting after failures.", retry_after=seconds
    )
