"""The data path: admitted, masked, routed, answered, settled. HTTP only translates around it."""

import asyncio
import random
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Final

import structlog

from llm_gateway import tokens
from llm_gateway.failures import BREAKS, NEEDS_PEOPLE, Kind, ProviderFailed
from llm_gateway.ports import (
    Admission,
    Catalogue,
    Gate,
    Principal,
    Providers,
    Refused,
    Settled,
    Status,
    Wish,
)
from llm_gateway.providers.base import EmbeddingReply, Frame, Provider, Reply
from llm_gateway.redaction import Vault, mask_body
from llm_gateway.routing.attempts import Journey, Taken
from llm_gateway.routing.breaker import Breakers, Permit
from llm_gateway.targets import Deadlines, Route, Target
from llm_gateway.wire.answer import CONTENT, Usage, Written
from llm_gateway.wire.call import Call, EmbeddingCall, Family

_log: Final = structlog.get_logger("llm_gateway")


@dataclass(slots=True)
class Completed:
    """A whole answer. `vault` holds what was masked, where something was."""

    reply: Reply
    target: Target
    vault: Vault | None
    tries: int


@dataclass(slots=True)
class Embedded:
    """Vectors."""

    reply: EmbeddingReply
    target: Target
    tries: int


@dataclass(slots=True)
class _Opened:
    """A stream whose first token is here."""

    frames: AsyncGenerator[Frame, None]
    before: list[Frame]
    family: Family


