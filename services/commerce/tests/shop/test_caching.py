"""Cached replies: ETags, what drops them, two processes on one database, our own servers' reads."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
import pytest_asyncio

from commerce.app import create
from commerce.catalog.models import Product, ProductVariant
from commerce.inventory.models import InventoryItem
from commerce.shop.caching import matches
from commerce.stores.directory import StoreDirectory
from ecomm_core.db.engine import Database
from ecomm_core.kernel import Kernel
from ecomm_testing.turning import TurningTransport

if TYPE_CHECKING:
    from .conftest import Shelf
else:
    Shelf = Any


class Reads:
    """Counts the calls that reach the database."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.functions: list[str] = []
        real = Database.read

        async def counted(database: Database, function: str, *args: Any) -> Any:
            self.functions.append(function)
            return await real(database, function, *args)

        monkeypatch.setattr(Database, "read", counted)

    def taken(self) -> list[str]:
        """What was read since the last time."""
        taken, self.functions = self.functions, []
        return taken


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    return Reads(monkeypatch)


@pytest_asyncio.fixture(loop_scope="session")
async def neighbour(make_kernel: Callable[..., Kernel]) -> AsyncIterator[httpx2.AsyncClient]:
    """A second API process's application on the same database."""
    kernel = make_kernel()
    app = await asyncio.to_thread(create, kernel)
    async with app.router.lifespan_context(app):
        await asyncio.wait_for(kernel.database.signals.connected.wait(), 60)
        transport = TurningTransport(app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://b.test") as client:
            yield client


async def test_the_second_request_comes_from_memory(shelf: Shelf, reads: Reads) -> None:
    made = await shelf.product("Kettle")
    await shelf.settled()
    for path in ("", "/theme", "/products", f"/products/{made.slug}", "/filters", "/categories",
                 "/sitemap"):  # fmt: skip
        first = await shelf.reply(path)
        assert reads.taken(), path
        assert await shelf.reply(path) == first
        assert reads.taken() == [], path


async def test_an_etag_saves_the_body(shelf: Shelf, api: httpx2.AsyncClient) -> None:
    await shelf.product("Kettle")
    await shelf.settled()
    url = f"{shelf.store.public}/products"
    first = await api.get(url)
    etag = first.headers["etag"]
    assert first.headers["cache-control"] == "public, max-age=0, must-revalidate"
    for sent in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = await api.get(url, headers={"If-None-Match": sent})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == etag
    other = await api.get(url, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200
    await shelf.product("Another")
    changed = await api.get(url, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != etag


def test_etags_are_compared_weakly() -> None:
    assert matches('W/"a"', '"a"')
    assert not matches('"ab"', '"a"')


async def test_each_store_and_query_has_its_own_reply(shelf: Shelf, other_shelf: Shelf) -> None:
    await shelf.product("Mine", price=100)
    await other_shelf.product("Theirs", price=100)
    for _ in range(2):
        assert await shelf.titles() == ["Mine"]
        assert await other_shelf.titles() == ["Theirs"]
        assert await shelf.titles(min_price=200) == []
        assert await shelf.titles(search="mine") == ["Mine"]


async def test_prices_and_stock_are_visible_at_once_in_every_process(
    shelf: Shelf, api: httpx2.AsyncClient, neighbour: httpx2.AsyncClient
) -> None:
    made = await shelf.product("Kettle", price=1000, stock=3)
    page = f"{shelf.store.public}/products/{made.slug}"
    listed = f"{shelf.store.public}/products"

    async def seen(client: httpx2.AsyncClient) -> tuple[int, int | None, int, bool]:
        product = (await client.get(page)).json()["data"]["variants"][0]
        card = (await client.get(listed)).json()["data"][0]
        return (
            product["price"]["amount"],
            product["left"],
            card["price"]["amount"],
            (card["available"]),
        )

    async def soon(client: httpx2.AsyncClient, expected: tuple[int, int | None, int, bool]) -> None:
        until = time.monotonic() + 60
        while (found := await seen(client)) != expected:
            assert time.monotonic() < until, found
            await asyncio.sleep(0.005)

    assert await seen(api) == await seen(neighbour) == (1000, 3, 1000, True)
    for price in range(1100, 1600, 100):
        await shelf.change(ProductVariant, made.variant_ids[0], made.id, price=price)
        await shelf.change(Product, made.id, made.id, price_min=price, price_max=price)
        # Our own process answers from the new state at once, the other after one NOTIFY.
        assert await seen(api) == (price, 3, price, True)
        await soon(neighbour, (price, 3, price, True))
    await shelf.change(InventoryItem, made.item_ids[0], made.id, on_hand=0)
    assert await seen(api) == (1500, 0, 1500, False)
    await soon(neighbour, (1500, 0, 1500, False))


async def test_pausing_is_visible_in_the_other_process(
    shelf: Shelf, neighbour: httpx2.AsyncClient
) -> None:
    url = f"{shelf.store.public}/products"
    assert (await neighbour.get(url)).status_code == 200
    await shelf.store.merchant.patch(shelf.store.path, json={"status": "paused"})
    until = time.monotonic() + 60
    while (await neighbour.get(url)).status_code == 200:
        assert time.monotonic() < until
        await asyncio.sleep(0.005)


async def test_a_reply_read_before_a_write_is_not_kept_after_it(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shelf.product("Old")
    real = Database.read

    async def slow(database: Database, function: str, *args: Any) -> Any:
        found = await real(database, function, *args)
        if function == "public_products":
            monkeypatch.setattr(Database, "read", real)
            await shelf.product("New")
        return found

    monkeypatch.setattr(Database, "read", slow)
    assert await shelf.titles() == ["Old"]
    assert sorted(await shelf.titles()) == ["New", "Old"]


async def test_a_store_paused_while_it_is_read_is_not_kept_open(
    shelf: Shelf, api: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await shelf.product("Old")
    real = Database.read

    async def slow(database: Database, function: str, *args: Any) -> Any:
        if function == "public_products":
            monkeypatch.setattr(Database, "read", real)
            await shelf.store.merchant.patch(shelf.store.path, json={"status": "paused"})
        return await real(database, function, *args)

    monkeypatch.setattr(Database, "read", slow)
    url = f"{shelf.store.public}/products"
    assert (await api.get(url)).status_code == 200
    assert (await api.get(url)).json()["error"]["code"] == "store_paused"


async def test_our_own_servers_pass_the_cache_by_and_leave_nothing_in_it(
    shelf: Shelf, api: httpx2.AsyncClient, reads: Reads
) -> None:
    await shelf.product("Kettle")
    await shelf.settled()
    await shelf.get("/theme")
    reads.taken()
    target = f"{shelf.store.public}/products?per_page=24&sort=newest"
    for _ in range(2):
        reply = await api.get(target, headers=shelf.signed(target))
        assert reply.status_code == 200
        assert reads.taken() == ["public_products"]
    assert (await api.get(target)).status_code == 200
    assert reads.taken() == ["public_products"]
    assert (await api.get(target, headers=shelf.signed(target))).status_code == 200
    assert reads.taken() == ["public_products"]
    itself = shelf.store.public
    assert (await api.get(itself, headers=shelf.signed(itself))).status_code == 200
    assert reads.taken() == ["find_store", "public_store", "public_currencies"]


async def test_a_signature_that_does_not_fit_counts_for_nothing(
    shelf: Shelf, api: httpx2.AsyncClient, reads: Reads
) -> None:
    await shelf.product("Kettle")
    await shelf.settled()
    target = f"{shelf.store.public}/products"
    good = shelf.signed(target)
    old = str(int(good["X-Ecomm-Internal-Minute"]) - 10)
    wrong = [
        shelf.signed(f"{target}?page=2"),
        {**good, "X-Ecomm-Internal-Minute": old},
        {**good, "X-Ecomm-Internal": "sha256=" + "0" * 64},
        {**good, "X-Ecomm-Internal": "rubbish"},
        {**good, "X-Ecomm-Internal-Minute": "NaN"},
        {**good, "X-Ecomm-Internal-Minute": "9" * 40},
        {"X-Ecomm-Internal": good["X-Ecomm-Internal"]},
    ]
    assert (await api.get(target)).status_code == 200
    reads.taken()
    for headers in wrong:
        assert (await api.get(target, headers=headers)).status_code == 200
        assert reads.taken() == [], headers


async def test_a_renamed_store_is_found_by_our_servers_although_the_old_name_is_remembered(
    shelf: Shelf, neighbour: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A process that hears of nothing.
    monkeypatch.setattr(StoreDirectory, "drop", lambda *_: None)
    target = f"{shelf.store.public}"
    assert (await neighbour.get(target)).status_code == 200
    await shelf.store.merchant.patch(shelf.store.path, json={"status": "paused"})
    reply = await neighbour.get(target, headers=shelf.signed(target))
    assert reply.json()["error"]["code"] == "store_paused"


async def test_long_addresses_are_answered_and_not_kept(
    shelf: Shelf, reads: Reads, kernel: Kernel
) -> None:
    await shelf.product("Kettle")
    await shelf.settled()
    await shelf.get()
    reads.taken()
    options = [f"Name{n}:{'v' * 50}" for n in range(20)]
    for _ in range(2):
        assert await shelf.titles(option=options) == []
        assert reads.taken() == ["public_products"]
    assert all(len(key) <= 512 for key in kernel.cache._entries)
