"""API keys: shown once, stored hashed, over when they are over; what scopes open: the matrix."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from commerce.identity.scopes import SCOPES
from ecomm_core import clock
from ecomm_core.contracts.scopes import RESOURCES
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore, create_store
from ecomm_testing.members import join

Shift = Callable[[float], None]


async def make(owner: Merchant, *scopes: str, **fields: Any) -> dict[str, Any]:
    reply = await owner.post("/api-keys", json={"name": "Sync", "scopes": list(scopes), **fields})
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


async def by_key(api: httpx2.AsyncClient, key: str, path: str) -> httpx2.Response:
    return await api.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {key}"})


async def test_a_key_is_shown_once_and_stored_hashed(
    api: httpx2.AsyncClient, store: ShopStore, kernel: Kernel
) -> None:
    made = await make(store.merchant, "products:read")
    assert made["key"].startswith("ek_live_")
    assert len(made["key"]) == 51
    assert made["key"].endswith(made["hint"])
    listed = await store.merchant.get("/api-keys")
    assert made["key"] not in listed.text
    assert "key" not in listed.json()["data"][0]
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        for table in ("api_keys", "audit_log", "idempotency"):
            rows = str((await session.execute(text(f"select * from {table}"))).all())
            assert made["key"] not in rows
    assert (await by_key(api, made["key"], f"{store.path}/products")).status_code == 200


async def test_a_key_ends_when_it_is_revoked_or_over(
    api: httpx2.AsyncClient, store: ShopStore, shift_clock: Shift
) -> None:
    soon = (clock.now() + timedelta(minutes=5)).isoformat()
    revoked = await make(store.merchant, "products:read")
    over = await make(store.merchant, "products:read", expires_at=soon)
    path = f"{store.path}/products"
    for key in (revoked, over):
        assert (await by_key(api, key["key"], path)).status_code == 200
    assert (await store.merchant.delete(f"/api-keys/{revoked['id']}")).status_code == 200
    assert (await store.merchant.delete(f"/api-keys/{revoked['id']}")).status_code == 404
    shift_clock(301)
    for key in (revoked, over):
        refused = await by_key(api, key["key"], path)
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "api_key_refused")
    [listed] = (await store.merchant.get("/api-keys")).json()["data"]
    assert (listed["id"], listed["expired"]) == (over["id"], True)


@pytest.mark.parametrize("key", ["ek_live_", "ek_live_x", "ek_live_" + "A" * 43, "ek_live_' or 1"])
async def test_made_up_keys_are_refused(api: httpx2.AsyncClient, key: str) -> None:
    assert (await by_key(api, key, "/stores")).status_code == 401


async def test_last_use_is_noted_to_the_minute(
    api: httpx2.AsyncClient, store: ShopStore, shift_clock: Shift
) -> None:
    made = await make(store.merchant, "stores:read")
    assert made["last_used_at"] is None

    async def last() -> str:
        await by_key(api, made["key"], store.path)
        return str((await store.merchant.get("/api-keys")).json()["data"][0]["last_used_at"])

    first = await last()
    shift_clock(30)
    assert await last() == first
    shift_clock(90)
    assert await last() > first


async def test_a_key_of_some_stores_reaches_only_those(
    api: httpx2.AsyncClient, store: ShopStore, other_store: ShopStore, kernel: Kernel
) -> None:
    second = await create_store(store.merchant, kernel)
    made = await make(store.merchant, "stores:read", store_ids=[str(second.id)])
    assert (await by_key(api, made["key"], second.path)).status_code == 200
    assert (await by_key(api, made["key"], store.path)).status_code == 404
    assert (await by_key(api, made["key"], other_store.path)).status_code == 404
    listed = (await by_key(api, made["key"], "/stores")).json()
    assert [one["id"] for one in listed["data"]] == [str(second.id)]
    foreign = await store.merchant.post(
        "/api-keys",
        json={"name": "k", "scopes": ["stores:read"], "store_ids": [str(other_store.id)]},
    )
    assert foreign.status_code == 404


async def test_what_a_key_writes_is_told_as_its_own(
    api: httpx2.AsyncClient, store: ShopStore, kernel: Kernel
) -> None:
    made = await make(store.merchant, "products:write")
    reply = await api.post(
        f"/api/v1{store.path}/categories",
        json={"name": "By machine"},
        headers={"Authorization": f"Bearer {made['key']}"},
    )
    assert reply.status_code == 201, reply.text
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        actors = (
            await session.execute(text("select actor from audit_log where action like 'category%'"))
        ).scalars()
        assert set(actors) == {f"key:{made['id']}"}


async def test_keys_are_made_by_admins_where_the_plan_has_them(
    api: httpx2.AsyncClient, store: ShopStore, kernel: Kernel
) -> None:
    owner = store.merchant
    body = {"name": "k", "scopes": ["stores:read"]}
    for role in ("staff", "viewer"):
        person = await join(kernel, owner, role)
        assert (await person.post("/api-keys", json=body)).status_code == 403
    made = await make(owner, "stores:read")
    async with kernel.database.transaction(Scope(tenant_id=owner.tenant_id)) as session:
        await session.execute(
            text("update tenants set plan = 'growth' where id = :id"), {"id": owner.tenant_id}
        )
    refused = await owner.post("/api-keys", json=body)
    assert refused.status_code == 402
    assert refused.json()["error"]["details"][0]["lifted_by"] == "Pro"
    assert (await by_key(api, made["key"], store.path)).status_code == 402, "used by a lower plan"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("scopes", []),
        ("scopes", ["products:delete"]),
        ("scopes", ["team:write"]),
        ("name", ""),
        ("expires_at", "2020-01-01T00:00:00Z"),
        ("expires_at", "2030-01-01T00:00:00"),
    ],
)
async def test_malformed_keys_are_refused_on_their_field(
    merchant: Merchant, field: str, value: object
) -> None:
    body = {"name": "k", "scopes": ["stores:read"], field: value}
    reply = await merchant.post("/api-keys", json=body)
    assert reply.status_code == 422
    assert reply.json()["error"]["details"][0]["field"].split(".")[0] == field
    assert (await merchant.get("/api-keys")).json()["page"]["total"] == 0


async def test_every_scope_is_told(merchant: Merchant) -> None:
    told = (await merchant.get("/api-keys/scopes")).json()["data"]["scopes"]
    assert told == list(SCOPES)
    assert {"products:read", "products:write", "orders:read", "orders:write"} <= set(told)
    assert not any(scope.startswith(("team", "auth", "api_keys")) for scope in told)


def test_products_know_the_resources_of_our_scopes() -> None:
    """What a product may ask for in its specification is what a key of ours can be for."""
    assert {scope.partition(":")[0] for scope in SCOPES} == RESOURCES
