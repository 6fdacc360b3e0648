"""One shop at each sales channel, over HTTP and the guarded client to its fake."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from ecomm_connectors.channels import Channel, ChannelAdapter, ChannelHttp, channels
from ecomm_connectors.channels.port import ChannelCredentials
from ecomm_core.http import OutboundClient, OutboundPolicy
from ecomm_testing.fakes.channels import FakeShopify, FakeWooCommerce, World, build, serving
from ecomm_testing.fakes.channels import shopify as shopify_fake
from ecomm_testing.fakes.channels import woocommerce as woo_fake


@dataclass
class Desk:
    """A shop and its other side. stock_key: of a tracked variant; part: what each act is called in
    the fake's faults."""

    name: str
    adapter: ChannelAdapter
    fake: Any
    values: dict[str, str]
    waits: list[float]
    parts: dict[str, str] = field(default_factory=dict)

    async def shop(self) -> Channel:
        """The shop, opened with what a merchant would type."""
        return self.adapter.connect(await self.adapter.open(self.values))

    def connected(self, credentials: ChannelCredentials) -> Channel:
        """The shop with these."""
        return self.adapter.connect(credentials)


def http_to(url: str, waits: list[float], *, seconds: float = 15.0) -> ChannelHttp:
    """The guarded client that reaches one fake; its waits are written down, and short."""

    async def sleep(wait: float) -> None:
        waits.append(wait)
        await asyncio.sleep(min(wait, 0.05))

    policy = OutboundPolicy.build(local=True, allow=[url.removeprefix("http://")])
    return ChannelHttp(OutboundClient(policy, total_timeout=seconds), sleep=sleep)


@pytest.fixture(scope="session")
def world() -> World:
    """A shop of 500 products and 200 orders; whoever changes it builds their own."""
    return build()


@pytest.fixture
def shopify(world: World) -> Iterator[Desk]:
    """At Shopify."""
    fake = FakeShopify(world)
    with serving(fake) as url:
        waits: list[float] = []
        adapter = channels(http_to(url, waits), shopify_origin=url).get_connector("shopify")
        values = {
            "shop": shopify_fake.SHOP,
            "access_token": shopify_fake.TOKEN,
            "api_secret": shopify_fake.SECRET,
        }
        parts = {"products": "Products", "orders": "Orders", "set": "SetStock", "any": ""}
        yield Desk("shopify", adapter, fake, values, waits, parts)


@pytest.fixture
def woocommerce(world: World) -> Iterator[Desk]:
    """At WooCommerce."""
    fake = FakeWooCommerce(world)
    with serving(fake) as url:
        waits: list[float] = []
        adapter = channels(http_to(url, waits)).get_connector("woocommerce")
        values = {
            "url": url,
            "consumer_key": woo_fake.KEY,
            "consumer_secret": woo_fake.SECRET,
            "webhook_secret": woo_fake.HOOK_SECRET,
        }
        parts = {"products": "v3/products", "orders": "v3/orders", "set": "v3/products", "any": ""}
        yield Desk("woocommerce", adapter, fake, values, waits, parts)


@pytest.fixture(params=["shopify", "woocommerce"])
def desk(request: pytest.FixtureRequest) -> Desk:
    """Each channel in turn."""
    made: Desk = request.getfixturevalue(request.param)
    return made
