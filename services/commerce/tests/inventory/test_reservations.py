"""Holding, selling and giving back stock, through the service."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from commerce.inventory import service
from commerce.inventory.models import Policy
from commerce.inventory.service import OutOfStock
from ecomm_core import clock
from ecomm_core.ids import new_id

from .conftest import LATER, Shelf


async def reserve(
    shelf: Shelf, holder: UUID, demand: dict[UUID, int], ttl: timedelta = LATER
) -> None:
    async with shelf.kernel.database.transaction(shelf.scope) as session:
        await service.reserve(
            session,
            outbox=shelf.kernel.outbox,
            store_id=shelf.store_id,
            holder_id=holder,
            demand=demand,
            expires_at=clock.now() + ttl,
            now=clock.now(),
        )


async def commit(shelf: Shelf, holder: UUID, demand: dict[UUID, int]) -> None:
    async with shelf.kernel.database.transaction(shelf.scope) as session:
        await service.commit(
            session,
            outbox=shelf.kernel.outbox,
            store_id=shelf.store_id,
            holder_id=holder,
            demand=demand,
            actor="test",
            reference="order:1",
            now=clock.now(),
        )


async def release(shelf: Shelf, holder: UUID) -> None:
    async with shelf.kernel.database.transaction(shelf.scope) as session:
        await service.release(session, outbox=shelf.kernel.outbox, holder_id=holder)


async def ship(shelf: Shelf, quantities: dict[UUID, int]) -> None:
    async with shelf.kernel.database.transaction(shelf.scope) as session:
        await service.ship(
            session,
            outbox=shelf.kernel.outbox,
            store_id=shelf.store_id,
            quantities=quantities,
            actor="test",
            reference="order:1",
            now=clock.now(),
        )


async def uncommit(shelf: Shelf, quantities: dict[UUID, int], *, restock: bool) -> None:
    async with shelf.kernel.database.transaction(shelf.scope) as session:
        await service.uncommit(
            session,
            outbox=shelf.kernel.outbox,
            store_id=shelf.store_id,
            quantities=quantities,
            actor="test",
            reference="order:1",
            now=clock.now(),
            restock=restock,
        )


async def test_what_is_held_by_one_is_refused_to_another_with_what_is_left(shelf: Shelf) -> None:
    """R3.1, R3.2: available is on_hand - committed - active holds; refusals say what is left."""
    (mug,) = await shelf.variants(5)
    await reserve(shelf, new_id(), {mug: 3})
    with pytest.raises(OutOfStock) as refusal:
        await reserve(shelf, new_id(), {mug: 3})
    assert refusal.value.status == 409
    assert refusal.value.code == "out_of_stock"
    assert refusal.value.details == [
        {
            "field": None,
            "code": "out_of_stock",
            "message": OutOfStock.message,
            "variant_id": str(mug),
            "available": 2,
            "wanted": 3,
        }
    ]
    assert (await shelf.counters(mug)).reserved == 3
    await reserve(shelf, new_id(), {mug: 2})


async def test_a_cart_is_held_whole_or_not_at_all(shelf: Shelf) -> None:
    """R3.2: all or nothing, and what the holder held before stays as it was."""
    mug, cup = await shelf.variants(5, 1)
    holder = new_id()
    await reserve(shelf, holder, {mug: 1})
    with pytest.raises(OutOfStock) as refusal:
        await reserve(shelf, holder, {mug: 4, cup: 2})
    assert [d["variant_id"] for d in refusal.value.details] == [str(cup)]
    assert (await shelf.counters(mug)).reserved == 1
    assert (await shelf.counters(cup)).reserved == 0


async def test_a_shopper_never_competes_with_their_own_hold(shelf: Shelf) -> None:
    """R3.3: holding again replaces; leaving a line out lets it go."""
    mug, cup = await shelf.variants(5, 5)
    holder = new_id()
    await reserve(shelf, holder, {mug: 5, cup: 1})
    await reserve(shelf, holder, {mug: 5, cup: 1})
    await reserve(shelf, holder, {mug: 2})
    assert (await shelf.counters(mug)).reserved == 2
    assert (await shelf.counters(cup)).reserved == 0


async def test_untracked_variants_are_always_available_and_write_nothing(shelf: Shelf) -> None:
    """R3.1"""
    download, mug = await shelf.variants(None, 1)
    holder = new_id()
    await reserve(shelf, holder, {download: 900, mug: 1})
    await commit(shelf, holder, {download: 900, mug: 1})
    stored = await shelf.counters(download)
    assert (stored.on_hand, stored.committed, stored.reserved, stored.movements) == (0, 0, 0, 0)
    assert (await shelf.counters(mug)).committed == 1


async def test_backorder_sells_beyond_the_shelf_and_the_books_still_balance(shelf: Shelf) -> None:
    """R3.1: the policy of a tracked variant."""
    (poster,) = await shelf.variants(1, policy=Policy.BACKORDER)
    holder = new_id()
    await reserve(shelf, holder, {poster: 3})
    await commit(shelf, holder, {poster: 3})
    await ship(shelf, {poster: 3})
    stored = await shelf.counters(poster)
    assert (stored.on_hand, stored.committed) == (0, 0)
    await assert_rebuilds(shelf)


async def test_another_stores_or_unknown_variant_is_out_of_stock(shelf: Shelf) -> None:
    with pytest.raises(OutOfStock):
        await reserve(shelf, new_id(), {new_id(): 1})


async def test_an_expired_hold_counts_no_more_though_nobody_cleaned(
    shelf: Shelf, shift_clock: Callable[[float], None]
) -> None:
    """R3.3: expiry is judged at read time."""
    (mug,) = await shelf.variants(1)
    await reserve(shelf, new_id(), {mug: 1})
    shift_clock(14 * 60)
    with pytest.raises(OutOfStock):
        await reserve(shelf, new_id(), {mug: 1})
    shift_clock(16 * 60)
    await reserve(shelf, new_id(), {mug: 1})


async def test_the_time_of_a_hold_is_raised_and_never_shortened(
    shelf: Shelf, shift_clock: Callable[[float], None]
) -> None:
    """R3.3: neither by extend nor by holding again."""
    (mug,) = await shelf.variants(1)
    holder = new_id()
    await reserve(shelf, holder, {mug: 1}, timedelta(minutes=15))
    async with shelf.kernel.database.transaction(shelf.scope) as session:
        await service.extend(
            session, holder_id=holder, expires_at=clock.now() + timedelta(minutes=35)
        )
        await service.extend(
            session, holder_id=holder, expires_at=clock.now() + timedelta(minutes=5)
        )
    await reserve(shelf, holder, {mug: 1}, timedelta(minutes=1))
    shift_clock(34 * 60)
    with pytest.raises(OutOfStock):
        await reserve(shelf, new_id(), {mug: 1})


async def test_an_expired_hold_cannot_be_extended(
    shelf: Shelf, shift_clock: Callable[[float], None]
) -> None:
    """Its units may be somebody else's by now."""
    (mug,) = await shelf.variants(1)
    late = new_id()
    await reserve(shelf, late, {mug: 1})
    shift_clock(16 * 60)
    await reserve(shelf, new_id(), {mug: 1})
    async with shelf.kernel.database.transaction(shelf.scope) as session:
        await service.extend(session, holder_id=late, expires_at=clock.now() + LATER)
    with pytest.raises(OutOfStock):
        await commit(shelf, late, {mug: 1})
    assert (await shelf.counters(mug)).reserved == 1


