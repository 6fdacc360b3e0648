"""What else is sold from own stock: in exchange, by a draft, in a bundle, before costs were kept;
and that nobody but the merchant learns what it cost."""

import email
import email.policy
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from commerce.analytics import tasks

from ..naming import naming
from .buying import Buying
from .shelf import Case, approved, count_it, earned, items_of, post, set_cost, stocked

Shift = Callable[[float], None]
ADDRESS = {
    "name": "Ada Lovelace",
    "line1": "Hauptstrasse 1",
    "city": "Berlin",
    "postal_code": "10115",
    "country": "DE",
}
SECRET = 7_654_321
"""A cost that is in nothing else."""

SHOWN = ("7654321", "76543.21", "76,543.21", "76.543,21")
"""How it could be told."""


async def test_what_is_sent_in_exchange_has_a_cost_of_its_own(shop: Any) -> None:
    """The replacement is frozen at the cost of its own variant, the day it is set aside; let go, it
    is on the shelf again. Fault it was seen to catch: the replacement without a cost."""
    old = await stocked(shop, 300, stock=5, title="Shirt", variant_title="S")
    new = await stocked(shop, 450, stock=5, title="Sister", variant_title="M")
    async with shop.transaction() as session:
        for statement in (
            """update product_variants set position = 1, option_values = '{M}',
                      product_id = (select product_id from product_variants where id = :old)
                where id = :new""",
            """update inventory_items
                  set product_id = (select product_id from product_variants where id = :old)
                where variant_id = :new""",
        ):
            await session.execute(text(statement), {"old": old, "new": new})
    order = (await (await shop.shopper((old, 1))).buy())["id"]
    await shop.run()
    case = Case(shop, order, str((await items_of(shop, order))[0]["id"]))
    await case.ship(1)
    back = await approved(case, exchange_variant_id=str(new))
    sold, sent = await earned(shop, order)
    assert [(one.cost, one.cost_known) for one in (sold, sent)] == [(300, True), (450, True)]
    await post(shop, f"/returns/{back}/cancel", {})
    sold, sent = await earned(shop, order)
    assert [(one.cost, one.cost_known) for one in (sold, sent)] == [(300, True), (0, True)]


async def test_a_draft_s_lines_are_frozen_when_it_is_sold(shop: Any) -> None:
    """Not when it was drafted. Fault it was seen to catch: lines without a cost."""
    variant = await stocked(shop, 300, stock=5)
    rates = (await shop.store.merchant.get(f"{shop.store.path}/shipping-rates")).json()["data"]
    body = {
        "email": "ada@example.com",
        "lines": [{"variant_id": str(variant), "quantity": 2}],
        "shipping_address": ADDRESS,
        "shipping_rate_id": rates[0]["id"],
    }
    draft = await post(shop, "/drafts", body, 201)
    await set_cost(shop, variant, 350)
    paid = {"method": "bank_transfer", "total": draft["totals"]["total"]}
    order = (await post(shop, f"/drafts/{draft['id']}/mark-paid", paid, 201))["id"]
    assert [item["unit_cost"] for item in await items_of(shop, order)] == [350]


async def test_units_of_a_bundle_cost_what_its_components_cost(shop: Any) -> None:
    """A bundle is sold as its components, each at its own cost; the bundle's own is not asked."""
    cup = await stocked(shop, 300, stock=9, price=1000, title="Cup")
    pot = await stocked(shop, 700, stock=9, price=2000, title="Pot")
    parts = [{"variant_id": str(cup), "quantity": 2}, {"variant_id": str(pot), "quantity": 1}]
    body: dict[str, Any] = {"title": "Set", "status": "active", "components": parts}
    body |= {"pricing": "percent", "percent_ppm": 100_000}
    bundle = await post(shop, "/upsells/bundles", body, 201)
    order = (await (await shop.shopper((bundle["variant_id"], 2))).buy())["id"]
    found = {item["variant_id"]: item for item in await items_of(shop, order)}
    assert {key: (one["quantity"], one["unit_cost"]) for key, one in found.items()} == {
        cup: (4, 300),
        pot: (2, 700),
    }
    assert sum(line.cost for line in await earned(shop, order)) == 2600


