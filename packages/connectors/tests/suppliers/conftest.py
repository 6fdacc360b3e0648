"""One account at each supplier, over HTTP to its fake."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import pytest_asyncio

from ecomm_connectors.suppliers.aliexpress import AliExpressAdapter
from ecomm_connectors.suppliers.cj import CjAdapter
from ecomm_connectors.suppliers.feed import FeedAdapter
from ecomm_connectors.suppliers.orders import OrderLine, OrderRequest
from ecomm_connectors.suppliers.port import Credentials, Supplier
from ecomm_connectors.suppliers.simulated import SimulatedAdapter
from ecomm_core.http import InternalClient
from ecomm_testing.fakes.supplier import SimulatedSupplierServer, SupplierPanel
from ecomm_testing.fakes.vendors import FakeAliExpress, FakeCj, FakeFeed, serving
from ecomm_testing.fakes.vendors.aliexpress import KEY, PRODUCT, SECRET, TOKEN
from ecomm_testing.fakes.vendors.cj import OPEN_ID, PID, VID
from ecomm_testing.fakes.vendors.cj import TOKEN as CJ_TOKEN

from .desks import Desk

SIM_LINE = OrderLine("SIM1002", "SIM1002-01-CN", "SIM1002-01-CN", 2, 700)
ALI_SKU = "1200003000000001"
ALI_LINE = OrderLine(str(PRODUCT), ALI_SKU, "14:1#Clay glaze;200007763:201336100", 2, 700)
CJ_LINE = OrderLine(PID, f"{VID}:CN", VID, 2, 700)


@pytest_asyncio.fixture(loop_scope="session")
async def http(simulated_supplier: SimulatedSupplierServer) -> AsyncIterator[InternalClient]:
    """The client of our own origins."""
    async with InternalClient([simulated_supplier.url], total_timeout=60.0) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def panel(simulated_supplier: SimulatedSupplierServer) -> SupplierPanel:
    """A fresh account in a still world."""
    return await simulated_supplier.open_account()


@pytest.fixture
def adapter(simulated_supplier: SimulatedSupplierServer, http: InternalClient) -> SimulatedAdapter:
    """The adapter to it."""
    return SimulatedAdapter(simulated_supplier.url, http)


@pytest.fixture
def supplier(adapter: SimulatedAdapter, panel: SupplierPanel) -> Supplier:
    """The account, as commerce sees it."""
    return adapter.connect(panel.credentials)


@pytest.fixture
def an_order(simulated_desk: Desk) -> Callable[..., OrderRequest]:
    """Two drippers in one colour, unless told otherwise; a reference of its own."""
    return simulated_desk.order


@pytest_asyncio.fixture(loop_scope="session")
async def simulated_desk(
    simulated_supplier: SimulatedSupplierServer, http: InternalClient, panel: SupplierPanel
) -> Desk:
    """At the simulated supplier."""
    acts = {"place": "place", "product": "product", "find": "find", "any": "*"}

    async def fault(kind: str, act: str, **more: Any) -> None:
        await panel.fault(kind, acts[act], **more)

    async def orders(reference: str) -> int:
        return (await panel.references()).get(reference, 0)

    return Desk(
        name="simulated",
        adapter=SimulatedAdapter(simulated_supplier.url, http),
        credentials=panel.credentials,
        product="SIM1002",
        line=SIM_LINE,
        warehouse="CN",
        method="CN-STANDARD",
        fault=fault,
        orders=orders,
    )


@pytest.fixture
def aliexpress() -> Iterator[tuple[FakeAliExpress, str]]:
    """An account at the fake of AliExpress, and its address."""
    fake = FakeAliExpress()
    with serving(fake) as url:
        yield fake, url


@pytest_asyncio.fixture(loop_scope="session")
async def aliexpress_desk(aliexpress: tuple[FakeAliExpress, str]) -> AsyncIterator[Desk]:
    """At AliExpress."""
    fake, url = aliexpress
    acts = {
        "place": "ds.order.create",
        "product": "ds.product.get",
        "find": "trade.ds.order.get",
        "any": "",
    }
    values = {"app_key": KEY, "app_secret": SECRET, "access_token": TOKEN, "nick": "buyer1"}

    async def fault(kind: str, act: str, **more: Any) -> None:
        fake.fault(kind, acts[act], **more)

    async def orders(reference: str) -> int:
        return fake.count(reference)

    async with InternalClient([url], total_timeout=60.0) as client:
        yield Desk(
            name="aliexpress",
            adapter=AliExpressAdapter(client, base_url=url),
            credentials=Credentials(values),
            product=str(PRODUCT),
            line=ALI_LINE,
            warehouse="CN",
            method="CAINIAO_STANDARD",
            fault=fault,
            orders=orders,
            finds=False,
        )


@pytest.fixture
def cj() -> Iterator[tuple[FakeCj, str]]:
    """An account at the fake of CJ, and its address."""
    fake = FakeCj()
    with serving(fake) as url:
        yield fake, f"{url}/api2.0/v1"


@pytest_asyncio.fixture(loop_scope="session")
async def cj_desk(cj: tuple[FakeCj, str]) -> AsyncIterator[Desk]:
    """At CJ."""
    fake, url = cj
    acts = {
        "place": "createOrderV2",
        "product": "product/query",
        "find": "getOrderDetail",
        "any": "",
    }
    values = {"access_token": CJ_TOKEN, "refresh_token": "cj-refresh-1", "open_id": OPEN_ID}

    async def fault(kind: str, act: str, **more: Any) -> None:
        fake.fault(kind, acts[act], **more)

    async def orders(reference: str) -> int:
        return fake.count(reference)

    async with InternalClient([url.removesuffix("/api2.0/v1")], total_timeout=60.0) as client:
        yield Desk(
            name="cj",
            adapter=CjAdapter(client, base_url=url, per_second=10_000),
            credentials=Credentials(values),
            product=PID,
            line=CJ_LINE,
            warehouse="CN",
            method="PostNL",
            fault=fault,
            orders=orders,
        )


@pytest_asyncio.fixture(loop_scope="session")
async def feed_desk() -> AsyncIterator[Desk]:
    """A feed; nothing is ordered there."""
    fake = FakeFeed()

    async def fault(kind: str, act: str, **more: Any) -> None:
        del act
        fake.fault(kind, **more)

    async def orders(reference: str) -> int:
        del reference
        return 0

    with serving(fake) as url:
        async with InternalClient([url], total_timeout=60.0) as client:
            yield Desk(
                name="feed",
                adapter=FeedAdapter(client),
                credentials=Credentials({"url": f"{url}/goods.csv", "currency": "EUR"}),
                product="MUG",
                line=OrderLine("MUG", "MUG-1", "MUG-1", 1, 500),
                warehouse="",
                method="",
                fault=fault,
                orders=orders,
                finds=False,
                sells=False,
            )


@pytest.fixture(params=["simulated", "aliexpress", "cj", "feed"])
def desk(request: pytest.FixtureRequest) -> Desk:
    """Each supplier in turn."""
    made: Desk = request.getfixturevalue(f"{request.param}_desk")
    return made


@pytest.fixture(params=["simulated", "aliexpress", "cj"])
def selling_desk(request: pytest.FixtureRequest) -> Desk:
    """Each that takes orders, in turn."""
    made: Desk = request.getfixturevalue(f"{request.param}_desk")
    return made
