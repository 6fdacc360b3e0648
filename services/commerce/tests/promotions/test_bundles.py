"""Bundles, from the merchant's form to shelf and refund, through the public API only."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from commerce.cart import sums
from commerce.checkout.service import Frozen
from commerce.promotions.bundles import service as bundles
from ecomm_core.ids import new_id

from .conftest import Promotions


def _parts(*parts: tuple[UUID, int]) -> list[dict[str, Any]]:
    return [{"variant_id": str(variant), "quantity": quantity} for variant, quantity in parts]


async def _bundle(
    promotions: Promotions, *parts: tuple[UUID, int], price: int | None = None, **fields: Any
) -> dict[str, Any]:
    body = {"title": "Set", "status": "active", "components": _parts(*parts), **fields}
    if price is not None:
        body |= {"pricing": "fixed", "price": promotions.euros(price)}
    else:
        body.setdefault("pricing", "percent")
    made: dict[str, Any] = await promotions.call("POST", "/upsells/bundles", 201, json=body)
    return made


async def _page(shop: Any, bundle: dict[str, Any]) -> dict[str, Any]:
    reply = await shop.api.get(f"{shop.store.public}/products/{bundle['slug']}")
    assert reply.status_code == 200, reply.text
    variant: dict[str, Any] = reply.json()["data"]["variants"][0]
    return variant


async def test_a_bundles_life(shop: Any, promotions: Promotions) -> None:
    """Made with a product of its own, changed, withdrawn, published, archived."""
    mug, tea = await shop.variant(price=1000, stock=10), await shop.variant(price=500, stock=4)
    made = await _bundle(promotions, (mug, 1), (tea, 2), price=1599)
    assert (made["available"], made["saved"]["amount"], made["reason"]) == (2, 401, None)
    assert [part["share"]["amount"] for part in made["components"]] == [800, 799]
    assert (await _page(shop, made))["left"] == 2
    path = f"/upsells/bundles/{made['id']}"

    body = {"components": _parts((mug, 2)), "pricing": "percent", "percent_ppm": 100_000}
    stale = await promotions.call("PUT", path, 409, json={**body, "version": 9})
    assert stale["code"] == "bundle_stale"
    changed = await promotions.call("PUT", path, json={**body, "version": 1})
    assert (changed["price"]["amount"], changed["available"]) == (1800, 5)
    page = await _page(shop, made)
    assert (page["price"]["amount"], page["left"]) == (1800, 5)

    found = await promotions.call("GET", "/upsells/bundles", params={"search": "set"})
    assert made["id"] in {row["id"] for row in found}
    for action, status in (("disable", "draft"), ("enable", "active"), ("archive", "archived")):
        bulk = {"ids": [made["id"]], "action": action}
        assert await promotions.call("POST", "/upsells/bundles/bulk", json=bulk) == {"changed": 1}
        assert (await promotions.call("GET", path))["status"] == status
    await promotions.call("DELETE", path)
    gone = await shop.api.get(f"{shop.store.public}/products/{made['slug']}")
    assert gone.status_code == 404


async def test_what_is_no_bundle_is_refused_by_field(shop: Any, promotions: Promotions) -> None:
    """No circles, no gift cards, nobody else's variants."""
    mug, tea = await shop.variant(price=1000), await shop.variant(price=500)
    made = await _bundle(promotions, (mug, 2), price=1500)
    inner = UUID(made["variant_id"])
    stranger = UUID("01900000-0000-7000-8000-000000000000")
    fixed = {"pricing": "fixed", "price": promotions.euros(900)}
    wrong: list[tuple[dict[str, Any], int, str]] = [
        ({"title": "x", "components": _parts((tea, 1)), **fixed}, 422, "components"),
        ({"title": "x", "components": _parts((tea, 1), (tea, 1)), **fixed}, 422, "components"),
        (
            {"title": "x", "components": _parts((stranger, 2)), **fixed},
            422,
            "components.0.variant_id",
        ),
        (
            {"title": "x", "components": _parts((tea, 1), (inner, 1)), **fixed},
            409,
            "components.1.variant_id",
        ),
        ({"components": _parts((tea, 2)), **fixed}, 422, "variant_id"),
        (
            {"variant_id": str(inner), "components": _parts((tea, 2)), **fixed},
            409,
            "variant_id",
        ),
        ({"variant_id": str(mug), "components": _parts((tea, 2)), **fixed}, 422, "variant_id"),
        (
            {"variant_id": str(tea), "components": _parts((tea, 2)), **fixed},
            409,
            "components.0.variant_id",
        ),
        (
            {"title": "x", "components": _parts((tea, 2)), "pricing": "percent"},
            422,
            "percent_ppm",
        ),
        ({"title": "x", "components": _parts((tea, 2)), "pricing": "fixed"}, 422, "price"),
    ]
    for body, status, field in wrong:
        error = await promotions.call("POST", "/upsells/bundles", status, json=body)
        assert error["details"][0]["field"] == field, (body, error)
    listed = await promotions.call("GET", "/upsells/bundles")
    assert [row["id"] for row in listed] == [made["id"]]


