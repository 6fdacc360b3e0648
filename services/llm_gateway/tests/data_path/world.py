"""The gateway on fakes of both providers, with a gate in memory that remembers what was settled."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette

from ecomm_testing.fakes.llm import FakeAnthropic, FakeOpenAI
from ecomm_testing.listening import served
from llm_gateway.engine import Engine
from llm_gateway.http.endpoints import Door
from llm_gateway.memory import FixedProviders, FixedRoutes
from llm_gateway.ports import Admission, Principal, Refused, Settled, Status, Wish
from llm_gateway.providers.anthropic import AnthropicProvider
from llm_gateway.providers.base import Provider
from llm_gateway.providers.openai import OpenAIProvider
from llm_gateway.routing.breaker import Breakers, Rules
from llm_gateway.targets import Deadlines, Retries, Route, Target
from llm_gateway.wire.call import Json

KEY = "vk-test"
A = Target("anthropic", "claude-fake")
O = Target("openai", "gpt-fake")  # noqa: E741 - beside A
E = Target("openai", "text-embedding-fake")
QUICK = Deadlines(connect=1.0, attempt=0.4, first=0.4, between=0.4, total=3.0)
NO_RETRY = Retries(count=0)


class MemoryGate:
    """Admits everybody; `settled` holds the outcomes."""

    def __init__(self) -> None:
        self.wishes: list[Wish] = []
        self.settled: list[Settled] = []
        self.refusal: Refused | None = None
        self.news = asyncio.Event()

    async def admit(self, principal: Principal, wish: Wish) -> Admission:
        """Everybody."""
        if self.refusal is not None:
            raise self.refusal
        self.wishes.append(wish)
        return self

    async def settle(self, outcome: Settled) -> None:
        """Remember."""
        await asyncio.sleep(0)
        self.settled.append(outcome)
        self.news.set()

    async def ended(self, count: int = 1) -> Settled:
        """The last outcome, once there are so many."""
        async with asyncio.timeout(5):
            while len(self.settled) < count:
                self.news.clear()
                await self.news.wait()
        return self.settled[-1]


class OneKey:
    """Knows one virtual key."""

    def __init__(self) -> None:
        self.redact = False

    async def principal(self, presented: str | None) -> Principal:
        """Whose key."""
        if presented != KEY:
            raise Refused(401, "invalid_api_key", "This key is not known here.")
        return Principal("tenant-1", "contentforge", "key-1", self.redact)


@dataclass(slots=True)
class World:
    """All of it."""

    openai: FakeOpenAI
    anthropic: FakeAnthropic
    openai_url: str
    anthropic_url: str
    providers: FixedProviders
    gate: MemoryGate = field(default_factory=MemoryGate)
    keys: OneKey = field(default_factory=OneKey)
    breakers: Breakers = field(default_factory=lambda: Breakers(Rules()))
    slept: list[float] = field(default_factory=list)

    def engine(self, *routes: Route, rules: Rules | None = None) -> Engine:
        """An engine that does not really wait between tries."""
        if rules is not None:
            self.breakers = Breakers(rules)

        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)

        return Engine(
            FixedRoutes(routes),
            self.providers,
            self.gate,
            breakers=self.breakers,
            sleep=sleep,
            chance=lambda: 0.5,
        )

    @asynccontextmanager
    async def door(self, *routes: Route) -> AsyncIterator[str]:
        """The HTTP layer on a port of its own, in this loop: the address."""
        app = Starlette(routes=Door(self.engine(*routes), self.keys).routes())
        async with served(app) as address:
            yield address

    def reset(self) -> None:
        """Good days."""
        self.openai.reset()
        self.anthropic.reset()
        for fake in (self.openai, self.anthropic):
            fake.echo = False


@asynccontextmanager
async def world_on(
    fakes: tuple[tuple[FakeOpenAI, str], tuple[FakeAnthropic, str]], **more: Provider
) -> AsyncIterator[World]:
    """A fresh gateway on the running fakes."""
    (openai, openai_url), (anthropic, anthropic_url) = fakes
    providers = FixedProviders(
        {
            "openai": OpenAIProvider(f"{openai_url}/v1", openai.key),
            "anthropic": AnthropicProvider(anthropic_url, anthropic.key),
            **more,
        }
    )
    world = World(openai, anthropic, openai_url, anthropic_url, providers)
    world.reset()
    try:
        yield world
    finally:
        await providers.aclose()


WHO = Principal("tenant-1", "contentforge", "key-1")


def route(*targets: Target, name: str = "default", **more: Any) -> Route:
    """A route with short deadlines and no retries."""
    values: dict[str, Any] = {"deadlines": QUICK, "retries": NO_RETRY} | more
    return Route(name, targets, **values)


def openai_body(text: str = "Say hello", *, stream: bool = False, **more: Any) -> Json:
    """A chat completion's body."""
    messages = [{"role": "user", "content": text}]
    return {"model": "default", "messages": messages, "stream": stream} | more


def anthropic_body(text: str = "Say hello", *, stream: bool = False, **more: Any) -> Json:
    """A message request's body."""
    return openai_body(text, stream=stream) | {"max_tokens": 100} | more


def outcome(settled: Settled) -> tuple[Status, str, list[str]]:
    """How it ended, who answered, what was tried."""
    tried = [f"{a.target.provider}:{a.kind or 'ok'}" for a in settled.attempts]
    return settled.status, settled.target.provider if settled.target else "", tried
