"""The gateway under test, an operator, tenants; second processes on the same database."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import httpx2
import pytest
import pytest_asyncio

from ecomm_core.kernel import Kernel
from ecomm_core.service import Service

# Taken anew for this folder: the process's own stand on the platform's database, these on ours.
from ecomm_testing.plugin import api, cluster, environ, kernel, make_kernel, shift_clock
from llm_gateway.ledger.writer import Writer
from llm_gateway.service import SERVICE
from llm_gateway.wiring import WRITER, install_parts

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


async def written(kernel: Kernel) -> None:
    """Wait until all that a process settled is in the ledger."""
    writer = kernel.parts[WRITER]
    assert isinstance(writer, Writer)
    await writer.flush()
