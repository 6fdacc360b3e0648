"""What is particular to a channel: Shopify's bucket of points and rights, WooCommerce's pages."""

from __future__ import annotations

import time

import pytest

from ecomm_connectors.channels import ChannelRefused, Refusal, channels
from ecomm_testing.fakes.channels import FakeShopify, build, serving
from ecomm_testing.fakes.channels import shopify as shopify_fake

from .conftest import Desk, http_to
from .test_contract import everything


async def test_a_bucket_that_leaks_slowly_is_not_overdrawn() -> None:
    """What a query costs is guessed the first time, and known from then on: each is throttled once
    at most. The bucket fills slowly beside the time the test takes, so that it is waited on any
    machine; what was to be waited counts as time that passed."""
    waits: list[float] = []
    fake = FakeShopify(build(60, 20), rate=400, now=lambda: time.monotonic() + sum(waits))
    with serving(fake) as url:
        adapter = channels(http_to(url, waits), shopify_origin=url).get_connector("shopify")
        values = {"shop": shopify_fake.SHOP, "access_token": shopify_fake.TOKEN}
        shop = adapter.connect(await adapter.open(values))
        assert len((await everything(shop.products))[0]) == 60
        assert len((await everything(shop.orders))[0]) == 20
    asked = [one.payload["query"] for one in fake.requests if one.payload]
    assert waits
    assert 0 < fake.throttled <= len(set(asked)) < len(asked)


async def test_what_shopify_throttled_is_sent_again(shopify: Desk) -> None:
    """Others spend from the same bucket: a refusal after we counted is no loss."""
    shop = await shopify.shop()
    shopify.fake.throttle_next = 2
    assert (await shop.orders()).items
    assert shopify.fake.throttled == 2
    assert shopify.waits


async def test_rights_that_lack_are_named(shopify: Desk) -> None:
    shopify.fake.scopes.remove("read_all_orders")
    [missing] = (await (await shopify.shop()).shop()).missing
    assert "read_all_orders" in missing


@pytest.mark.parametrize(
    "name", ["evil.example/x", "shop.myshopify.com.evil.example", "a b", "", "-x.myshopify.com"]
)
async def test_a_token_goes_to_shopify_alone(shopify: Desk, name: str) -> None:
    with pytest.raises(ChannelRefused) as refused:
        await shopify.adapter.open({**shopify.values, "shop": name})
    assert refused.value.reason is Refusal.CREDENTIALS
    assert shopify.fake.requests == []


async def test_a_product_deleted_between_two_pages_hides_no_other(woocommerce: Desk) -> None:
    """Planted: with pages by number, the product after the gap was missed."""
    woocommerce.fake.world = build(160, 2)
    shop = await woocommerce.shop()
    first = await shop.products()
    woocommerce.fake.deleted |= {1001, 1002, 1003}
    found = [one.external_id for one in first.items]
    cursor = first.cursor
    while cursor is not None:
        page = await shop.products(cursor)
        found += [one.external_id for one in page.items]
        cursor = page.cursor
    assert set(found) == {str(1001 + n) for n in range(160)}


async def test_what_cannot_be_taken_over_is_named_by_field(woocommerce: Desk) -> None:
    woocommerce.fake.world = build(10, 2)
    _, unreadable = await everything((await woocommerce.shop()).products)
    assert [(one.external_id, one.field) for one in unreadable] == [
        ("900001", "type"),
        ("900002", "price"),
    ]


@pytest.mark.parametrize(
    "url", ["http://shop.example", "ftp://127.0.0.1", "https://u:p@shop.example"]
)
async def test_keys_never_travel_in_the_open(woocommerce: Desk, url: str) -> None:
    with pytest.raises(ChannelRefused):
        await woocommerce.adapter.open({**woocommerce.values, "url": url})
    assert woocommerce.fake.requests == []