async def test_paid_and_shipped(shelf: Shelf) -> None:
    """R3.1: reserved -> committed; shipped: on_hand -, committed -."""
    (mug,) = await shelf.variants(5)
    holder = new_id()
    await reserve(shelf, holder, {mug: 2})
    await commit(shelf, holder, {mug: 2})
    stored = await shelf.counters(mug)
    assert (stored.on_hand, stored.committed, stored.reserved) == (5, 2, 0)
    with pytest.raises(OutOfStock):
        await reserve(shelf, new_id(), {mug: 4})
    await ship(shelf, {mug: 2})
    stored = await shelf.counters(mug)
    assert (stored.on_hand, stored.committed, stored.movements) == (3, 0, 3)
    await assert_rebuilds(shelf)


async def test_paid_after_expiry_is_taken_again_or_refused(
    shelf: Shelf, shift_clock: Callable[[float], None]
) -> None:
    """R3.4: re-reserve; if impossible the caller refunds, in the same transaction if it likes."""
    mug, cup = await shelf.variants(1, 1)
    late, later = new_id(), new_id()
    await reserve(shelf, late, {mug: 1})
    await reserve(shelf, later, {cup: 1})
    shift_clock(16 * 60)
    await commit(shelf, late, {mug: 1})
    assert (await shelf.counters(mug)).committed == 1
    await reserve(shelf, new_id(), {cup: 1})
    async with shelf.kernel.database.transaction(shelf.scope) as session:
        with pytest.raises(OutOfStock):
            await service.commit(
                session,
                outbox=shelf.kernel.outbox,
                store_id=shelf.store_id,
                holder_id=later,
                demand={cup: 1},
                actor="test",
                reference=None,
                now=clock.now(),
            )
    stored = await shelf.counters(cup)
    assert (stored.committed, stored.reserved) == (0, 1)


