"""Businesses that bring businesses, at the mock."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest_asyncio

from commerce.billing.providers import subscriptions_of
from commerce.partners import tasks as partner_tasks
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import register_merchant
from services.commerce.tests.payers import Payer, billing_webhooks, payer, server, stripe

__all__ = ["billing_webhooks", "payer", "server", "stripe"]

PAYEE = {"payee_name": "Ada Example", "payee_account": "DE02 1203 0000 0000 2020 51"}


class Business(Payer):
    """A business as its partners see it."""

    async def partner(self, method: str, path: str = "", **body: Any) -> httpx2.Response:
        """The reply of a call around partners."""
        sent = {"json": body} if method in ("POST", "PUT") else {}
        return await self.merchant.request(method, f"/partners{path}", **sent)

    async def told(self, method: str, path: str = "", **body: Any) -> Any:
        """Its data; a refusal fails."""
        reply = await self.partner(method, path, **body)
        assert reply.status_code == 200, reply.text
        return reply.json()["data"]

    async def refused(self, method: str, path: str, **body: Any) -> tuple[int, str]:
        """(status, code) of a refusal."""
        reply = await self.partner(method, path, **body)
        error = reply.json()["error"]
        assert error is not None, reply.text
        return reply.status_code, error["code"]

    async def code(self) -> str:
        """Of its invitations."""
        return str((await self.told("POST", "/code"))["referral"]["code"])

    async def become_affiliate(self) -> str:
        """Its link's code."""
        version = (await self.told("GET"))["terms"]["version"]
        shown = await self.told("POST", "/affiliate", terms_version=version, **PAYEE)
        return str(shown["affiliate"]["code"])

    async def take(self, code: str) -> Any:
        """Say by whose link it came."""
        return await self.told("POST", "/claim", code=code)

    async def credits(self) -> list[tuple[int, str]]:
        """(amount, state) of the credit it was given, oldest first."""
        found = await self.told("GET", "/credits")
        return [(one["amount"]["amount"], one["state"]) for one in reversed(found)]

    async def bills(self) -> list[int]:
        """What it was asked to pay, oldest first."""
        found = await self.call("GET", "/invoices")
        return [bill["total"]["amount"] for bill in reversed(found)]

    async def refund(self, amount: int, *, which: int = 0) -> None:
        """The operator gives back some of a bill; the provider tells, and the worker works."""
        rows = await self.rows(
            "select provider_ref from subscription_invoices order by created_at, id"
        )
        [row] = await self.rows("select provider_ref from subscriptions")
        mock = subscriptions_of(self.kernel).mock
        await mock.refund(row["provider_ref"], rows[which]["provider_ref"], amount)
        await self.tick()

    async def look(self) -> None:
        """The clock's round of partners, and what it asks for; then another, that sees it."""
        for _ in range(2):
            await partner_tasks.tick(self.kernel)
            await self.work()
        await self.rows("update introductions_taken set look_at = '2000-01-01T00:00:00Z'")
        await partner_tasks.tick(self.kernel)
        await self.work()

    async def hear_again(self) -> None:
        """The same words as before, once more: every event of its bills goes out again."""
        await self.rows(
            """update outbox set done_at = null, lease_until = null, attempts = 0
                where task in (:follow, 'commerce.billing.credit', 'commerce.billing.hear')""",
            follow=partner_tasks.FOLLOW,
        )
        await self.work()


Make = Callable[..., Awaitable[Business]]


@pytest_asyncio.fixture(loop_scope="session")
async def make(kernel: Kernel, api: httpx2.AsyncClient, billing_webhooks: None) -> Make:
    """`(name=…, email=…)`: a business of its own."""

    async def one(**fields: str) -> Business:
        return Business(await register_merchant(api, **fields), kernel)

    return one
