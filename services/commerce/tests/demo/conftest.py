"""The demo world, made once for all tests that look at it."""

import pytest
import pytest_asyncio

from commerce.seed import SeedResult, make_world
from ecomm_core.kernel import Kernel
from ecomm_testing.turning import TurningTransport


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def seeded(kernel: Kernel) -> SeedResult:
    """What the first run in this database made, whichever test came first."""
    return await make_world(
        kernel, TurningTransport(kernel.parts["app"], raise_app_exceptions=False)
    )


@pytest.fixture(scope="session")
def world(kernel: Kernel, seeded: SeedResult) -> Kernel:
    """The kernel of a database that has the demo world."""
    assert seeded.made, "the world stood before the first run"
    return kernel
