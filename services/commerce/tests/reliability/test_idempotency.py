"""Idempotency-Key on creating POSTs: one effect, the same reply (rules §5)."""

import asyncio
import secrets
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from commerce.stores import service as room
from ecomm_core.api import idempotency
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, Merchant, ShopStore
from ecomm_testing.shopping import open_cart

STORE: dict[str, Any] = {"name": "Once", "niche": "home", "currency": "EUR", "country": "DE"}


async def stores(merchant: Merchant) -> int:
    return int((await merchant.get("/stores")).json()["page"]["total"])


async def test_the_same_key_and_body_give_the_same_reply_and_one_effect(
    merchant: Merchant,
) -> None:
    """R5.1"""
    headers = {"Idempotency-Key": "a-key"}
    first = await merchant.post("/stores", json=STORE, headers=headers)
    again = await merchant.post("/stores", json=STORE, headers=headers)
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert again.headers["idempotent-replayed"] == "true"
    assert await stores(merchant) == 1


async def test_the_same_key_with_another_body_is_refused_and_changes_nothing(
    merchant: Merchant,
) -> None:
    """R5.1"""
    headers = {"Idempotency-Key": "a-key"}
    await merchant.post("/stores", json=STORE, headers=headers)
    other = await merchant.post("/stores", json={**STORE, "name": "Other"}, headers=headers)
    assert other.status_code == 422
    assert other.json()["error"]["code"] == "idempotency_key_reused"
    assert await stores(merchant) == 1


async def test_a_key_in_use_is_answered_at_once_with_retry_after(
    merchant: Merchant, kernel: Kernel
) -> None:
    """R5.1: the first request holds the key's lock until it has committed."""
    headers = {"Idempotency-Key": "racing"}
    replies = await asyncio.gather(
        *(merchant.post("/stores", json=STORE, headers=headers) for _ in range(8))
    )
    statuses = sorted(reply.status_code for reply in replies)
    assert statuses.count(201) >= 1
    assert set(statuses) <= {201, 409}
    for reply in replies:
        if reply.status_code == 409:
            assert reply.json()["error"]["code"] == "in_progress"
            assert reply.headers["retry-after"] == "1"
    assert len({r.json()["data"]["id"] for r in replies if r.status_code == 201}) == 1
    assert await stores(merchant) == 1


