"""Virtual keys, keys of providers, and tenants who see nothing of each other."""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import httpx2
import pytest
from sqlalchemy import text

from ecomm_core.db.scope import NOBODY, Scope
from ecomm_core.kernel import Kernel
from llm_gateway.db import PLATFORM_SCOPE
from llm_gateway.keys.authenticate import keys_of
from llm_gateway.keys.errors import KeyRefused
from llm_gateway.provider_keys.service import providers_of
from llm_gateway.security import TENANT_TABLES

from .operating import Desk, Tenant


async def test_a_rotated_key_works_for_a_day_beside_the_new_one(
    desk: Desk, tenant: Tenant, kernel: Kernel, shift_clock: Callable[[float], None]
) -> None:
    path = f"/tenants/{tenant.id}/keys/{tenant.key_id}/rotate"
    new = (await desk.ok("POST", path))["key"]
    keys = keys_of(kernel)
    assert (await keys.authenticate(new)).tenant_id == tenant.id
    shift_clock(24 * 3600 - 60)
    assert (await keys.authenticate(tenant.key)).tenant_id == tenant.id
    assert (await desk.send("POST", path)).status_code == 409, "rotated once"
    shift_clock(24 * 3600 + 1)
    with pytest.raises(KeyRefused):
        await keys.authenticate(tenant.key)
    assert (await keys.authenticate(new)).tenant_id == tenant.id


async def test_a_revoked_key_is_refused_in_another_process_too_even_if_it_heard_nothing(
    desk: Desk,
    tenant: Tenant,
    process: Callable[[], Awaitable[Kernel]],
    api: httpx2.AsyncClient,
    shift_clock: Callable[[float], None],
) -> None:
    other = await process()
    assert (await tenant.principal(other)).key_id == tenant.key_id
    assert (await api.get("/api/v1/usage", headers=tenant.headers)).status_code == 200
    # deaf: what is signalled reaches nobody here
    other.database.signals._listeners.clear()
    await desk.ok("DELETE", f"/tenants/{tenant.id}/keys/{tenant.key_id}")
    refused = await api.get("/api/v1/usage", headers=tenant.headers)
    assert refused.status_code == 401
    assert refused.json()["error"]["code"] == "key_refused"
    shift_clock(60)
    with pytest.raises(KeyRefused):
        await tenant.principal(other)


async def test_a_key_is_shown_once_and_stored_as_its_hash(
    desk: Desk, tenant: Tenant, kernel: Kernel
) -> None:
    shown = await desk.send("GET", f"/tenants/{tenant.id}/keys")
    assert tenant.key not in shown.text
    async with kernel.database.transaction(Scope(tenant_id=tenant.id)) as session:
        for table in ("virtual_keys", "audit_log"):
            found = await session.scalars(text(f"select t::text from {table} t"))
            assert not [row for row in found if tenant.key in row]


async def test_a_providers_key_is_in_no_reply_no_row_no_log_and_no_error(
    desk: Desk, kernel: Kernel, capfd: pytest.CaptureFixture[str]
) -> None:
    """Fault it was seen to catch: the key in the audit entry."""
    canary, name = f"sk-canary-{uuid4().hex}", f"p{uuid4().hex[:8]}"
    path = f"/providers/{name}"
    replies = [
        await desk.send("PUT", path, {"kind": "openai", "key": canary}),
        await desk.send("PUT", path, {"kind": "compatible", "key": canary}),
        await desk.send("PUT", path, {"kind": "nobody", "key": canary}),
        await desk.send("GET", "/providers"),
    ]
    assert [reply.status_code for reply in replies] == [200, 422, 422, 200]
    assert replies[0].json()["data"]["hint"] == canary[-4:]
    found = (await providers_of(kernel).all())[name]
    assert found.key == canary
    assert canary not in repr(found)
    async with kernel.database.transaction(PLATFORM_SCOPE) as session:
        for table in ("provider_keys", "audit_log"):
            rows = await session.scalars(text(f"select t::text from {table} t"))
            assert not [row for row in rows if canary in row]
    for reply in replies:
        assert canary not in reply.text
    told = capfd.readouterr()
    assert canary not in told.out + told.err
    await desk.ok("DELETE", path)
    assert name not in await providers_of(kernel).all()


