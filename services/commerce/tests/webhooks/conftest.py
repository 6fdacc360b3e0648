"""A store with webhooks, receivers of all kinds, and the part of a worker that sends."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from commerce.webhooks import engine
from ecomm_core import clock
from ecomm_core.contracts.names import EventName
from ecomm_core.db.scope import Scope
from ecomm_core.delivery.service import Outgoing, enqueue
from ecomm_core.delivery.signing import BadSignature, verify
from ecomm_core.http.outbound import Resolver, resolve_by_system
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, ShopStore
from ecomm_testing.fakes.receiver import Heard, Receiver, run_receiver
from ecomm_testing.outbox import run_outbox
from services.commerce.tests.sending import install_for, put_back


@dataclass(slots=True)
class Hooks:
    """A store's webhooks and their receivers. `secrets` by webhook id."""

    kernel: Kernel
    store: ShopStore
    stack: contextlib.ExitStack
    receivers: list[Receiver] = field(default_factory=list)
    secrets: dict[str, str] = field(default_factory=dict)
    seconds: float = 10.0
    resolver: Resolver = resolve_by_system

    @property
    def tenant_id(self) -> UUID:
        return self.store.merchant.tenant_id

    @property
    def path(self) -> str:
        return f"{self.store.path}/webhooks"

    def receiver(self, manner: Any = "answer", status: int = 204) -> Receiver:
        """A server of the merchant's, which the deliverer may reach."""
        made = self.stack.enter_context(run_receiver(manner, status=status))
        self.receivers.append(made)
        self.install()
        return made

    def install(self) -> None:
        """A deliverer of the tests' own: it reaches the receivers, and waits `seconds`."""
        install_for(self.kernel, *self.receivers, seconds=self.seconds, resolver=self.resolver)

    async def hook(self, url: str, *types: EventName) -> str:
        """Register a webhook; its id."""
        body = {"name": "Ours", "url": url, "types": list(types) or [EventName.PRODUCT_UPDATED]}
        reply = await self.store.merchant.post(self.path, json=body)
        assert reply.status_code == 201, reply.text
        made = reply.json()["data"]
        self.secrets[made["id"]] = made["secret"]
        return str(made["id"])

    async def product(self) -> str:
        """A product; its id."""
        return str((await self.store.product())["id"])

    async def change(self, product_id: str, title: str) -> None:
        """`product.updated` happens."""
        path = f"{self.store.path}/products/{product_id}"
        reply = await self.store.merchant.patch(path, json={"title": title})
        assert reply.status_code == 200, reply.text

    async def happen(self, times: int = 1) -> None:
        """`product.updated` happens to a new product, so many times."""
        product_id = await self.product()
        for number in range(times):
            await self.change(product_id, f"Title {number}")

    async def work(self) -> None:
        """The worker does what is due, and what it woke ends."""
        await run_outbox(self.kernel, self.tenant_id)
        await self.quiet()

    async def quiet(self) -> None:
        await engine.deliverer_of(self.kernel).quiet()

    async def later(self, **how_long: float) -> None:
        """Time goes by, and the worker does what has become due."""
        clock.set_shift(clock.shift() + timedelta(**how_long).total_seconds())
        await self.work()
        await self.sweep()

    async def sweep(self) -> None:
        """The clock's net."""
        engine.deliverer_of(self.kernel).wake()
        await self.quiet()

    async def say(self, webhook_id: str, count: int = 1, **how: Any) -> list[UUID]:
        """Messages for a webhook, without an occasion; their `webhook-id`s. Nobody is woken."""
        ids = [new_id() for _ in range(count)]
        messages = [Outgoing(UUID(webhook_id), one, "product.updated", "{}") for one in ids]
        async with self.transaction() as session:
            await enqueue(session, messages, tenant_id=self.tenant_id, now=clock.now(), **how)
        return ids

    def transaction(self) -> Any:
        return self.kernel.database.transaction(Scope(tenant_id=self.tenant_id))

    def signed_by(self, heard: Heard, secret: str) -> bool:
        """Whether a receiver that holds this secret takes a request for ours."""
        try:
            verify(heard.headers, heard.body, [secret], now=clock.timestamp())
        except BadSignature:
            return False
        return True

    async def get(self, path: str = "") -> Any:
        """What its owner sees, signed in anew: time may have gone by."""
        merchant = self.store.merchant
        login = {"email": merchant.email, "password": PASSWORD}
        signed = await merchant.api.post("/api/v1/auth/login", json=login)
        merchant.access_token = signed.json()["data"]["access_token"]
        reply = await merchant.get(f"{self.path}{path}")
        assert reply.status_code == 200, reply.text
        return reply.json()["data"]

    async def log(self, webhook_id: str) -> list[Any]:
        """The delivery log, the oldest first."""
        found = await self.get(f"/{webhook_id}/deliveries?per_page=100")
        return list(reversed(found))

    async def rows(self, query: str, **values: Any) -> list[Any]:
        async with self.transaction() as session:
            return list((await session.execute(text(query), values)).mappings())


@pytest.fixture
def hooks(
    kernel: Kernel, store: ShopStore, shift_clock: Callable[[float], None]
) -> Iterator[Hooks]:
    """Of a store nobody else uses; clock, deliverer and receivers are put back at the end."""
    with contextlib.ExitStack() as stack, put_back(kernel):
        yield Hooks(kernel, store, stack)
