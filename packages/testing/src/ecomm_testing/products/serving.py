"""Fixtures of one product's tests: its own application on a database of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx2
import pytest
import pytest_asyncio

from ecomm_core.kernel import Kernel
from ecomm_core.service import Service
from ecomm_testing import plugin
from ecomm_testing.fakes.platform import FakePlatform
from ecomm_testing.listening import served
from ecomm_testing.outbox import run_outbox
from ecomm_testing.products.desk import Desk, Shop

Run = Callable[[UUID], Awaitable[list[str]]]


def serving(service: Service) -> dict[str, Any]:
    """The fixtures: `service`, `kernel`, `api`, `platform` (a fake of it), `desk` (its side of the
    connection), `shop` and `other_shop` (connected stores of two businesses), `run` (works the
    outbox of a business empty), and the process's own taken anew for this folder."""

    async def platform() -> AsyncIterator[FakePlatform]:
        fake = FakePlatform()
        async with served(fake.app()) as url:
            fake.url = url
            yield fake

    async def desk(api: httpx2.AsyncClient, kernel: Kernel, platform: FakePlatform) -> Desk:
        return Desk(api, kernel.settings.internal_key.get_secret_value(), platform)

    async def shop(desk: Desk) -> Shop:
        return await desk.connected()

    def run(kernel: Kernel) -> Run:
        async def work(tenant_id: UUID) -> list[str]:
            return await run_outbox(kernel, tenant_id, service=service)

        return work

    each = pytest_asyncio.fixture(loop_scope="session")
    return {
        "service": pytest.fixture(scope="session")(lambda: service),
        "platform": each(platform),
        "desk": each(desk),
        "shop": each(shop),
        "other_shop": each(_named(shop, "other_shop")),
        "run": pytest.fixture(run),
        **{name: getattr(plugin, name) for name in _ANEW},
    }


_ANEW = ("api", "cluster", "environ", "kernel", "make_kernel", "shift_clock", "merchant", "mailbox")


def _named(function: Callable[[Desk], Awaitable[Shop]], name: str) -> Callable[..., Any]:
    async def again(desk: Desk) -> Shop:
        return await function(desk)

    again.__name__ = name
    return again
