"""A shopper's way through a shop, step by step, for tests: cart, checkout, test payment."""

from dataclasses import dataclass
from typing import Any

import httpx2

ADDRESS = {
    "name": "Sina Shopper",
    "line1": "Hauptstraße 1",
    "postal_code": "01099",
    "city": "Dresden",
    "country": "DE",
}


@dataclass(slots=True)
class ShopperCart:
    """A cart and what came of it."""

    api: httpx2.AsyncClient
    public: str
    id: str
    token: str
    line_ids: list[str]

    @property
    def headers(self) -> dict[str, str]:
        """The cart's capability."""
        return {"X-Cart-Token": self.token}

    async def add(self, variant_id: str, quantity: int = 1) -> dict[str, Any]:
        """Add a line; the cart's data."""
        reply = await self.api.post(
            f"{self.public}/carts/{self.id}/lines",
            headers=self.headers,
            json={"variant_id": variant_id, "quantity": quantity},
        )
        assert reply.status_code == 201, reply.text
        data: dict[str, Any] = reply.json()["data"]
        self.line_ids = [line["id"] for line in data["lines"]]
        return data

    async def rates(self, country: str = "DE") -> list[dict[str, Any]]:
        """Ways to ship."""
        reply = await self.api.get(
            f"{self.public}/carts/{self.id}/shipping-rates",
            params={"country": country},
            headers=self.headers,
        )
        assert reply.status_code == 200, reply.text
        rates: list[dict[str, Any]] = reply.json()["data"]["rates"]
        return rates

    async def checkout_body(self, **changes: Any) -> dict[str, Any]:
        """A complete checkout body for this cart."""
        rates = await self.rates()
        return {
            "cart_id": self.id,
            "email": "sina@example.com",
            "shipping_address": ADDRESS,
            "shipping_rate_id": rates[0]["id"],
            **changes,
        }

    async def start(self, **changes: Any) -> httpx2.Response:
        """POST checkout."""
        return await self.api.post(
            f"{self.public}/checkout",
            headers=self.headers,
            json=await self.checkout_body(**changes),
        )

    async def act(self, payment_url: str, action: str = "pay") -> dict[str, Any]:
        """Do something on the test payment page."""
        session = payment_url.rpartition("/")[2]
        reply = await self.api.post(
            f"/mock-pay/sessions/{session}/actions", json={"action": action}
        )
        assert reply.status_code == 200, reply.text
        data: dict[str, Any] = reply.json()["data"]
        return data

    async def state(self, checkout_id: str) -> dict[str, Any]:
        """GET checkout: what the browser's return does."""
        reply = await self.api.get(f"{self.public}/checkout/{checkout_id}", headers=self.headers)
        assert reply.status_code == 200, reply.text
        data: dict[str, Any] = reply.json()["data"]
        return data

    async def buy(self, **changes: Any) -> dict[str, Any]:
        """Check out and pay; the completed checkout's state."""
        reply = await self.start(**changes)
        assert reply.status_code == 201, reply.text
        data = reply.json()["data"]
        if data["payment_url"]:
            await self.act(data["payment_url"])
        return await self.state(data["checkout_id"])


async def open_cart(api: httpx2.AsyncClient, public: str) -> ShopperCart:
    """A new, empty cart. `public` is the store's public path."""
    reply = await api.post(f"{public}/carts", json={})
    assert reply.status_code == 201, reply.text
    data = reply.json()["data"]
    return ShopperCart(api, public, data["id"], data["token"], [])
