"""Feeds: whatever of CSV, XML and JSON, in whatever words; and what is refused as none."""

from __future__ import annotations

import json

import pytest

from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.feed import Columns, FeedAdapter, FeedUnreadable, offers, read_rows
from ecomm_connectors.suppliers.feed.offers import amount
from ecomm_connectors.suppliers.goods import Availability
from ecomm_connectors.suppliers.port import Credentials
from ecomm_core.http import InternalClient
from ecomm_testing.fakes.vendors import FakeFeed, serving

from .desks import Desk

GOOGLE = b"""<?xml version="1.0"?>
<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>Goods</title>
<item><g:id>A-1</g:id><title>Mug &amp; saucer</title><g:price>12.40 EUR</g:price>
<g:availability>in_stock</g:availability><g:item_group_id>A</g:item_group_id>
<g:color>Clay</g:color><g:image_link>https://p.example/1.jpg</g:image_link>
<g:additional_image_link>https://p.example/2.jpg</g:additional_image_link>
<g:additional_image_link>https://p.example/3.jpg</g:additional_image_link>
<g:shipping_weight>0.42 kg</g:shipping_weight><g:gtin>4006381333931</g:gtin></item>
<item><g:id>A-2</g:id><title>Mug</title><g:price>12.40 EUR</g:price>
<g:availability>out of stock</g:availability><g:item_group_id>A</g:item_group_id>
<g:color>Sage</g:color></item>
</channel></rss>"""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("12.40", (1240, "USD")),
        ("12,40 €", (1240, "EUR")),
        ("EUR 1.234,56", (123_456, "EUR")),
        ("1,234.50 GBP", (123_450, "GBP")),
        ("1'234.50 CHF", (123_450, "CHF")),
        ("1,234", (123_400, "USD")),
        ("¥ 1200", (1200, "JPY")),
        ("on request", (None, "USD")),
        ("", (None, "USD")),
    ],
)
def test_prices_are_read_as_they_are_written(text: str, told: tuple[int | None, str]) -> None:
    assert amount(text, "USD") == told


def test_a_google_feed_becomes_products_with_variants() -> None:
    found = offers(read_rows(GOOGLE), Columns("USD"))
    assert list(found) == ["A"]
    mug = found["A"]
    assert mug.title == "Mug & saucer"
    assert mug.option_names == ("Color",)
    assert [one.availability for one in mug.variants] == [Availability.IN_STOCK, Availability.OUT]
    first = mug.variants[0]
    assert (first.cost, first.currency, first.weight_grams) == (1240, "EUR", 420)
    assert first.barcode == "4006381333931"
    assert len(mug.images) == 3


def test_named_columns_win_over_usual_ones() -> None:
    text = "id\tname\tprice\tEK Preis\tLager\nX\tLamp\t99.00\t41,20\t7\n"
    columns = Columns.parse("EUR", "cost=EK Preis, stock=Lager")
    (lamp,) = offers(read_rows(text.encode("cp1252")), columns).values()
    assert (lamp.variants[0].cost, lamp.variants[0].list_price) == (4120, 9900)
    assert lamp.variants[0].stock == 7
    with pytest.raises(ValueError, match="prise"):
        Columns.parse("EUR", "prise=EK")


def test_json_lists_are_read_wherever_they_are() -> None:
    item = {"sku": "J1", "title": "Jar", "cost": 4.8, "stock": 3, "images": ["https://p.example/j"]}
    for told in ([item], {"products": [item]}, {"data": [item, "odd", None]}):
        (jar,) = offers(read_rows(json.dumps(told).encode()), Columns("USD")).values()
        assert (jar.variants[0].cost, jar.variants[0].stock) == (480, 3)
        assert jar.images == ("https://p.example/j",)


def test_what_says_nothing_of_stock_is_unknown() -> None:
    (one,) = offers(read_rows(b"id,title,price\n1,Jar,4\n"), Columns("USD")).values()
    assert one.variants[0].availability is Availability.UNKNOWN


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"just words",
        b"id,title\n",
        b"{}",
        b'{"products": 4}',
        b"[" * 100_000,
        b"<rss><channel></channel></rss>",
        b"<rss><item><a>1</a>",
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><rss><item><id>&a;</id></item></rss>',
        b"\xff\xfe\x00",
        b"x" * (17 * 1024 * 1024),
        b"id,title\n" + b"1,x\n" * 50_001,
    ],
)
def test_what_is_no_feed_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(FeedUnreadable) as refused:
        read_rows(body)
    assert str(refused.value)


async def test_connecting_reads_it_once_and_says_what_is_wrong() -> None:
    fake = FakeFeed()
    with serving(fake) as url:
        async with InternalClient([url]) as http:
            adapter = FeedAdapter(http)
            opened = await adapter.open({"url": f"{url}/goods.csv", "currency": "eur"})
            assert opened.values["currency"] == "EUR"
            for wrong in (
                {"url": ""},
                {"url": "ftp://x.example/f"},
                {"url": f"{url}/f", "currency": "euro"},
                {"url": f"{url}/f", "columns": "nonsense"},
            ):
                with pytest.raises(SupplierRefused) as refused:
                    await adapter.open(wrong)
                assert refused.value.reason is Refusal.CREDENTIALS
            fake.body = b"<html><body>Please stand by</body></html>"
            with pytest.raises(SupplierRefused) as page:
                await adapter.open({"url": f"{url}/f"})
            assert page.value.reason is Refusal.CREDENTIALS


async def test_an_emptied_file_takes_nothing_for_gone() -> None:
    """A file that is empty for a moment must not hide a whole catalogue."""
    fake = FakeFeed(b"id,title,stock\n")
    with serving(fake) as url:
        async with InternalClient([url]) as http:
            account = FeedAdapter(http).connect(Credentials({"url": url}))
            with pytest.raises(SupplierUnavailable):
                await account.read_stock(["MUG"], destination="DE")


async def test_nothing_is_ordered_at_a_feed(feed_desk: Desk) -> None:
    with pytest.raises(SupplierRefused) as refused:
        await feed_desk.supplier.place_order(feed_desk.order())
    assert refused.value.reason is Refusal.UNSUPPORTED
