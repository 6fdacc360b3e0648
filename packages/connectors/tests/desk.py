"""The mock's hosted page at a desk: mounted, opened and chosen on by a test."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from ecomm_connectors.payments import PaymentStatus
from ecomm_connectors.payments.mock import MockCourier, mock_app


class Desk:
    """The page mounted at /mock-pay, and what its webhooks met."""

    def __init__(self, harness: Any, client: httpx2.AsyncClient) -> None:
        self.harness = harness
        self.client = client
        self.webhook_status = 200
        self.sent = 0

    async def receive(self, body: bytes, headers: Mapping[str, str]) -> int:
        now = self.harness.clock()
        self.harness.provider.parse_webhook(body, headers, now)
        self.sent += 1
        return self.webhook_status

    async def open(self, ref: str, more: str = "") -> httpx2.Response:
        return await self.client.get(f"/mock-pay/sessions/{ref}{more}")

    async def choose(self, ref: str, action: str, **changes: Any) -> httpx2.Response:
        page = (await self.open(ref)).text
        token = re.search(r'name="csrf" value="([0-9a-f]{64})"', page)
        fields = {"csrf": token[1] if token else "none", "action": action, **changes}
        return await self.client.post(f"/mock-pay/sessions/{ref}", data=fields)

    async def act(self, ref: str, action: Any, **headers: str) -> httpx2.Response:
        return await self.client.post(
            f"/mock-pay/sessions/{ref}/actions", json={"action": action}, headers=headers
        )


@pytest.fixture
async def desk(mock_harness: Any) -> AsyncIterator[Desk]:
    client = httpx2.AsyncClient(base_url="http://shop.test")
    made = Desk(mock_harness, client)
    app = mock_app(MockCourier(mock_harness.provider, made.receive))
    client._transport = httpx2.ASGITransport(Starlette(routes=[Mount("/mock-pay", app)]))
    yield made
    await client.aclose()


@pytest.fixture
def opened(mock_harness: Any, session_request: Any) -> Any:
    async def open_session(**changes: Any) -> str:
        request = session_request(mock_harness.clock, **changes)
        name: str = (await mock_harness.provider.create_session(request)).provider_ref
        return name

    return open_session


async def status_of(desk: Desk, ref: str) -> PaymentStatus:
    status: PaymentStatus = (await desk.harness.provider.fetch(ref)).status
    return status