async def test_a_bundle_is_sold_shipped_and_refunded_by_its_components(
    shop: Any, promotions: Promotions
) -> None:
    """R3.2, R6.5, R2.3: stock, parcels and refunds are the components'; the amounts sum exactly."""
    mug = await shop.variant(price=1000, stock=10, title="Mug")
    tea = await shop.variant(price=333, stock=10, title="Tea")
    made = await _bundle(promotions, (mug, 1), (tea, 2), price=1301)
    shopper = await shop.shopper((UUID(made["variant_id"]), 2), (tea, 1))
    cart = await shopper.look()
    line = next(line for line in cart["lines"] if line["components"])
    assert [(part["title"], part["quantity"]) for part in line["components"]] == [
        ("Mug", 1),
        ("Tea", 2),
    ]
    assert cart["totals"]["subtotal"]["amount"] == 2 * 1301 + 333
    order = await promotions.order((await shopper.buy())["id"])
    parts = [item for item in order["items"] if item["bundle"]]
    assert {item["bundle"]["title"] for item in parts} == {"Set"}
    assert {item["bundle"]["quantity"] for item in parts} == {2}
    assert sum(item["gross"]["amount"] for item in parts) == 2 * 1301
    for item in order["items"]:
        assert item["gross"]["amount"] == item["unit_price"]["amount"] * item["quantity"]
    # on_hand, committed, reserved
    assert await shop.stock(mug) == (10, 2, 0)
    assert await shop.stock(tea) == (10, 5, 0)

    mugs = [item for item in parts if item["variant_id"] == str(mug)]
    body = {
        "items": [{"item_id": item["id"], "quantity": item["quantity"]} for item in mugs],
        "carrier": "DHL",
        "tracking_number": "1",
    }
    await promotions.call("POST", f"/orders/{order['id']}/fulfillments", 201, json=body)
    assert await shop.stock(mug) == (8, 0, 0)
    teas = [item for item in parts if item["variant_id"] == str(tea)]
    back = [{"item_id": i["id"], "quantity": i["quantity"], "restock": True} for i in teas]
    refund = {"lines": back}
    await promotions.call("POST", f"/orders/{order['id']}/refunds", 201, json=refund)
    assert await shop.stock(tea) == (10, 1, 0)
    await shop.work()
    after = await promotions.order(order["id"])
    assert {i["refunded_quantity"] for i in after["items"] if i["id"] in {t["id"] for t in teas}}
    assert after["payment_status"] == "partially_refunded"


async def test_lines_and_bundles_share_what_is_left(shop: Any, promotions: Promotions) -> None:
    """R3.2 (medusa#16502): a cart whose lines are each fine alone is refused together, naming the
    line, and nothing is held."""
    mug = await shop.variant(price=1000, stock=3)
    made = await _bundle(promotions, (mug, 2), price=1500)
    bundle = UUID(made["variant_id"])
    shopper = await shop.shopper((mug, 2), (bundle, 1))
    cart = await shopper.look()
    assert [line["problem"] for line in cart["lines"]] == [None, "sold_out"]
    reply = await shopper.post_checkout()
    assert reply.status_code == 409
    assert reply.json()["error"]["code"] == "out_of_stock"
    assert reply.json()["error"]["details"][0]["field"] == "lines.1"
    assert await shop.stock(mug) == (3, 0, 0)
    other = await shop.shopper((mug, 1), (bundle, 1))
    await other.buy()
    assert await shop.stock(mug) == (3, 3, 0)
    assert (await _page(shop, made))["available"] is False


async def test_the_page_of_a_bundle_follows_its_components_at_once(
    shop: Any, promotions: Promotions
) -> None:
    """Cached replies of the bundle go with its component's stock; an archived component closes it
    with a reason, and it opens again."""
    mug = await shop.variant(price=1000, stock=4)
    made = await _bundle(promotions, (mug, 2), price=1500)
    assert (await _page(shop, made))["left"] == 2
    await (await shop.shopper((mug, 1))).start()
    assert (await _page(shop, made))["left"] == 1
    product = await shop.one("select product_id from product_variants where id = :id", id=mug)
    await promotions.call("PATCH", f"/products/{product}", json={"status": "archived"})
    await shop.work()
    assert (await _page(shop, made))["available"] is False
    seen = await promotions.call("GET", f"/upsells/bundles/{made['id']}")
    assert (seen["available"], seen["reason"]) == (0, "Thing is archived.")
    shopper = await shop.shopper()
    reply = await shopper.call(
        "POST", f"{shopper.cart}/lines", json={"variant_id": made["variant_id"], "quantity": 1}
    )
    assert reply.status_code == 404
    await promotions.call("PATCH", f"/products/{product}", json={"status": "active"})
    await shop.work()
    assert (await _page(shop, made))["available"] is True


