"""Businesses that pay for their plan: at the mock, or at the fake of Stripe."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import timedelta
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from pydantic import SecretStr
from sqlalchemy import text

from commerce.billing import tasks
from commerce.billing.providers import PART, SubscriptionProviders, subscriptions_of
from commerce.payments.providers import PROVIDERS as PAYMENTS
from commerce.payments.providers import Providers
from commerce.settings import CommerceSettings
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, Merchant, register_merchant
from ecomm_testing.fakes.stripe import FakeStripe, FakeStripeServer, signed
from ecomm_testing.outbox import run_outbox

SECRET = "whsec_of_the_tests_0123456789"
NOBODY_LISTENS = ("commerce.email.billing", "commerce.email.verification")


class Payer:
    """The owner of a business, seen from both sides."""

    def __init__(self, merchant: Merchant, kernel: Kernel) -> None:
        self.merchant, self.kernel = merchant, kernel

    async def call(self, method: str, path: str, **body: Any) -> Any:
        """The reply's data; a refusal fails."""
        reply = await self.ask(method, path, **body)
        assert reply.status_code == 200, reply.text
        return reply.json()["data"]

    async def ask(self, method: str, path: str, **body: Any) -> httpx2.Response:
        sent = {"json": body} if method == "POST" else {}
        return await self.merchant.request(method, f"/subscriptions{path}", **sent)

    async def current(self) -> Any:
        return await self.call("GET", "/current")

    async def page(self, url: str, action: str) -> Any:
        """Press a button on one of the mock's pages; then the worker does what follows."""
        reply = await self.merchant.api.post(
            f"{httpx2.URL(url).path}/actions", json={"action": action}
        )
        assert reply.status_code == 200, reply.text
        await self.work()
        return reply.json()["data"]

    async def work(self) -> None:
        await run_outbox(self.kernel, self.merchant.tenant_id, untold=NOBODY_LISTENS)

    async def subscribe(self, plan: str = "starter", **wanted: Any) -> Any:
        """From no plan to this one, through the hosted page."""
        opened = await self.call("POST", "/checkout", plan=plan, **wanted)
        await self.page(opened["url"], "pay")
        return await self.current()

    async def portal(self, action: str) -> None:
        opened = await self.call("POST", "/portal")
        await self.page(opened["url"], action)

    async def tick(self) -> None:
        """The clock's round, and what it asks for."""
        await tasks.tick(self.kernel)
        await self.work()

    async def store(self, name: str = "A shop") -> httpx2.Response:
        body = {"name": name, "niche": "home", "currency": "EUR", "country": "DE"}
        return await self.merchant.post("/stores", json=body)

    async def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        scope = Scope(tenant_id=self.merchant.tenant_id)
        async with self.kernel.database.transaction(scope) as session:
            found: Any = await session.execute(text(query), values)
            return [dict(row) for row in found.mappings()] if found.returns_rows else []

    async def sign_in(self) -> None:
        """Again: what was signed in is over once the clock has moved."""
        reply = await self.merchant.api.post(
            "/api/v1/auth/login", json={"email": self.merchant.email, "password": PASSWORD}
        )
        assert reply.status_code == 200, reply.text
        self.merchant.access_token = reply.json()["data"]["access_token"]

    async def put_on(self, plan: str, *, trial_ends_in: timedelta | None = None) -> None:
        """Onto a plan, as if its platform had billing on."""
        ends = None if trial_ends_in is None else clock.now() + trial_ends_in
        await self.rows(
            "update tenants set plan = :plan, trial_ends_at = :ends", plan=plan, ends=ends
        )

    async def mails(self) -> list[str]:
        """Keys of the mails about the plan, oldest first."""
        rows = await self.rows(
            "select message_key from mail_messages where template = 'billing' order by created_at"
        )
        return [row["message_key"] for row in rows]


@pytest_asyncio.fixture(loop_scope="session")
async def billing_webhooks(kernel: Kernel, api: httpx2.AsyncClient) -> AsyncIterator[None]:
    """The mock's webhooks reach this process's own route."""
    providers = subscriptions_of(kernel)
    before = providers.deliver

    async def deliver(raw_body: bytes, headers: Mapping[str, str]) -> int:
        reply = await api.post("/api/v1/webhooks/mock", content=raw_body, headers=dict(headers))
        return reply.status_code

    providers.deliver = deliver
    yield
    providers.deliver = before


@pytest_asyncio.fixture(loop_scope="session")
async def payer(kernel: Kernel, api: httpx2.AsyncClient, billing_webhooks: None) -> Payer:
    """The owner of a business of their own."""
    return Payer(await register_merchant(api), kernel)


class AtStripe:
    """A payer whose fees Stripe collects, seen from both sides."""

    def __init__(self, payer: Any, server: FakeStripeServer) -> None:
        self.payer, self.server = payer, server

    @property
    def account(self) -> Any:
        return self.server.fake.account

    async def act(self, what: Any) -> Any:
        async def run() -> Any:
            return what(self.account.billing)

        return await asyncio.to_thread(self.server.call, run)

    async def begin(self, plan: str = "starter", **wanted: Any) -> str:
        opened = await self.payer.call("POST", "/checkout", plan=plan, **wanted)
        session = opened["url"].rsplit("/", 1)[1]
        return str((await self.act(lambda billing: billing.complete(session)))["id"])

    async def hear(self, event: Any, *, secret: str = SECRET) -> Any:
        body, signature = signed(event, secret, timestamp=int(clock.timestamp()))
        return await self.payer.merchant.api.post(
            "/api/v1/webhooks/stripe", content=body, headers={"Stripe-Signature": signature}
        )

    async def hear_all(self) -> None:
        for event in self.account.events:
            reply = await self.hear(event)
            assert reply.status_code == 200, reply.text
        await self.payer.work()


@pytest.fixture(scope="module")
def server() -> Iterator[FakeStripeServer]:
    with FakeStripeServer(FakeStripe()) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def stripe(kernel: Any, payer: Any, server: FakeStripeServer) -> AsyncIterator[AtStripe]:
    server.fake.reset(clock=clock.timestamp)
    assert isinstance(kernel.settings, CommerceSettings)
    settings = kernel.settings.model_copy(
        update={
            "billing": True,
            "stripe_secret_key": SecretStr("sk_test_fake"),
            "stripe_webhook_secret": SecretStr(SECRET),
            "stripe_api_base": server.url,
        }
    )
    before = {part: kernel.parts[part] for part in (PART, PAYMENTS)}
    client = kernel.parts["internal_http"]
    made: dict[str, Any] = {
        PART: SubscriptionProviders(kernel, settings, client),
        PAYMENTS: Providers(kernel, settings, client),
    }
    kernel.parts.update(made)
    yield AtStripe(payer, server)
    kernel.parts.update(before)
    for one in made.values():
        await one.close()
