"""Filters, categories and sitemap of the shop."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from commerce.shop.schemas import FiltersOut, PublicCategoryOut, SitemapEntryOut
from ecomm_core.api.schemas import Reply

if TYPE_CHECKING:
    from .conftest import Shelf
else:
    Shelf = Any


NEW_STORES_PAGES = [
    f"/pages/{slug}"
    for slug in ("about", "contact", "shipping", "returns", "privacy", "terms", "faq")
]
"""In the order in which setting up makes them."""


def counts(filters: dict[str, Any], key: str) -> dict[str, int]:
    for facet in filters["facets"]:
        if facet["key"] == key:
            return {value["value"]: value["count"] for value in facet["values"]}
    return {}


async def fill(shelf: Shelf) -> None:
    brew = await shelf.category("Brew", position=1)
    kettles = await shelf.category("Kettles", brew, position=2)
    wear = await shelf.category("Wear", position=0)
    await shelf.category("Empty", position=3)
    await shelf.product(
        "Kettle", price=8900, categories=[kettles, brew], words=["steel", "gift"],
        options={"Colour": ["Ink", "Sand"]}, stocks=[0, 0],
    )  # fmt: skip
    await shelf.product("Dripper", price=3200, categories=[brew], words=["gift"])
    await shelf.product(
        "Apron", price=4500, categories=[wear], words=["gift"],
        options={"Size": ["S", "M"], "Colour": ["Ink"]},
    )  # fmt: skip
    await shelf.product("Draft", price=1, categories=[brew], words=["canary"], status="draft")


async def test_every_count_is_what_the_list_will_show(shelf: Shelf) -> None:
    await fill(shelf)
    reply = await shelf.reply("/filters")
    Reply[FiltersOut].model_validate(reply)
    filters = reply["data"]
    assert filters["price_min"] == {"amount": 3200, "currency": "EUR"}
    assert filters["price_max"] == {"amount": 8900, "currency": "EUR"}
    assert counts(filters, "category") == {"wear": 1, "brew": 2, "kettles": 1}
    assert counts(filters, "tag") == {"gift": 3, "steel": 1}
    assert counts(filters, "option.Colour") == {"Ink": 2, "Sand": 1}
    assert counts(filters, "option.Size") == {"S": 1, "M": 1}
    assert counts(filters, "available") == {"true": 2}
    assert "canary" not in str(filters)
    for facet in filters["facets"]:
        for value in facet["values"]:
            key = facet["key"]
            query = {key: value["value"]}
            if key.startswith("option."):
                query = {"option": f"{key.removeprefix('option.')}:{value['value']}"}
            listed = await shelf.reply("/products", **query)
            assert listed["page"]["total"] == value["count"], (key, value)


async def test_counts_within_a_category_ignore_only_the_category_facet(shelf: Shelf) -> None:
    await fill(shelf)
    filters = await shelf.get("/filters", category="brew")
    assert counts(filters, "category") == {"wear": 1, "brew": 2, "kettles": 1}
    assert counts(filters, "tag") == {"gift": 2, "steel": 1}
    assert counts(filters, "option.Size") == {}
    assert counts(filters, "available") == {"true": 1}
    assert filters["price_min"]["amount"] == 3200
    searched = await shelf.get("/filters", search="apron")
    assert counts(searched, "category") == {"wear": 1}
    nothing = await shelf.get("/filters", search="nothing at all")
    assert nothing == {"price_min": None, "price_max": None, "facets": []}


async def test_an_empty_shop_has_no_filters(shelf: Shelf) -> None:
    assert await shelf.get("/filters") == {"price_min": None, "price_max": None, "facets": []}
    assert await shelf.get("/categories") == []
    assert [entry["path"] for entry in await shelf.get("/sitemap")] == [
        "/",
        "/products",
        *NEW_STORES_PAGES,
    ]


async def test_categories_in_order_with_what_is_below_them(
    shelf: Shelf, other_shelf: Shelf
) -> None:
    await fill(shelf)
    await other_shelf.category("Foreign canary")
    reply = await shelf.reply("/categories")
    Reply[list[PublicCategoryOut]].model_validate(reply)
    found = {category["slug"]: category for category in reply["data"]}
    assert list(found) == ["wear", "brew", "kettles", "empty"]
    assert {slug: c["products"] for slug, c in found.items()} == {
        "wear": 1, "brew": 2, "kettles": 1, "empty": 0,
    }  # fmt: skip
    assert found["kettles"]["parent_id"] == found["brew"]["id"]
    assert found["brew"]["image"]["alt"] == "Dripper 0"
    assert found["empty"]["image"] is None
    assert "canary" not in str(reply)


async def test_the_picture_is_of_the_newest_product_that_has_one(shelf: Shelf) -> None:
    brew = await shelf.category("Brew")
    await shelf.product("Old", categories=[brew])
    await shelf.product("Bare", categories=[brew], pictures=0)
    assert (await shelf.get("/categories"))[0]["image"]["alt"] == "Old 0"


async def test_the_sitemap_lists_what_is_public(shelf: Shelf) -> None:
    await fill(shelf)
    await shelf.product("Older", age=timedelta(days=1))
    reply = await shelf.reply("/sitemap")
    Reply[list[SitemapEntryOut]].model_validate(reply)
    assert [entry["path"] for entry in reply["data"]] == [
        "/", "/products",
        "/categories/brew", "/categories/kettles", "/categories/wear", "/categories/empty",
        *NEW_STORES_PAGES,
        "/products/apron", "/products/dripper", "/products/kettle", "/products/older",
    ]  # fmt: skip
