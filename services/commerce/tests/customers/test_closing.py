"""A shopper closes their account: the person goes, the order stays."""

import secrets
from typing import Any
from uuid import UUID

import httpx2
from sqlalchemy import text

from commerce.mail.nobody import NOBODY
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.outbox import run_outbox
from ecomm_testing.shopping import ADDRESS

SECRET = "eight888"
CANARY = "Sina Canary"

LEFT = """
    select coalesce(string_agg(found, ' '), '') from (
      select c::text as found from customer_accounts c union all
      select a::text from customer_addresses a union all
      select w.customer_id::text from customer_wishlists w union all
      select l::text from customer_links l union all
      select k.email || coalesce(k.customer_id::text, '') from carts k where status = 'open'
    ) kept where found like :person or found like :email or found like :name
"""
"""Whatever the shop still knows of the person outside orders, consents and mails that are to go."""


class Person:
    """Somebody with an account, an address, a wish and an open cart."""

    def __init__(self, store: ShopStore, email: str, data: dict[str, Any]) -> None:
        self.store, self.email, self.data = store, email, data
        self.id = UUID(data["user"]["id"])

    async def ask(self, method: str, path: str, **kwargs: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self.data['access_token']}"}
        url = f"{self.store.public}/customers{path}"
        return await self.store.merchant.api.request(method, url, headers=headers, **kwargs)

    async def close(self, password: str = SECRET) -> httpx2.Response:
        return await self.ask("POST", "/me/close", json={"password": password})

    async def left(self, kernel: Kernel) -> str:
        scope = Scope(tenant_id=self.store.merchant.tenant_id)
        async with kernel.database.transaction(scope) as session:
            like = {"person": f"%{self.id}%", "email": f"%{self.email}%", "name": f"%{CANARY}%"}
            return str(await session.scalar(text(LEFT), like))


async def person(store: ShopStore) -> Person:
    email = f"s-{secrets.token_hex(6)}@example.com"
    body = {"email": email, "password": SECRET, "name": CANARY, "marketing": True}
    reply = await store.merchant.api.post(f"{store.public}/customers/register", json=body)
    assert reply.status_code == 201, reply.text
    made = Person(store, email, reply.json()["data"])
    assert (await made.ask("POST", "/me/addresses", json=ADDRESS)).status_code == 201
    assert (await made.ask("PUT", "/me/cart", json={})).status_code == 200
    return made


async def test_who_closes_their_account_is_forgotten_and_told_so(
    store: ShopStore, kernel: Kernel
) -> None:
    who, other = await person(store), await person(store)
    assert CANARY in await who.left(kernel)
    device = await store.merchant.api.post(
        f"{store.public}/customers/login", json={"email": who.email, "password": SECRET}
    )
    elsewhere = Person(store, who.email, device.json()["data"])
    assert (await who.close()).status_code == 200
    assert str(who.id) not in await who.left(kernel)
    assert who.email not in await who.left(kernel)
    # Every session is over, and the password opens nothing.
    for one in (who, elsewhere):
        assert (await one.ask("GET", "/me")).status_code == 401
    again = await store.merchant.api.post(
        f"{store.public}/customers/login", json={"email": who.email, "password": SECRET}
    )
    assert again.status_code == 401
    customers = f"{store.path}/customers"
    listed = (await store.merchant.get(customers)).json()["data"]
    assert [row["email"] for row in listed] == [other.email]
    # Nobody else's account is touched, and the address is free again.
    assert (await other.ask("GET", "/me")).status_code == 200
    body = {"email": who.email, "password": "another pass", "name": "Back"}
    fresh = await store.merchant.api.post(f"{store.public}/customers/register", json=body)
    assert fresh.status_code == 201
    assert fresh.json()["data"]["user"]["marketing"] is False
    await run_outbox(kernel, store.merchant.tenant_id)
    async with kernel.database.transaction(Scope(tenant_id=store.merchant.tenant_id)) as session:
        told = await session.scalar(
            text(
                """select count(*) from mail_messages
                    where template = 'account_deleted' and state = 'sent'"""
            )
        )
    assert told == 1


async def test_a_wrong_password_closes_nothing(store: ShopStore, kernel: Kernel) -> None:
    who = await person(store)
    refused = await who.close("not the password")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "wrong_password")
    assert refused.json()["error"]["details"][0]["field"] == "password"
    assert refused.json()["data"] is None
    assert (await who.ask("GET", "/me")).json()["data"]["name"] == CANARY
    assert CANARY in await who.left(kernel)


async def test_orders_and_ledgers_stay_and_name_nobody(shop: Any, kernel: Kernel) -> None:
    """R4.6: a ledger keeps its rows; who has credit is made nobody instead."""
    store, who = shop.store, await person(shop.store)
    credit = await store.merchant.post(
        f"{store.path}/store-credits",
        json={
            "customer_id": str(who.id),
            "amount": {"amount": 500, "currency": "EUR"},
            "note": "Sorry",
        },
    )
    assert credit.status_code == 201, credit.text
    shopper = await shop.shopper((await shop.variant(stock=3), 1))
    shopper.email = who.email
    bought = await shopper.buy()
    await shop.run()
    assert (await who.close()).status_code == 200
    left = await who.left(kernel)
    assert f"{who.id}@{NOBODY}" in left
    assert CANARY not in left
    assert who.email not in left
    assert (await who.ask("GET", "/me")).status_code == 401
    kept = await store.merchant.get(f"{store.path}/orders/{bought['id']}")
    assert kept.json()["data"]["number"] == bought["number"]
    entries = await store.merchant.get(
        f"{store.path}/store-credits/{credit.json()['data']['id']}/entries"
    )
    assert [entry["amount"]["amount"] for entry in entries.json()["data"]] == [-500, 500]
