"""Changing a store: written down before, made exactly once, `unknown` until it is known."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.product.shapes import Write, WriteState
from ecomm_core.product.writing import client as clients
from ecomm_core.product.writing import writes
from ecomm_core.product.writing.client import PlatformClient, StoreAccess, access_of
from ecomm_core.product.writing.errors import (
    OutcomeUnknown,
    PlatformAway,
    PlatformConflict,
    PlatformLimited,
    PlatformRefused,
)
from ecomm_core.tasks.registry import deliver
from ecomm_testing.fakes.platform import FakePlatform, Fault
from ecomm_testing.products import Shop
from template_product.roots import PRODUCT


@pytest_asyncio.fixture(loop_scope="session")
async def client() -> AsyncIterator[PlatformClient]:
    """One that waits a second for an answer."""
    made = PlatformClient(name="test", total_timeout=1.0)
    yield made
    await made.aclose()


@pytest.fixture
def hasty(kernel: Kernel, client: PlatformClient) -> Any:
    """The process's own client waits no longer either."""
    before = kernel.parts[clients.PART]
    kernel.parts[clients.PART] = client
    yield
    kernel.parts[clients.PART] = before


async def access(kernel: Kernel, shop: Shop) -> StoreAccess:
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        found = await session.scalar(text("select id from platform_connections"))
        return await access_of(kernel, session, found)


async def test_a_change_over_the_version_that_was_read_is_made(
    shop: Shop, kernel: Kernel, client: PlatformClient, platform: FakePlatform
) -> None:
    product, store = platform.add(), await access(kernel, shop)
    path = f"/products/{product['id']}"
    made = await client.write(
        store, "PATCH", path, {"tags": ["x"]}, idempotency_key="k1", version=1
    )
    assert (made["tags"], made["version"]) == (["x"], 2)
    with pytest.raises(PlatformConflict) as conflict:
        await client.write(store, "PATCH", path, {"tags": []}, idempotency_key="k2", version=1)
    assert (conflict.value.code, conflict.value.version) == ("stale", 2)
    assert product["tags"] == ["x"]


FAULTS: list[tuple[Fault, type[Exception], int]] = [
    ("limited", PlatformLimited, 0),
    ("broken before", PlatformAway, 0),
    ("broken after", OutcomeUnknown, 1),
    ("silent", OutcomeUnknown, 1),
    ("page", OutcomeUnknown, 0),
    ("forbidden", PlatformRefused, 0),
]


@pytest.mark.parametrize(("fault", "error", "effects"), FAULTS)
async def test_each_failure_is_what_it_is(
    shop: Shop,
    kernel: Kernel,
    client: PlatformClient,
    platform: FakePlatform,
    fault: Fault,
    error: type[Exception],
    effects: int,
) -> None:
    """Fault it was seen to catch: a 502 taken for `nothing was done`."""
    product, store = platform.add(), await access(kernel, shop)
    platform.faults = [fault]
    with pytest.raises(error) as raised:
        await client.write(
            store, "PATCH", f"/products/{product['id']}", {"tags": ["x"]}, idempotency_key="k"
        )
    assert len(platform.effects) == effects
    if isinstance(raised.value, PlatformLimited):
        assert raised.value.retry_after == 7


async def test_no_connection_means_that_nothing_was_done(
    shop: Shop, kernel: Kernel, client: PlatformClient
) -> None:
    await shop.connect(platform_url="http://127.0.0.1:9")
    with pytest.raises(PlatformAway):
        await client.write(await access(kernel, shop), "POST", "/products", {}, idempotency_key="k")


async def planned(kernel: Kernel, shop: Shop, **what: Any) -> UUID:
    store = await access(kernel, shop)
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        return await writes.plan(
            kernel,
            session,
            store.connection.id,
            tenant_id=shop.tenant_id,
            purpose="test",
            resource_id=shop.store_id,
            **what,
        )


async def once(kernel: Kernel, shop: Shop) -> None:
    """One try of the write's task, whatever comes of it."""
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        row = (
            await session.execute(
                text("select id, attempts, task from outbox where task like '%.platform.write'")
            )
        ).one()
    [task] = [one for one in PRODUCT.tasks if one.name == row.task]
    await deliver(kernel, task, shop.tenant_id, row.id, row.attempts)


async def read(kernel: Kernel, shop: Shop, write_id: UUID) -> Write:
    async with kernel.database.transaction(Scope(tenant_id=shop.tenant_id)) as session:
        found = await writes.get(session, write_id)
    assert found is not None
    return found


@pytest.mark.parametrize("fault", ["broken after", "silent"])
async def test_a_change_whose_answer_was_lost_is_unknown_then_done_and_made_once(
    shop: Shop, kernel: Kernel, hasty: None, platform: FakePlatform, fault: Fault
) -> None:
    """Fault it was seen to catch: no look before it is said again: a conflict with oneself."""
    product = platform.add()
    path = f"/products/{product['id']}"
    write_id = await planned(
        kernel, shop, method="PATCH", path=path, body={"tags": ["x"]}, version=1
    )
    platform.faults = [fault]
    with pytest.raises(OutcomeUnknown):
        await once(kernel, shop)
    assert (await read(kernel, shop, write_id)).state is WriteState.UNKNOWN
    await once(kernel, shop)
    done = await read(kernel, shop, write_id)
    assert (done.state, done.attempts) == (WriteState.DONE, 2)
    assert (len(platform.effects), product["version"]) == (1, 2)


async def test_a_post_said_again_carries_the_same_key_and_has_one_effect(
    shop: Shop, kernel: Kernel, hasty: None, platform: FakePlatform
) -> None:
    write_id = await planned(kernel, shop, method="POST", path="/products", body={"title": "New"})
    platform.faults = ["broken after"]
    with pytest.raises(OutcomeUnknown):
        await once(kernel, shop)
    await once(kernel, shop)
    assert {key for _, _, key in platform.asked} == {str(write_id)}
    assert (len(platform.asked), len(platform.effects)) == (2, 1)


async def test_a_change_made_meanwhile_is_a_conflict_and_not_overwritten(
    shop: Shop, kernel: Kernel, hasty: None, platform: FakePlatform
) -> None:
    product = platform.add()
    path = f"/products/{product['id']}"
    write_id = await planned(
        kernel, shop, method="PATCH", path=path, body={"tags": ["x"]}, version=1
    )
    product |= {"title": "A person's", "version": 2}
    await once(kernel, shop)
    found = await read(kernel, shop, write_id)
    assert (found.state, found.code, product["tags"]) == (WriteState.CONFLICT, "stale", [])


async def test_a_refusal_is_kept_with_its_reason(
    shop: Shop, kernel: Kernel, hasty: None, platform: FakePlatform
) -> None:
    write_id = await planned(kernel, shop, method="POST", path="/products", body={})
    platform.faults = ["forbidden"]
    await once(kernel, shop)
    found = await read(kernel, shop, write_id)
    assert (found.state, found.code) == (WriteState.REFUSED, "scope_missing")
    assert platform.effects == []


async def test_nothing_is_written_to_a_store_that_was_let_go(
    shop: Shop, kernel: Kernel, hasty: None, platform: FakePlatform
) -> None:
    write_id = await planned(kernel, shop, method="POST", path="/products", body={})
    await shop.desk.send("DELETE", f"/connections/{shop.store_id}")
    await once(kernel, shop)
    found = await read(kernel, shop, write_id)
    assert (found.state, found.code) == (WriteState.REFUSED, "not_connected")
    assert platform.asked == []
