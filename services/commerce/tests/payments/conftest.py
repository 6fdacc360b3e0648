"""A shop that Stripe serves, on a server that answers as Stripe documents."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from commerce.payments.providers import PROVIDERS, Providers
from commerce.settings import CommerceSettings
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore
from ecomm_testing.fakes.stripe import Choice, FakeStripe, FakeStripeServer, signed

SECRET = "whsec_of_the_tests_0123456789"
MINUTE = 60.0
HOLD = 40 * MINUTE
"""A page at Stripe lives for 35 minutes (it takes 30 at least); stock is held 5 longer (R3.3)."""

Event = dict[str, Any]
Shift = Callable[[float], None]


class StripeShop:
    """A shop whose payments go to the fake of Stripe, seen from both sides."""

    def __init__(self, shop: Any, server: FakeStripeServer) -> None:
        self.shop = shop
        self.server = server

    @property
    def account(self) -> Any:
        return self.server.fake.account

    async def buyer(self, variant: Any, quantity: int = 1) -> Any:
        """A shopper on Stripe's page; `session` is its id there."""
        shopper = await self.shop.shopper((variant, quantity))
        await shopper.start()
        return shopper

    async def choose(self, shopper: Any, choice: Choice) -> None:
        """Press a button on Stripe's page; its webhooks stay with the test."""
        session = shopper.payment_url.rsplit("/", 1)[1]
        await asyncio.to_thread(self.server.choose, session, choice)

    def events(self, *kinds: str) -> list[Event]:
        """Events of these kinds (of all), oldest first."""
        return [event for event in self.account.events if not kinds or event["type"] in kinds]

    async def hear(self, event: Event, *, secret: str = SECRET, late: int = 0) -> Any:
        """One signed delivery to the shop's route."""
        body, signature = signed(event, secret, timestamp=int(clock.timestamp()) - late)
        return await self.post(body, {"Stripe-Signature": signature})

    async def post(self, body: bytes, headers: dict[str, str]) -> Any:
        return await self.shop.api.post("/api/v1/webhooks/stripe", content=body, headers=headers)

    async def hear_all(self, events: list[Event]) -> list[str]:
        """Deliver events in this order, then let the worker do what follows."""
        for event in events:
            reply = await self.hear(event)
            assert reply.status_code == 200, reply.text
        ran: list[str] = await self.shop.run()
        return ran

    async def payment(self, shopper: Any) -> dict[str, Any]:
        [row] = await self.shop.rows(
            "select status, captured, refunded, provider, provider_ref from payments "
            "where checkout_id = :id order by attempt desc limit 1",
            id=shopper.checkout_id,
        )
        return dict(row)

    async def order_id(self, shopper: Any) -> Any:
        return await self.shop.one(
            "select order_id from checkouts where id = :id", id=shopper.checkout_id
        )

    async def order(self, shopper: Any) -> dict[str, Any]:
        """The order as its merchant sees it."""
        store = self.shop.store
        reply = await store.merchant.get(f"{store.path}/orders/{await self.order_id(shopper)}")
        assert reply.status_code == 200, reply.text
        found: dict[str, Any] = reply.json()["data"]
        return found

    async def cancel(self, shopper: Any) -> Any:
        store = self.shop.store
        path = f"{store.path}/orders/{await self.order_id(shopper)}/cancel"
        return await store.merchant.post(path, json={})


@pytest.fixture(scope="module")
def server() -> Iterator[FakeStripeServer]:
    with FakeStripeServer(FakeStripe()) as running:
        yield running


@pytest.fixture
async def stripe(
    kernel: Kernel, store: ShopStore, make_shop: Any, server: FakeStripeServer
) -> AsyncIterator[StripeShop]:
    """A shop that Stripe serves: EUR, Germany, 4.90 shipping."""
    server.fake.reset(clock=clock.timestamp)
    assert isinstance(kernel.settings, CommerceSettings)
    settings = kernel.settings.model_copy(
        update={
            "stripe_secret_key": SecretStr("sk_test_fake"),
            "stripe_webhook_secret": SecretStr(SECRET),
            "stripe_api_base": server.url,
        }
    )
    before = kernel.parts[PROVIDERS]
    providers = Providers(kernel, settings, kernel.parts["internal_http"])
    kernel.parts[PROVIDERS] = providers
    yield StripeShop(make_shop(store), server)
    kernel.parts[PROVIDERS] = before
    await providers.close()


def mails_to(mailbox: Path, address: str) -> list[str]:
    mails = [path.read_text("utf-8") for path in mailbox.glob("*.eml")]
    return [mail for mail in mails if address in mail]
