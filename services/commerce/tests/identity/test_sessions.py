"""Tokens: rotation, theft, ten tabs at once, expiry, forgery, switching between businesses."""

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from ecomm_core.accounts.tokens import Audience
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, Merchant, ShopStore
from ecomm_testing.members import join

Shift = Callable[[float], None]


async def refresh(api: httpx2.AsyncClient, token: str) -> httpx2.Response:
    return await api.post("/api/v1/auth/refresh", json={"refresh_token": token})


async def me(api: httpx2.AsyncClient, access_token: str) -> httpx2.Response:
    return await api.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {access_token}"})


async def test_a_refresh_token_is_exchanged_for_a_new_pair(
    api: httpx2.AsyncClient, merchant: Merchant
) -> None:
    first = (await refresh(api, merchant.refresh_token)).json()["data"]
    assert first["refresh_token"] != merchant.refresh_token
    assert first["expires_in"] == 600
    assert (await me(api, first["access_token"])).status_code == 200
    second = await refresh(api, first["refresh_token"])
    assert second.status_code == 200


async def test_ten_tabs_refreshing_at_once_stay_signed_in(
    api: httpx2.AsyncClient, merchant: Merchant
) -> None:
    """Several times over: whoever waits for the first one's lock must see what it wrote.

    Planted: no grace for a token that was used just now.
    """
    token = merchant.refresh_token
    for _ in range(10):
        replies = await asyncio.gather(*(refresh(api, token) for _ in range(10)))
        assert {reply.status_code for reply in replies} == {200}
        successors = {reply.json()["data"]["refresh_token"] for reply in replies}
        assert len(successors) == 1
        token = successors.pop()


async def test_a_used_token_that_comes_back_later_ends_the_session(
    api: httpx2.AsyncClient, merchant: Merchant, shift_clock: Shift
) -> None:
    """A thief and the owner hold the same token: whoever comes second ends it for both.

    Planted: reuse forgiven for ever, in `test_planted`.
    """
    stolen = merchant.refresh_token
    fresh = (await refresh(api, stolen)).json()["data"]
    shift_clock(9)
    assert (await refresh(api, stolen)).json()["data"]["refresh_token"] == fresh["refresh_token"]
    shift_clock(11)
    reused = await refresh(api, stolen)
    assert reused.status_code == 401
    assert reused.json()["error"]["code"] == "session_ended"
    assert (await refresh(api, fresh["refresh_token"])).status_code == 401
    for access in (fresh["access_token"], merchant.access_token):
        assert (await me(api, access)).status_code == 401


async def test_another_sign_in_survives_the_theft_of_one(
    api: httpx2.AsyncClient, merchant: Merchant, shift_clock: Shift
) -> None:
    other = await api.post(
        "/api/v1/auth/login", json={"email": merchant.email, "password": PASSWORD}
    )
    await refresh(api, merchant.refresh_token)
    shift_clock(11)
    assert (await refresh(api, merchant.refresh_token)).status_code == 401
    assert (await refresh(api, other.json()["data"]["refresh_token"])).status_code == 200


async def test_refresh_tokens_are_stored_hashed(merchant: Merchant, kernel: Kernel) -> None:
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        rows = (await session.execute(text("select * from refresh_tokens"))).all()
    assert rows
    assert merchant.refresh_token not in str(rows)
    assert merchant.refresh_token.encode() not in b"".join(bytes(row.hash) for row in rows)


@pytest.mark.parametrize(
    "token", ["", "x", "x" * 513, "not-a-token", "\x00", "ü" * 20, "' or 1=1 --"]
)
async def test_made_up_refresh_tokens_are_refused(api: httpx2.AsyncClient, token: str) -> None:
    reply = await refresh(api, token)
    assert reply.status_code in {401, 422}
    assert reply.json()["data"] is None


async def test_sessions_end_when_idle_and_for_good(
    api: httpx2.AsyncClient, merchant: Merchant, shift_clock: Shift
) -> None:
    token, days = merchant.refresh_token, 0
    for step in (13, 13):
        days += step
        shift_clock(timedelta(days=days).total_seconds())
        reply = await refresh(api, token)
        assert reply.status_code == 200, days
        token = reply.json()["data"]["refresh_token"]
    # In use, but thirty days old.
    shift_clock(timedelta(days=31).total_seconds())
    assert (await refresh(api, token)).status_code == 401


async def test_an_idle_session_ends_after_two_weeks(
    api: httpx2.AsyncClient, merchant: Merchant, shift_clock: Shift
) -> None:
    shift_clock(timedelta(days=14, minutes=1).total_seconds())
    assert (await refresh(api, merchant.refresh_token)).status_code == 401


async def test_access_tokens_live_ten_minutes(merchant: Merchant, shift_clock: Shift) -> None:
    shift_clock(9 * 60)
    assert (await merchant.get("/auth/me")).status_code == 200
    shift_clock(11 * 60)
    over = await merchant.get("/auth/me")
    assert over.status_code == 401
    assert over.json()["error"]["code"] == "token_expired"


