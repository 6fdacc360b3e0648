"""The public product list: order, pages, search, filters, availability."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from sqlalchemy import text

from commerce.catalog.models import Product, ProductVariant
from commerce.shop.schemas import ProductCardOut
from ecomm_core import clock
from ecomm_core.api.schemas import ListReply
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel

if TYPE_CHECKING:
    from .conftest import Shelf
else:
    Shelf = Any

HOUR = timedelta(hours=1)


async def test_the_reply_has_the_documented_shape_and_nothing_more(shelf: Shelf) -> None:
    await shelf.product(
        "Lamp", price=2499, compare_at=2999, vendor="Lumen", pictures=2, description="<p>X</p>"
    )
    await shelf.product("Bare", pictures=0)
    reply = await shelf.reply("/products")
    ListReply[ProductCardOut].model_validate(reply)
    assert set(reply) == {"data", "error", "page"}
    assert set(reply["data"][0]) == set(ProductCardOut.model_fields)
    lamp = next(card for card in reply["data"] if card["title"] == "Lamp")
    assert lamp["price"] == {"amount": 2499, "currency": "EUR"}
    assert lamp["compare_at_price"] == {"amount": 2999, "currency": "EUR"}
    image = lamp["image"]
    assert image["alt"] == "Lamp 0"
    assert image["url"] == image["sizes"][-1]["url"]
    assert image["url"].startswith("/media/")
    assert [size["width"] for size in image["sizes"]] == [512, 1024]
    assert lamp["second_image"]["alt"] == "Lamp 1"
    bare = next(card for card in reply["data"] if card["title"] == "Bare")
    assert bare["image"] is None
    assert bare["second_image"] is None


async def test_a_compare_price_that_is_no_reduction_is_not_shown(shelf: Shelf) -> None:
    await shelf.product("Even", price=1000, compare_at=1000)
    await shelf.product("Odd", price=1000, compare_at=900)
    assert [card["compare_at_price"] for card in await shelf.get("/products")] == [None, None]


async def test_the_compare_price_is_that_of_the_first_of_the_cheapest_variants(
    shelf: Shelf,
) -> None:
    """Neither the first variant's nor another cheap one's: the card shows one offer."""
    sizes = {"Size": ["S", "M", "L", "XL"]}
    made = await shelf.product("Kettle", options=sizes, prices=[2000, 1000, 1000, 1500])
    for place, compare_at in enumerate((9000, 1500, 3000, 8000)):
        await shelf.change(
            ProductVariant, made.variant_ids[place], made.id, compare_at_price=compare_at
        )
    (card,) = await shelf.get("/products")
    assert card["price"]["amount"] == 1000
    assert card["compare_at_price"]["amount"] == 1500
    await shelf.change(ProductVariant, made.variant_ids[1], made.id, compare_at_price=None)
    (card,) = await shelf.get("/products")
    assert card["compare_at_price"] is None


async def test_only_published_products_of_this_store_are_listed(
    shelf: Shelf, other_shelf: Shelf
) -> None:
    await shelf.product("Mine")
    await shelf.product("Draft canary", status="draft")
    await shelf.product("Archived canary", status="archived")
    await other_shelf.product("Foreign canary")
    reply = await shelf.reply("/products")
    assert [card["title"] for card in reply["data"]] == ["Mine"]
    assert reply["page"]["total"] == 1
    for query in ({"search": "canary"}, {"available": "true"}, {"min_price": 0}):
        found = await shelf.reply("/products", **query)
        assert "canary" not in str(found)


async def test_cost_and_counters_are_never_told(shelf: Shelf) -> None:
    made = await shelf.product("Lamp", stock=123456)
    for path in ("/products", f"/products/{made.slug}", "/filters", "/categories", ""):
        body = str(await shelf.reply(path))
        assert "77777" not in body
        assert "123456" not in body
        assert str(shelf.store.merchant.tenant_id) not in body
        assert str(shelf.store.merchant.user_id) not in body


async def test_four_orders(shelf: Shelf) -> None:
    await shelf.product("äpfel", price=300, age=2 * HOUR)
    await shelf.product("Zebra", price=100, age=3 * HOUR)
    await shelf.product("banana", price=200, age=HOUR)
    assert await shelf.titles() == ["banana", "äpfel", "Zebra"]
    assert await shelf.titles(sort="newest") == ["banana", "äpfel", "Zebra"]
    assert await shelf.titles(sort="title") == ["äpfel", "banana", "Zebra"]
    assert await shelf.titles(sort="price") == ["Zebra", "banana", "äpfel"]
    assert await shelf.titles(sort="-price") == ["äpfel", "banana", "Zebra"]
    for sort in ("newest", "title", "price", "-price"):
        filtered = await shelf.titles(sort=sort, min_price=0)
        assert filtered == await shelf.titles(sort=sort)


async def test_pages_hold_every_product_once(shelf: Shelf) -> None:
    for n in range(7):
        await shelf.product(f"Thing {n}", age=HOUR)
    for query in ({}, {"search": "thing"}):
        seen: list[str] = []
        for page in (1, 2, 3):
            reply = await shelf.reply("/products", page=page, per_page=3, **query)
            assert reply["page"] == {"total": 7, "page": page, "per_page": 3, "next": None}
            seen += [card["title"] for card in reply["data"]]
        assert sorted(seen) == sorted({f"Thing {n}" for n in range(7)})
        beyond = await shelf.reply("/products", page=9, per_page=3, **query)
        assert (beyond["data"], beyond["page"]["total"]) == ([], 7)


async def test_the_total_follows_publishing_archiving_and_deleting(
    shelf: Shelf, kernel: Kernel
) -> None:
    made = [await shelf.product(f"T{n}") for n in range(3)]
    draft = await shelf.product("D", status="draft")

    async def total() -> int:
        listed = await shelf.reply("/products")
        counted = await shelf.reply("/products", min_price=0)
        assert listed["page"]["total"] == counted["page"]["total"] == len(listed["data"])
        return int(listed["page"]["total"])

    assert await total() == 3
    await shelf.change(Product, draft.id, draft.id, status="active", published_at=clock.now())
    assert await total() == 4
    await shelf.change(Product, made[0].id, made[0].id, status="archived")
    assert await total() == 3
    await shelf.change(Product, made[1].id, made[1].id, title="Same state")
    assert await total() == 3
    async with kernel.database.transaction(
        Scope(tenant_id=shelf.store.merchant.tenant_id)
    ) as session:
        # Published, taken back and deleted within one transaction.
        await session.execute(
            text("update products set status = 'draft' where id = :id"), {"id": made[1].id}
        )
        await session.execute(
            text("update products set status = 'active' where id = :id"), {"id": made[1].id}
        )
        await session.execute(text("delete from products where id = :id"), {"id": made[2].id})
        shelf._changed(session, made[2].id)
    assert await total() == 2


async def test_every_word_must_be_found_wherever_it_stands(shelf: Shelf) -> None:
    await shelf.product("Gooseneck Kettle", vendor="Héron", words=["coffee"])
    await shelf.product("Kettle stand")
    await shelf.product("Women's scarf")
    assert await shelf.titles(search="kettle", sort="title") == ["Gooseneck Kettle", "Kettle stand"]
    assert await shelf.titles(search="KETTLE goose") == ["Gooseneck Kettle"]
    assert await shelf.titles(search="heron coffee") == ["Gooseneck Kettle"]
    assert await shelf.titles(search="womens") == ["Women's scarf"]
    assert await shelf.titles(search="kettle scarf") == []


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("%", True),
        ("_", True),
        ("\\", True),
        ("%%%%", True),
        ("k_ttle", True),
        ("ket%x", False),
        ("k.ttlex", False),
        ("'; drop table products; --", False),
    ],
)
async def test_wildcards_and_quotes_only_separate_words(
    shelf: Shelf, search: str, found: bool
) -> None:
    await shelf.product("Kettle")
    assert await shelf.titles(search=search) == (["Kettle"] if found else [])


async def test_a_category_holds_what_is_below_it(shelf: Shelf) -> None:
    root = await shelf.category("Brew")
    child = await shelf.category("Kettles", root)
    leaf = await shelf.category("Electric", child)
    other = await shelf.category("Grind")
    await shelf.product("Filter", categories=[root])
    await shelf.product("E-kettle", categories=[leaf, child])
    await shelf.product("Mill", categories=[other])
    assert sorted(await shelf.titles(category="brew")) == ["E-kettle", "Filter"]
    assert await shelf.titles(category="kettles") == ["E-kettle"]
    assert await shelf.titles(category="grind") == ["Mill"]
    assert await shelf.titles(category="no-such") == []


async def test_a_foreign_category_of_the_same_name_adds_nothing(
    shelf: Shelf, other_shelf: Shelf
) -> None:
    theirs = await other_shelf.category("Brew")
    await other_shelf.product("Foreign", categories=[theirs])
    mine = await shelf.category("Brew")
    await shelf.product("Own", categories=[mine])
    assert await shelf.titles(category="brew") == ["Own"]


async def test_tag_and_price_range(shelf: Shelf) -> None:
    await shelf.product("Cheap", price=500, words=["gift", "red"])
    await shelf.product("Dear", price=5000, words=["gift"])
    await shelf.product("Range", options={"Size": ["S", "L"]}, prices=[900, 2000])
    assert sorted(await shelf.titles(tag="gift")) == ["Cheap", "Dear"]
    assert await shelf.titles(tag="Gift") == []
    assert await shelf.titles(max_price=800) == ["Cheap"]
    assert await shelf.titles(min_price=4000) == ["Dear"]
    assert await shelf.titles(min_price=1500, max_price=3000) == ["Range"]
    assert await shelf.titles(min_price=3000, max_price=1000) == []


async def test_options_of_one_name_are_alternatives_and_names_must_fit_one_variant(
    shelf: Shelf,
) -> None:
    await shelf.product("Shirt", options={"Colour": ["Ink", "Sand"], "Size": ["S", "M"]})
    # The same names in another order: places are the product's own.
    await shelf.product("Cap", options={"Size": ["M"], "Colour": ["Sand"]})
    await shelf.product("Plain")

    async def found(*options: str) -> list[str]:
        return sorted(await shelf.titles(option=list(options)))

    assert await found("Colour:Ink") == ["Shirt"]
    assert await found("Colour:Ink", "Colour:Sand") == ["Cap", "Shirt"]
    assert await found("Colour:Sand", "Size:M") == ["Cap", "Shirt"]
    assert await found("Colour:Sand", "Size:S") == ["Shirt"]
    assert await found("Size:Sand") == []
    assert await found("Material:Wool") == []


async def test_an_option_is_available_when_its_own_variant_is(shelf: Shelf) -> None:
    await shelf.product("Shirt", options={"Size": ["S", "M"]}, stocks=[0, 5])
    assert await shelf.titles(option="Size:S") == ["Shirt"]
    assert await shelf.titles(option="Size:S", available="true") == []
    assert await shelf.titles(option="Size:M", available="true") == ["Shirt"]
    assert await shelf.titles(option="Size:S", available="false") == ["Shirt"]


async def test_availability_is_what_is_left_to_sell(shelf: Shelf) -> None:
    """R3.1"""
    later = clock.now() + HOUR
    untracked = await shelf.product("Untracked", stock=None)
    backorder = await shelf.product("Backorder", stock=0, policy="backorder")
    full = await shelf.product("Full", stock=2)
    safe = await shelf.product("Safety", stock=2, safety=2)
    held = await shelf.product("Held", stock=2)
    expired = await shelf.product("Expired hold", stock=2)
    released = await shelf.product("Released hold", stock=2)
    empty = await shelf.product("Empty", stock=0)
    await shelf.hold(held, 2, expires=later)
    await shelf.hold(expired, 2, expires=clock.now() - timedelta(seconds=1))
    await shelf.hold(released, 2, expires=later, status="released")
    cards = {card["id"]: card["available"] for card in await shelf.get("/products")}
    expected = (
        (untracked, True), (backorder, True), (full, True), (safe, False), (held, False),
        (expired, True), (released, True), (empty, False),
    )  # fmt: skip
    assert cards == {str(made.id): available for made, available in expected}
    buyable = await shelf.titles(available="true", sort="title")
    assert buyable == ["Backorder", "Expired hold", "Full", "Released hold", "Untracked"]
    assert await shelf.titles(available="false", sort="title") == ["Empty", "Held", "Safety"]


async def test_one_click_adds_only_a_single_variant_that_is_there(shelf: Shelf) -> None:
    single = await shelf.product("Single")
    await shelf.product("Sold out", stock=0)
    await shelf.product("Many", options={"Size": ["S", "M"]}, stocks=[0, 1])
    cards = {card["title"]: card for card in await shelf.get("/products")}
    assert cards["Single"]["variant_id"] == str(single.variant_ids[0])
    assert cards["Sold out"]["variant_id"] is None
    assert cards["Many"]["variant_id"] is None
    assert cards["Many"]["available"] is True


async def test_removed_variants_count_for_nothing(shelf: Shelf) -> None:
    made = await shelf.product("Shirt", options={"Size": ["S", "M"]}, stocks=[5, 0])
    await shelf.change(ProductVariant, made.variant_ids[0], made.id, deleted_at=clock.now())
    card = (await shelf.get("/products"))[0]
    assert card["available"] is False
    assert await shelf.titles(option="Size:S") == []


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "best"},
        {"page": 0},
        {"page": "x"},
        {"per_page": 101},
        {"per_page": 0},
        {"page": 10**30},
        {"min_price": -1},
        {"max_price": 10**13},
        {"available": "maybe"},
        {"option": "no colon"},
        {"option": ":x"},
        {"option": "Size:"},
        {"search": "x" * 201},
        {"search": "a\x00b"},
        {"category": "a\x00b"},
        {"tag": "\x00"},
        {"option": "a:\x00"},
        {"option": [f"A:{n}" for n in range(41)]},
    ],
)
async def test_malformed_queries_are_refused(
    shelf: Shelf, api: httpx2.AsyncClient, query: dict[str, Any]
) -> None:
    reply = await api.get(f"{shelf.store.public}/products", params=query)
    assert reply.status_code == 422, reply.text
    assert reply.json()["error"]["code"] == "invalid"
    assert reply.json()["error"]["details"][0]["field"].split(".")[0] == next(iter(query))


async def test_hostile_text_comes_out_as_it_went_in(shelf: Shelf) -> None:
    title = '</script><script>alert("x")</script> \\ "quoted" \u2028 \U0001f600 %s $1 {"key": "v"}'
    await shelf.product(title, vendor="'; drop table products; --", words=["<b>"])
    card = (await shelf.get("/products"))[0]
    assert card["title"] == title
    assert card["image"]["alt"] == f"{title} 0"
    assert card["vendor"] == "'; drop table products; --"
    assert (await shelf.titles(tag="<b>")) == [title]
