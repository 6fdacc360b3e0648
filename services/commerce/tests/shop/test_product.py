"""The public product page's data."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from commerce.catalog.models import Product
from commerce.shop.schemas import PublicProductOut
from ecomm_core import clock
from ecomm_core.api.schemas import Reply

if TYPE_CHECKING:
    from .conftest import Shelf
else:
    Shelf = Any

HOUR = timedelta(hours=1)


async def test_the_reply_has_the_documented_shape_and_nothing_more(shelf: Shelf) -> None:
    brew = await shelf.category("Brew")
    gifts = await shelf.category("Gifts")
    made = await shelf.product(
        "Kettle", options={"Colour": ["Ink", "Sand"], "Size": ["1 l"]}, prices=[8900, 9900],
        compare_at=9500, vendor="Heron", words=["steel"], pictures=3,
        categories=[gifts, brew], description="<p>Pours slowly.</p>",
    )  # fmt: skip
    reply = await shelf.reply(f"/products/{made.slug}")
    Reply[PublicProductOut].model_validate(reply)
    data = reply["data"]
    assert set(data) == set(PublicProductOut.model_fields)
    assert data["description"] == "<p>Pours slowly.</p>"
    assert data["options"] == [
        {"name": "Colour", "values": ["Ink", "Sand"]},
        {"name": "Size", "values": ["1 l"]},
    ]
    assert [v["options"] for v in data["variants"]] == [
        {"Colour": "Ink", "Size": "1 l"},
        {"Colour": "Sand", "Size": "1 l"},
    ]
    assert [v["price"]["amount"] for v in data["variants"]] == [8900, 9900]
    assert [v["compare_at_price"] for v in data["variants"]] == [
        {"amount": 9500, "currency": "EUR"},
        None,
    ]
    assert [image["alt"] for image in data["images"]] == ["Kettle 0", "Kettle 1", "Kettle 2"]
    assert [c["slug"] for c in data["categories"]] == ["gifts", "brew"]
    assert data["seo"] == {"title": None, "description": None, "keywords": []}
    assert data["updated_at"].endswith("Z")
    assert data["related"] == []


async def test_a_product_without_options_has_one_variant_without_any(shelf: Shelf) -> None:
    made = await shelf.product("Plain", pictures=0)
    data = await shelf.get(f"/products/{made.slug}")
    assert data["options"] == []
    assert [v["options"] for v in data["variants"]] == [{}]
    assert data["images"] == []


async def test_what_is_left_is_told_from_five_down(shelf: Shelf) -> None:
    """R3.1"""
    made = await shelf.product(
        "Sizes", options={"Size": ["a", "b", "c", "d", "e"]}, stocks=[6, 5, 1, 0, None]
    )
    held = await shelf.product("Held", stock=7)
    await shelf.hold(held, 5, expires=clock.now() + HOUR)
    await shelf.hold(held, 2, expires=clock.now() - HOUR)
    more = await shelf.product("Backorder", stock=0, policy="backorder")

    async def left(slug: str) -> list[tuple[bool, int | None]]:
        data = await shelf.get(f"/products/{slug}")
        return [(v["available"], v["left"]) for v in data["variants"]]

    assert await left(made.slug) == [
        (True, None), (True, 5), (True, 1), (False, 0), (True, None)
    ]  # fmt: skip
    assert await left(held.slug) == [(True, 2)]
    assert await left(more.slug) == [(True, None)]


@pytest.mark.parametrize("status", ["draft", "archived"])
async def test_unpublished_products_do_not_exist(
    shelf: Shelf, api: httpx2.AsyncClient, status: str
) -> None:
    made = await shelf.product("Hidden canary", status=status)
    reply = await api.get(f"{shelf.store.public}/products/{made.slug}")
    assert reply.status_code == 404
    assert reply.json()["error"]["code"] == "product_not_found"
    assert "canary" not in reply.text.replace(made.slug, "")


async def test_a_foreign_product_does_not_exist(
    shelf: Shelf, other_shelf: Shelf, api: httpx2.AsyncClient
) -> None:
    made = await other_shelf.product("Foreign thing")
    assert (await api.get(f"{shelf.store.public}/products/{made.slug}")).status_code == 404
    assert (await other_shelf.get(f"/products/{made.slug}"))["title"] == "Foreign thing"


async def test_an_old_slug_leads_to_the_present_one(shelf: Shelf, api: httpx2.AsyncClient) -> None:
    """R7.4"""
    made = await shelf.product("Kettle", slug="kettle-3000")
    await shelf.redirect("kettle-1000", made.id)
    await shelf.redirect("kettle-2000", made.id)
    for old in ("kettle-1000", "kettle-2000"):
        reply = await api.get(f"{shelf.store.public}/products/{old}")
        assert reply.status_code == 301
        assert reply.headers["location"] == f"{shelf.store.public}/products/kettle-3000"
        assert "max-age=0" in reply.headers["cache-control"]
    await shelf.change(Product, made.id, made.id, status="archived")
    assert (await api.get(f"{shelf.store.public}/products/kettle-1000")).status_code == 404


async def test_a_live_slug_wins_over_a_redirect(shelf: Shelf, api: httpx2.AsyncClient) -> None:
    """R7.4"""
    target = await shelf.product("Target")
    live = await shelf.product("Live", slug="wanted")
    await shelf.redirect("wanted", target.id)
    assert (await shelf.get("/products/wanted"))["title"] == "Live"
    # Unpublished, it is not found; its name does not suddenly mean another product.
    await shelf.change(Product, live.id, live.id, status="draft")
    assert (await api.get(f"{shelf.store.public}/products/wanted")).status_code == 404


@pytest.mark.parametrize("slug", ["no-such", "%00", "x" * 300, "..%2f..", "'; --", "%F0%9F%98%80"])
async def test_made_up_slugs_are_refused(shelf: Shelf, api: httpx2.AsyncClient, slug: str) -> None:
    reply = await api.get(f"{shelf.store.public}/products/{slug}")
    assert reply.status_code in {404, 422}
    assert reply.json()["error"]["code"] in {"product_not_found", "invalid", "not_found"}


async def test_related_products_are_neighbours_in_the_category(shelf: Shelf) -> None:
    brew = await shelf.category("Brew")
    made = [await shelf.product(f"B{n}", categories=[brew]) for n in range(6)]
    await shelf.product("Draft", categories=[brew], status="draft")
    await shelf.product("Elsewhere")
    related = [p["title"] for p in (await shelf.get(f"/products/{made[4].slug}"))["related"]]
    assert related == ["B5", "B0", "B1", "B2"]
    alone = await shelf.category("Alone")
    lonely = await shelf.product("Lonely", categories=[alone])
    shown = [p["title"] for p in (await shelf.get(f"/products/{lonely.slug}"))["related"]]
    assert len(shown) == 4
    assert "Lonely" not in shown
    assert "Draft" not in shown


async def test_a_product_of_two_thousand_variants_is_answered(shelf: Shelf) -> None:
    made = await shelf.product(
        "Matrix", options={"A": [str(n) for n in range(64)], "B": [str(n) for n in range(32)]}
    )
    data = await shelf.get(f"/products/{made.slug}")
    assert len(data["variants"]) == 2048
    assert data["variants"][33]["options"] == {"A": "1", "B": "1"}
