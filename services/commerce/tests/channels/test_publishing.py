"""Products of this store in a shop elsewhere: written once, found again, refused in its words, and
what was changed there shown."""

from __future__ import annotations

import contextlib
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest

from commerce.channels.publishing import tasks
from ecomm_connectors.channels import ChannelHttp
from ecomm_connectors.channels.woocommerce.shop import WooShop

from .conftest import Movers
from .stall import KINDS, MAKING, SHOPS, stall
from .stepping import Pair


@pytest.mark.parametrize("kind", KINDS)
async def test_published_it_is_there_as_it_is_here_and_again_it_is_the_same_one(
    mover: Movers, kind: str
) -> None:
    shop = await stall(mover, kind)
    cup = await shop.product("Cup")
    assert (await shop.shown(cup))["state"] == "not_published"
    await shop.publish(cup)
    [there] = shop.there("Cup")
    assert there["status"] == "active"
    sold = [(v["values"], v["price"], v["sku"], v["stock"]) for v in there["variants"]]
    assert sold == [(("Blue",), 1240, "Cup-Blue", 4), (("Green",), 1340, "Cup-Green", 0)]
    shown = await shop.shown(cup)
    assert (shown["state"], shown["changed_here"], shown["words"]) == ("published", False, "")
    reply = await shop.move.store.merchant.patch(
        f"{shop.move.store.path}/products/{cup['id']}", json={"title": "Big cup"}
    )
    assert reply.status_code == 200, reply.text
    assert (await shop.shown({**cup, "title": "Big cup"}))["changed_here"]
    await shop.publish(cup)
    assert len(shop.move.fake.world.products) == 7
    [again] = shop.there("Big cup")
    assert again["id"] == there["id"]
    assert not (await shop.shown({**cup, "title": "Big cup"}))["changed_here"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", ["error_after", "truncate", "garbage"])
async def test_a_lost_answer_never_makes_two(mover: Movers, kind: str, fault: str) -> None:
    shop = await stall(mover, kind)
    cup = await shop.product("Cup")
    shop.move.fake.fault(fault, MAKING[kind])
    await shop.publish(cup)
    shown = await shop.shown(cup)
    assert (shown["state"], shown["words"]) == ("unknown", tasks.LOST)
    await shop.publish(cup)
    assert (await shop.shown(cup))["state"] == "unknown", "pressed again, it keeps its pause"
    await shop.later()
    assert (await shop.shown(cup))["state"] == "published"
    [there] = shop.there("Cup")
    assert (len(there["variants"]), there["status"]) == (2, "active")


async def test_without_looking_first_there_would_be_two(mover: Movers) -> None:
    """The same with the look left out: WooCommerce has it twice. So the test above can fail."""
    shop = await stall(mover, "woocommerce")
    plain = await shop.product("Cup", options=[], variants=None)

    async def blind(*_: Any) -> tuple[()]:
        return ()

    shop.move.fake.fault("error_after", MAKING["woocommerce"])
    with patch.object(WooShop, "find", blind):
        await shop.publish(plain)
        await shop.later()
    assert len(shop.there("Cup")) == 2


@pytest.mark.parametrize("kind", KINDS)
async def test_goods_with_the_same_skus_are_matched_and_not_written_over(
    mover: Movers, kind: str
) -> None:
    shop = await stall(mover, kind)
    theirs = shop.move.fake.world.products[0]
    before = theirs["title"]
    mug = await shop.product(
        "Mug",
        options=[],
        variants=None,
        price=shop.move.store.money(4321),
        sku=theirs["variants"][0]["sku"],
    )
    await shop.publish(mug)
    shown = await shop.shown(mug)
    assert shown["state"] == "changed_there"
    assert {one["field"] for one in shown["differences"]} == {"title", "description", "price"}
    assert (theirs["title"], len(shop.move.fake.world.products)) == (before, 6)
    await shop.publish(mug)
    assert theirs["title"] == "Mug", "asked again, this store's word counts"
    assert (await shop.shown(mug))["state"] == "published"


@pytest.mark.parametrize("kind", KINDS)
async def test_an_address_that_is_taken_there_is_left_to_its_owner(
    mover: Movers, kind: str
) -> None:
    shop = await stall(mover, kind)
    theirs = shop.move.fake.world.products[0]
    cup = await shop.product("Cup", slug=theirs["handle"])
    await shop.publish(cup)
    [there] = shop.there("Cup")
    assert there["handle"] == f"{theirs['handle']}-{UUID(cup['id']).hex[-8:]}"
    assert len(shop.there(theirs["title"])) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_a_refusal_is_said_in_the_shops_words_and_harms_no_other(
    mover: Movers, kind: str
) -> None:
    shop = await stall(mover, kind)
    cup, mug = await shop.product("Cup"), await shop.product("Mug")
    real = SHOPS[kind].publish

    async def picky(self: Any, wish: Any) -> Any:
        from ecomm_connectors.channels import ChannelRefused, Refusal

        if wish.title == "Cup":
            raise ChannelRefused(Refusal.INVALID, "Cups are not sold here.")
        return await real(self, wish)

    with patch.object(SHOPS[kind], "publish", picky):
        await shop.publish(cup, mug)
    shown = await shop.shown(cup)
    assert (shown["state"], shown["words"]) == ("refused", "Cups are not sold here.")
    assert (await shop.shown(mug))["state"] == "published"
    await shop.publish(cup)
    assert (await shop.shown(cup))["state"] == "published"


async def test_a_currency_the_store_does_not_sell_in_is_not_guessed_at(mover: Movers) -> None:
    shop = await stall(mover, "shopify", currency="JPY")
    cup = await shop.product("Cup")
    await shop.publish(cup)
    shown = await shop.shown(cup)
    assert shown["state"] == "refused"
    assert "sells in JPY, this store does not" in shown["words"]
    assert shop.there("Cup") == []


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_published_is_kept_in_step_and_what_is_deleted_there_is_seen(
    mover: Movers, kind: str
) -> None:
    """The other shop leads: what was made with our number takes nothing from us."""
    shop = await stall(mover, kind)
    pair = Pair(shop.move, shop.move.fake.world, shop.channel_id)
    await pair.switch("channel")
    cup = await shop.product("Cup")
    await shop.publish(cup)
    await shop.work()
    rows = {one["sku"]: one for one in await pair.listed("stock", per_page=100)}
    assert (rows["Cup-Blue"]["ours"], rows["Cup-Blue"]["theirs"]) == (4, 4)
    assert rows["Cup-Green"]["in_step"]
    [there] = shop.there("Cup")
    there["title"] = "Beaker"
    await _hint(pair, there, "b1")
    shown = await shop.shown(cup)
    assert [(d["field"], d["after"]) for d in shown["differences"]] == [("title", "Beaker")]
    shop.move.fake.world.products.remove(there)
    await _hint(pair, there, "b2")
    assert (await shop.shown(cup))["state"] == "gone"
    await shop.publish(cup)
    assert (await shop.shown(cup))["state"] == "published"
    assert len(shop.there("Cup")) == 1


async def _hint(pair: Pair, product: dict[str, Any], event: str) -> None:
    topic = "products/update" if pair.move.kind == "shopify" else "product.updated"
    raw, headers = pair.move.fake.webhook(topic, {"id": product["id"]}, event)
    assert (await pair.call(raw, headers)).status_code == 200
    await pair.work()


class Killed(BaseException):
    """The worker is gone."""


class Dying:
    """Requests of a worker that dies after some of them reached the shop."""

    def __init__(self, after: int) -> None:
        self.left = after
        self.real = ChannelHttp.ask

    async def ask(self, http: ChannelHttp, *args: Any, **fields: Any) -> Any:
        told = await self.real(http, *args, **fields)
        self.left -= 1
        if self.left == -1:
            raise Killed
        return told


@pytest.mark.parametrize("kind", KINDS)
async def test_a_worker_that_dies_after_any_request_makes_no_second_one(
    mover: Movers, kind: str
) -> None:
    shop = await stall(mover, kind)
    for step in range(40):
        cup = await shop.product(f"Cup{step}")
        dying = Dying(step)

        async def ask(http: ChannelHttp, *args: Any, worker: Dying = dying, **fields: Any) -> Any:
            return await worker.ask(http, *args, **fields)

        with patch.object(ChannelHttp, "ask", ask), contextlib.suppress(Killed):
            await shop.publish(cup)
        await shop.later()
        assert (await shop.shown(cup))["state"] == "published", step
        [there] = shop.there(f"Cup{step}")
        assert (len(there["variants"]), there["status"]) == (2, "active"), step
        if dying.left >= 0:
            break
    assert 4 < step < 39, "it died at every request there is"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_job_that_lost_its_lease_writes_nothing_more(mover: Movers, kind: str) -> None:
    shop = await stall(mover, kind)
    cup = await shop.product("Cup")
    real = SHOPS[kind].find

    async def slow(self: Any, *args: Any) -> Any:
        found = await real(self, *args)
        await shop.move.rows_changed("update channel_products set leased_by = gen_random_uuid()")
        return found

    with patch.object(SHOPS[kind], "find", slow):
        await shop.publish(cup)
    assert shop.there("Cup") == []
    await shop.later()
    assert len(shop.there("Cup")) == 1
