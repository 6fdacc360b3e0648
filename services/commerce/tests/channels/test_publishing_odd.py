"""Products in a shop elsewhere when things go differently: edited on both sides at once, taken over
before, renamed, archived, deleted, disconnected, limited, written by two.

Planted, each seen by the test about it: nothing counts as unseen, or what was noted counts as
unseen for ever; what was taken over is written at once; the address of an earlier try is not looked
for, or not kept; the channel's state is not looked at again; a product there may be two of ours;
archived ones go anew; a lease stops nobody; the shop's own pause is cut short; a variant that is
gone is taken in silence; their markup is shown.
"""

from __future__ import annotations

from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest

from commerce.channels.publishing import tasks
from commerce.channels.publishing.seeing import words
from ecomm_core import clock

from .conftest import Movers
from .stall import KINDS, MAKING, SHOPS, stall


@pytest.mark.parametrize("kind", KINDS)
async def test_changed_on_both_sides_it_is_shown_before_it_is_written_over(
    mover: Movers, kind: str
) -> None:
    """Nobody told us of the change there, and nothing is kept in step: the writing itself looks."""
    shop = await stall(mover, kind)
    cup = await shop.product("Cup")
    await shop.publish(cup)
    [there] = shop.there("Cup")
    there["title"] = "Beaker"
    there["variants"][0]["price"] = 999
    mug = await shop.patch(cup, title="Mug")
    await shop.publish(cup)
    assert there["title"] == "Beaker"
    assert there["variants"][0]["price"] == 999
    shown = await shop.shown(mug)
    assert (shown["state"], shown["words"]) == ("changed_there", tasks.CHANGED)
    assert shown["changed_here"]
    title, price = shown["differences"]
    assert (title["before"], title["after"]) == ("Cup", "Beaker")
    assert price["variant"] == "Blue"
    assert (price["price_before"]["amount"], price["price_after"]["amount"]) == (1240, 999)
    # Changed once more there before somebody asks again: that, too, is shown first.
    there["title"] = "Goblet"
    await shop.publish(cup)
    assert there["title"] == "Goblet"
    assert (await shop.shown(mug))["differences"][0]["after"] == "Goblet"
    await shop.publish(cup)
    assert there["title"] == "Mug", "what was shown is written over when that is asked for"
    assert there["variants"][0]["price"] == 1240
    assert (await shop.shown(mug))["state"] == "published"


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_ignored_or_taken_is_no_longer_in_the_way(mover: Movers, kind: str) -> None:
    shop = await stall(mover, kind)
    cup = await shop.product("Cup")
    await shop.publish(cup)
    [there] = shop.there("Cup")
    there["title"] = "Beaker"
    there["variants"][1]["price"] = 1111
    await shop.publish(cup)
    one, price = (await shop.shown(cup))["differences"]
    assert (await shop.settle(cup, "take", price["key"])).status_code == 200
    reply = await shop.settle(cup, "ignore", one["key"])
    assert reply.status_code == 200, reply.text
    left = reply.json()["data"]
    assert (left["state"], left["words"], left["differences"]) == ("published", "", [])
    await shop.publish(cup)
    assert there["title"] == "Cup"
    assert there["variants"][1]["price"] == 1111


@pytest.mark.parametrize("kind", KINDS)
async def test_goods_that_were_taken_over_are_not_written_over_unseen(
    mover: Movers, kind: str
) -> None:
    shop = await stall(mover, kind)
    there = shop.move.fake.world.products[0]
    title = there["title"]
    told = await shop.move.migrate(shop.channel_id, dry_run=False, entities=["products"])
    assert told["status"] == "done", told
    [row] = await shop.move.rows(
        "select id from products where store_id = :store and title = :title", title=title
    )
    ours = await shop.patch({"id": str(row["id"])}, title="Ours by now")
    await shop.publish(ours)
    assert there["title"] == title
    shown = await shop.shown(ours)
    assert (shown["state"], shown["words"]) == ("changed_there", tasks.MATCHED)
    assert {one["field"] for one in shown["differences"]} == {"title"}
    await shop.publish(ours)
    assert there["title"] == "Ours by now"
    assert len(shop.move.fake.world.products) == 6


@pytest.mark.parametrize("kind", KINDS)
async def test_renamed_here_after_a_lost_answer_it_is_found_all_the_same(
    mover: Movers, kind: str
) -> None:
    """No SKU names it, and its address here is another one by now."""
    shop = await stall(mover, kind)
    cup = await shop.product("Cup", options=[], variants=None)
    shop.move.fake.fault("error_after", MAKING[kind])
    await shop.publish(cup)
    assert (await shop.shown(cup))["state"] == "unknown"
    beaker = await shop.patch(cup, title="Beaker", slug=f"beaker-{UUID(cup['id']).hex[-6:]}")
    await shop.later()
    assert (await shop.shown(beaker))["state"] == "published"
    assert len(shop.move.fake.world.products) == 7


