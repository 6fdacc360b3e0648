"""One harness per provider, so that the same contract is proven on each.

The mock runs in memory; the Stripe adapter talks HTTP to the fake of Stripe.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol
from uuid import uuid4

import pytest

from ecomm_connectors.payments import (
    CaptureMethod,
    DisplayLine,
    PaymentProvider,
    ProviderEvent,
    RefundRequest,
    SessionRequest,
)
from ecomm_connectors.payments.mock import (
    SIGNATURE_HEADER,
    Action,
    InMemoryMockState,
    MockCourier,
    MockProvider,
)
from ecomm_connectors.payments.stripe import StripeProvider
from ecomm_testing.fakes.stripe import Choice, FakeStripe, FakeStripeServer, signed

from .desk import desk, opened

__all__ = ["desk", "opened"]
"""Fixtures of other files that pytest is to find here."""

SECRET = "whsec_of_the_tests_0123456789"


class Clock:
    """A clock that tests move. Starts at the present second."""

    def __init__(self) -> None:
        self.shift = timedelta()
        self.start = datetime.fromtimestamp(int(time.time()), UTC)

    def __call__(self) -> datetime:
        return self.start + self.shift

    def forward(self, **amount: float) -> None:
        self.shift += timedelta(**amount)


class Harness(Protocol):
    """What the contract needs from a provider's other side: the shopper and the webhook."""

    provider: PaymentProvider
    clock: Clock

    async def shopper(self, provider_ref: str, choice: str) -> None:
        """`pay`, `decline`, `challenge`, `fail_challenge`, `pay_later`, `arrive`."""
        ...

    async def webhook(
        self, provider_ref: str, *, about: str | None = None
    ) -> tuple[bytes, dict[str, str]]:
        """The latest event about a payment (its dispute `about`), as it would be posted now."""
        ...

    async def dispute(self, provider_ref: str) -> str:
        """The shopper's bank asks for the money back; the dispute's id."""
        ...

    async def decide(self, dispute_ref: str, *, won: bool) -> None:
        """The bank has decided."""
        ...


@dataclass
class MockHarness:
    provider: MockProvider
    clock: Clock

    async def shopper(self, provider_ref: str, choice: str) -> None:
        action = {
            "pay": Action.PAY,
            "decline": Action.DECLINE,
            "challenge": Action.CHALLENGE,
            "fail_challenge": Action.CHALLENGE_FAIL,
            "pay_later": Action.PAY_LATE,
            "arrive": Action.PAY_LATE,
        }[choice]
        await self.provider.choose(provider_ref, action)

    async def dispute(self, provider_ref: str) -> str:
        await self.provider.choose(provider_ref, Action.DISPUTE)
        return f"{provider_ref}_d"

    async def decide(self, dispute_ref: str, *, won: bool) -> None:
        action = Action.DISPUTE_WON if won else Action.DISPUTE_LOST
        await self.provider.choose(dispute_ref.removesuffix("_d"), action)

    async def webhook(
        self, provider_ref: str, *, about: str | None = None
    ) -> tuple[bytes, dict[str, str]]:
        del about
        sent: list[tuple[bytes, Mapping[str, str]]] = []

        async def keep(body: bytes, headers: Mapping[str, str]) -> int:
            sent.append((body, headers))
            return 200

        assert await MockCourier(self.provider, keep).flush(provider_ref)
        body, headers = sent[-1]
        return body, {SIGNATURE_HEADER: headers[SIGNATURE_HEADER]}


