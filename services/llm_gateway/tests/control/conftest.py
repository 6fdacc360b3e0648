"""The gateway under test, an operator, tenants; second processes on the same database."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx2
import pytest
import pytest_asyncio

from ecomm_core.kernel import Kernel
from ecomm_core.service import Service
from ecomm_testing.fakes.llm import FakeOpenAI, serving
from ecomm_testing.listening import served

# Taken anew for this folder: the process's own stand on the platform's database, these on ours.
from ecomm_testing.plugin import api, cluster, environ, kernel, make_kernel, shift_clock
from llm_gateway.joint.door import AtTheDoor
from llm_gateway.service import SERVICE
from llm_gateway.wiring import install_parts

from .operating import Desk, Tenant

if TYPE_CHECKING:
    MakeKernel = Callable[..., Kernel]

__all__ = ["api", "cluster", "environ", "kernel", "make_kernel", "shift_clock"]


@pytest.fixture(scope="session")
def service() -> Service:
    """The gateway instead of the platform."""
    return SERVICE


@pytest_asyncio.fixture(loop_scope="session")
async def desk(api: httpx2.AsyncClient, kernel: Kernel) -> Desk:
    """An operator."""
    return Desk(api, kernel.settings.internal_key.get_secret_value())


@pytest_asyncio.fixture(loop_scope="session")
async def tenant(desk: Desk) -> Tenant:
    """A tenant nobody else uses."""
    return await desk.tenant()


@pytest_asyncio.fixture(loop_scope="session")
async def other_tenant(desk: Desk) -> Tenant:
    """Another one."""
    return await desk.tenant()


@pytest_asyncio.fixture(loop_scope="session")
async def process(make_kernel: "MakeKernel") -> AsyncIterator[Callable[[], Awaitable[Kernel]]]:
    """`() -> Kernel`: another process of the gateway on the same database, started."""
    async with AsyncExitStack() as stack:

        async def begin() -> Kernel:
            made = make_kernel()
            await made.start()
            install_parts(made)
            stack.push_async_callback(made.stop)
            return made

        yield begin


@pytest.fixture(scope="session")
def provider() -> Iterator[tuple[FakeOpenAI, str]]:
    """A provider outside."""
    fake = FakeOpenAI()
    with serving(fake) as url:
        yield fake, url


@pytest_asyncio.fixture(loop_scope="session")
async def route(desk: Desk, provider: tuple[FakeOpenAI, str]) -> str:
    """A route of this test's own to the provider, priced 2 dollars a million tokens, and behind it
    the built-in one."""
    fake, url = provider
    name = f"p{uuid4().hex[:8]}"
    await desk.ok(
        "PUT", f"/providers/{name}", {"kind": "compatible", "key": fake.key, "base_url": url}
    )
    await desk.price(name, "gpt-fake", "2")
    targets = [{"provider": name, "model": "gpt-fake"}, {"provider": "local", "model": "local"}]
    await desk.ok("PUT", f"/routes/{name}", {"targets": targets})
    return name


@pytest_asyncio.fixture(loop_scope="session")
async def address(kernel: Kernel) -> AsyncIterator[str]:
    """The door on a port of its own, for clients that open connections."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await AtTheDoor(kernel).handle(scope, receive, send)

    async with served(app) as found:
        yield found
