"""Idempotency-Key on creating POSTs: one effect, the same reply (rules §5)."""

import asyncio
import secrets
from typing import Any

import httpx2
from sqlalchemy import text

from ecomm_core.api import idempotency
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, Merchant

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


async def test_keys_of_two_callers_never_meet(merchant: Merchant, other_merchant: Merchant) -> None:
    headers = {"Idempotency-Key": "shared"}
    mine = await merchant.post("/stores", json=STORE, headers=headers)
    theirs = await other_merchant.post("/stores", json=STORE, headers=headers)
    assert mine.status_code == theirs.status_code == 201
    assert mine.json()["data"]["id"] != theirs.json()["data"]["id"]


async def test_a_refusal_is_not_stored_so_that_it_can_be_mended(merchant: Merchant) -> None:
    headers = {"Idempotency-Key": "mend"}
    wrong = await merchant.post("/stores", json={**STORE, "currency": "XXX"}, headers=headers)
    assert wrong.status_code == 422
    right = await merchant.post("/stores", json=STORE, headers=headers)
    assert right.status_code == 201


async def test_stored_replies_are_sealed_and_end_after_a_day(
    merchant: Merchant, kernel: Kernel, shift_clock: Any
) -> None:
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
    made = await merchant.post("/stores", json={**STORE, "name": secrets.token_hex(4)})
    path = f"/api/v1/public/stores/{made.json()['data']['slug']}/carts"
    short = await api.post(path, json={}, headers={"Idempotency-Key": "1"})
    assert short.status_code == 422
    key = {"Idempotency-Key": secrets.token_urlsafe(24)}
    first = await api.post(path, json={}, headers=key)
    again = await api.post(path, json={}, headers=key)
    assert first.status_code == 201
    assert first.json() == again.json()