def _forged(kernel: Kernel, merchant: Merchant) -> dict[str, str]:
    payload = jwt.decode(merchant.access_token, options={"verify_signature": False})
    header = jwt.get_unverified_header(merchant.access_token)
    stranger = Ed25519PrivateKey.generate()

    def raw(part: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()

    head, body, signature = merchant.access_token.split(".")
    return {
        "unsigned": f"{raw({**header, 'alg': 'none'})}.{body}.",
        "symmetric": jwt.encode(
            payload, "0" * 64, algorithm="HS256", headers={"kid": header["kid"]}
        ),
        "another key": jwt.encode(
            payload, stranger, algorithm="EdDSA", headers={"kid": header["kid"]}
        ),
        "another kid": jwt.encode(payload, stranger, algorithm="EdDSA", headers={"kid": "x"}),
        "another tenant": f"{head}.{raw({**payload, 'tid': str(merchant.user_id)})}.{signature}",
        "cut": merchant.access_token[:-4],
        "empty": "..",
        "rubbish": "rubbish",
    }


async def test_forged_access_tokens_are_refused(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel
) -> None:
    for name, token in _forged(kernel, merchant).items():
        reply = await me(api, token)
        assert reply.status_code == 401, name
        assert reply.json()["error"]["code"] == "unauthenticated", name
    for header in ("", "Bearer", "Bearer ", "Basic abc", merchant.access_token):
        reply = await api.get("/api/v1/auth/me", headers={"Authorization": header})
        assert reply.status_code == 401, header
    assert (await me(api, merchant.access_token)).status_code == 200


async def test_a_shoppers_token_is_nothing_to_the_merchants_api(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel
) -> None:
    claims = jwt.decode(merchant.access_token, options={"verify_signature": False})
    token = kernel.signer.issue(
        subject=merchant.user_id, audience=Audience.SHOPPER, tenant_id=merchant.tenant_id,
        family_id=claims["fam"], store_id=None,
    )  # fmt: skip
    assert (await me(api, token)).status_code == 401


async def test_logging_out_with_somebody_elses_refresh_token_ends_nothing(
    api: httpx2.AsyncClient, merchant: Merchant, other_merchant: Merchant
) -> None:
    reply = await merchant.post(
        "/auth/logout", json={"refresh_token": other_merchant.refresh_token}
    )
    assert reply.status_code == 401
    assert (await other_merchant.get("/auth/me")).status_code == 200
    assert (await merchant.get("/auth/me")).status_code == 200
    own = await merchant.post("/auth/logout", json={"refresh_token": merchant.refresh_token})
    assert own.status_code == 200
    assert (await merchant.get("/auth/me")).status_code == 401


async def test_switching_names_another_business_and_ends_the_old_pair(
    api: httpx2.AsyncClient, store: ShopStore, kernel: Kernel
) -> None:
    member = await join(kernel, store.merchant, "staff")
    data = (await member.get("/auth/me")).json()["data"]
    assert (data["tenant_id"], data["role"]) == (str(store.merchant.tenant_id), "staff")
    assert len(data["memberships"]) == 2
    assert (await member.get(store.path)).status_code == 200
    own = next(m["tenant_id"] for m in data["memberships"] if m["role"] == "owner")
    reply = await member.post("/auth/switch", json={"tenant_id": own})
    assert reply.status_code == 200
    pair = reply.json()["data"]
    assert pair["user"]["role"] == "owner"
    assert (await member.get("/auth/me")).status_code == 401
    assert (await refresh(api, member.refresh_token)).status_code == 401
    moved = replace(member, access_token=pair["access_token"])
    assert (await moved.get(store.path)).status_code == 404
    assert (await moved.get("/stores")).json()["page"]["total"] == 0


async def test_nobody_switches_into_a_business_they_do_not_belong_to(
    merchant: Merchant, other_merchant: Merchant
) -> None:
    reply = await merchant.post("/auth/switch", json={"tenant_id": str(other_merchant.tenant_id)})
    assert reply.status_code == 404
    assert (await merchant.get("/auth/me")).status_code == 200


async def test_a_member_who_is_removed_is_out_at_once(
    api: httpx2.AsyncClient, store: ShopStore, kernel: Kernel
) -> None:
    member = await join(kernel, store.merchant, "admin")
    assert (await member.get(store.path)).status_code == 200
    scope = Scope(tenant_id=store.merchant.tenant_id)
    async with kernel.database.transaction(scope) as session:
        await session.execute(
            text("delete from memberships where user_id = :user"), {"user": member.user_id}
        )
    for path in ("/auth/me", "/stores", store.path):
        assert (await member.get(path)).status_code == 401
    assert (await refresh(api, member.refresh_token)).status_code == 401


async def test_replies_with_tokens_are_not_to_be_stored(
    api: httpx2.AsyncClient, merchant: Merchant
) -> None:
    reply = await refresh(api, merchant.refresh_token)
    assert reply.headers["cache-control"] == "private, no-store"