@pytest.mark.parametrize(
    ("kind", "part"),
    [("shopify", "Publish"), ("woocommerce", "PUT /wp-json/wc/v3/products")],
)
async def test_what_a_lost_answer_had_written_is_nobody_elses_change(
    mover: Movers, kind: str, part: str
) -> None:
    """Written again, it finds its own words there, and does not ask whose they are. Planted: it
    does."""
    shop = await stall(mover, kind)
    cup = await shop.product("Cup")
    await shop.publish(cup)
    [there] = shop.there("Cup")
    mug = await shop.patch(cup, title="Mug")
    shop.move.fake.fault("error_after", part)
    await shop.publish(cup)
    assert there["title"] == "Mug"
    assert (await shop.shown(mug))["state"] == "unknown"
    await shop.later()
    shown = await shop.shown(mug)
    assert (shown["state"], shown["differences"]) == ("published", [])
    assert not shown["changed_here"]


@pytest.mark.parametrize("kind", KINDS)
async def test_disconnected_in_between_nothing_is_written_any_more(
    mover: Movers, kind: str
) -> None:
    shop = await stall(mover, kind)
    cup, mug = await shop.product("Cup"), await shop.product("Mug")
    real = SHOPS[kind].find

    async def slow(self: Any, *args: Any) -> Any:
        found = await real(self, *args)
        await shop.move.rows_changed(
            "update sales_channels set status = 'disconnected', credentials = '' where id = :id",
            id=UUID(shop.channel_id),
        )
        return found

    with patch.object(SHOPS[kind], "find", slow):
        await shop.publish(cup, mug)
    assert len(shop.move.fake.world.products) == 6
    for one in (cup, mug):
        shown = await shop.shown(one)
        assert (shown["state"], shown["words"]) == ("refused", tasks.CLOSED)
    body = {"product_ids": [cup["id"]]}
    reply = await shop.move.store.merchant.post(f"{shop.path}/publish", json=body)
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "channel_closed")


@pytest.mark.parametrize("kind", KINDS)
async def test_archived_here_it_is_archived_there_and_no_other_archived_one_goes(
    mover: Movers, kind: str
) -> None:
    shop = await stall(mover, kind)
    cup, old = await shop.product("Cup"), await shop.product("Old")
    await shop.publish(cup)
    for one in (cup, old):
        await shop.patch(one, status="archived")
    body = {"product_ids": [cup["id"], old["id"]]}
    reply = await shop.move.store.merchant.post(f"{shop.path}/publish", json=body)
    assert reply.json()["data"] == {"queued": 1, "left_out": [old["id"]]}
    await shop.work()
    [there] = shop.there("Cup")
    assert there["status"] == "archived"
    assert shop.there("Old") == []


async def test_deleted_here_while_it_waits_nothing_is_made(mover: Movers) -> None:
    shop = await stall(mover, "shopify")
    cup = await shop.product("Cup")
    body = {"product_ids": [cup["id"]]}
    reply = await shop.move.store.merchant.post(f"{shop.path}/publish", json=body)
    assert reply.status_code == 202, reply.text
    await shop.move.rows_changed(
        "update products set purged_at = :now where id = :id", id=UUID(cup["id"]), now=clock.now()
    )
    await shop.work()
    assert len(shop.move.fake.world.products) == 6
    [row] = await shop.move.rows(
        "select state, words from channel_products where store_id = :store"
    )
    assert (row["state"], row["words"]) == ("refused", "This product was deleted here.")


@pytest.mark.parametrize("kind", KINDS)
async def test_variants_come_and_go_and_those_that_stay_keep_their_number(
    mover: Movers, kind: str
) -> None:
    shop = await stall(mover, kind)
    cup = await shop.product("Cup")
    await shop.publish(cup)
    [there] = shop.there("Cup")
    blue = there["variants"][0]["id"]
    there["variants"][0]["stock"] = 3  # one was sold there
    money = shop.move.store.money
    await shop.patch(
        cup,
        options=[{"name": "Colour", "values": ["Blue", "Red"]}],
        variants=[
            {"options": {"Colour": "Blue"}, "price": money(1240), "sku": "Cup-Blue"},
            {"options": {"Colour": "Red"}, "price": money(1500), "sku": "Cup-Red", "stock": 9},
        ],
    )
    await shop.publish(cup)
    sold = [(v["values"], v["price"], v["sku"], v["stock"]) for v in there["variants"]]
    assert sold == [(("Blue",), 1240, "Cup-Blue", 3), (("Red",), 1500, "Cup-Red", 9)]
    assert there["variants"][0]["id"] == blue


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_one_of_ours_there_is_no_other_of_ours(mover: Movers, kind: str) -> None:
    """Their product has the SKUs of two of ours: the second is told so, and neither writes over
    the other."""
    shop = await stall(mover, kind)
    theirs = next(one for one in shop.move.fake.world.products if len(one["variants"]) > 1)
    plain: dict[str, Any] = {"options": [], "variants": None}
    one = await shop.product("One", **plain, sku=theirs["variants"][0]["sku"])
    two = await shop.product("Two", **plain, sku=theirs["variants"][1]["sku"])
    await shop.publish(one)
    assert (await shop.shown(one))["state"] == "changed_there"
    await shop.publish(two)
    shown = await shop.shown(two)
    assert (shown["state"], shown["words"]) == ("refused", tasks.OTHERS)


