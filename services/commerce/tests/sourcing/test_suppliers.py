"""Accounts at suppliers: connected with what was typed, watched, and never telling a secret."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, text

from commerce.sourcing.suppliers import service
from commerce.sourcing.suppliers.errors import SupplierClosed
from commerce.sourcing.suppliers.models import Supplier, SupplierEvent
from commerce.sourcing.suppliers.opening import unseal
from ecomm_connectors.suppliers.errors import SupplierRefused, SupplierUnavailable
from ecomm_core.crypto import SealBroken
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore

from .conftest import Sourced, connected, memory


async def _row(sourced: Sourced, supplier_id: UUID | None = None) -> Supplier:
    async with sourced.session() as session:
        found: Supplier = await session.get_one(
            Supplier, (sourced.store.merchant.tenant_id, supplier_id or sourced.supplier_id)
        )
        session.expunge(found)
        return found


async def test_credentials_are_sealed_bound_to_their_row_and_in_no_reply(
    sourced: Sourced, kernel: Kernel
) -> None:
    """R10.1: supplier account with encrypted credentials."""
    row = await _row(sourced)
    key = sourced.shelf.key
    assert key not in row.credentials
    assert unseal(kernel, row.id, row.credentials).values["api_key"] == key
    with pytest.raises(SealBroken):
        unseal(kernel, UUID(int=row.id.int ^ 1), row.credentials)
    everything = [
        await sourced.get("/suppliers"),
        await sourced.get(f"/suppliers/{row.id}"),
        await sourced.send("POST", f"/suppliers/{row.id}/test"),
    ]
    assert key not in str(everything)
    async with sourced.session() as session:
        told = (await session.execute(text("select after::text from audit_log"))).scalars().all()
    assert any("memory" in str(one) or "account_ref" in str(one) for one in told)
    assert not any(key in str(one) for one in told)


async def test_what_the_supplier_does_not_take_connects_nothing(
    store: ShopStore, kernel: Kernel
) -> None:
    async def tried(**credentials: str) -> Any:
        return await store.merchant.post(
            f"{store.path}/suppliers", json={"adapter": "memory", "credentials": credentials}
        )

    key = f"k-{secrets.token_hex(4)}"
    secret = "wrong-and-secret"
    refused = await tried(api_key=secret)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "credentials_refused")
    assert secret not in refused.text
    missing = await tried(shop="x")
    assert missing.json()["error"]["details"][0]["field"] == "credentials.api_key"
    assert (await tried(api_key=key, other="x")).status_code == 422
    memory(kernel).shelf(key).down = True
    assert (await tried(api_key=key)).status_code == 503
    unknown = await store.merchant.post(
        f"{store.path}/suppliers", json={"adapter": "nobody", "credentials": {}}
    )
    assert unknown.status_code == 404
    assert (await store.merchant.get(f"{store.path}/suppliers")).json()["data"] == []


async def test_an_account_is_connected_once_and_comes_back_as_the_same_row(
    sourced: Sourced,
) -> None:
    key = sourced.shelf.key
    body = {"adapter": "memory", "credentials": {"api_key": key}}
    again = await sourced.send("POST", "/suppliers", body, 409)
    assert again["code"] == "account_connected"
    gone = await sourced.send("DELETE", f"/suppliers/{sourced.supplier_id}")
    assert (gone["status"], gone["health"]) == ("disconnected", "disconnected")
    assert (await _row(sourced)).credentials == ""
    closed = await sourced.send("POST", f"/suppliers/{sourced.supplier_id}/test", status=409)
    assert closed["code"] == "supplier_closed"
    back = await sourced.send("POST", "/suppliers", body, 201)
    assert (back["id"], back["status"]) == (str(sourced.supplier_id), "connected")


async def test_new_credentials_are_of_the_same_account(sourced: Sourced) -> None:
    path = f"/suppliers/{sourced.supplier_id}/reconnect"
    other = await sourced.send(
        "POST", path, {"credentials": {"api_key": f"k-{secrets.token_hex(4)}"}}, 409
    )
    assert other["code"] == "other_account"
    fresh = f"{sourced.shelf.key}+new"
    await sourced.send("POST", path, {"credentials": {"api_key": fresh}})
    row = await _row(sourced)
    assert unseal(sourced.kernel, row.id, row.credentials).values["api_key"] == fresh


async def test_settings_are_checked_and_pausing_stops_reading(sourced: Sourced) -> None:
    path = f"/suppliers/{sourced.supplier_id}"
    bare = await sourced.send("PATCH", path, {"approval": "above"}, 422)
    assert bare["details"][0]["field"] == "approval_above"
    kept = await sourced.send(
        "PATCH",
        path,
        {
            "approval": "above",
            "approval_above": 5_000,
            "daily_spend_cap": 100_000,
            "auto_order": True,
            "grace_minutes": 0,
        },
    )
    assert (kept["approval_above"], kept["daily_spend_cap"], kept["grace_minutes"]) == (
        5_000,
        100_000,
        0,
    )
    cleared = await sourced.send("PATCH", path, {"daily_spend_cap": None})
    assert (cleared["daily_spend_cap"], cleared["auto_order"]) == (None, True)
    paused = await sourced.send("POST", f"{path}/pause", {"paused": True})
    assert (paused["health"], paused["next_poll_at"]) == ("paused", None)
    resumed = await sourced.send("POST", f"{path}/pause", {"paused": False})
    assert resumed["status"] == "connected"
    assert resumed["next_poll_at"] is not None


async def test_failures_are_remembered_and_refused_credentials_need_a_person(
    sourced: Sourced, kernel: Kernel
) -> None:
    """Health: failing since, healed by the next answer; a revoked key stops everything at once."""
    path = f"/suppliers/{sourced.supplier_id}"
    sourced.shelf.down = True
    await sourced.send("POST", f"{path}/test", status=503)
    failing = await sourced.get(path)
    assert failing["health"] == "failing"
    assert "memory.example" in failing["last_error"]
    sourced.shelf.down = False
    assert (await sourced.send("POST", f"{path}/test"))["balance"] == 100_000
    assert (await sourced.get(path))["health"] == "good"
    sourced.shelf.refusing = True
    await sourced.send("POST", f"{path}/test", status=422)
    refused = await sourced.get(path)
    assert (refused["status"], refused["next_poll_at"]) == ("attention", None)
    asked = len(sourced.shelf.calls)
    await sourced.send("POST", f"{path}/test", status=409)
    assert len(sourced.shelf.calls) == asked, "a supplier that refused us is not asked again"
    with pytest.raises(SupplierClosed):
        await service.open_supplier(kernel, await _row(sourced))
    async with sourced.session() as session:
        told = await session.scalar(
            text("select count(*) from events where type = 'supplier.attention'")
        )
    assert told == 1


async def test_credentials_are_renewed_before_they_end(store: ShopStore, kernel: Kernel) -> None:
    key = f"k-{secrets.token_hex(6)}"
    shelf = memory(kernel).shelf(key)
    shelf.lasts = timedelta(hours=2)
    sourced = await connected(kernel, store, key)
    before = await _row(sourced)
    shelf.down = True
    supplier = await service.open_supplier(kernel, before)
    with pytest.raises(SupplierUnavailable):
        await supplier.account()
    shelf.down = False
    await (await service.open_supplier(kernel, before)).account()
    after = await _row(sourced)
    assert shelf.renewed == 1
    assert after.credentials != before.credentials
    assert after.credentials_expire_at is not None
    assert before.credentials_expire_at is not None
    assert after.credentials_expire_at > before.credentials_expire_at
    await (await service.open_supplier(kernel, after)).account()
    assert shelf.renewed == 1
    shelf.refusing = True
    with pytest.raises(SupplierRefused):
        await (await service.open_supplier(kernel, after)).account()
    assert (await _row(sourced)).status == "attention"


async def test_a_webhook_counts_once_and_only_with_its_signature(
    sourced: Sourced, api: Any
) -> None:
    """R10.3: webhook first; verified on its raw bytes, kept once, nothing recorded otherwise."""
    url = f"/api/v1/webhooks/suppliers/memory/{sourced.supplier_id}"
    body, headers = sourced.shelf.webhook(
        {"event_id": "e1", "kind": "stock", "external_id": "p1"},
        {"event_id": "e2", "kind": "order", "reference": "PO-1"},
    )
    for wrong in ({}, {**headers, "x-memory-signature": "0" * 64}):
        assert (await api.post(url, content=body, headers=wrong)).status_code == 401
    assert (await api.post(url, content=body + b" ", headers=headers)).status_code == 401
    other = url.replace("/memory/", "/nobody/")
    assert (await api.post(other, content=body, headers=headers)).status_code == 404
    stranger = f"/api/v1/webhooks/suppliers/memory/{UUID(int=7)}"
    assert (await api.post(stranger, content=body, headers=headers)).status_code == 404
    async with sourced.session() as session:
        assert (await session.scalars(select(SupplierEvent))).all() == []
    first = await api.post(url, content=body, headers=headers)
    assert first.json()["data"] == {"received": True, "fresh": 2}
    again = await api.post(url, content=body, headers=headers)
    assert again.json()["data"] == {"received": True, "fresh": 0}
    async with sourced.session() as session:
        types = text("select type from events where type like 'supplier.%hinted' order by type")
        told = (await session.execute(types)).scalars().all()
    assert told == ["supplier.goods_hinted", "supplier.order_hinted"]


async def test_suppliers_stay_within_their_store(
    sourced: Sourced, other_store: ShopStore, api: Any
) -> None:
    """Another business sees no supplier, changes none, and a shopper is shown none."""
    for method, path, body in (
        ("GET", "", None),
        ("PATCH", "", {"name": "Mine"}),
        ("POST", "/test", None),
        ("POST", "/reconnect", {"credentials": {"api_key": "k"}}),
        ("POST", "/pause", {"paused": True}),
        ("DELETE", "", None),
    ):
        reply = await api.request(
            method,
            f"/api/v1{other_store.path}/suppliers/{sourced.supplier_id}{path}",
            headers=other_store.merchant.headers,
            json=body,
        )
        assert reply.status_code == 404, (method, path, reply.text)
    row = await _row(sourced)
    assert (row.name, row.status) == (sourced.supplier["name"], "connected")
