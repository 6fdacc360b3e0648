"""The product feed: parsed as a reader would, and held against every product of the shop."""

from typing import Any
from xml.etree import ElementTree

import httpx2
import pytest
import pytest_asyncio

from commerce.shop import feed
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import ShopStore, create_store, register_merchant

G = "{http://base.google.com/ns/1.0}"
HOSTILE = 'Tea & "Sons" <b>]]></title><script>alert(1)</script> \u2028 ‰ 😀'


def parsed(text: str) -> list[dict[str, Any]]:
    """The items: attribute -> value; what may stand several times is a list."""
    root = ElementTree.fromstring(text)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    [channel] = root
    return [
        {
            **{child.tag.replace(G, "g:"): child.text for child in item},
            "more": [child.text for child in item if child.tag == f"{G}additional_image_link"],
        }
        for item in channel.iter("item")
    ]


@pytest_asyncio.fixture(loop_scope="session")
async def own(api: httpx2.AsyncClient, kernel: Kernel) -> ShopStore:
    """A store of its own, in a currency with three digits."""
    return await create_store(await register_merchant(api), kernel, currency="JOD", country="JO")


async def listed(api: httpx2.AsyncClient, store: ShopStore) -> list[dict[str, Any]]:
    """Every product as the shop shows it."""
    found = []
    page = 1
    while True:
        reply = (await api.get(f"{store.public}/products?per_page=100&page={page}")).json()
        for card in reply["data"]:
            path = f"{store.public}/products/{card['slug']}"
            found.append((await api.get(path)).json()["data"])
        if page * 100 >= reply["page"]["total"]:
            return found
        page += 1


def jod(amount: int) -> dict[str, Any]:
    return {"amount": amount, "currency": "JOD"}


async def fed(api: httpx2.AsyncClient, store: ShopStore) -> list[dict[str, Any]]:
    reply = await api.get(f"{store.public}/feed.xml")
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == "application/rss+xml; charset=utf-8"
    return parsed(reply.text)


