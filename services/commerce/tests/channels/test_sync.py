"""A shop elsewhere and this store sell from one shelf."""

from __future__ import annotations

import asyncio
import random
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest

from commerce.channels.sync import tasks
from commerce.channels.sync.tasks import take_turn
from commerce.channels.sync.turn import Turn
from commerce.inventory.service import OutOfStock
from ecomm_connectors.channels.goods import StockWrite
from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_testing.actors import ShopStore
from ecomm_testing.fakes.channels import World, build

from .conftest import Move, Movers
from .stepping import Pair, paired

KINDS = ["shopify", "woocommerce"]
WRITE = {"shopify": "SetStock", "woocommerce": "products/1001"}
"""What a fault is ordered with: the setting of the first product's stock."""


def small() -> World:
    """Six products; the first one is counted, has one variant and ten units."""
    world = build(6, 0)
    world.products[0]["variants"][0] |= {"stock": 10, "tracked": True, "backorder": False}
    many = world.products[3]
    many["options"], many["variants"] = [("Engraving", ("Text 0", "Text 1"))], many["variants"][:2]
    return world


async def pair_of(mover: Movers, kind: str, lead: str = "here") -> Pair:
    world = small()
    return await paired(await mover(kind, world), world, lead)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_can_be_sold_here_is_set_there_once_for_many_changes(
    mover: Movers, kind: str
) -> None:
    pair = await pair_of(mover, kind)
    seen = await pair.seen()
    assert (seen["state"], seen["waiting"], seen["unknown"]) == ("in_step", 0, 0)
    assert seen["linked"] > 6
    pair.move.fake.writes.clear()
    for units in (14, 13, 9):
        await pair.count(units)
    await pair.work()
    assert pair.theirs()["stock"] == 9
    assert [one["quantity"] for one in pair.move.fake.writes] == [9]
    [row] = [
        r for r in await pair.listed("stock", per_page=100) if r["sku"] == pair.theirs()["sku"]
    ]
    assert (row["ours"], row["theirs"], row["in_step"]) == (9, 9, True)
    pair.move.fake.writes.clear()
    await pair.round()
    assert pair.move.fake.writes == [], "what is in step is not set again"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_sale_that_no_page_of_ours_shows_goes_out_with_the_next_minute(
    mover: Movers, kind: str
) -> None:
    """Unit 8 of 10 tells no shop page anything, so no event is written: the clock finds it."""
    pair = await pair_of(mover, kind)
    await pair.sell(2)
    await pair.round()
    assert pair.theirs()["stock"] == 8


@pytest.mark.parametrize("kind", KINDS)
async def test_an_order_heard_ten_times_in_any_order_takes_its_units_once(
    mover: Movers, kind: str
) -> None:
    """Planted: a line that forgets what it holds took its units each time it was heard."""
    pair = await pair_of(mover, kind)
    first, second = pair.buy(2), pair.buy(1)
    calls = [pair.hook(one, f"e{n}-{one['id']}") for n in range(5) for one in (first, second)]
    calls += calls[:4]
    random.Random(kind).shuffle(calls)
    for raw, headers in calls:
        assert (await pair.call(raw, headers)).status_code == 200
    await pair.work()
    await pair.round()
    assert sorted(await pair.movements()) == [("sold_elsewhere", 0, 1), ("sold_elsewhere", 0, 2)]
    assert (await pair.left(), pair.theirs()["stock"]) == (7, 7)
    pair.world.put_back(first, 2, clock.now(), cancel=True)
    calls = [pair.hook(first, f"c{n}") for n in range(10)]
    for raw, headers in calls:
        await pair.call(raw, headers)
        await pair.work()
    await pair.round()
    assert (await pair.movements())[2:] == [("cancelled", 0, -2)]
    assert (await pair.left(), pair.theirs()["stock"]) == (9, 9)
    assert len(await pair.listed("orders")) == 2
    assert await pair.move.count("orders") == await pair.move.count("payments") == 0


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_sent_there_leaves_here_and_comes_back_to_the_shelf(
    mover: Movers, kind: str
) -> None:
    pair = await pair_of(mover, kind)
    order = pair.buy(3)
    await pair.round()
    order["sent"] = True
    order["updated_at"] = clock.now()
    await pair.round()
    await pair.round()
    pair.world.put_back(order, 1, clock.now())
    await pair.round()
    await pair.round()
    assert await pair.movements() == [
        ("sold_elsewhere", 0, 3),
        ("shipped", -3, -3),
        ("returned", 1, 0),
    ]
    assert (await pair.left(), pair.theirs()["stock"]) == (8, 8)


