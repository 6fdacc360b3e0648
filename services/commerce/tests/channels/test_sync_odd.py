"""What goes wrong in a shop elsewhere stops nothing else of it, and is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels.sync import tasks
from commerce.channels.sync.hearing import fill_all
from commerce.channels.sync.tasks import take_turn
from commerce.channels.sync.turn import Turn
from commerce.inventory import repository as stock
from ecomm_core import clock

from .conftest import Movers
from .stepping import paired
from .test_sync import pair_of, small

LONG_AGO = "update channel_stock set known_at = known_at - interval '1 hour'"


async def test_a_product_that_is_deleted_there_stops_no_other(mover: Movers) -> None:
    """Planted: its variations, which WooCommerce answers 404 for, failed every turn."""
    pair = await pair_of(mover, "woocommerce")
    gone = pair.world.products[1]
    pair.move.fake.deleted.add(gone["id"])
    await pair.count(6)
    await pair.move.rows_changed(LONG_AGO)
    await pair.round()
    seen = await pair.seen()
    assert (seen["state"], seen["missing"]) == ("in_step", len(gone["variants"]))
    assert pair.theirs()["stock"] == 6
    out = await pair.listed("stock", out_of_step=True, per_page=100)
    assert {row["state"] for row in out} == {"missing"}


async def test_what_is_not_counted_here_is_not_out_of_step(mover: Movers) -> None:
    """Planted: it was listed first among what is out of step, for good."""
    pair = await pair_of(mover, "shopify")
    path = f"{pair.move.store.path}/inventory/{await pair.ours()}"
    reply = await pair.move.store.merchant.patch(path, json={"tracked": False})
    assert reply.status_code == 200, reply.text
    await pair.work()
    seen = await pair.seen()
    assert (seen["uncounted"], seen["waiting"], seen["state"]) == (1, 0, "in_step")
    assert await pair.listed("stock", out_of_step=True) == []
    rows = await pair.listed("stock", per_page=100)
    assert [row["ours"] for row in rows].count(None) == 1


async def test_an_order_that_cannot_be_read_is_said_once_and_stops_no_other(
    mover: Movers,
) -> None:
    """Planted: it was passed over without a word."""
    pair = await pair_of(mover, "shopify")
    broken = pair.buy(1)
    broken["lines"][0]["quantity"] = 0
    pair.buy(2)
    raw, headers = pair.hook(broken, "broken")
    assert (await pair.call(raw, headers)).json()["data"]["fresh"] == 1
    await pair.round()
    await pair.round()
    log = await pair.listed("log", per_page=100)
    [told] = [one for one in log if one["what"] == "unreadable"]
    assert str(broken["id"]) in told["title"]
    assert "quantity" in told["note"]
    assert await pair.movements() == [("sold_elsewhere", 0, 2)]


@pytest.mark.parametrize("column", ["orders_cursor", "scan_cursor"])
async def test_a_place_that_the_shop_no_longer_knows_is_forgotten(
    mover: Movers, column: str
) -> None:
    """Planted: without it, each turn asked for the same place again, and failed."""
    pair = await pair_of(mover, "woocommerce")
    pair.buy(1)
    await pair.move.rows_changed(
        f"update channel_syncs set {column} = 'nowhere', scanned_at = null"
    )
    await pair.round()
    assert (await pair.seen())["state"] == "failing"
    await pair.round()
    assert (await pair.seen())["state"] == "in_step"
    assert await pair.movements() == [("sold_elsewhere", 0, 1)]


async def test_bringing_in_step_now_reads_every_number(mover: Movers) -> None:
    """Planted: a number that was changed there by hand waited for its quarter of an hour."""
    pair = await pair_of(mover, "shopify")
    pair.theirs()["stock"] = 25
    reply = await pair.move.store.merchant.post(f"{pair.path}/run")
    assert reply.status_code == 202, reply.text
    await pair.work()
    assert pair.theirs()["stock"] == 10


async def test_a_number_below_zero_there_is_taken_over_as_none(mover: Movers) -> None:
    """What may be backordered falls below zero there, and no shelf does. Planted: the turn broke,
    and each one after it."""
    pair = await pair_of(mover, "woocommerce", "channel")
    path = f"{pair.move.store.path}/inventory/{await pair.ours()}"
    reply = await pair.move.store.merchant.patch(path, json={"policy": "backorder"})
    assert reply.status_code == 200, reply.text
    await pair.work()
    pair.theirs()["stock"] = -3
    await pair.move.rows_changed(LONG_AGO)
    await pair.round()
    assert (await pair.seen())["state"] == "in_step"
    assert (await pair.left(), pair.theirs()["stock"]) == (0, 0)


async def test_a_limit_in_the_middle_of_writing_is_no_change_by_hand(mover: Movers) -> None:
    """One number was set when the shop's limit came. Planted: it was said that nothing had been
    done, and our own number was taken over as if somebody had counted there."""
    pair = await pair_of(mover, "woocommerce", "channel")
    before = [pair.theirs(place)["stock"] for place in (0, 2)]
    answer, puts = pair.move.fake.answer, []

    def limited(asked: Any) -> Any:
        if asked.method == "PUT":
            puts.append(asked.path)
            if len(puts) == 2:
                return 429, {"message": "Too many requests"}, {"retry-after": "60"}
        return answer(asked)

    pair.move.fake.answer = limited
    for place in (0, 2):
        await pair.count(before[0] + before[1] + 7, place)
    await pair.work()
    seen = await pair.seen()
    assert (seen["state"], seen["unknown"], len(puts)) == ("failing", 2, 2)
    await pair.round()
    wanted = before[0] + before[1] + 7
    assert [pair.theirs(place)["stock"] for place in (0, 2)] == [wanted, wanted]
    assert [await pair.left(place) for place in (0, 2)] == [wanted, wanted]


async def test_a_long_turn_stays_ours_while_it_writes(mover: Movers) -> None:
    """Planted: a slow shop outlasted the lease, and a second worker began beside the first."""
    pair = await pair_of(mover, "shopify")
    kept: list[Any] = []

    async def slow(turn: Turn) -> bool:
        await pair.move.rows_changed(
            "update channel_syncs set leased_until = :past", past=clock.now() - timedelta(hours=1)
        )
        async with turn.transaction():
            pass
        kept.extend(await pair.move.rows("select leased_until from channel_syncs"))
        return await take_turn(turn)

    with patch.object(tasks, "take_turn", slow):
        await pair.round()
    assert kept
    assert kept[0]["leased_until"] > clock.now() + timedelta(minutes=1)


async def test_what_came_is_given_out_in_everybodys_order_of_locks(mover: Movers) -> None:
    """Planted: each sale locked its own item, oldest sale first, and a shopper who locked the same
    two items in their order waited for it in turn."""
    world = small()
    world.products[1]["variants"][0] |= {"stock": 1, "tracked": True, "backorder": False}
    pair = await paired(await mover("shopify", world), world)
    wanted = {await pair.ours(place) for place in (0, 1)}
    for place in (0, 1):
        await pair.count(1, place)
        pair.buy(3, place)
        await pair.round()
    assert (await pair.seen())["oversold_units"] == 4
    for place in (0, 1):
        await pair.count(5, place)
    locked: list[set[UUID]] = []
    lock = stock.lock

    async def noted(session: AsyncSession, store_id: UUID, variants: Any, **how: Any) -> Any:
        locked.append(set(variants))
        return await lock(session, store_id, variants, **how)

    async def only_fill(turn: Turn) -> bool:
        with patch.object(stock, "lock", noted):
            await fill_all(turn)
        return True

    with patch.object(tasks, "take_turn", only_fill):
        await pair.round()
    assert locked[0] == wanted
    assert (await pair.seen())["oversold_units"] == 0
