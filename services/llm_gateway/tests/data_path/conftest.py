"""Fakes of both providers for all tests, and a fresh gateway for each."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio

from ecomm_testing.fakes.llm import FakeAnthropic, FakeOpenAI, serving

from .world import World, world_on

Fakes = tuple[tuple[FakeOpenAI, str], tuple[FakeAnthropic, str]]


@pytest.fixture(scope="session")
def fakes() -> Iterator[Fakes]:
    """Both providers, running."""
    openai, anthropic = FakeOpenAI(), FakeAnthropic()
    with serving(openai) as openai_url, serving(anthropic) as anthropic_url:
        yield (openai, openai_url), (anthropic, anthropic_url)


@pytest_asyncio.fixture
async def world(fakes: Fakes) -> AsyncIterator[World]:
    """A gateway of this test's own."""
    async with world_on(fakes) as made:
        yield made