@pytest.mark.parametrize("kind", KINDS)
async def test_orders_from_before_the_switch_take_nothing(mover: Movers, kind: str) -> None:
    world = small()
    move = await mover(kind, world)
    product = world.products[0]
    old = world.buy([(product, product["variants"][0], 4)], clock.now())
    old["placed_at"] = old["placed_at"].replace(year=old["placed_at"].year - 1)
    pair = await paired(move, world)
    await pair.round()
    assert (await pair.movements(), await pair.listed("orders")) == ([], [])
    assert (await pair.left(), pair.theirs()["stock"]) == (6, 6)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("attempt", range(3))
async def test_one_unit_sold_here_and_there_at_once_is_kept_once_and_the_other_is_seen(
    mover: Movers, kind: str, attempt: int
) -> None:
    pair = await pair_of(mover, kind)
    await pair.count(1)
    await pair.work()
    assert pair.theirs()["stock"] == 1
    pair.buy(1)
    await pair.move.rows_changed("update channel_syncs set due_at = null")

    async def here() -> bool:
        await asyncio.sleep(attempt / 50)
        try:
            await pair.sell(1)
        except OutOfStock:
            return False
        return True

    kept, _ = await asyncio.gather(here(), pair.round())
    await pair.round()
    [order] = await pair.listed("orders")
    [line] = order["lines"]
    assert (line["units"], line["oversold"]) == ((0, 1) if kept else (1, 0))
    assert (await pair.left(), pair.theirs()["stock"]) == (0, 0)
    seen = await pair.seen()
    assert seen["oversold_units"] == int(kept)
    assert ("oversold" in await pair.did()) is kept


async def test_units_that_come_go_to_the_oversold_order_first(mover: Movers) -> None:
    pair = await pair_of(mover, "shopify")
    await pair.count(1)
    pair.buy(3)
    await pair.round()
    assert (await pair.seen())["oversold_units"] == 2
    await pair.count(5)
    await pair.work()
    await pair.round()
    assert (await pair.seen())["oversold_units"] == 0
    assert (await pair.left(), pair.theirs()["stock"]) == (2, 2)
    assert "filled" in await pair.did()


async def lose_an_answer(pair: Pair) -> None:
    """5 was set there, the answer was lost, and somebody bought there before we asked again."""
    pair.move.fake.fault("error_after", WRITE[pair.move.kind])
    await pair.count(5)
    await pair.work()
    seen = await pair.seen()
    assert (seen["state"], seen["unknown"]) == ("failing", 1)
    assert seen["last_error"]
    assert pair.theirs()["stock"] == 5
    pair.buy(1)
    pair.move.fake.writes.clear()
    await pair.round()


def nothing_was_sent_blindly(pair: Pair) -> None:
    """The unit that was sold meanwhile was never offered again."""
    assert [one["quantity"] for one in pair.move.fake.writes if one["quantity"] == 5] == []


@pytest.mark.parametrize("kind", KINDS)
async def test_a_lost_answer_is_looked_up_and_nothing_is_sent_blindly(
    mover: Movers, kind: str
) -> None:
    """The fault that it guards against is planted in `test_a_naive_retry_is_seen`."""
    pair = await pair_of(mover, kind)
    await lose_an_answer(pair)
    nothing_was_sent_blindly(pair)
    assert (await pair.left(), pair.theirs()["stock"]) == (4, 4)
    seen = await pair.seen()
    assert (seen["state"], seen["unknown"], seen["failing_since"]) == ("in_step", 0, None)
    did = await pair.did()
    assert {"answer_lost", "failed", "recovered"} <= set(did)
    assert "taken_over" not in did
    assert "corrected_there" not in did


@pytest.mark.parametrize("kind", KINDS)
async def test_a_naive_retry_is_seen(mover: Movers, kind: str) -> None:
    """Planted: a turn that begins by sending again what got no answer offers a unit that is sold,
    and the check above says so."""
    pair = await pair_of(mover, kind)

    async def naive(turn: Turn) -> bool:
        lost = await pair.move.rows("select * from channel_stock where state = 'unknown'")
        for row in lost:
            [now] = await turn.shop.stock([row["stock_key"]])
            wish = StockWrite(row["stock_key"], row["writing"], now.available, str(new_id()))
            await turn.shop.set_stock([wish])
        return await take_turn(turn)

    with patch.object(tasks, "take_turn", naive):
        await lose_an_answer(pair)
    with pytest.raises(AssertionError):
        nothing_was_sent_blindly(pair)


