"""Accounts through the API: what a stranger, a guesser and a thief get."""

import httpx2

from ecomm_testing.actors import PASSWORD, Merchant


async def test_a_registered_merchant_reads_their_own_account(merchant: Merchant) -> None:
    reply = await merchant.get("/auth/me")
    assert reply.status_code == 200
    data = reply.json()["data"]
    assert data["email"] == merchant.email
    assert data["role"] == "owner"
    assert data["plan"] == "self_hosted"


async def test_registering_an_email_twice_is_refused_and_changes_nothing(
    api: httpx2.AsyncClient, merchant: Merchant
) -> None:
    reply = await api.post(
        "/api/v1/auth/register",
        json={"email": merchant.email.upper(), "password": "another long password", "name": "X"},
    )
    assert reply.status_code == 409
    assert reply.json()["error"]["code"] == "email_taken"
    assert reply.json()["error"]["details"][0]["field"] == "email"
    login = await api.post(
        "/api/v1/auth/login", json={"email": merchant.email, "password": PASSWORD}
    )
    assert login.status_code == 200


async def test_logging_out_ends_access_and_refresh_at_once(
    api: httpx2.AsyncClient, merchant: Merchant
) -> None:
    assert (await merchant.post("/auth/logout", json={})).status_code == 200
    assert (await merchant.get("/auth/me")).status_code == 401
    reply = await api.post("/api/v1/auth/refresh", json={"refresh_token": merchant.refresh_token})
    assert reply.status_code == 401


async def test_a_body_above_the_limit_is_refused_in_the_envelope(api: httpx2.AsyncClient) -> None:
    reply = await api.post(
        "/api/v1/auth/login", json={"email": "x@example.com", "password": "x" * 10_000_000}
    )
    assert reply.status_code == 413
    assert reply.json()["error"]["code"] == "too_large"
    assert reply.headers["cache-control"] == "private, no-store"