async def test_a_percentage_follows_the_components_prices(
    shop: Any, promotions: Promotions
) -> None:
    """R9.2: written as the product's own price, so lists and the price history know it."""
    mug, tea = await shop.variant(price=1000), await shop.variant(price=500)
    made = await _bundle(promotions, (mug, 1), (tea, 1), percent_ppm=200_000)
    assert made["price"]["amount"] == 1200
    product = await shop.one("select product_id from product_variants where id = :id", id=mug)
    await promotions.call("PATCH", f"/products/{product}", json={"price": promotions.euros(2000)})
    await shop.work()
    assert (await _page(shop, made))["price"]["amount"] == 2000
    history = await shop.rows(
        "select price from price_history where variant_id = :id order by at",
        id=UUID(made["variant_id"]),
    )
    assert [row["price"] for row in history][-2:] == [1200, 2000]


async def test_each_component_is_taxed_by_its_own_class(shop: Any, promotions: Promotions) -> None:
    """R2.1: the price is spread by what the components cost, then taxed."""
    mug, book = await shop.variant(price=1000), await shop.variant(price=1000)
    product = await shop.one("select product_id from product_variants where id = :id", id=book)
    await promotions.call("PATCH", f"/products/{product}", json={"tax_class": "reduced"})
    rate = {"name": "VAT reduced", "country": "DE", "rate_ppm": 70_000, "tax_class": "reduced"}
    await promotions.call("POST", "/tax-rates", 201, json=rate)
    made = await _bundle(promotions, (mug, 1), (book, 1), price=1500)
    shopper = await shop.shopper((UUID(made["variant_id"]), 1))
    order = await promotions.order((await shopper.buy())["id"])
    tax = {item["variant_id"]: item["tax"]["amount"] for item in order["items"]}
    # 750 including 19 % and 7 %.
    assert (tax[str(mug)], tax[str(book)]) == (120, 49)


async def _crowd(shop: Any, promotions: Promotions) -> tuple[int, tuple[int, int, int]]:
    """A hundred shoppers on a stock of 20, half of them with the piece and a bundle of two in one
    cart. (Units that somebody was told are held for them, the shelf's counters.)"""
    mug = await shop.variant(price=1000, stock=20)
    made = await _bundle(promotions, (mug, 2), price=1500)
    bundle = UUID(made["variant_id"])
    gate = asyncio.Semaphore(8)

    async def buy(number: int) -> int:
        lines = [[(mug, 1), (bundle, 1)], [(bundle, 1)], [(mug, 3), (bundle, 1)], [(mug, 1)]]
        mine = lines[number % 4]
        async with gate:
            shopper = await shop.shopper(*mine)
            reply = await shopper.post_checkout()
        if reply.status_code == 409:
            assert reply.json()["error"]["code"] == "out_of_stock"
            return 0
        assert reply.status_code == 201, reply.text
        return sum(count if variant == mug else 2 * count for variant, count in mine)

    taken = sum(await asyncio.gather(*(buy(number) for number in range(100))))
    return taken, await shop.stock(mug)


async def test_a_hundred_buyers_of_bundles_and_lines_oversell_nothing(
    shop: Any, promotions: Promotions
) -> None:
    """R3.2, R3.5 (medusa#16502): demand is grouped per item over lines and bundles: everybody who
    was told so holds their units, and the last ones go to who wants as many as are left."""
    taken, shelf = await _crowd(shop, promotions)
    assert taken == 20
    assert shelf == (20, 0, 20)


async def test_a_shop_that_checks_per_line_oversells(
    shop: Any, promotions: Promotions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: units per variant taken from one line alone. The crowd breaks it."""

    def per_line(frozen: Frozen) -> dict[UUID, int]:
        return {UUID(line["variant_id"]): line["quantity"] for line in frozen.lines}

    monkeypatch.setattr(Frozen, "demand", property(per_line))
    monkeypatch.setattr(sums, "left_per_line", lambda lines: tuple(None for _ in lines))
    taken, shelf = await _crowd(shop, promotions)
    assert taken > 20
    assert shelf == (20, 0, 20)


async def test_following_twice_changes_nothing(
    shop: Any, promotions: Promotions, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R5.1: the job is idempotent: a price that is right is not written again."""
    mug = await shop.variant(price=1000)
    made = await _bundle(promotions, (mug, 2), percent_ppm=100_000)
    before = await shop.one("select version from products where id = :id", id=made["product_id"])
    written: list[int] = []

    async def no_price(*_: Any) -> None:
        written.append(1)

    monkeypatch.setattr(bundles, "_set_price", no_price)
    product = await shop.one("select product_id from product_variants where id = :id", id=mug)
    await promotions.call("PATCH", f"/products/{product}", json={"title": f"M {new_id()}"})
    await shop.work()
    assert written == []
    now = await shop.one("select version from products where id = :id", id=made["product_id"])
    assert now == before