async def test_every_product_on_sale_stands_in_the_feed_as_the_shop_shows_it(
    own: ShopStore, api: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three a part, so that parts follow each other; drafts, gift cards and what is free are left
    out."""
    monkeypatch.setattr(feed, "PAGE", 3)
    shelf = await own.merchant.post(f"{own.path}/categories", json={"name": "Home > all"})
    above = shelf.json()["data"]["id"]
    below = await own.merchant.post(
        f"{own.path}/categories", json={"name": "Mugs & more", "parent_id": above}
    )
    category = below.json()["data"]["id"]
    for number in range(7):
        await own.product(title=f"Plain {number}", price=jod(1_000 + number), stock=number % 2)
    await own.product(
        title=HOSTILE,
        price=jod(5),
        vendor="A & B",
        sku="S<1>",
        description="<p>One<br>two &amp; <b>three</b></p><ul><li>x</li></ul>",
        category_ids=[category],
    )
    sizes = await own.product(
        title="Sizes",
        price=jod(2_500),
        compare_at_price=jod(3_000),
        options=[{"name": "Size", "values": ["S", "L"]}],
        variants=[
            {"options": {"Size": "S"}, "barcode": "4006381333931", "sku": "z-s"},
            {"options": {"Size": "L"}, "barcode": "4006381333932", "price": jod(1_234_567)},
        ],
    )
    await own.product(title="Draft", status="draft", price=jod(1_000))
    await own.product(title="Card", is_gift_card=True, price=jod(1_000))

    shown = await listed(api, own)
    items = await fed(api, own)
    by_id = {item["g:id"]: item for item in items}
    assert len(by_id) == len(items), "an item stands there once"
    wanted = 0
    for product in shown:
        if product["is_gift_card"]:
            continue
        several = len(product["variants"]) > 1
        for variant in product["variants"]:
            wanted += 1
            item = by_id[variant["id"]]
            named = f"{product['title']}, {variant['title']}" if several else product["title"]
            assert item["title"] == named
            assert item["g:availability"] == (
                "in_stock" if variant["available"] else "out_of_stock"
            )
            was = variant["compare_at_price"]
            amounts = (was or variant["price"], variant["price"] if was else None)
            for name, money in zip(("g:price", "g:sale_price"), amounts, strict=True):
                told = None if money is None else feed.price(money["amount"], "JOD")
                assert item.get(name) == told
            assert item.get("g:item_group_id") == (product["id"] if several else None)
            tail = f"/products/{product['slug']}"
            assert item["link"].startswith("http")
            assert item["link"].endswith(f"{tail}?variant={variant['id']}" if several else tail)
            assert item.get("g:brand") == product["vendor"]
    assert wanted == len(items) == 10
    odd = next(item for item in items if item["title"] == HOSTILE)
    assert (odd["g:price"], odd["description"]) == ("0.005 JOD", "One two & three x")
    assert (odd["g:mpn"], odd.get("g:identifier_exists")) == ("S<1>", None)
    assert odd["g:product_type"] == "Home   all > Mugs & more"
    small, large = (by_id[variant["id"]] for variant in sizes["variants"])
    assert (small["g:gtin"], small["g:price"]) == ("4006381333931", "3.000 JOD")
    assert (small["g:sale_price"], small["g:mpn"]) == ("2.500 JOD", "z-s")
    assert ("g:gtin" in large, large["g:identifier_exists"]) == (False, "no")


async def test_a_changed_product_is_in_the_next_feed(
    own: ShopStore, api: httpx2.AsyncClient
) -> None:
    """Parts are kept under the tag of the shop's lists: a write drops them."""
    made = await own.product(title="Now", price=jod(1_000))
    assert (await fed(api, own))[0]["g:price"] == "1.000 JOD"
    path = f"{own.path}/products/{made['id']}"
    reply = await own.merchant.patch(path, json={"price": jod(900)})
    assert reply.status_code == 200, reply.text
    assert (await fed(api, own))[0]["g:price"] == "0.900 JOD"
    await own.merchant.delete(path)
    assert await fed(api, own) == []


def test_pictures_stand_in_the_feed_with_whole_addresses() -> None:
    head = {"images": [f"/media/{n}.webp" for n in range(13)]}
    product = {
        **head,
        "id": "p",
        "slug": "a b",
        "title": "T",
        "description": "",
        "vendor": None,
        "path": None,
        "variants": [
            {
                "id": "v",
                "title": "",
                "sku": None,
                "barcode": None,
                "price": 1,
                "compare_at": None,
                "available": True,
            }
        ],
    }
    [item] = feed.items(product, "https://shop.example", "EUR")
    [found] = parsed(
        f'<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>{item}</channel></rss>'
    )
    assert found["g:image_link"] == "https://shop.example/media/0.webp"
    assert found["more"] == [f"https://shop.example/media/{n}.webp" for n in range(1, 11)]
    assert found["link"] == "https://shop.example/products/a%20b"
    assert found["description"] == "T"


@pytest.mark.parametrize(
    ("amount", "currency", "told"),
    [
        (2_499, "EUR", "24.99 EUR"),
        (5, "EUR", "0.05 EUR"),
        (1_200, "JPY", "1200 JPY"),
        (1_250, "KWD", "1.250 KWD"),
        (10**12, "USD", "10000000000.00 USD"),
    ],
)
def test_prices_have_the_digits_of_their_currency(amount: int, currency: str, told: str) -> None:
    assert feed.price(amount, currency) == told


@pytest.mark.parametrize(
    ("barcode", "number"),
    [
        ("4006381333931", "4006381333931"),
        ("4006381 33393-1", "4006381333931"),
        ("4006381333932", None),
        ("96385074", "96385074"),
        ("00000000", None),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", None),
        ("ABC", None),
        (None, None),
    ],
)
def test_only_real_gtins_are_told(barcode: str | None, number: str | None) -> None:
    """GS1 General Specifications §7.9: the check digit."""
    assert feed.gtin(barcode) == number


def test_no_sign_breaks_the_xml() -> None:
    every = "".join(map(chr, [*range(0x100), 0xD7FF, 0xE000, 0xFFFD, 0xFFFE, 0xFFFF, 0x1F600]))
    root = ElementTree.fromstring(f"<a>{feed.xml(every)}</a>")
    kept = root.text or ""
    assert kept.endswith("\ud7ff\ue000\ufffd😀")


async def test_a_closed_or_unknown_shop_has_no_feed(api: httpx2.AsyncClient) -> None:
    reply = await api.get("/api/v1/public/stores/nowhere-at-all/feed.xml")
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "store_not_found")
