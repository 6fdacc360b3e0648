"""Signals after a commit: wakes gather, dropped tags do not wait."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from ecomm_core.db import signals
from ecomm_core.db.signals import Pending, Signals
from ecomm_core.kernel import Kernel

CHANNEL = "tests"
HANG_LIMIT = 10.0


@asynccontextmanager
async def told(kernel: Kernel) -> AsyncIterator[tuple[Signals, "asyncio.Queue[object]"]]:
    """Signals on a channel of their own, and what another process hears."""
    url = kernel.settings.database_direct_url.get_secret_value()
    heard: asyncio.Queue[object] = asyncio.Queue()
    other = await asyncpg.connect(url)
    sender = Signals(url, CHANNEL)
    try:
        await other.add_listener(f"ecomm_{CHANNEL}", lambda *args: heard.put_nowait(args[-1]))
        yield sender, heard
    finally:
        await sender.close()
        await other.close()


async def next_of(heard: "asyncio.Queue[object]") -> object:
    return json.loads(str(await asyncio.wait_for(heard.get(), HANG_LIMIT)))


async def test_wakes_of_one_moment_are_one_signal(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signals, "GATHER_SECONDS", 0.5)
    async with told(kernel) as (sender, heard):
        for _ in range(3):
            await sender.after_commit(Pending(wake=True))
            await asyncio.sleep(0.01)
        assert await next_of(heard) == {"t": [], "w": True}
        await sender.after_commit(Pending(tags={"last"}))
        assert await next_of(heard) == {"t": ["last"], "w": False}, "nothing was told in between"


async def test_dropped_tags_wait_for_nobody_and_take_a_waiting_wake_along(
    kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Prices are right at once, however long a wake would wait."""
    monkeypatch.setattr(signals, "GATHER_SECONDS", 2 * HANG_LIMIT)
    async with told(kernel) as (sender, heard):
        await sender.after_commit(Pending(wake=True))
        await asyncio.sleep(0.01)
        await sender.after_commit(Pending(tags={"price"}))
        assert await next_of(heard) == {"t": ["price"], "w": True}


async def test_closing_sends_what_waits(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "GATHER_SECONDS", 2 * HANG_LIMIT)
    async with told(kernel) as (sender, heard):
        await sender.after_commit(Pending(wake=True))
        async with asyncio.timeout(HANG_LIMIT):
            await sender.close()
        assert await next_of(heard) == {"t": [], "w": True}