@dataclass
class StripeHarness:
    provider: StripeProvider
    clock: Clock
    server: FakeStripeServer

    async def shopper(self, provider_ref: str, choice: str) -> None:
        wanted = {
            "pay": Choice.PAY,
            "decline": Choice.DECLINE,
            "challenge": Choice.CHALLENGE,
            "fail_challenge": Choice.FAIL_CHALLENGE,
            "pay_later": Choice.BANK_DEBIT,
            "arrive": Choice.SETTLE,
        }[choice]
        self.server.choose(provider_ref, wanted)

    def parse(self, event: dict[str, Any]) -> ProviderEvent:
        """The adapter's reading of any event of the fake's."""
        body, signature = signed(event, SECRET, timestamp=int(self.clock().timestamp()))
        headers = {"Stripe-Signature": signature}
        return self.provider.parse_webhook(body, headers, self.clock())

    async def on_server(self, act: Callable[[], Any]) -> Any:
        """Change the fake on its own loop."""

        async def run() -> Any:
            return act()

        return await asyncio.to_thread(self.server.call, run)

    async def dispute(self, provider_ref: str) -> str:
        account = self.server.fake.account
        session = account.need("cs_", provider_ref)
        intent = account.need("pi_", session["payment_intent"])
        charge = account.need("ch_", intent["latest_charge"])
        dispute = await self.on_server(lambda: account.disputes.open(charge))
        return str(dispute["id"])

    async def decide(self, dispute_ref: str, *, won: bool) -> None:
        disputes = self.server.fake.account.disputes
        await self.on_server(lambda: disputes.close(dispute_ref, won=won))

    async def webhook(
        self, provider_ref: str, *, about: str | None = None
    ) -> tuple[bytes, dict[str, str]]:
        events = self.server.fake.account.events
        wanted = about or provider_ref
        event = [one for one in events if one["data"]["object"]["id"] == wanted][-1]
        body, signature = signed(event, SECRET, timestamp=int(self.clock().timestamp()))
        return body, {"Stripe-Signature": signature}


@pytest.fixture(scope="session")
def stripe_server() -> Iterator[FakeStripeServer]:
    """One running fake; every test gets an empty account on it."""
    with FakeStripeServer(FakeStripe()) as server:
        yield server


@pytest.fixture
async def stripe_harness(stripe_server: FakeStripeServer) -> AsyncIterator[StripeHarness]:
    clock = Clock()
    stripe_server.fake.reset(clock=lambda: clock().timestamp())
    provider = StripeProvider(
        "sk_test_fake",
        [SECRET],
        base_url=stripe_server.url,
        connect_timeout=5.0,
        total_timeout=5.0,
    )
    yield StripeHarness(provider, clock, stripe_server)
    await provider.aclose()


@pytest.fixture
def mock_harness() -> MockHarness:
    clock = Clock()
    provider = MockProvider(
        InMemoryMockState(), secret=SECRET, page_url="http://shop.test/mock-pay", clock=clock
    )
    return MockHarness(provider, clock)


@pytest.fixture(params=["mock", "stripe"])
def harness(request: pytest.FixtureRequest) -> Harness:
    """Each provider in turn."""
    made: Harness = request.getfixturevalue(f"{request.param}_harness")
    return made


@pytest.fixture
def session_request() -> Callable[..., SessionRequest]:
    """Makes requests; every one has its own key and reference unless told otherwise."""

    def make(clock: Clock, **changes: Any) -> SessionRequest:
        fields: dict[str, Any] = {
            "idempotency_key": uuid4().hex,
            "reference": str(uuid4()),
            "amount": 2499,
            "currency": "EUR",
            "requested_at": clock(),
            "expires_at": clock() + timedelta(hours=1),
            "success_url": "http://demo.localhost:3001/checkout/done",
            "cancel_url": "http://demo.localhost:3001/checkout",
            "shop_name": "Demo",
            "lines": (DisplayLine("Hand grinder", 1, 1999), DisplayLine("Shipping", 1, 500)),
            "customer_email": "ada@example.com",
            "capture_method": CaptureMethod.AUTOMATIC,
            "metadata": {"store": "demo"},
        }
        return SessionRequest(**{**fields, **changes})

    return make


@pytest.fixture
def refund_request() -> Callable[..., RefundRequest]:
    def make(provider_ref: str, amount: int, **changes: Any) -> RefundRequest:
        fields: dict[str, Any] = {
            "idempotency_key": uuid4().hex,
            "reference": str(uuid4()),
            "provider_ref": provider_ref,
            "amount": amount,
            "currency": "EUR",
        }
        return RefundRequest(**{**fields, **changes})

    return make
