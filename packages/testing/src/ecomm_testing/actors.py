"""People who use the platform in tests: merchants with stores, shoppers with carts."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2

from ecomm_core.kernel import Kernel
from ecomm_testing.outbox import run_outbox

PASSWORD = "correct horse battery staple"


@dataclass(slots=True)
class Merchant:
    """A signed-in merchant. `get/post/patch/put/delete` send the access token."""

    api: httpx2.AsyncClient
    email: str
    user_id: UUID
    tenant_id: UUID
    access_token: str
    refresh_token: str

    @property
    def headers(self) -> dict[str, str]:
        """Credentials."""
        return {"Authorization": f"Bearer {self.access_token}"}

    async def request(self, method: str, path: str, **kwargs: Any) -> httpx2.Response:
        """Call the API under `/api/v1` as this merchant."""
        headers = {**self.headers, **kwargs.pop("headers", {})}
        return await self.api.request(method, f"/api/v1{path}", headers=headers, **kwargs)

    async def get(self, path: str, **kwargs: Any) -> httpx2.Response:
        """GET as this merchant."""
        return await self.request("GET", path, **kwargs)

    async def post(self, path: str, **kwargs: Any) -> httpx2.Response:
        """POST as this merchant."""
        return await self.request("POST", path, **kwargs)

    async def patch(self, path: str, **kwargs: Any) -> httpx2.Response:
        """PATCH as this merchant."""
        return await self.request("PATCH", path, **kwargs)

    async def put(self, path: str, **kwargs: Any) -> httpx2.Response:
        """PUT as this merchant."""
        return await self.request("PUT", path, **kwargs)

    async def delete(self, path: str, **kwargs: Any) -> httpx2.Response:
        """DELETE as this merchant."""
        return await self.request("DELETE", path, **kwargs)


@dataclass(slots=True)
class ShopStore:
    """A store and its merchant."""

    merchant: Merchant
    id: UUID
    slug: str
    currency: str

    @property
    def path(self) -> str:
        """Path of the store's merchant API."""
        return f"/stores/{self.id}"

    @property
    def public(self) -> str:
        """Path of the store's public API."""
        return f"/api/v1/public/stores/{self.slug}"

    def money(self, amount: int) -> dict[str, Any]:
        """Money of the store's currency."""
        return {"amount": amount, "currency": self.currency}

    async def product(self, **fields: Any) -> dict[str, Any]:
        """Create an active product of one variant (price 24.99, stock 10 unless told)."""
        body: dict[str, Any] = {
            "title": f"Thing {secrets.token_hex(3)}",
            "status": "active",
            "price": self.money(2499),
            "stock": 10,
        }
        body.update(fields)
        reply = await self.merchant.post(f"{self.path}/products", json=body)
        assert reply.status_code == 201, reply.text
        made: dict[str, Any] = reply.json()["data"]
        return made


async def register_merchant(api: httpx2.AsyncClient, **fields: str) -> Merchant:
    """Register through the API."""
    email = fields.get("email", f"merchant-{secrets.token_hex(6)}@example.com")
    reply = await api.post(
        "/api/v1/auth/register",
        json={"email": email, "password": PASSWORD, "name": fields.get("name", "Mara Merchant")},
    )
    assert reply.status_code == 201, reply.text
    data = reply.json()["data"]
    return Merchant(
        api=api,
        email=email,
        user_id=UUID(data["user"]["id"]),
        tenant_id=UUID(data["user"]["tenant_id"]),
        access_token=data["access_token"],
        refresh_token=data["refresh_token"],
    )


SETUP_NEWS = ("commerce.email.store_ready", "commerce.storefront.revalidate")
"""What the making of a store tells others: a third of its cost, and nobody listens."""


async def create_store(merchant: Merchant, kernel: Kernel, **fields: Any) -> ShopStore:
    """Create a store through the API and let its creation flow finish. Nobody is told of it: who
    tests the mails and the storefronts' news of a new store lets its outbox run."""
    body = {
        "name": f"Shop {secrets.token_hex(3)}",
        "niche": "home",
        "currency": "EUR",
        "country": "DE",
        **fields,
    }
    reply = await merchant.post("/stores", json=body)
    assert reply.status_code == 201, reply.text
    data = reply.json()["data"]
    await run_outbox(kernel, merchant.tenant_id, untold=SETUP_NEWS)
    return ShopStore(merchant, UUID(data["id"]), data["slug"], data["currency"])