class Engine:
    """One a process. Give it ports; `close` it at the end."""

    def __init__(
        self,
        catalogue: Catalogue,
        providers: Providers,
        gate: Gate,
        *,
        breakers: Breakers | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`clock`, `sleep` and `chance` are for tests of waiting."""
        self.catalogue = catalogue
        self.breakers = breakers or Breakers()
        self._providers = providers
        self._gate = gate
        self._clock = clock
        self._sleep = sleep
        self._chance = chance
        self._settling: set[asyncio.Task[None]] = set()

    async def complete(self, principal: Principal, call: Call) -> Completed:
        """A whole answer. Raises Refused and ProviderFailed; settles whatever happens."""
        run = await self._admit(principal, call, embeds=False)
        masked, vault = _mask(principal, call)

        async def ask(target: Target, limits: Deadlines) -> Reply:
            provider = self._provider(target)
            given = call if provider.family == Family.LOCAL else masked
            reply = await provider.complete(given, target, limits)
            if provider.family != call.family:
                reply.answer()  # translated before it counts as answered
            return reply

        try:
            taken = await run.journey.first_good(ask, run.route.targets)
        except ProviderFailed as failed:
            await run.failed(failed)
            raise
        except BaseException:
            await run.settle(Status.CANCELLED, usage=_asked(call))
            raise
        taken.permit.tell(good=True)
        reply = taken.result
        await run.settle(Status.ANSWERED, taken.target, reply.model, reply.usage)
        shown = vault if vault and reply.family != Family.LOCAL else None
        return Completed(reply, taken.target, shown, len(run.journey.attempts))

    async def embed(self, principal: Principal, call: EmbeddingCall) -> Embedded:
        """Vectors, of the route's first model wherever it is served. Raises as `complete`."""
        run = await self._admit(principal, call, embeds=True)
        model = run.route.targets[0].model if run.route.targets else ""
        same = [target for target in run.route.targets if target.model == model]

        async def ask(target: Target, limits: Deadlines) -> EmbeddingReply:
            return await self._provider(target).embed(call, target, limits)

        try:
            taken = await run.journey.first_good(ask, same)
        except ProviderFailed as failed:
            await run.failed(failed)
            raise
        except BaseException:
            await run.settle(Status.CANCELLED, usage=_asked(call))
            raise
        taken.permit.tell(good=True)
        reply = taken.result
        await run.settle(Status.ANSWERED, taken.target, reply.model, reply.usage)
        return Embedded(reply, taken.target, len(run.journey.attempts))

    async def open(self, principal: Principal, call: Call) -> "Stream":
        """A stream whose first token is here: until then targets fall back. Raises as `complete`.

        Whoever gets the stream must go through its `frames`, or `close` it.
        """
        run = await self._admit(principal, call, embeds=False)
        masked, vault = _mask(principal, call)

        async def ask(target: Target, limits: Deadlines) -> _Opened:
            provider = self._provider(target)
            given = call if provider.family == Family.LOCAL else masked
            return await _first_token(provider, given, target, limits)

        try:
            taken: Taken[_Opened] = await run.journey.first_good(ask, run.route.targets)
        except ProviderFailed as failed:
            await run.failed(failed)
            raise
        except BaseException:
            await run.settle(Status.CANCELLED, usage=_asked(call))
            raise
        run.first_token = self._clock() - run.begun
        shown = vault if vault and taken.result.family != Family.LOCAL else None
        return Stream(run, taken, call, shown)

    async def close(self) -> None:
        """Wait for what is being settled."""
        if self._settling:
            await asyncio.wait(self._settling)

    async def _admit(
        self, principal: Principal, call: Call | EmbeddingCall, *, embeds: bool
    ) -> "_Run":
        route = self.catalogue.route(principal, call.name)
        if route is None or route.embeds != embeds:
            raise Refused(
                404, "model_not_found", "There is no such model or route here.", param="model"
            )
        max_output = call.max_tokens() if isinstance(call, Call) else 0
        stream = isinstance(call, Call) and call.stream
        wish = Wish(route, tokens.estimate_bytes(call.size), max_output, call.feature, stream)
        begun = self._clock()
        admission = await self._gate.admit(principal, wish)
        journey = Journey(route, self.breakers, self._clock, self._sleep, self._chance)
        return _Run(self, route, admission, journey, begun)

    def _provider(self, target: Target) -> Provider:
        provider = self._providers.get(target.provider)
        if provider is None:
            raise ProviderFailed(Kind.NOT_SET_UP, "This provider is not set up.")
        return provider

    async def settle(self, admission: Admission, outcome: Settled) -> None:
        """Tell the gate, also when the caller is gone and its task cancelled."""
        for attempt in outcome.attempts:
            if attempt.kind in NEEDS_PEOPLE:
                _log.error(
                    "llm_provider_needs_attention",
                    provider=attempt.target.provider,
                    model=attempt.target.model,
                    failure=str(attempt.kind),
                )
        task = asyncio.ensure_future(admission.settle(outcome))
        self._settling.add(task)
        task.add_done_callback(self._settling.discard)
        await asyncio.shield(task)


@dataclass(slots=True)
class _Run:
    """One admitted call."""

    engine: Engine
    route: Route
    admission: Admission
    journey: Journey
    begun: float
    first_token: float | None = None

    async def failed(self, failed: ProviderFailed) -> None:
        """Nobody answered."""
        failed.maybe_billed = any(attempt.maybe_billed for attempt in self.journey.attempts)
        await self.settle(Status.FAILED, failure=failed.kind)

    async def settle(
        self,
        status: Status,
        target: Target | None = None,
        model: str = "",
        usage: Usage | None = None,
        failure: Kind | None = None,
    ) -> None:
        seconds = self.engine._clock() - self.begun
        outcome = Settled(
            status,
            target,
            model,
            usage or Usage(),
            tuple(self.journey.attempts),
            seconds,
            self.first_token,
            failure,
        )
        await self.engine.settle(self.admission, outcome)


class Stream:
    """A stream that has begun."""

    def __init__(self, run: _Run, taken: Taken[_Opened], call: Call, vault: Vault | None) -> None:
        self.target = taken.target
        self.family = taken.result.family
        self.vault = vault
        self.tries = len(run.journey.attempts)
        self._run = run
        self._opened = taken.result
        self._permit: Permit = taken.permit
        self._call = call
        self._begun = False

    async def frames(self) -> AsyncGenerator[Frame, None]:
        """The frames, Done last. Raises ProviderFailed where the stream breaks: there is no other
        target any more. Leaving early stops the provider and settles what was used so far."""
        self._begun = True
        written = Written()
        status, failure = Status.CANCELLED, None
        try:
            for frame in self._opened.before:
                for event in frame.events:
                    written.add(event)
                yield frame
            async for frame in self._opened.frames:
                for event in frame.events:
                    written.add(event)
                yield frame
            status = Status.ANSWERED
        except ProviderFailed as failed:
            status, failure = Status.BROKEN, failed.kind
            raise
        finally:
            good = {Status.ANSWERED: True, Status.BROKEN: failure not in BREAKS}.get(status)
            self._permit.tell(good=good)
            await self._opened.frames.aclose()
            usage = _used(self._call, written)
            await self._run.settle(status, self.target, written.model, usage, failure)

    async def close(self) -> None:
        """Settles a stream that nobody went through; nothing for one that somebody did."""
        if self._begun:
            return
        async with aclosing(self.frames()) as frames:
            async for _ in frames:
                break


async def _first_token(
    provider: Provider, call: Call, target: Target, limits: Deadlines
) -> _Opened:
    frames = provider.stream(call, target, limits)
    before: list[Frame] = []
    try:
        async for frame in frames:
            before.append(frame)
            if any(isinstance(event, CONTENT) for event in frame.events):
                return _Opened(frames, before, provider.family)
    except BaseException:
        await frames.aclose()
        raise
    raise ProviderFailed(Kind.TRUNCATED, "The provider's stream ended before its first token.")


def _mask(principal: Principal, call: Call) -> tuple[Call, Vault | None]:
    if not principal.redact:
        return call, None
    vault = Vault()
    return replace(call, body=mask_body(call.body, vault)), vault


def _asked(call: Call | EmbeddingCall) -> Usage:
    """What a call that nobody waited for may have used: its input."""
    return Usage(tokens.estimate_bytes(call.size), estimated=True)


def _used(call: Call, written: Written) -> Usage:
    """The provider's count, or ours where it did not come."""
    if written.counted:
        return written.usage
    usage = written.usage
    return replace(
        usage,
        input=usage.input or tokens.estimate_bytes(call.size),
        output=max(usage.output, tokens.count("".join(written.text))),
        estimated=True,
    )
