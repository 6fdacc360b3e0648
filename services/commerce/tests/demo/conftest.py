"""The demo world, made once for all tests that look at it."""

import pytest_asyncio

from commerce.seed import make_world
from ecomm_core.kernel import Kernel
from ecomm_testing.turning import TurningTransport


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def world(kernel: Kernel) -> Kernel:
    """The kernel of a database that has the demo world."""
    await make_world(kernel, TurningTransport(kernel.parts["app"], raise_app_exceptions=False))
    return kernel