async def test_while_the_first_works_the_second_waits_for_nothing(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R5.1: still in progress is 409 at once; once the first has answered, its reply is for all.
    Planted: a second request that waits for the first one's lock never answers here."""
    began, go_on = asyncio.Event(), asyncio.Event()
    make = room.create

    async def slowly(*args: Any, **kwargs: Any) -> Any:
        began.set()
        await go_on.wait()
        return await make(*args, **kwargs)

    monkeypatch.setattr(room, "create", slowly)
    headers = {"Idempotency-Key": "slow"}
    first = asyncio.create_task(merchant.post("/stores", json=STORE, headers=headers))
    await began.wait()
    second = await merchant.post("/stores", json=STORE, headers=headers)
    assert not first.done()
    assert (second.status_code, second.json()["error"]["code"]) == (409, "in_progress")
    assert second.headers["retry-after"] == "1"
    go_on.set()
    made = await first
    third = await merchant.post("/stores", json=STORE, headers=headers)
    assert (made.status_code, third.status_code) == (201, 201)
    assert third.json() == made.json()
    assert await stores(merchant) == 1


async def test_keys_of_two_callers_never_meet(merchant: Merchant, other_merchant: Merchant) -> None:
    """R5.1: unique per caller."""
    headers = {"Idempotency-Key": "shared"}
    mine = await merchant.post("/stores", json=STORE, headers=headers)
    theirs = await other_merchant.post("/stores", json=STORE, headers=headers)
    assert mine.status_code == theirs.status_code == 201
    assert mine.json()["data"]["id"] != theirs.json()["data"]["id"]


async def test_keys_of_two_routes_never_meet(store: ShopStore) -> None:
    """R5.1: unique per route: the key of one store's product is free for a category."""
    headers = {"Idempotency-Key": "a-key"}
    price = store.money(100)
    product = await store.merchant.post(
        f"{store.path}/products", json={"title": "T", "price": price}, headers=headers
    )
    category = await store.merchant.post(
        f"{store.path}/categories", json={"name": "T"}, headers=headers
    )
    assert (product.status_code, category.status_code) == (201, 201)
    assert "idempotent-replayed" not in category.headers


async def test_keys_of_two_carts_never_meet(store: ShopStore) -> None:
    """R5.1: the caller is the cart's token where nobody has signed in."""
    variant = (await store.product())["variants"][0]["id"]
    body = {"variant_id": variant, "quantity": 1}
    key = {"Idempotency-Key": secrets.token_urlsafe(24)}
    for _ in range(2):
        cart = await open_cart(store.merchant.api, store.public)
        path = f"{store.public}/carts/{cart.id}/lines"
        for replayed in (None, "true"):
            reply = await store.merchant.api.post(path, json=body, headers={**cart.headers, **key})
            assert reply.status_code == 201, reply.text
            assert reply.headers.get("idempotent-replayed") == replayed
            assert [line["quantity"] for line in reply.json()["data"]["lines"]] == [1]


async def test_replies_that_carry_secrets_are_kept_for_ten_minutes(
    merchant: Merchant, kernel: Kernel, shift_clock: Any
) -> None:
    """R5.1: an API key is shown once; sent again within ten minutes the same one, sealed meanwhile,
    and nobody learns it later by repeating the request."""
    body = {"name": "Sync", "scopes": ["products:read"]}
    headers = {"Idempotency-Key": "shown-once"}
    first = await merchant.post("/api-keys", json=body, headers=headers)
    again = await merchant.post("/api-keys", json=body, headers=headers)
    assert first.json()["data"]["key"] == again.json()["data"]["key"]
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        stored = await session.scalar(text("select reply from idempotency"))
    assert first.json()["data"]["key"] not in stored
    shift_clock(9.5 * 60)
    assert (await merchant.post("/api-keys", json=body, headers=headers)).json() == first.json()
    shift_clock(10.5 * 60)
    login = await merchant.api.post(
        "/api/v1/auth/login", json={"email": merchant.email, "password": PASSWORD}
    )
    merchant.access_token = login.json()["data"]["access_token"]
    late = await merchant.post("/api-keys", json=body, headers=headers)
    assert late.json()["data"]["key"] != first.json()["data"]["key"]


async def test_a_refusal_is_not_stored_so_that_it_can_be_mended(merchant: Merchant) -> None:
    headers = {"Idempotency-Key": "mend"}
    wrong = await merchant.post("/stores", json={**STORE, "currency": "XXX"}, headers=headers)
    assert wrong.status_code == 422
    right = await merchant.post("/stores", json=STORE, headers=headers)
    assert right.status_code == 201


async def test_stored_replies_are_sealed_and_end_after_a_day(
    merchant: Merchant, kernel: Kernel, shift_clock: Any
) -> None:
    """R5.1"""
    headers = {"Idempotency-Key": "sealed"}
    made = await merchant.post("/stores", json=STORE, headers=headers)
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        stored = await session.scalar(text("select reply from idempotency"))
    assert made.json()["data"]["id"] not in stored
    shift_clock(idempotency.KEEP.total_seconds() + 1)
    login = await merchant.api.post(
        "/api/v1/auth/login", json={"email": merchant.email, "password": PASSWORD}
    )
    merchant.access_token = login.json()["data"]["access_token"]
    again = await merchant.post("/stores", json=STORE, headers=headers)
    assert again.status_code == 201
    assert again.json()["data"]["id"] != made.json()["data"]["id"]


async def test_anonymous_callers_need_a_key_nobody_can_guess(
    api: httpx2.AsyncClient, merchant: Merchant
) -> None:
    """R5.1: at least 128 random bits, which take 22 characters."""
    made = await merchant.post("/stores", json={**STORE, "name": secrets.token_hex(4)})
    path = f"/api/v1/public/stores/{made.json()['data']['slug']}/carts"
    for guessed in ("1", secrets.token_urlsafe(16)[:21]):
        short = await api.post(path, json={}, headers={"Idempotency-Key": guessed})
        assert short.status_code == 422
    key = {"Idempotency-Key": secrets.token_urlsafe(24)}
    first = await api.post(path, json={}, headers=key)
    again = await api.post(path, json={}, headers=key)
    assert first.status_code == 201
    assert first.json() == again.json()