async def test_orders_of_before_have_no_cost_and_their_days_are_made_anew(
    shop: Any, shift_clock: Shift
) -> None:
    """A database that comes from the release before: lines without a cost, days that were written
    when own stock was free. Nothing is invented: the cost is unknown, the reports say how many
    lines that are, and say so at once. Fault it was seen to catch: written days read as they are,
    whatever rules they are by."""
    variant = await stocked(shop, 300, stock=5)
    order = (await (await shop.shopper((variant, 2))).buy())["id"]
    await shop.run()
    await count_it(shop)
    shift_clock(timedelta(days=1).total_seconds())
    await tasks.aggregate_store(shop.kernel, shop.tenant_id, shop.store.id)
    for statement in (
        "update order_items set unit_cost = null",
        "update daily_metrics set cost = 0, unknown_lines = 0",
        "update product_days set cost = 0, unknown_lines = 0",
        "update metrics_marks set rules = 0",
    ):
        async with shop.transaction() as session:
            await session.execute(text(statement))
    [line] = await earned(shop, order)
    assert (line.cost, line.cost_known) == (0, False)
    world = Buying(shop, shop.kernel)
    for written in (False, True):
        if written:
            await tasks.aggregate_store(shop.kernel, shop.tenant_id, shop.store.id)
            assert await shop.one("select sum(unknown_lines) from daily_metrics") == 1
        assert (await world.get("/analytics/profit?range=7d"))["unknown_lines"]["value"] == 1
        [product] = (await world.get("/analytics/products?range=7d"))["rows"]
        assert product["unknown_lines"] == 1
        all_of_them = await shop.store.merchant.get("/analytics/stores?range=7d")
        assert all_of_them.json()["data"][0]["unknown_lines"] == 1


async def test_nobody_but_the_merchant_learns_what_it_cost(shop: Any, mailbox: Path) -> None:
    """The cost stands in the catalogue and on the sold line: in no event, mail, checkout, cart or
    paper, nor in the copy of a shopper's data. Faults it was seen to catch: the cost frozen into
    the checkout's lines, the line copied as it is."""
    variant = await stocked(shop, SECRET, stock=5)
    shopper = await shop.shopper((variant, 1))
    order = await shopper.buy()
    await shop.run()
    case = Case(shop, order["id"], str((await items_of(shop, order["id"]))[0]["id"]))
    await case.ship(1)
    await shop.run()
    line = {"item_id": case.item, "quantity": 1}
    await post(shop, f"/orders/{case.order}/refunds", {"lines": [line]}, 201)
    await shop.run()
    assert await naming(shop, str(SECRET)) == {}, "no text and no JSON of any table has it"
    mails = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in mailbox.glob("*.eml")
    ]
    assert len(mails) >= 3, "the order, the parcel, the refund"
    for mail in mails:
        words = [
            part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"
        ]
        assert not any(shown in word for word in words for shown in SHOWN)
    public = f"{shop.store.public}/orders/{case.order}"
    headers = {"X-Order-Token": order["token"]}
    for path in ("", "/returns"):
        page = await shop.api.get(f"{public}{path}", headers=headers)
        assert page.status_code == 200, page.text
        assert str(SECRET) not in page.text
    for path in (f"/carts/{shopper.cart_id}", f"/checkout/{shopper.checkout_id}"):
        assert str(SECRET) not in (await shopper.call("GET", f"{shop.store.public}{path}")).text
    world = Buying(shop, shop.kernel)
    [customer] = await world.get(f"/customers?search={shopper.email}")
    body = {"kind": "export", "customer_id": customer["id"]}
    asked = await world.call("POST", "/privacy/requests", body, 202)
    await shop.run()
    path = f"{shop.store.path}/privacy/requests/{asked['id']}/copy.json"
    copy = await shop.store.merchant.get(path)
    tables = {part["table"] for part in copy.json()["data"]}
    assert "order_items" in tables
    assert str(SECRET) not in copy.text
    assert "unit_cost" not in copy.text