async def test_a_cancelled_sale_comes_back_or_is_written_off(shelf: Shelf) -> None:
    (mug,) = await shelf.variants(5)
    holder = new_id()
    await commit(shelf, holder, {mug: 4})
    await uncommit(shelf, {mug: 3}, restock=True)
    stored = await shelf.counters(mug)
    assert (stored.on_hand, stored.committed) == (5, 1)
    await uncommit(shelf, {mug: 1}, restock=False)
    stored = await shelf.counters(mug)
    assert (stored.on_hand, stored.committed) == (4, 0)
    await assert_rebuilds(shelf)


async def test_units_sold_while_untracked_never_push_a_counter_below_zero(shelf: Shelf) -> None:
    """Tracking may be switched on between the sale and the parcel."""
    (mug,) = await shelf.variants(1)
    await ship(shelf, {mug: 3})
    stored = await shelf.counters(mug)
    assert (stored.on_hand, stored.committed) == (0, 0)
    await assert_rebuilds(shelf)


async def test_shops_are_told_when_a_page_changes_and_only_then(shelf: Shelf) -> None:
    """40 of 100 held shows nothing; the last five and sold out do."""
    plenty, few = await shelf.variants(100, 6)
    holder = new_id()
    await reserve(shelf, holder, {plenty: 40})
    assert await shelf.events("inventory.changed") == []
    await reserve(shelf, holder, {plenty: 40, few: 2})
    await reserve(shelf, holder, {plenty: 40, few: 6})
    await commit(shelf, holder, {plenty: 40, few: 6})
    told = await shelf.events("inventory.changed")
    assert [event["stock"] for event in told] == [
        {"variant_id": str(few), "available": 4, "for_sale": True},
        {"variant_id": str(few), "available": 0, "for_sale": False},
    ]
    product = f"s:{shelf.store_id}:product:{told[0]['product_id']}"
    assert told[0]["tags"] == [product]
    assert told[1]["tags"] == [product, f"s:{shelf.store_id}:products"]
    await uncommit(shelf, {plenty: 40, few: 6}, restock=True)
    assert len(await shelf.events("inventory.changed")) == 3


async def test_cached_replies_of_a_product_are_dropped_when_it_sells_out(shelf: Shelf) -> None:
    (mug,) = await shelf.variants(1)
    dropped: set[str] = set()
    shelf.kernel.database.signals.subscribe(lambda tags, _wake: dropped.update(tags))
    holder = new_id()
    await reserve(shelf, holder, {mug: 1})
    assert f"s:{shelf.store_id}:products" in dropped
    dropped.clear()
    await release(shelf, holder)
    assert f"s:{shelf.store_id}:products" in dropped
    assert any(tag.startswith(f"s:{shelf.store_id}:product:") for tag in dropped)


async def test_a_hundred_variants_are_two_statements(shelf: Shelf) -> None:
    """Locks and one statement, whatever the number of lines."""
    variants = await shelf.variants(*[50] * 100)
    seen: list[str] = []
    engine = shelf.kernel.database.engine.sync_engine

    def count(_c: object, _cur: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        holder = new_id()
        await reserve(shelf, holder, dict.fromkeys(variants, 1))
        assert len(seen) == 2
        await commit(shelf, holder, dict.fromkeys(variants, 1))
        assert len(seen) == 4
        await ship(shelf, dict.fromkeys(variants, 1))
        assert len(seen) == 6
    finally:
        event.remove(engine, "before_cursor_execute", count)


async def assert_rebuilds(shelf: Shelf) -> None:
    """R3.5: the counters are the sums of the movements."""
    async with shelf.kernel.database.transaction(shelf.scope) as session:
        assert await service.rebuilt_differently(session, shelf.store_id) == []


async def test_letting_an_expired_hold_go_tells_the_shop_that_units_are_back(
    shelf: Shelf, shift_clock: Callable[[float], None]
) -> None:
    """R3.3: expiry itself writes nothing; pages made meanwhile say "sold out" until this."""
    (mug,) = await shelf.variants(1)
    holder = new_id()
    await reserve(shelf, holder, {mug: 1})
    shift_clock(16 * 60)
    dropped: set[str] = set()
    shelf.kernel.database.signals.subscribe(lambda tags, _wake: dropped.update(tags))
    await release(shelf, holder)
    told = await shelf.events("inventory.changed")
    assert [event["stock"] for event in told] == [
        {"variant_id": str(mug), "available": 0, "for_sale": False},
        {"variant_id": str(mug), "available": 1, "for_sale": True},
    ]
    assert f"s:{shelf.store_id}:products" in dropped
    await release(shelf, holder)
    assert len(await shelf.events("inventory.changed")) == 2