@pytest.mark.parametrize("lead", ["here", "channel"])
async def test_a_sale_between_our_reading_and_our_setting_is_not_lost(
    mover: Movers, lead: str
) -> None:
    """WooCommerce does not compare: the sale's number is overwritten, and found by its order."""
    pair = await pair_of(mover, "woocommerce", lead)
    answer = pair.move.fake.answer
    sold: list[dict[str, Any]] = []

    def meanwhile(asked: Any) -> Any:
        if asked.method == "PUT" and not sold:
            sold.append(pair.buy(1))
        return answer(asked)

    pair.move.fake.answer = meanwhile
    await pair.count(6)
    await pair.work()
    assert sold
    await pair.round()
    await pair.round()
    assert (await pair.left(), pair.theirs()["stock"]) == (5, 5)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_number_changed_by_hand_there_is_ours_again_or_is_taken_over(
    mover: Movers, kind: str
) -> None:
    pair = await pair_of(mover, kind)
    pair.theirs()["stock"] = 25
    await pair.move.rows_changed("update channel_stock set known_at = known_at - interval '1 hour'")
    await pair.round()
    assert (await pair.left(), pair.theirs()["stock"]) == (10, 10)
    assert (await pair.did())[-1] == "corrected_there"
    await pair.switch("channel")
    pair.theirs()["stock"] = 25
    pair.buy(2)
    await pair.move.rows_changed("update channel_stock set known_at = known_at - interval '1 hour'")
    await pair.round()
    assert (await pair.left(), pair.theirs()["stock"]) == (23, 23)
    assert "taken_over" in await pair.did()
    await pair.count(3)  # two of them are sold
    await pair.work()
    pair.theirs()["stock"] = 0
    await pair.sell(1)
    await pair.move.rows_changed("update channel_stock set known_at = known_at - interval '1 hour'")
    await pair.round()
    assert (await pair.left(), pair.theirs()["stock"]) == (0, 0), "never below what is sold"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_dead_shop_slows_nobody_and_is_seen(
    mover: Movers, other_store: ShopStore, kind: str
) -> None:
    """It is knocked at less and less; a shop of another store goes on."""
    pair = await pair_of(mover, kind)
    world = small()
    another = {"shopify": "woocommerce", "woocommerce": "shopify"}[kind]
    well = Move(other_store, *_same(await mover(another, world)))
    other = await paired(well, world)
    pair.move.fake.fault("unavailable", times=200)
    await pair.count(3)
    await pair.work()
    assert (await pair.seen())["state"] == "failing"
    asked = len(pair.move.fake.requests)
    for units in (4, 5, 6):
        await pair.count(units)
        await pair.work()
    assert len(pair.move.fake.requests) == asked, "it keeps its pause"
    await other.count(3)
    await other.work()
    assert (other.theirs()["stock"], pair.theirs()["stock"]) == (3, 10)
    pair.move.fake._faults.clear()
    reply = await pair.move.store.merchant.post(f"{pair.path}/run")
    assert reply.status_code == 202
    await pair.work()
    assert (pair.theirs()["stock"], (await pair.seen())["state"]) == (6, "in_step")


def _same(move: Move) -> tuple[Any, ...]:
    return move.kernel, move.fake, move.kind, move.credentials, move.origin


async def test_credentials_that_ended_close_the_channel_and_nothing_is_asked(
    mover: Movers,
) -> None:
    pair = await pair_of(mover, "shopify")
    pair.move.fake.fault("expired", times=5)
    await pair.round()
    seen = await pair.seen()
    assert seen["state"] == "closed"
    asked = len(pair.move.fake.requests)
    await pair.round()
    assert len(pair.move.fake.requests) == asked


@pytest.mark.parametrize("kind", KINDS)
async def test_a_message_for_another_business_connection_does_nothing(
    mover: Movers, other_store: ShopStore, kind: str
) -> None:
    """Signed rightly by one shop, sent to the address of another business's: refused, no data, no
    effect. The same to an address of another kind, and to none."""
    pair = await pair_of(mover, kind)
    world = small()
    move = Move(other_store, *_same(await mover(kind, world)))
    secret = "api_secret" if kind == "shopify" else "webhook_secret"
    move.credentials = {**move.credentials, secret: "another secret, of the other business"}
    other = await paired(move, world)
    order = other.buy(1)
    raw, headers = pair.hook(order, "foreign")
    kinds = {"shopify": "woocommerce", "woocommerce": "shopify"}
    asked = len(move.fake.requests)
    refused = await pair.call(raw, headers, channel_id=other.channel_id)
    assert (refused.status_code, refused.json()["data"]) == (401, None)
    assert refused.json()["error"]["code"] == "signature_invalid"
    for at in ({"kind": kinds[kind]}, {"channel_id": str(UUID(int=7))}):
        missing = await pair.call(raw, headers, **at)
        assert (missing.status_code, missing.json()["data"]) == (404, None)
    bad = await pair.call(raw + b" ", headers)
    assert bad.status_code == 401
    await pair.work()
    await other.work()
    assert await move.count("channel_events") == await pair.move.count("channel_events") == 0
    assert (await other.listed("orders"), await pair.listed("orders")) == ([], [])
    assert len(move.fake.requests) == asked
