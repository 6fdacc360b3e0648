"""The simulated supplier beside the API: in local mode, asked over HTTP; in production, nowhere."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from commerce.app import create
from commerce.settings import CommerceSettings
from commerce.sourcing import simulated
from ecomm_core.http import InternalClient
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.fakes.supplier import SimulatedSupplierServer
from ecomm_testing.fakes.vendors import FakeFeed, serving


async def test_it_is_mounted_where_it_has_a_folder(
    make_kernel: Callable[..., Kernel], tmp_path: Path
) -> None:
    """An account is opened and a product read below `/simulated-supplier`; its books lie in its
    own folder."""
    kernel = make_kernel(ECOMM_SIMULATED_SUPPLIER_DIR=str(tmp_path))
    transport = httpx2.ASGITransport(app=create(kernel))
    async with httpx2.AsyncClient(transport=transport, base_url="http://api.test") as client:
        opened = await client.post("/simulated-supplier/v1/accounts", json={"name": "Demo"})
        key = opened.json()["data"]["api_key"]
        headers = {"Authorization": f"Bearer {key}"}
        told = await client.get("/simulated-supplier/v1/products/SIM1001", headers=headers)
    assert opened.status_code == 201
    assert told.json()["data"]["title"] == "Gooseneck Pour-Over Kettle"
    assert (tmp_path / "books.sqlite3").exists()
    await kernel.stop()


async def test_it_is_not_there_without_a_folder(api: httpx2.AsyncClient) -> None:
    reply = await api.post("/simulated-supplier/v1/accounts", json={})
    assert reply.status_code == 404


@pytest.mark.parametrize("name", ["ECOMM_SIMULATED_SUPPLIER_DIR", "ECOMM_SIMULATED_SUPPLIER_URL"])
def test_production_refuses_to_start_with_it(environ: dict[str, str], name: str) -> None:
    """No test money's goods are promised for real money."""
    ours = {"ECOMM_CLOCK_FILE", "ECOMM_MAILBOX_DIR", "ECOMM_SIMULATED_SUPPLIER_URL"}
    values = {key: value for key, value in environ.items() if key not in ours}
    values |= {"ECOMM_MODE": "production", "ECOMM_SMTP_URL": "smtp://mail.test:587"}
    plain = CommerceSettings.model_validate(values)
    assert plain.supplier_addresses.simulated is None
    assert simulated.origins_of(plain) == set()
    with pytest.raises(ValueError, match="SIMULATED_SUPPLIER"):
        CommerceSettings.model_validate({**values, name: "http://127.0.0.1:9"})


async def test_a_store_connects_to_it_over_http(
    store: ShopStore, simulated_supplier: SimulatedSupplierServer
) -> None:
    """The real way: the route, the registry, the internal client, another process's port."""
    known = await store.merchant.get(f"{store.path}/suppliers/kinds")
    names = [one["name"] for one in known.json()["data"]]
    assert {"simulated", "aliexpress", "cj", "feed"} <= set(names)
    panel = await simulated_supplier.open_account(balance=12_345)
    body = {"adapter": "simulated", "credentials": {"api_key": panel.key}}
    reply = await store.merchant.post(f"{store.path}/suppliers", json=body)
    assert reply.status_code == 201, reply.text
    assert reply.json()["data"]["simulated"] is True
    assert panel.key not in reply.text


async def test_it_tells_of_changes_by_itself_until_the_process_ends(
    make_kernel: Callable[..., Kernel], tmp_path: Path
) -> None:
    kernel = make_kernel(ECOMM_SIMULATED_SUPPLIER_DIR=str(tmp_path))
    transport = httpx2.ASGITransport(app=create(kernel))
    hook = FakeFeed()
    with serving(hook) as url:
        kernel.parts["internal_http"] = client = InternalClient([url])
        kernel.closers.append(client.aclose)
        async with httpx2.AsyncClient(transport=transport, base_url="http://api.test") as own:
            path = "/simulated-supplier/v1"
            opened = (await own.post(f"{path}/accounts", json={})).json()["data"]
            own.headers["Authorization"] = f"Bearer {opened['api_key']}"
            asked = {"url": f"{url}/hook", "products": ["SIM1001"]}
            await own.put(f"{path}/webhook", json=asked)
            await own.put(f"{path}/panel/override", json={"target": "SIM1001", "stock": 1})
        simulated.start(kernel)
        for _ in range(1200):
            if hook.requests:
                break
            await asyncio.sleep(0.05)
        await kernel.stop()
    assert hook.requests[0].payload["product_id"] == "SIM1001"