@pytest.mark.parametrize(
    ("kind", "part"), [("shopify", "Publish"), ("woocommerce", "variations/batch")]
)
async def test_a_limit_in_the_middle_is_waited_for_and_nothing_is_made_twice(
    mover: Movers, kind: str, part: str
) -> None:
    """Longer than a job waits. At WooCommerce the product itself was made by then."""
    shop = await stall(mover, kind)
    cup, mug = await shop.product("Cup"), await shop.product("Mug")
    shop.move.fake.fault("rate_limit", part, seconds=600)
    await shop.publish(cup, mug)
    assert {(await shop.shown(one))["state"] for one in (cup, mug)} == {"waiting"}
    [soonest] = await shop.move.rows(
        "select min(retry_at) as at from channel_products where store_id = :store"
    )
    assert (soonest["at"] - clock.now()).total_seconds() > 300, "as long as the shop asked for"
    await shop.later()
    for title in ("Cup", "Mug"):
        [there] = shop.there(title)
        assert (len(there["variants"]), there["status"]) == (2, "active")


@pytest.mark.parametrize("kind", KINDS)
async def test_two_workers_at_once_write_it_once(mover: Movers, kind: str) -> None:
    """The button is pressed again while it is written, and another worker takes that job."""
    shop = await stall(mover, kind)
    cup = await shop.product("Cup")
    real, looked = SHOPS[kind].find, []

    async def slow(self: Any, *args: Any) -> Any:
        looked.append(args)
        if len(looked) == 1:
            await shop.publish(cup)
        return await real(self, *args)

    with patch.object(SHOPS[kind], "find", slow):
        await shop.publish(cup)
    assert len(looked) == 1
    await shop.later()
    assert len(shop.there("Cup")) == 1
    assert (await shop.shown(cup))["state"] == "published"


async def test_what_they_write_there_harms_nobody_here(mover: Movers) -> None:
    shop = await stall(mover, "woocommerce")
    cup = await shop.product("Cup")
    await shop.publish(cup)
    [there] = shop.there("Cup")
    there["title"] = "<script>alert(1)</script>"
    there["description"] = "<p>Fine</p><img src=x onerror=alert(1)>" + "<" * 50_000
    await shop.publish(cup)
    title, text = (await shop.shown(cup))["differences"]
    assert title["after"] == "<script>alert(1)</script>", "a title is text, whatever it says"
    assert text["after"].startswith("Fine <<<")
    assert len(text["after"]) == 2_000
    reply = await shop.settle(cup, "take", "title", "description")
    assert reply.status_code == 422, "what nobody may type here is taken from nobody"
    there["description"] = "<p>Fine</p><img src=x onerror=alert(1)>"
    await shop.publish(cup)
    reply = await shop.settle(cup, "take", "title", "description")
    assert reply.status_code == 200, reply.text
    path = f"{shop.move.store.path}/products/{cup['id']}"
    kept = (await shop.move.store.merchant.get(path)).json()["data"]
    assert kept["title"] == "<script>alert(1)</script>"
    assert "onerror" not in kept["description"]
    assert words("a<b>c</b>  d&amp;e") == "a c d&e"


async def test_a_price_of_a_variant_that_is_gone_here_is_not_taken(mover: Movers) -> None:
    shop = await stall(mover, "shopify")
    cup = await shop.product("Cup")
    await shop.publish(cup)
    [there] = shop.there("Cup")
    there["variants"][1]["price"] = 1
    await shop.publish(cup)
    [price] = (await shop.shown(cup))["differences"]
    await shop.patch(
        cup,
        options=[{"name": "Colour", "values": ["Blue"]}],
        variants=[{"options": {"Colour": "Blue"}, "price": shop.move.store.money(1240)}],
    )
    reply = await shop.settle(cup, "take", price["key"])
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "difference_gone")
    assert (await shop.settle(cup, "ignore", price["key"])).status_code == 200
