"""pytest plugin: fixtures on the real application with real PostgreSQL and Redis.

One cluster and one cloned database per test process. Everything commits for real: a test makes
its own merchants and stores and never counts other people's rows. `fresh` gives a database nobody
else uses.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx2
import pytest
import pytest_asyncio

from ecomm_cli.embedded import temporary_folder
from ecomm_core import clock, logging
from ecomm_testing import sampling
from ecomm_testing.environment import environment
from ecomm_testing.fakes.storefront import FakeStorefront, run_storefront
from ecomm_testing.fakes.supplier import SimulatedSupplierServer
from ecomm_testing.listening import free_port
from ecomm_testing.stalls import STOOD_STILL, StallWatch
from ecomm_testing.turning import TurningTransport

if TYPE_CHECKING:
    from ecomm_core.kernel import Kernel
    from ecomm_core.service import Service
    from ecomm_testing.actors import Merchant, ShopStore
    from ecomm_testing.cluster import Cluster


def pytest_configure() -> None:
    """One seed for all processes of a run, made before any of them collects its tests."""
    sampling.seed()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Which parts of the long campaigns this run has taken, and how to take them again."""
    terminalreporter.write_line(f"samples: {sampling.described()}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests begin first, so that no worker sits alone with one at the end; before
    them those that real workers run in."""
    early = {item.path for item in items if item.get_closest_marker("early")}
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: (item.path not in early, item.path not in slow))


def pytest_collection() -> None:
    """What is imported to collect the tests stays: the collector need not go through more and more
    of it again and again. It looks once, at the end."""
    gc.disable()


def pytest_collection_finish() -> None:
    """The end of that."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def service() -> "Service":
    """The service under test: the first that is installed. Tests of another one override it."""
    from ecomm_cli.services import main_service

    return main_service()


@pytest.fixture(scope="session")
def cluster(service: "Service") -> "Iterator[Cluster]":
    """The servers of this test process, with a migrated template."""
    from ecomm_testing.cluster import start_cluster, stop_cluster

    with temporary_folder() as folder:
        running = start_cluster(folder, (free_port(), free_port()), service.name)
        try:
            running.make_template(service)
            yield running
        finally:
            stop_cluster(running)


@pytest.fixture(scope="session")
def storefront() -> Iterator[FakeStorefront]:
    """The storefront that hears of changes; a real HTTP server."""
    with run_storefront() as fake:
        yield fake


@pytest.fixture(scope="session")
def simulated_supplier(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[SimulatedSupplierServer]:
    """The simulated supplier, on a port of its own: `await simulated_supplier.open_account()`."""
    books = tmp_path_factory.mktemp("supplier") / "books.sqlite3"
    with SimulatedSupplierServer(books) as server:
        yield server


@pytest.fixture(scope="session")
def environ(
    service: "Service",
    cluster: "Cluster",
    storefront: FakeStorefront,
    simulated_supplier: SimulatedSupplierServer,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, str]:
    """Environment of the process-wide application, on a database cloned for this process."""
    values = environment(cluster, cluster.clone(), tmp_path_factory.mktemp("home"), service.name)
    return {
        **values,
        "ECOMM_STOREFRONT_INSTANCES": storefront.url,
        "ECOMM_SIMULATED_SUPPLIER_URL": simulated_supplier.url,
    }


@pytest.fixture(scope="session")
def make_kernel(environ: dict[str, str], service: "Service") -> "Callable[..., Kernel]":
    """`(**changed environment) -> Kernel`: a process's kernel, for second processes in one test."""
    from ecomm_core.service import resolve
    from ecomm_testing.hashing import hash_cheaply

    settings, make = resolve(service.settings), resolve(service.kernel)

    def build(**changes: str) -> "Kernel":
        # fifty at once on a busy machine wait longer than a shopper should
        values = {"ECOMM_DB_POOL_WAIT": "30", **environ, **changes}
        aliases = {
            str(field.validation_alias)
            for field in settings.model_fields.values()
            if field.validation_alias
        }
        chosen = {name: value for name, value in values.items() if name in aliases}
        made: Kernel = make(settings.model_validate(chosen))
        hash_cheaply(made.passwords)
        return made

    return build


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def kernel(
    make_kernel: "Callable[..., Kernel]", service: "Service"
) -> "AsyncIterator[Kernel]":
    """The kernel of the process-wide application, started (see `api`)."""
    from ecomm_core.service import resolve
    from ecomm_testing.fakes.channels.memory import MemoryConnector
    from ecomm_testing.fakes.suppliers import MemoryAdapter

    logging.configure("local", "tests")
    made = make_kernel()
    app = resolve(service.app)(made)
    made.parts["app"] = app
    async with app.router.lifespan_context(app):
        made.parts["loop"] = asyncio.get_running_loop()
        if "supplier_adapters" in made.parts:
            made.parts["supplier_adapters"].put(MemoryAdapter())
        if "sales_channels" in made.parts:
            made.parts["sales_channels"].put(MemoryConnector())
        yield made


@pytest.fixture(autouse=True)
def own_clock(request: pytest.FixtureRequest) -> None:
    """The clock of the test's application, whatever second kernel an earlier test has made: a
    process follows the clock of the kernel that was built last."""
    if "kernel" in request.fixturenames:
        clock.configure(request.getfixturevalue("kernel").settings.clock_file)


@pytest.fixture(autouse=True)
def no_stalls(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test in which the application holds up its event loop for 200 ms, each time, fails."""
    if "kernel" not in request.fixturenames:
        yield
        return
    kernel: Kernel = request.getfixturevalue("kernel")
    watch = StallWatch(kernel.parts["loop"])
    with watch.watching():
        yield
    if watch.stalls:
        pytest.fail(f"{STOOD_STILL}:\n{watch.stalls[0]}", pytrace=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def api(kernel: "Kernel") -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the real application, without credentials."""
    transport = TurningTransport(kernel.parts["app"], raise_app_exceptions=False)
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


@pytest.fixture(autouse=True)
def own_mailbox(request: pytest.FixtureRequest) -> None:
    """Nobody else's mails lie in a test's mailbox: reading it takes no longer after a thousand
    tests than after one."""
    if "mailbox" in request.fixturenames:
        for file in request.getfixturevalue("mailbox").glob("*.eml"):
            file.unlink()


@pytest.fixture
def shift_clock(kernel: "Kernel") -> "Iterator[Callable[[float], None]]":
    """`(seconds) -> None`: move the clock of every process of this test; moved back at the end."""
    before = clock.shift()
    try:
        yield lambda seconds: clock.set_shift(before + seconds)
    finally:
        clock.set_shift(before)
