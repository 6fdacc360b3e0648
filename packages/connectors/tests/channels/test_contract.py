"""What every sales channel's adapter promises, on good days and on bad ones. See the port."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest

from ecomm_connectors.channels import (
    Capability,
    Channel,
    ChannelAdapter,
    ChannelRefused,
    ChannelUnavailable,
    ChannelUnknown,
    InvalidSignature,
    Page,
    Refusal,
)
from ecomm_connectors.channels.goods import StockWrite, Unreadable
from ecomm_connectors.channels.port import HintKind
from ecomm_testing.fakes.channels import World, build

from .conftest import Desk

T = TypeVar("T")


async def everything(
    read: Callable[[str | None], Awaitable[Page[T]]],
) -> tuple[list[T], list[Unreadable]]:
    """All pages."""
    items: list[T] = []
    unreadable: list[Unreadable] = []
    cursor: str | None = None
    while True:
        page = await read(cursor)
        items += page.items
        unreadable += page.unreadable
        cursor = page.cursor
        if cursor is None:
            return items, unreadable


async def test_an_adapter_is_what_the_port_says(desk: Desk) -> None:
    assert isinstance(desk.adapter, ChannelAdapter)
    shop = await desk.shop()
    assert isinstance(shop, Channel)
    info = await shop.shop()
    assert (info.currency, info.missing) == ("EUR", ())
    assert info.name.startswith("Nordlicht")
    assert "&amp;" not in info.name


def test_an_unknown_channel_is_none(desk: Desk) -> None:
    from ecomm_connectors.channels import ChannelHttp, channels
    from ecomm_core.http import OutboundClient, OutboundPolicy

    known = channels(ChannelHttp(OutboundClient(OutboundPolicy.build(local=False, allow=[]))))
    assert [one.name for one in known.connectors()] == ["shopify", "woocommerce"]
    assert known.get_connector(desk.name).title == desk.adapter.title
    with pytest.raises(ChannelUnknown):
        known.get_connector("etsy")


async def test_all_products_come_once_with_all_that_they_have(desk: Desk, world: World) -> None:
    shop = await desk.shop()
    found, _ = await everything(shop.products)
    by_handle = {one.handle: one for one in found}
    assert len(by_handle) == len(found) == len(world.products) == 500
    for wanted in world.products:
        read = by_handle[wanted["handle"]]
        assert read.title == wanted["title"]
        assert [(o.name, o.values) for o in read.options] == [
            (name, tuple(values)) for name, values in wanted["options"]
        ]
        assert len(read.pictures) == len(wanted["pictures"])
        assert [
            (v.option_values, v.price, v.compare_at_price, v.sku, v.grams, v.tracked, v.backorder)
            for v in read.variants
        ] == [
            (
                tuple(v["values"]),
                v["price"],
                v["compare_at"],
                v["sku"],
                v["grams"],
                v["tracked"],
                v["backorder"],
            )
            for v in wanted["variants"]
        ]
        assert [v.stock for v in read.variants if v.tracked] == [
            v["stock"] for v in wanted["variants"] if v["tracked"]
        ]
    assert {one.status for one in found} >= {"active", "draft"}


async def test_one_product_is_read_like_the_page_reads_it(desk: Desk) -> None:
    shop = await desk.shop()
    page = await shop.products()
    assert await shop.product(page.items[3].external_id) == page.items[3]
    assert len(page.items[3].variants) == 130
    assert len(page.items[4].pictures) == 14
    gone = page.items[0].external_id.replace(str(1001), "4040404")
    with pytest.raises(ChannelRefused) as refused:
        await shop.product(gone)
    assert refused.value.reason is Refusal.NOT_FOUND


async def test_all_orders_come_once_with_their_sums(desk: Desk, world: World) -> None:
    shop = await desk.shop()
    found, unreadable = await everything(shop.orders)
    assert unreadable == []
    assert len({one.external_id for one in found}) == len(found) == 200
    for read, wanted in zip(found, world.orders, strict=True):
        assert (read.currency, read.total, read.shipping, read.tax, read.refunded) == (
            wanted["currency"],
            wanted["total"],
            wanted["shipping"],
            wanted["tax"],
            wanted["refund"],
        )
        assert sum(one.total for one in read.lines) + read.shipping == read.total
        assert [one.quantity for one in read.lines] == [one["quantity"] for one in wanted["lines"]]
        assert (read.customer_id == "") == (wanted["customer"] is None)
        assert read.placed_at == wanted["placed_at"]
        assert (read.cancelled_at is not None) == wanted["cancelled"]
    assert {one.payment for one in found} >= {"paid", "partially_refunded", "refunded", "unpaid"}
    assert {one.currency for one in found} == {"EUR", "USD", "JPY"}
    assert await shop.order(found[2].external_id) == found[2]
    assert len(found[2].lines) == 35


async def test_only_what_changed_is_read_again(desk: Desk, world: World) -> None:
    shop = await desk.shop()
    since = world.orders[150]["updated_at"]

    async def changed(cursor: str | None) -> Page[Any]:
        return await shop.orders(cursor, since=since)

    found, _ = await everything(changed)
    assert len(found) == 50


async def test_people_come_with_addresses_and_those_without_a_mail_are_named(
    desk: Desk, world: World
) -> None:
    found, unreadable = await everything((await desk.shop()).customers)
    assert [one.email for one in found] == [c["email"] for c in world.customers if c["email"]]
    assert [(one.field) for one in unreadable] == ["email"]
    assert found[0].addresses[0].line1 == "Torstr. 1"
    assert found[0].addresses[0].country == "DE"
    if desk.name == "shopify":
        assert found[0].marketing
        assert found[0].marketing_at is not None


async def test_groups_know_their_products(desk: Desk, world: World) -> None:
    found, _ = await everything((await desk.shop()).groups)
    assert [one.handle for one in found] == [one["handle"] for one in world.groups]
    for read, wanted in zip(found, world.groups, strict=True):
        numbers = {int(one.rpartition("/")[2]) for one in read.product_ids}
        assert numbers == set(wanted["product_ids"])
        assert read.path.endswith(f"/{read.handle}" + ("/" if desk.name == "woocommerce" else ""))


async def test_redirects_come_where_there_are_any(desk: Desk, world: World) -> None:
    shop = await desk.shop()
    if Capability.REDIRECTS in desk.adapter.capabilities:
        found, _ = await everything(shop.redirects)
        assert [(one.path, one.target) for one in found] == [
            (one["path"], one["target"]) for one in world.redirects
        ]
    else:
        with pytest.raises(ChannelRefused) as refused:
            await shop.redirects()
        assert refused.value.reason is Refusal.UNSUPPORTED


async def test_wrong_credentials_are_said_to_be_wrong(desk: Desk) -> None:
    secret = "access_token" if desk.name == "shopify" else "consumer_secret"
    with pytest.raises(ChannelRefused) as refused:
        await desk.adapter.open({**desk.values, secret: "wrong"})
    assert refused.value.reason is Refusal.CREDENTIALS
    assert "wrong" not in str(refused.value)


@pytest.mark.parametrize("kind", ["unavailable", "truncate", "garbage", "error_after"])
async def test_a_page_that_did_not_come_is_no_answer_and_comes_next_time(
    desk: Desk, kind: str
) -> None:
    shop = await desk.shop()
    desk.fake.fault(kind, desk.parts["orders"])
    with pytest.raises(ChannelUnavailable):
        await shop.orders()
    assert (await shop.orders()).items


async def test_a_limit_is_waited_for_and_nothing_is_lost(desk: Desk) -> None:
    shop = await desk.shop()
    desk.fake.fault("rate_limit", desk.parts["orders"], seconds=2, times=2)
    assert len((await everything(shop.orders))[0]) == 200
    assert desk.waits.count(2.0) == 2


async def test_a_long_wait_is_handed_to_the_caller(desk: Desk) -> None:
    shop = await desk.shop()
    desk.fake.fault("rate_limit", desk.parts["orders"], seconds=600)
    with pytest.raises(ChannelUnavailable) as refused:
        await shop.orders()
    assert (refused.value.untouched, refused.value.retry_after) == (True, 600.0)


async def test_stock_is_compared_before_it_is_set(desk: Desk) -> None:
    """Planted: without the comparison the sale in between was undone silently."""
    desk.fake.world = build(30, 2)
    shop = await desk.shop()
    first, second = desk.fake.world.products[0], desk.fake.world.products[3]
    page = await shop.products()
    keys = [page.items[0].variants[0].stock_key, page.items[3].variants[7].stock_key]
    read = {one.stock_key: one.available for one in await shop.stock(keys)}
    assert read == {keys[0]: first["variants"][0]["stock"], keys[1]: second["variants"][7]["stock"]}
    second["variants"][7]["stock"] = 5  # somebody buys there
    writes = [StockWrite(key, 41, read[key], f"w-{key}") for key in keys]
    results = {one.stock_key: one for one in await shop.set_stock(writes)}
    assert (results[keys[0]].outcome, results[keys[1]].outcome) == ("written", "conflict")
    assert results[keys[1]].available == 5
    assert (first["variants"][0]["stock"], second["variants"][7]["stock"]) == (41, 5)


async def test_a_write_that_is_sent_again_is_done_once(desk: Desk) -> None:
    desk.fake.world = build(30, 2)
    shop = await desk.shop()
    page = await shop.products()
    key = page.items[0].variants[0].stock_key
    before = desk.fake.world.products[0]["variants"][0]["stock"]
    write = StockWrite(key, before + 9, before, "w-1")
    desk.fake.fault("error_after", "SetStock" if desk.name == "shopify" else "products/1001")
    with pytest.raises(ChannelUnavailable) as unknown:
        await shop.set_stock([write])
    assert not unknown.value.untouched
    [again] = await shop.set_stock([write])
    assert again.outcome == "written"
    assert [one["quantity"] for one in desk.fake.writes] == [before + 9]


async def test_webhooks_are_asked_for_once(desk: Desk) -> None:
    shop = await desk.shop()
    address = "https://ecomm.example/api/v1/webhooks/channels/x"
    await shop.subscribe(address)
    count = len(desk.fake.hooks)
    await shop.subscribe(address)
    assert len(desk.fake.hooks) == count > 4


async def test_a_message_is_believed_only_with_its_signature(desk: Desk) -> None:
    """Planted: with the comparison gone, the forged body was believed."""
    shop = await desk.shop()
    topic = "orders/create" if desk.name == "shopify" else "order.created"
    raw, headers = desk.fake.webhook(topic, {"id": 20001}, "e-1")
    [hint] = shop.parse_webhook(raw, headers)
    assert hint.kind is HintKind.ORDER
    assert hint.external_id == ("gid://shopify/Order/20001" if desk.name == "shopify" else "20001")
    assert [one.event_id for one in shop.parse_webhook(raw, headers)] == [hint.event_id]
    forged = json.dumps({"id": 20002}).encode()
    for body, told in (
        (forged, headers),
        (raw, {}),
        (
            raw,
            {
                **headers,
                next(k for k in headers if "hmac" in k.lower() or "signature" in k.lower()): "é",
            },
        ),
    ):
        with pytest.raises(InvalidSignature):
            shop.parse_webhook(body, told)
