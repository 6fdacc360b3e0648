"""A merchant's promotions and a shopper's cart, over HTTP."""

import secrets
from dataclasses import dataclass
from typing import Any

import pytest

from ecomm_testing.actors import PASSWORD


@dataclass(slots=True)
class Promotions:
    """What the merchant does with discounts, gift cards and credit."""

    shop: Any

    def euros(self, amount: int) -> dict[str, Any]:
        return {"amount": amount, "currency": self.shop.store.currency}

    async def call(self, method: str, path: str, status: int = 200, **kwargs: Any) -> Any:
        owner = self.shop.store.merchant
        reply = await owner.request(method, f"{self.shop.store.path}{path}", **kwargs)
        if reply.status_code == 401:  # the test moved the clock
            login = {"email": owner.email, "password": PASSWORD}
            again = await self.shop.api.post("/api/v1/auth/login", json=login)
            owner.access_token = again.json()["data"]["access_token"]
            reply = await owner.request(method, f"{self.shop.store.path}{path}", **kwargs)
        assert reply.status_code == status, reply.text
        return reply.json()["data"] if status < 400 else reply.json()["error"]

    async def discount(self, **fields: Any) -> dict[str, Any]:
        body = {"name": f"Deal {secrets.token_hex(3)}", "kind": "percentage", **fields}
        if body["kind"] == "percentage":
            body.setdefault("percent_ppm", 100_000)
        made: dict[str, Any] = await self.call("POST", "/discounts", 201, json=body)
        return made

    async def used(self, discount: dict[str, Any]) -> int:
        found: int = (await self.call("GET", f"/discounts/{discount['id']}"))["used"]
        return found

    async def card(self, amount: int = 5000, **fields: Any) -> dict[str, Any]:
        body = {"amount": self.euros(amount), **fields}
        made: dict[str, Any] = await self.call("POST", "/gift-cards", 201, json=body)
        return made

    async def balance(self, card: dict[str, Any]) -> int:
        found: int = (await self.call("GET", f"/gift-cards/{card['id']}"))["balance"]["amount"]
        return found

    async def order(self, order_id: str) -> dict[str, Any]:
        found: dict[str, Any] = await self.call("GET", f"/orders/{order_id}")
        return found


@pytest.fixture
def promotions(shop: Any) -> Promotions:
    return Promotions(shop)


async def enter(shopper: Any, code: str, status: int = 201) -> dict[str, Any]:
    """Type a code into the cart."""
    reply = await shopper.call("POST", f"{shopper.cart}/codes", json={"code": code})
    assert reply.status_code == status, reply.text
    found: dict[str, Any] = reply.json()["data"] if status < 400 else reply.json()["error"]
    return found
