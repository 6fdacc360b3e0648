"""Both adapters of the subscription port, each with whoever pays on its hosted page."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import httpx2

from ecomm_connectors.subscriptions.mock.app import subscription_pages
from ecomm_connectors.subscriptions.mock.courier import SubscriptionCourier
from ecomm_connectors.subscriptions.mock.provider import MockSubscriptions
from ecomm_connectors.subscriptions.port import (
    CheckoutRequest,
    HostedPage,
    Item,
    SubscriptionEvent,
)
from ecomm_connectors.subscriptions.stripe import StripeSubscriptions
from ecomm_testing.fakes.stripe import FakeStripeServer, signed
from ecomm_testing.fakes.stripe.wire import StripeAPIError

from .conftest import SECRET, Clock

STARTER = Item("starter", "Starter", 4_900)
GROWTH = Item("growth", "Growth", 14_900)
YEARLY = Item("growth", "Growth", 149_000)
STORE = Item("extra_store", "Extra store", 2_900, 2)
TENANT = "0190a1b2-0000-7000-8000-000000000001"


def wish(**changes: Any) -> CheckoutRequest:
    fields: dict[str, Any] = {
        "idempotency_key": "checkout:1",
        "reference": TENANT,
        "email": "owner@example.com",
        "currency": "USD",
        "interval": "month",
        "items": (STARTER,),
        "success_url": "https://app.example/billing",
        "cancel_url": "https://app.example/pricing",
    }
    return CheckoutRequest(**{**fields, **changes})


class MemoryBooks:
    """`MockBooks` in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, datetime | None, int]] = {}

    async def add(self, book_id: str, body: str, due_at: datetime | None) -> bool:
        if book_id in self.rows:
            return False
        self.rows[book_id] = (body, due_at, 1)
        return True

    async def get(self, book_id: str) -> str | None:
        found = self.rows.get(book_id)
        return found[0] if found else None

    async def replace(self, book_id: str, body: str, due_at: datetime | None, version: int) -> bool:
        if self.rows[book_id][2] != version:
            return False
        self.rows[book_id] = (body, due_at, version + 1)
        return True

    async def list_due(self, now: datetime, limit: int) -> Sequence[str]:
        return [name for name, row in self.rows.items() if row[1] and row[1] <= now][:limit]


class MockSide:
    """The mock, with whoever pays on its page."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.provider = MockSubscriptions(
            MemoryBooks(), secret="x" * 32, page_url="https://mock.example", clock=clock
        )
        self.taken: list[tuple[bytes, Any, datetime]] = []
        self.courier = SubscriptionCourier(self.provider, self._take)
        transport = httpx2.ASGITransport(subscription_pages(self.courier, static="/s"))
        self.browser = httpx2.AsyncClient(transport=transport, base_url="https://mock.example")

    async def _take(self, body: bytes, headers: Any) -> int:
        self.taken.append((body, dict(headers), self.clock()))
        return 200

    def events(self) -> list[SubscriptionEvent]:
        found = [self.provider.parse_webhook(*taken) for taken in self.taken]
        return [event for event in found if event is not None]

    async def begin(self, request: CheckoutRequest) -> str:
        page = await self.provider.open_checkout(request)
        reply = await self.browser.post(f"{page.url}/actions", json={"action": "pay"})
        assert reply.status_code == 200, reply.text
        return str(self.events()[-1].ref)

    async def can_be_paid(self, page: HostedPage) -> bool:
        reply = await self.browser.post(f"{page.url}/actions", json={"action": "pay"})
        return bool(reply.status_code == 200)

    async def renew(self, ref: str, *, paid: bool) -> None:
        state = await self.provider.fetch(ref)
        portal = await self.provider.open_portal(state.customer_ref, return_url="https://a.example")
        action = "good_card" if paid else "bad_card"
        await self.browser.post(f"{portal.url}/actions", json={"action": action})
        self.clock.shift += state.period_end - self.clock()
        await self.courier.run_due()


class StripeSide:
    """Stripe's adapter on the fake, with whoever pays on its page."""

    def __init__(self, clock: Clock, server: FakeStripeServer) -> None:
        self.clock, self.server = clock, server
        server.fake.reset(clock=lambda: clock().timestamp())
        self.provider = StripeSubscriptions("sk_test_fake", [SECRET], base_url=server.url)

    async def on_server(self, act: Any) -> Any:
        async def run() -> Any:
            return act()

        return await asyncio.to_thread(self.server.call, run)

    @property
    def billing(self) -> Any:
        return self.server.fake.account.billing

    def events(self) -> list[SubscriptionEvent]:
        found = [self.parse(event) for event in self.server.fake.account.events]
        return [event for event in found if event is not None]

    def parse(self, event: Any) -> SubscriptionEvent | None:
        body, signature = signed(event, SECRET, timestamp=int(self.clock().timestamp()))
        return self.provider.parse_webhook(body, {"Stripe-Signature": signature}, self.clock())

    async def begin(self, request: CheckoutRequest) -> str:
        page = await self.provider.open_checkout(request)
        made = await self.on_server(lambda: self.billing.complete(page.ref))
        return str(made["id"])

    async def can_be_paid(self, page: HostedPage) -> bool:
        try:
            await self.on_server(lambda: self.billing.complete(page.ref))
        except StripeAPIError:
            return False
        return True

    async def renew(self, ref: str, *, paid: bool) -> None:
        state = await self.provider.fetch(ref)
        self.clock.shift += state.period_end - self.clock()
        act = self.billing.renew if paid else self.billing.fail_renewal
        await self.on_server(lambda: act(ref))
