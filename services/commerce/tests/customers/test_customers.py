"""Shoppers' accounts: per store, apart from merchants' users."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, Merchant, ShopStore, create_store

Shift = Callable[[float], None]


@dataclass(slots=True)
class Customer:
    """A signed-in shopper of one store."""

    store: ShopStore
    email: str
    data: dict[str, Any]

    async def call(self, method: str, path: str, **kwargs: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.data['access_token']}"}
        url = f"{self.store.public}/customers{path}"
        return await self.store.merchant.api.request(method, url, headers=headers, **kwargs)


def email() -> str:
    return f"shopper-{secrets.token_hex(6)}@example.com"


async def post(store: ShopStore, path: str, body: dict[str, Any], **kwargs: Any) -> httpx2.Response:
    return await store.merchant.api.post(f"{store.public}/customers{path}", json=body, **kwargs)


async def register(store: ShopStore, address: str | None = None) -> Customer:
    address = address or email()
    reply = await post(
        store, "/register", {"email": address, "password": "eight888", "name": "Sina"}
    )
    assert reply.status_code == 201, reply.text
    return Customer(store, address, reply.json()["data"])


async def test_a_shopper_registers_signs_in_and_sees_themselves(store: ShopStore) -> None:
    customer = await register(store)
    assert customer.data["token_type"] == "Bearer"
    assert customer.data["expires_in"] == 600
    me = await customer.call("GET", "/me")
    assert me.status_code == 200
    shown = {"id", "email", "name", "phone", "verified", "marketing", "created_at"}
    assert set(me.json()["data"]) == shown
    again = await post(
        store, "/login", {"email": f" {customer.email.upper()}", "password": "eight888"}
    )
    assert again.status_code == 200
    assert again.json()["data"]["user"] == me.json()["data"]


async def test_the_event_names_the_shopper_and_is_recorded_once(
    store: ShopStore, kernel: Kernel
) -> None:
    customer = await register(store)
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        rows = (
            await session.execute(
                text("select store_id, data from events where type = 'customer.created'")
            )
        ).all()
    assert [(row.store_id, row.data["email"]) for row in rows] == [(store.id, customer.email)]
    assert "eight888" not in str(rows)


async def test_one_email_is_one_account_per_store_only(
    store: ShopStore, kernel: Kernel, other_store: ShopStore
) -> None:
    customer = await register(store)
    taken = await post(
        store, "/register", {"email": customer.email.upper(), "password": PASSWORD, "name": "X"}
    )
    assert taken.status_code == 409
    assert taken.json()["error"]["code"] == "email_taken"
    assert taken.json()["error"]["details"][0]["field"] == "email"
    sister = await create_store(store.merchant, kernel)
    for shop in (sister, other_store):
        same = await register(shop, customer.email)
        assert same.data["user"]["id"] != customer.data["user"]["id"]
    # The old password still is the one of the first.
    assert (
        await post(store, "/login", {"email": customer.email, "password": PASSWORD})
    ).status_code == 401


async def test_a_merchants_email_is_free_for_a_shopper_and_opens_no_back_office(
    store: ShopStore, api: httpx2.AsyncClient
) -> None:
    customer = await register(store, store.merchant.email)
    bearer = {"Authorization": f"Bearer {customer.data['access_token']}"}
    for path in ("/auth/me", "/stores", store.path, f"{store.path}/products"):
        reply = await api.get(f"/api/v1{path}", headers=bearer)
        assert reply.status_code == 401, path
        assert reply.json()["data"] is None
    stolen = await api.post(
        "/api/v1/auth/refresh", json={"refresh_token": customer.data["refresh_token"]}
    )
    assert stolen.status_code == 401
    assert (await store.merchant.get("/auth/me")).status_code == 200
    # … and that attempt used nothing up.
    assert (
        await post(store, "/refresh", {"refresh_token": customer.data["refresh_token"]})
    ).status_code == 200


async def test_a_merchants_tokens_are_nothing_to_the_shop(store: ShopStore) -> None:
    merchant = store.merchant
    url = f"{store.public}/customers/me"
    assert (await merchant.api.get(url, headers=merchant.headers)).status_code == 401
    assert (await merchant.api.get(url)).status_code == 401
    reply = await post(store, "/refresh", {"refresh_token": merchant.refresh_token})
    assert reply.status_code == 401
    assert (await merchant.get("/auth/me")).status_code == 200


async def test_a_token_counts_in_its_own_store_only(
    store: ShopStore, kernel: Kernel, other_store: ShopStore
) -> None:
    customer = await register(store)
    sister = await create_store(store.merchant, kernel)
    bearer = {"Authorization": f"Bearer {customer.data['access_token']}"}
    for shop in (sister, other_store):
        foreign = await shop.merchant.api.get(f"{shop.public}/customers/me", headers=bearer)
        assert foreign.status_code == 404
        assert foreign.json()["error"]["code"] == "store_not_found"
        assert customer.email not in foreign.text
        refused = await post(shop, "/refresh", {"refresh_token": customer.data["refresh_token"]})
        assert refused.status_code == 401
        unknown = await post(shop, "/login", {"email": customer.email, "password": "eight888"})
        assert unknown.status_code == 401
    assert (await customer.call("GET", "/me")).status_code == 200
    # Shown to other stores, the refresh token was not used up.
    own = await post(store, "/refresh", {"refresh_token": customer.data["refresh_token"]})
    assert own.status_code == 200


async def test_ten_tabs_stay_signed_in_and_a_thief_does_not(
    store: ShopStore, shift_clock: Shift
) -> None:
    customer = await register(store)
    token = {"refresh_token": customer.data["refresh_token"]}
    replies = await asyncio.gather(*(post(store, "/refresh", token) for _ in range(10)))
    assert {reply.status_code for reply in replies} == {200}
    successors = {reply.json()["data"]["refresh_token"] for reply in replies}
    assert len(successors) == 1
    shift_clock(11)
    assert (await post(store, "/refresh", token)).status_code == 401
    assert (await post(store, "/refresh", {"refresh_token": successors.pop()})).status_code == 401
    assert (await customer.call("GET", "/me")).status_code == 401


async def test_logging_out_ends_the_session_at_once(store: ShopStore) -> None:
    customer, other = await register(store), await register(store)
    foreign = await customer.call(
        "POST", "/logout", json={"refresh_token": other.data["refresh_token"]}
    )
    assert foreign.status_code == 401
    assert (await other.call("GET", "/me")).status_code == 200
    assert (await customer.call("POST", "/logout", json={})).status_code == 200
    assert (await customer.call("GET", "/me")).status_code == 401
    assert (
        await post(store, "/refresh", {"refresh_token": customer.data["refresh_token"]})
    ).status_code == 401
    assert (await other.call("GET", "/me")).status_code == 200


async def test_guesses_are_counted_per_store(
    store: ShopStore, other_store: ShopStore, api: httpx2.AsyncClient
) -> None:
    customer = await register(store)
    same = await register(other_store, customer.email)
    from_one = {"headers": {"X-Forwarded-For": "203.0.113.50"}}
    guess = {"email": customer.email, "password": "wrong"}
    for _ in range(5):
        assert (await post(store, "/login", guess, **from_one)).status_code == 401
    right = {"email": customer.email, "password": "eight888"}
    blocked = await post(store, "/login", right, **from_one)
    assert blocked.status_code == 429
    assert blocked.json()["error"]["code"] == "login_throttled"
    assert int(blocked.headers["retry-after"]) >= 1
    assert (await post(other_store, "/login", right, **from_one)).status_code == 200
    assert same.email == customer.email


async def test_unknown_and_wrong_are_one_answer(store: ShopStore) -> None:
    customer = await register(store)

    async def told(address: str) -> dict[str, Any]:
        reply = await post(store, "/login", {"email": address, "password": "wrong"})
        assert reply.status_code == 401
        return {**reply.json()["error"], "request_id": ""}

    assert await told(customer.email) == await told(email())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("password", "seven77"),
        ("password", "x" * 129),
        ("email", "nobody"),
        ("name", ""),
        ("name", "x" * 121),
    ],
)
async def test_malformed_registrations_are_refused_on_their_field(
    store: ShopStore, field: str, value: str
) -> None:
    good = {"email": email(), "password": "eight888", "name": "Sina"}
    reply = await post(store, "/register", {**good, field: value})
    assert reply.status_code == 422
    assert reply.json()["error"]["details"][0]["field"] == field
    assert (await post(store, "/login", good)).status_code == 401


async def test_an_email_registered_at_once_is_one_account(store: ShopStore) -> None:
    body = {"email": email(), "password": "eight888", "name": "Race"}
    replies = await asyncio.gather(*(post(store, "/register", body) for _ in range(5)))
    assert sorted(reply.status_code for reply in replies) == [201, 409, 409, 409, 409]


async def test_a_paused_or_deleted_shop_lets_nobody_in(store: ShopStore) -> None:
    customer = await register(store)
    body = {"email": customer.email, "password": "eight888", "name": "S"}
    await store.merchant.patch(store.path, json={"status": "paused"})
    for path in ("/register", "/login"):
        reply = await post(store, path, body)
        assert (reply.status_code, reply.json()["error"]["code"]) == (404, "store_paused")
    assert (await customer.call("GET", "/me")).json()["error"]["code"] == "store_paused"
    await store.merchant.delete(store.path)
    assert (await post(store, "/login", body)).json()["error"]["code"] == "store_not_found"


async def test_names_come_back_as_they_were_typed(store: ShopStore) -> None:
    name = "<img src=x onerror=alert(1)> O'Brien \u202e {{7*7}}"
    reply = await post(store, "/register", {"email": email(), "password": "eight888", "name": name})
    assert reply.json()["data"]["user"]["name"] == name


async def test_no_transaction_is_held_while_a_password_is_hashed(
    store: ShopStore, merchant: Merchant, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[int] = []
    real = kernel.passwords.hash

    async def hashing(password: str) -> str:
        held.append(kernel.database.engine.pool.checkedout())  # type: ignore[attr-defined]  # QueuePool has it
        return await real(password)

    monkeypatch.setattr(kernel.passwords, "hash", hashing)
    await register(store)
    assert held == [0]
