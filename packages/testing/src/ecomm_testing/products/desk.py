"""The platform's side of a product: connects stores, signs people in, tells what happened."""

import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import httpx2

from ecomm_core import clock
from ecomm_core.api.internal import HEADER, MINUTE_HEADER
from ecomm_core.api.signed_calls import sign
from ecomm_core.delivery.signing import new_secret, platform_headers, standard_headers
from ecomm_testing.actors import Merchant
from ecomm_testing.fakes.platform import FakePlatform


@dataclass
class Shop:
    """A store of the platform, connected to the product under test."""

    desk: "Desk"
    store_id: UUID
    business: UUID
    owner: dict[str, str]
    secret: str
    key: str
    """To the platform."""
    tenant_id: UUID = field(default_factory=uuid4)
    """The business in the product."""
    api_key: str = field(default="", repr=False)

    @property
    def path(self) -> str:
        """Path of the store's pages in the product's API."""
        return f"/stores/{self.store_id}"

    def body(self, **changes: Any) -> dict[str, Any]:
        """What the platform says when it connects the store."""
        return {
            "connection_id": str(uuid4()),
            "tenant_id": str(self.business),
            "tenant_name": "Mara's shops",
            "owner": self.owner,
            "store": {
                "store_id": str(self.store_id),
                "name": "Lamps",
                "slug": "lamps",
                "url": "http://lamps.localhost",
                "currency": "EUR",
                "locale": "en",
                "timezone": "Europe/Berlin",
            },
            "platform_url": self.desk.platform.url,
            "platform_key": self.key,
            "scopes": ["products:read", "products:write"],
            "webhook_secrets": [self.secret],
            **changes,
        }

    async def connect(self, **changes: Any) -> "Shop":
        """Connect, or again."""
        reply = await self.desk.send("PUT", f"/connections/{self.store_id}", self.body(**changes))
        assert reply.status_code == 200, reply.text
        data = reply.json()["data"]
        self.tenant_id, self.api_key = UUID(data["tenant_id"]), data["api_key"]
        return self

    async def sign_in(self, *, path: str = "/", role: str = "owner", **person: str) -> Merchant:
        """Somebody of the business, in the product by a ticket; the owner unless told."""
        who = {**self.owner, **person} if person or role == "owner" else _person()
        reply = await self.desk.send(
            "POST",
            f"/connections/{self.store_id}/sign-in",
            {**who, "role": role, "path": path},
        )
        assert reply.status_code == 200, reply.text
        return await self.desk.enter(ticket_of(reply.json()["data"]["url"]))

    def message(self, type: str, data: dict[str, Any], **fields: Any) -> bytes:  # noqa: A002 - the envelope's word
        """The bytes of an event."""
        body = {
            "id": str(uuid4()),
            "type": type,
            "version": 1,
            "timestamp": clock.now().isoformat(),
            "store_id": str(self.store_id),
            "resource_type": type.partition(".")[0],
            "resource_id": str(uuid4()),
            "sequence": 1,
            "test": False,
            "data": data,
            **fields,
        }
        return json.dumps(body).encode()

    async def tell(self, type: str, data: dict[str, Any], **fields: Any) -> httpx2.Response:  # noqa: A002 - the envelope's word
        """Tell the product of an event, signed both ways."""
        body = self.message(type, data, **fields)
        return await self.desk.post(body, signed(body, self.secret, type))

    async def tell_product(self, title: str = "Lamp", **fields: Any) -> UUID:
        """Tell of a new product; its id."""
        product_id = fields.pop("resource_id", None) or uuid4()
        money = {"amount": 100, "currency": "EUR"}
        data = {
            "product_id": str(product_id),
            "slug": "lamp",
            "title": title,
            "status": "active",
            "price_min": money,
            "price_max": money,
        }
        reply = await self.tell("product.created", data, resource_id=str(product_id), **fields)
        assert reply.status_code == 200, reply.text
        return UUID(str(product_id))


class Desk:
    """Signs the platform's calls to one product."""

    def __init__(self, api: httpx2.AsyncClient, key: bytes, platform: FakePlatform) -> None:
        self.api = api
        self.key = key
        self.platform = platform

    async def send(
        self, method: str, path: str, body: Any = None, *, key: bytes | None = None
    ) -> httpx2.Response:
        """One signed request; `path` below /api/v1/platform."""
        target = f"/api/v1/platform{path}"
        content = b"" if body is None else json.dumps(body).encode()
        minute = str(int(time.time() // 60))
        headers = {
            HEADER.decode(): sign(key or self.key, minute, method, target, content),
            MINUTE_HEADER.decode(): minute,
            "Content-Type": "application/json",
        }
        return await self.api.request(method, target, content=content, headers=headers)

    async def post(self, body: bytes, headers: dict[str, str]) -> httpx2.Response:
        """A message to the product's inbox."""
        return await self.api.post("/api/v1/webhooks/platform", content=body, headers=headers)

    def shop(self, **fields: Any) -> Shop:
        """A store nobody has connected yet."""
        key = f"ek_live_{secrets.token_urlsafe(12)}"
        self.platform.keys.add(key)
        values: dict[str, Any] = {
            "store_id": uuid4(),
            "business": uuid4(),
            "owner": _person(),
            "secret": new_secret(),
            "key": key,
            **fields,
        }
        return Shop(self, **values)

    async def connected(self, **fields: Any) -> Shop:
        """A store, connected."""
        return await self.shop(**fields).connect()

    async def enter(self, ticket: str) -> Merchant:
        """Use a ticket."""
        reply = await self.api.post("/api/v1/auth/ticket", json={"ticket": ticket})
        assert reply.status_code == 200, reply.text
        data = reply.json()["data"]
        return Merchant(
            api=self.api,
            email=data["user"]["email"],
            user_id=UUID(data["user"]["id"]),
            tenant_id=UUID(data["user"]["tenant_id"]),
            access_token=data["access_token"],
            refresh_token=data["refresh_token"],
        )


def signed(body: bytes, secret: str, kind: str, *, at: int | None = None) -> dict[str, str]:
    """Both families of headers of a message."""
    event_id, now = json.loads(body)["id"], int(clock.timestamp()) if at is None else at
    return {
        "Content-Type": "application/json",
        **standard_headers(event_id, now, body, [secret]),
        **platform_headers(event_id, kind, now, body, secret),
    }


def ticket_of(url: str) -> str:
    """The ticket in an address."""
    [ticket] = parse_qs(urlsplit(url).query)["ticket"]
    return ticket


def _person() -> dict[str, str]:
    return {
        "user_id": str(uuid4()),
        "email": f"person-{secrets.token_hex(6)}@example.com",
        "name": "Mara Merchant",
    }
