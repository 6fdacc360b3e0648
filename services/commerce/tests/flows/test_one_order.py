"""One order per payment, seen failing: two who both learn of a payment before either has written.

What keeps them apart is taken away one by one. A shop of its own database, because a unique key is
among what is taken away.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import httpx2
import pytest
import pytest_asyncio

from commerce.app import create
from commerce.flows import complete_cart
from commerce.flows.verdict import News
from commerce.payments.providers import providers_of
from commerce.reads.checkout_case import CheckoutCase
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import create_store, register_merchant
from ecomm_testing.cluster import Cluster

KEY = "uq_orders_tenant_id_cart_id"
INVARIANTS = (Path(__file__).parents[1] / "reliability" / "invariants.sql").read_text()


@pytest_asyncio.fixture(loop_scope="session")
async def apart(
    cluster: Cluster, make_kernel: Callable[..., Kernel], make_shop: Any
) -> AsyncIterator[Any]:
    """(shop, its database's superuser): nobody else is in this database."""
    name = cluster.clone()
    operator = await asyncpg.connect(
        cluster.postgres.superuser_url(name), server_settings={"search_path": "commerce"}
    )
    address = cluster.url("commerce_app", name)
    kernel = make_kernel(DATABASE_URL=address, DATABASE_DIRECT_URL=address)
    app = await asyncio.to_thread(create, kernel)
    async with app.router.lifespan_context(app):
        transport = httpx2.ASGITransport(app, raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://apart.test") as client:
            merchant = await register_merchant(client)
            shop = make_shop(await create_store(merchant, kernel))
            shop.api, shop.kernel, shop.providers = client, kernel, providers_of(kernel)
            yield shop, operator
    await operator.close()
    cluster.drop(name)


class Together:
    """Stands before the provider's answer until all of them have asked: each has read by then that
    there is no order."""

    def __init__(self, many: int) -> None:
        self.many = many
        self.asked = 0
        self.all = asyncio.Event()

    async def __call__(self, *_args: Any, **_kwargs: Any) -> None:
        self.asked += 1
        if self.asked >= self.many:
            self.all.set()
        await asyncio.wait_for(self.all.wait(), 60)


async def unlocked(
    _session: Any, seen: CheckoutCase, news: Sequence[News]
) -> tuple[CheckoutCase, Sequence[News]]:
    """What was read before the provider was asked is taken for what is there now."""
    return seen, news


async def both_come_back(
    shop: Any, monkeypatch: pytest.MonkeyPatch
) -> tuple[UUID, list[httpx2.Response]]:
    """(variant, replies) of a shopper who paid and comes back in two tabs; no webhook came."""
    variant = await shop.variant(stock=5)
    shopper = await shop.shopper((variant, 1))
    await shopper.start()

    async def lost(_body: bytes, _headers: Any) -> int:
        raise ConnectionError("the network ate it")

    shop.providers.deliver = lost
    await shopper.choose("pay")
    together, fetch = Together(2), shop.providers.mock.fetch

    async def asked(provider_ref: str) -> Any:
        await together()
        return await fetch(provider_ref)

    monkeypatch.setattr(shop.providers.mock, "fetch", asked)
    path = f"{shop.store.public}/checkout/{shopper.checkout_id}"
    replies = await asyncio.gather(*(shopper.call("GET", path) for _ in range(2)))
    assert together.asked == 2, "both knew of no order"
    return variant, replies


async def broken(operator: Any) -> set[str]:
    """The invariants that do not hold."""
    async with operator.transaction():
        await operator.execute(INVARIANTS)
        rows = await operator.fetch("select distinct invariant from broken")
    # The worker has not worked: what an order tells the world waits.
    return {row["invariant"] for row in rows} - {
        "every outbox row is delivered or dead",
        "an order is announced and confirmed once",
    }


async def test_two_who_saw_no_order_get_the_same_one(
    apart: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R5.2: the loser gets the winner's order. Planted: the naive completion below."""
    shop, operator = apart
    variant, replies = await both_come_back(shop, monkeypatch)
    said = [reply.json()["data"] for reply in replies]
    assert {(one["state"], one["order"]["number"]) for one in said} == {("completed", 1001)}
    assert len({one["order"]["id"] for one in said}) == 1
    assert await shop.one("select count(*) from orders") == 1
    assert await shop.stock(variant) == (5, 1, 0)
    assert await broken(operator) == set()


async def test_a_naive_completion_makes_two_orders_of_one_payment(
    apart: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Naive: look for an order, ask the provider, write one; without the checkout's lock, the
    second look and the unique key. The same two tabs buy twice for one payment, and the books say
    so."""
    shop, operator = apart
    monkeypatch.setattr(complete_cart, "_locked", unlocked)
    await operator.execute(f"alter table orders drop constraint {KEY}")
    variant, replies = await both_come_back(shop, monkeypatch)
    orders = {reply.json()["data"]["order"]["id"] for reply in replies}
    assert len(orders) == 2
    assert await shop.rows("select number, total from orders order by number") == [
        {"number": 1001, "total": 2989},
        {"number": 1002, "total": 2989},
    ]
    assert await shop.one("select sum(captured) from payments") == 2989
    assert await shop.stock(variant) == (5, 2, 0)
    assert "at most one order per payment" in await broken(operator)


@pytest.mark.parametrize("left", ["the lock", "the unique key"])
async def test_either_guard_alone_allows_one_order(
    apart: Any, monkeypatch: pytest.MonkeyPatch, left: str
) -> None:
    """R5.2: `orders.cart_id` is unique, and who completes holds the checkout: each would do alone.
    With the key alone the loser's whole transaction is undone and refused as a conflict.
    """
    shop, operator = apart
    if left == "the lock":
        await operator.execute(f"alter table orders drop constraint {KEY}")
    else:
        monkeypatch.setattr(complete_cart, "_locked", unlocked)
    variant, replies = await both_come_back(shop, monkeypatch)
    statuses = sorted(reply.status_code for reply in replies)
    assert statuses == ([200, 200] if left == "the lock" else [200, 409])
    assert await shop.one("select count(*) from orders") == 1
    assert await shop.stock(variant) == (5, 1, 0)
    assert await broken(operator) == set()
