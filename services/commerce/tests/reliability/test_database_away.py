"""Sessions cut, listeners lost: 503 with Retry-After at worst, and nothing stale afterwards."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Consumer, Delivery
from ecomm_testing.actors import ShopStore
from ecomm_testing.cluster import Cluster
from ecomm_testing.signals import signals_settled

HANG_LIMIT = 20.0
CUT = """select count(pg_terminate_backend(pid)) from pg_stat_activity
          where datname = '{database}' and pid <> pg_backend_pid() {which}"""


def database_of(environ: dict[str, str]) -> str:
    return environ["DATABASE_URL"].rpartition("/")[2]


async def cut(cluster: Cluster, environ: dict[str, str], which: str = "") -> int:
    """End sessions of this process's database, as a restart of the server does."""
    query = CUT.format(database=database_of(environ), which=which)
    return int(await asyncio.to_thread(cluster.postgres.execute, query))


async def test_cut_sessions_are_503_with_retry_after_and_heal_by_themselves(
    api: httpx2.AsyncClient, store: ShopStore, cluster: Cluster, environ: dict[str, str]
) -> None:
    """Planted: a lost session answered as any other fault is."""
    product = await store.product()
    public = f"{store.public}/products/{product['slug']}"
    calls: list[Callable[[], Awaitable[httpx2.Response]]] = [
        lambda: store.merchant.get("/stores"),
        lambda: store.merchant.get(f"{store.path}/products"),
        lambda: api.get(f"{public}?v={len(replies)}"),
        lambda: api.post(f"{store.public}/carts", json={}),
        lambda: store.merchant.patch(f"{store.path}/products/{product['id']}", json={"title": "T"}),
    ]
    replies: list[httpx2.Response] = []

    async def ask(call: Any) -> None:
        for _ in range(8):
            replies.append(await call())  # noqa: PERF401 - others append meanwhile

    asking = [asyncio.create_task(ask(call)) for call in calls for _ in range(2)]
    cuts = 0
    for _ in range(8):
        await asyncio.sleep(0.1)
        cuts += await cut(cluster, environ)
    await asyncio.gather(*asking)
    assert cuts > 0
    assert {reply.status_code for reply in replies} <= {200, 201, 409, 503}
    for reply in replies:
        if reply.status_code == 503:
            assert reply.headers["retry-after"].isdigit()
            assert reply.json()["error"]["request_id"]
    for call in calls:
        async with asyncio.timeout(HANG_LIMIT):
            while (await call()).status_code == 503:  # noqa: ASYNC110 - the server heals
                await asyncio.sleep(0.1)
    # One lost session has emptied the pool: the next requests do not find the others out.
    for call in calls * 3:
        assert (await call()).status_code < 300


async def test_a_lost_listener_drops_everything_that_was_cached(
    kernel: Kernel,
    api: httpx2.AsyncClient,
    store: ShopStore,
    cluster: Cluster,
    environ: dict[str, str],
) -> None:
    """What other processes changed while nobody listened is unknown."""
    product = await store.product()
    public = f"{store.public}/products/{product['slug']}"
    await signals_settled(kernel)  # else an echo of the writes above drops what is cached below
    shown = (await api.get(public)).json()["data"]["title"]
    assert shown == product["title"]
    # Another process's change whose signal never came: the cached answer is stale, as expected.
    title = f"update commerce.products set title = 'Changed' where id = '{product['id']}'"
    await asyncio.to_thread(cluster.postgres.execute, title, database=database_of(environ))
    assert (await api.get(public)).json()["data"]["title"] == shown
    assert await cut(cluster, environ, "and query ilike 'listen %'") >= 1
    async with asyncio.timeout(HANG_LIMIT):
        while (await api.get(public)).json()["data"]["title"] == shown:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
        await kernel.database.signals.connected.wait()


async def test_what_was_called_is_noted_once_the_database_is_back(
    kernel: Kernel, store: ShopStore, cluster: Cluster, environ: dict[str, str]
) -> None:
    """A mail that was sent is not sent again because its note met a restart."""
    tenant_id, calls = store.merchant.tenant_id, 0
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        job_id = await kernel.outbox.enqueue(
            session, "tests.nobody.listens", {}, tenant_id=tenant_id, queue="bulk"
        )

    async def prepare(_session: Any, delivery: Delivery) -> int:
        return delivery.attempt

    async def call(_prepared: int) -> str:
        nonlocal calls
        calls += 1
        return "done"

    settled: list[str] = []

    async def settle(session: Any, _delivery: Any, _prepared: int, outcome: str) -> None:
        settled.append(outcome)
        if len(settled) == 1:
            assert await cut(cluster, environ) > 0
        await session.execute(text("select 1"))

    steps: dict[str, Any] = {"prepare": prepare, "call": call, "settle": settle}
    assert await Consumer(kernel.database).with_call(tenant_id, job_id, 0, **steps) is True
    assert calls == 1
    assert settled == ["done", "done"]
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        row = await session.execute(
            text("select attempts, done_at from outbox where id = :id"), {"id": job_id}
        )
        found = row.one()
    assert found.attempts == 1
    assert found.done_at is not None
