"""An operator and what they set up, over the gateway's own API."""

import json
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import httpx2

from ecomm_core.api.internal import HEADER, MINUTE_HEADER
from ecomm_core.api.signed_calls import sign
from ecomm_core.kernel import Kernel
from llm_gateway.keys.authenticate import Principal, keys_of


@dataclass(frozen=True, slots=True)
class Tenant:
    """A tenant of a service with one virtual key."""

    id: UUID
    key_id: UUID
    key: str

    async def principal(self, kernel: Kernel) -> Principal:
        """Who shows the key, in the process of a kernel."""
        return await keys_of(kernel).authenticate(self.key)

    @property
    def headers(self) -> dict[str, str]:
        """The key as a request shows it."""
        return {"Authorization": f"Bearer {self.key}"}


class Desk:
    """Signs an operator's requests."""

    def __init__(self, api: httpx2.AsyncClient, key: bytes) -> None:
        self._api = api
        self._key = key

    async def send(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx2.Response:
        """One signed request; `path` below /api/v1/operator, with its query."""
        target = f"/api/v1/operator{path}"
        content = b"" if body is None else json.dumps(body).encode()
        minute = str(int(time.time() // 60))
        signed = {
            HEADER.decode(): sign(self._key, minute, method, target, content),
            MINUTE_HEADER.decode(): minute,
            "Content-Type": "application/json",
            **headers,
        }
        return await self._api.request(method, target, content=content, headers=signed)

    async def ok(self, method: str, path: str, body: Any = None) -> Any:
        """What it answers; anything but 2xx fails the test."""
        reply = await self.send(method, path, body)
        assert reply.is_success, (reply.status_code, reply.text)
        return reply.json()["data"]

    async def tenant(self, *, plan: str = "self_hosted", **key: Any) -> Tenant:
        """A tenant nobody else uses, with a key."""
        made = await self.ok(
            "PUT",
            "/tenants",
            {"service": "commerce", "external_id": str(uuid4()), "name": "Shop", "plan": plan},
        )
        given = await self.ok(
            "POST", f"/tenants/{made['tenant_id']}/keys", {"name": "commerce", **key}
        )
        return Tenant(UUID(made["tenant_id"]), UUID(given["id"]), given["key"])

    async def budget(self, tenant: Tenant, cents: int, **what: Any) -> dict[str, Any]:
        """A cap on a tenant's month."""
        wanted = {"period": "month", "cap": cents, **what}
        made: dict[str, Any] = await self.ok("POST", f"/tenants/{tenant.id}/budgets", wanted)
        return made

    async def budgets(self, tenant: Tenant) -> list[dict[str, Any]]:
        """A tenant's budgets as they stand."""
        found: list[dict[str, Any]] = await self.ok("GET", f"/tenants/{tenant.id}/budgets")
        return found

    async def price(self, provider: str, model: str, dollars: str, **more: Any) -> dict[str, Any]:
        """A price: so many dollars for a million tokens of any kind."""
        wanted = {
            "provider": provider,
            "model": model,
            "input": dollars,
            "output": dollars,
            "source": "a test",
            **more,
        }
        made: dict[str, Any] = await self.ok("POST", "/prices", wanted)
        return made
