"""A store's subscribers, its form and its mailbox."""

import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from sqlalchemy import text

from commerce.mail import sending
from commerce.marketing.subscribers import tasks
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.mail import Mail
from ecomm_testing.actors import PASSWORD, ShopStore
from ecomm_testing.outbox import run_outbox
from ecomm_testing.shopping import open_cart

Shift = Callable[[float], None]
WORDS = "News and offers by e-mail. You can stop it at any time."


@dataclass(slots=True)
class Mailing:
    """A store's subscribers, its form and its mailbox."""

    store: ShopStore
    kernel: Kernel
    shift: Shift
    mails: list[Mail]

    @staticmethod
    def fresh() -> str:
        """An address nobody has used."""
        return f"sub-{secrets.token_hex(6)}@example.com"

    def at(self, store: ShopStore) -> "Mailing":
        """The same mailbox and clock at another store."""
        return Mailing(store, self.kernel, self.shift, self.mails)

    async def send(self, mail: Mail) -> None:
        self.mails.append(mail)

    async def form(self, email: str, **fields: Any) -> httpx2.Response:
        body = {"email": email, "words": WORDS, **fields}
        reply: httpx2.Response = await self.store.merchant.api.post(
            f"{self.store.public}/newsletter", json=body, headers={"User-Agent": "Firefox/140"}
        )
        return reply

    async def post(self, path: str, body: Any) -> httpx2.Response:
        """A call of the shop's, as anybody makes it."""
        reply: httpx2.Response = await self.store.merchant.api.post(
            f"{self.store.public}{path}", json=body
        )
        return reply

    async def merchant(self, method: str, path: str = "", body: Any = None, **how: Any) -> Any:
        """What the merchant does; the data, or (status, error)."""
        who = how.get("who", self.store.merchant)
        url = f"{self.store.path}/subscribers{path}"
        reply = await who.request(method, url, json=body, params=how.get("params"))
        said = reply.json()
        return said["data"] if reply.is_success else (reply.status_code, said["error"])

    async def open(self, form: bool = True) -> None:
        await self.merchant("PUT", "/settings", {"form": form})

    async def work(self) -> None:
        await run_outbox(self.kernel, self.store.merchant.tenant_id)

    async def time_goes(self, seconds: float) -> None:
        """So long after the test began; the merchant signs in again, and the clock's job runs."""
        self.shift(seconds)
        reply = await self.store.merchant.api.post(
            "/api/v1/auth/login", json={"email": self.store.merchant.email, "password": PASSWORD}
        )
        self.store.merchant.access_token = reply.json()["data"]["access_token"]
        await tasks.look_at_all(self.kernel)
        await self.work()

    def token(self, email: str, path: str) -> str:
        """Of the newest link to `path` that an address got."""
        for mail in reversed(self.mails):
            found = re.search(rf"{path}\?token=([\w-]+)", mail.text)
            if mail.to.email == email and found:
                return found.group(1)
        raise AssertionError(f"no link to {path} for {email}")

    def got(self, email: str, path: str = "/newsletter/confirm") -> int:
        """How many mails with such a link an address got."""
        return sum(mail.to.email == email and path in mail.text for mail in self.mails)

    async def joins(self, email: str) -> str:
        """From the form to the list; the token of the link."""
        assert (await self.form(email)).status_code == 200
        await self.work()
        token = self.token(email, "/newsletter/confirm")
        reply = await self.post("/newsletter/confirm", {"token": token})
        assert reply.json()["data"] == {"email": email}, reply.text
        await self.work()
        return token

    async def row(self, email: str) -> dict[str, Any]:
        """A subscriber, whole."""
        [row] = await self.merchant("GET", params={"search": email})
        found: dict[str, Any] = await self.merchant("GET", f"/{row['id']}")
        return found

    async def status(self, email: str) -> str:
        return str((await self.row(email))["status"])

    async def said(self, email: str) -> list[tuple[str, bool, str]]:
        """The ledger of an address, oldest first."""
        lines = (await self.row(email))["consents"]
        return [(one["purpose"], one["granted"], one["source"]) for one in reversed(lines)]

    async def sql(self, query: str, **values: Any) -> list[Any]:
        scope = Scope(tenant_id=self.store.merchant.tenant_id)
        async with self.kernel.database.transaction(scope) as session:
            return list(await session.execute(text(query), values))

    async def room_for(self, count: int) -> None:
        """A plan with so many contacts."""
        scope = Scope(tenant_id=self.store.merchant.tenant_id)
        async with self.kernel.database.transaction(scope) as session:
            await session.execute(
                text(
                    """update tenants set plan = 'starter', trial_ends_at = null,
                              entitlements = cast(:given as jsonb) where id = :id"""
                ),
                {
                    "given": json.dumps({"limits": {"email_contacts": count - 1_000}}),
                    "id": self.store.merchant.tenant_id,
                },
            )

    async def used(self) -> int:
        return int((await self.merchant("GET", "/summary"))["contacts"]["used"])

    async def leaves_a_cart(self, email: str) -> None:
        """A guest's cart whose owner ticked the box at the checkout."""
        product = await self.store.product(stock=50)
        cart = await open_cart(self.store.merchant.api, self.store.public)
        await cart.add(product["variants"][0]["id"])
        reply = await self.store.merchant.api.put(
            f"{self.store.public}/carts/{cart.id}/contact",
            headers=cart.headers,
            json={"email": email, "marketing": True},
        )
        assert reply.status_code == 200, reply.text

    async def leaving(self, email: str) -> str:
        """The token of every mail's link to leave by, as the export has it."""
        reply = await self.store.merchant.get(f"{self.store.path}/subscribers/export")
        [line] = [line for line in reply.text.splitlines() if email in line]
        return line.rpartition("token=")[2].strip('"')


@pytest_asyncio.fixture
async def post(
    store: ShopStore, kernel: Kernel, shift_clock: Shift, monkeypatch: pytest.MonkeyPatch
) -> Mailing:
    made = Mailing(store, kernel, shift_clock, [])
    monkeypatch.setitem(kernel.parts, sending.TRANSPORT, made)
    await made.open()
    return made
