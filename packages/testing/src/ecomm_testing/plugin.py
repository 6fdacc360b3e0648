"""pytest plugin: fixtures on the real application with real PostgreSQL and Redis.

One cluster and one cloned database per test process. Everything commits for real: a test makes
its own merchants and stores and never counts other people's rows. `fresh` gives a database nobody
else uses.
"""

import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest
import pytest_asyncio

from ecomm_cli.embedded import temporary_folder
from ecomm_core import clock, logging
from ecomm_testing.environment import environment
from ecomm_testing.fakes.storefront import FakeStorefront, run_storefront

if TYPE_CHECKING:
    from ecomm_core.kernel import Kernel
    from ecomm_testing.actors import Merchant, ShopStore
    from ecomm_testing.cluster import Cluster


def free_port() -> int:
    """A loopback port nobody uses right now."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def cluster() -> "Iterator[Cluster]":
    """The servers of this test process, with a migrated template."""
    from commerce.service import SERVICE
    from ecomm_testing.cluster import start_cluster, stop_cluster

    with temporary_folder() as folder:
        running = start_cluster(folder, (free_port(), free_port()))
        try:
            running.make_template(SERVICE)
            yield running
        finally:
            stop_cluster(running)


@pytest.fixture(scope="session")
def storefront() -> Iterator[FakeStorefront]:
    """The storefront that hears of changes; a real HTTP server."""
    with run_storefront() as fake:
        yield fake


@pytest.fixture(scope="session")
def environ(
    cluster: "Cluster", storefront: FakeStorefront, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """Environment of the process-wide application, on a database cloned for this process."""
    values = environment(cluster, cluster.clone(), tmp_path_factory.mktemp("home"))
    return {**values, "ECOMM_STOREFRONT_INSTANCES": storefront.url}


@pytest.fixture(scope="session")
def make_kernel(environ: dict[str, str]) -> "Callable[..., Kernel]":
    """`(**changed environment) -> Kernel`: a process's kernel, for second processes in one test."""
    from commerce.app import make_kernel as make
    from commerce.settings import CommerceSettings

    def build(**changes: str) -> "Kernel":
        values = {**environ, **changes}
        aliases = {
            str(field.validation_alias)
            for field in CommerceSettings.model_fields.values()
            if field.validation_alias
        }
        chosen = {name: value for name, value in values.items() if name in aliases}
        return make(CommerceSettings.model_validate(chosen))

    return build


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def kernel(make_kernel: "Callable[..., Kernel]") -> "AsyncIterator[Kernel]":
    """The kernel of the process-wide application, started (see `api`)."""
    from commerce.app import create

    logging.configure("local", "tests")
    made = make_kernel()
    app = create(made)
    made.parts["app"] = app
    async with app.router.lifespan_context(app):
        yield made


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def api(kernel: "Kernel") -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the real application, without credentials."""
    transport = httpx2.ASGITransport(kernel.parts["app"], raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://api.test") as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def merchant(api: httpx2.AsyncClient) -> "Merchant":
    """A merchant nobody else uses."""
    from ecomm_testing.actors import register_merchant

    return await register_merchant(api)


@pytest_asyncio.fixture(loop_scope="session")
async def other_merchant(api: httpx2.AsyncClient) -> "Merchant":
    """Another tenant's merchant."""
    from ecomm_testing.actors import register_merchant

    return await register_merchant(api)


@pytest_asyncio.fixture(loop_scope="session")
async def store(merchant: "Merchant", kernel: "Kernel") -> "ShopStore":
    """A usable store of `merchant`: EUR, Germany, setup finished."""
    from ecomm_testing.actors import create_store

    return await create_store(merchant, kernel)


@pytest_asyncio.fixture(loop_scope="session")
async def other_store(other_merchant: "Merchant", kernel: "Kernel") -> "ShopStore":
    """A usable store of another tenant."""
    from ecomm_testing.actors import create_store

    return await create_store(other_merchant, kernel)


@pytest.fixture
def mailbox(environ: dict[str, str]) -> Path:
    """The folder where caught mails lie as .eml files."""
    return Path(environ["ECOMM_MAILBOX_DIR"])


@pytest.fixture
def shift_clock(kernel: "Kernel") -> "Iterator[Callable[[float], None]]":
    """`(seconds) -> None`: move the clock of every process of this test; moved back at the end."""
    before = clock.shift()
    try:
        yield lambda seconds: clock.set_shift(before + seconds)
    finally:
        clock.set_shift(before)