async def test_a_tenant_sees_no_row_of_another_and_nobody_sees_any(
    desk: Desk, tenant: Tenant, other_tenant: Tenant, kernel: Kernel
) -> None:
    await desk.budget(tenant, 100)
    for table in TENANT_TABLES:
        async with kernel.database.transaction(NOBODY) as session:
            assert await session.scalar(text(f"select count(*) from {table}")) == 0
        async with kernel.database.transaction(Scope(tenant_id=other_tenant.id)) as session:
            seen = await session.scalars(text(f"select distinct tenant_id from {table}"))
            assert set(seen) <= {other_tenant.id}
    async with kernel.database.transaction(Scope(tenant_id=tenant.id)) as session:
        assert await session.scalar(text("select count(*) from budgets")) == 1, "the rightful one"


async def test_one_tenants_ids_are_nothing_under_another(
    desk: Desk, tenant: Tenant, other_tenant: Tenant, api: httpx2.AsyncClient
) -> None:
    budget = await desk.budget(tenant, 100)
    wrong = f"/tenants/{other_tenant.id}"
    change = {"cap": 1, "active": True}
    for reply in (
        await desk.send("DELETE", f"{wrong}/keys/{tenant.key_id}"),
        await desk.send("POST", f"{wrong}/keys/{tenant.key_id}/rotate"),
        await desk.send("PUT", f"{wrong}/budgets/{budget['id']}", change),
        await desk.send(
            "POST",
            f"{wrong}/budgets",
            {"period": "day", "cap": 1, "key_id": str(tenant.key_id)},
        ),
    ):
        assert reply.status_code == 404
    [stands] = await desk.budgets(tenant)
    assert stands["cap"] == 100
    assert (await api.get("/api/v1/budgets", headers=tenant.headers)).json()["data"][0]["id"]
    assert (await api.get("/api/v1/budgets", headers=other_tenant.headers)).json()["data"] == []


async def test_an_operators_request_is_signed_for_what_it_does(
    desk: Desk, api: httpx2.AsyncClient
) -> None:
    body = {"kind": "openai", "key": "sk-something-long"}
    name = f"p{uuid4().hex[:8]}"
    bare = await api.put(f"/api/v1/operator/providers/{name}", json=body)
    stranger = Desk(api, b"x" * 32)
    forged = await stranger.send("PUT", f"/providers/{name}", body)
    assert (bare.status_code, forged.status_code) == (401, 401)
    listed = await desk.ok("GET", "/providers")
    assert name not in [one["provider"] for one in listed]
    assert (await desk.send("PUT", f"/providers/{name}", body)).status_code == 200


async def test_routes_are_versions_and_the_default_one_stays(desk: Desk) -> None:
    [default] = [r for r in await desk.ok("GET", "/routes") if r["name"] == "default"]
    assert [t["provider"] for t in default["targets"]] == ["anthropic", "openai", "local"]
    name = f"r{uuid4().hex[:8]}"
    target = {"provider": "openai", "model": "gpt-5"}
    for _ in range(2):
        await desk.ok("PUT", f"/routes/{name}", {"targets": [target]})
    twice = await desk.send("PUT", f"/routes/{name}", {"targets": [target, target]})
    assert twice.status_code == 422
    await desk.ok("DELETE", f"/routes/{name}")
    versions = await desk.ok("GET", f"/routes/{name}/versions")
    assert [(v["version"], v["removed"]) for v in versions] == [(3, True), (2, False), (1, False)]
    assert name not in [r["name"] for r in await desk.ok("GET", "/routes")]
    assert (await desk.send("DELETE", "/routes/default")).status_code == 409
