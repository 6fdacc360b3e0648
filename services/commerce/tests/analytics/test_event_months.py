"""Events lie in the month they are of, whoever made it and whenever they come; and what a day came
to stays when its month is let go."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from commerce.analytics import repository, tasks
from commerce.analytics.days import read_days
from commerce.stores import service as stores
from ecomm_core import clock
from ecomm_core.ids import new_id

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGE = {"kind": "page_view", "entry": True}

_PUT = text(
    """insert into shop_events (tenant_id, store_id, at, id, kind, entry)
       values (:tenant, :store, :at, :id, 'page_view', true)"""
)


def month(moment: datetime, ahead: int = 0) -> datetime:
    """Where a month begins, in UTC; `ahead` months later."""
    number = moment.astimezone(UTC).year * 12 + moment.astimezone(UTC).month - 1 + ahead
    return datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)


def name(moment: datetime) -> str:
    return f"shop_events_{moment.astimezone(UTC):%Y_%m}"


async def put(shop: Any, at: datetime) -> None:
    """An event, and nobody makes its month."""
    async with shop.transaction() as session:
        values = {"tenant": shop.tenant_id, "store": shop.store.id, "at": at, "id": new_id()}
        await session.execute(_PUT, values)


async def keep(shop: Any, at: datetime) -> None:
    """An event of a moment, as the room writes it."""
    values = {"tenant": shop.tenant_id, "store": shop.store.id, "now": at, "visitor": None}
    event = {"id": str(new_id()), "kind": "page_view", "entry": True, "product_id": None}
    async with shop.transaction() as session:
        await repository.insert_events(session, {**values, "session": None}, [event])


async def tell(shop: Any, **event: Any) -> Any:
    return await shop.api.post(
        f"{shop.store.public}/events",
        json={"events": [{**PAGE, **event}]},
        headers={"User-Agent": PERSON},
    )


async def lying(shop: Any) -> list[tuple[datetime, str]]:
    """Each event of the shop, and the table it lies in."""
    rows = await shop.rows(
        """select e.at, c.relname from shop_events e join pg_class c on c.oid = e.tableoid
            order by e.at"""
    )
    return [(row["at"], row["relname"]) for row in rows]


async def months(shop: Any) -> set[str]:
    rows = await shop.rows(
        """select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'shop_events'::regclass"""
    )
    return {row["relname"] for row in rows}


async def visits(shop: Any, day: date) -> int:
    """What reports say of one day. No token lives as long as the clock is moved here: nobody asks
    over HTTP."""
    async with shop.transaction() as session:
        store = await stores.get(session, shop.store.id)
        book = await read_days(session, store, day, day, clock.now())
        return book.on(day)["visits"]


async def founded(shop: Any, at: datetime, timezone: str = "UTC") -> None:
    """The store is as old as this, and keeps its days there."""
    async with shop.transaction() as session:
        await session.execute(
            text("update stores set created_at = :at, timezone = :zone where id = :id"),
            {"at": at, "zone": timezone, "id": shop.store.id},
        )


async def write_days(shop: Any) -> None:
    await tasks.aggregate_store(shop.kernel, shop.tenant_id, shop.store.id)


async def test_the_last_moment_of_a_month_and_the_first_of_the_next(shop: Any) -> None:
    """Each lies in its own, and one day of a store elsewhere has them both. Planted: a month that
    ends a day early."""
    await tasks.clean_up(shop.kernel)
    turn = month(clock.now())
    last, first = turn - timedelta(microseconds=1), turn
    await put(shop, last)
    await put(shop, first)
    assert await lying(shop) == [(last, name(last)), (first, name(first))]
    assert name(last) != name(first)
    # Midnight in UTC is the afternoon of the day before in Phoenix.
    await founded(shop, turn - timedelta(days=40), "America/Phoenix")
    assert await visits(shop, last.date()) == 2
    await write_days(shop)
    assert await visits(shop, last.date()) == 2


async def test_an_event_of_next_month_finds_it_made(
    shop: Any, shift_clock: Callable[[float], None]
) -> None:
    """Planted: no month ahead is made, for those that nobody makes a month for."""
    await tasks.clean_up(shop.kernel)
    now = clock.now()
    await put(shop, month(now, 1))
    shift_clock((month(now, 1) - now + timedelta(hours=30)).total_seconds())
    assert (await tell(shop)).status_code == 202
    told = await lying(shop)
    assert [table for _, table in told] == [name(month(now, 1))] * 2
    await founded(shop, now - timedelta(days=1))
    assert await visits(shop, clock.now().date()) == 1


async def test_a_task_that_is_missed_twice_has_made_its_months_before(
    shop: Any, shift_clock: Callable[[float], None]
) -> None:
    """It ran in this month, and in neither of the next two: all of both has its place, up to the
    last moment. The next run leaves no month out. Planted: one month ahead."""
    await tasks.clean_up(shop.kernel)
    now = clock.now()
    moments = [month(now, 1), month(now, 2), month(now, 3) - timedelta(microseconds=1)]
    for at in moments:
        await put(shop, at)
    assert await lying(shop) == [(at, name(at)) for at in moments]
    shift_clock((month(now, 2) - now + timedelta(days=20)).total_seconds())
    await tasks.clean_up(shop.kernel)
    assert {name(month(now, ahead)) for ahead in range(-1, 5)} <= await months(shop)


async def test_an_event_that_is_late_by_forty_days_lies_where_it_belongs(shop: Any) -> None:
    """Its month is made where it is missing, and its day counts it. A browser cannot say when it
    was: that is refused. Planted: the month of now made in place of the event's."""
    at = clock.now() - timedelta(days=40)
    far = clock.now() - timedelta(days=40 + 5 * 31)
    for moment in (far, at):
        await keep(shop, moment)
    assert await lying(shop) == [(far, name(far)), (at, name(at))]
    await founded(shop, clock.now() - timedelta(days=300))
    assert await visits(shop, at.date()) == 1
    await write_days(shop)
    assert (await visits(shop, at.date()), await visits(shop, far.date())) == (1, 1)
    reply = await tell(shop, at=at.isoformat())
    assert (reply.status_code, reply.json()["data"]) == (422, None)
    assert len(await lying(shop)) == 2


async def test_a_month_of_three_years_ago_is_let_go_and_its_day_stays(shop: Any) -> None:
    """Also when it is written again, as all days are when what payments cost became another, and
    one is when an order of it is touched. Planted: written again from what events are left."""
    at = month(clock.now(), -36) + timedelta(days=9, hours=12)
    product = new_id()
    await keep(shop, at)
    async with shop.transaction() as session:
        event = {"id": str(new_id()), "kind": "product_view", "entry": False}
        values = {"tenant": shop.tenant_id, "store": shop.store.id, "now": at, "visitor": None}
        await repository.insert_events(
            session, {**values, "session": None}, [{**event, "product_id": str(product)}]
        )
    assert await lying(shop) == [(at, name(at))] * 2
    await founded(shop, at - timedelta(days=3))
    await write_days(shop)
    assert await visits(shop, at.date()) == 1
    await tasks.clean_up(shop.kernel)
    assert await lying(shop) == []
    assert name(at) not in await months(shop)
    assert await visits(shop, at.date()) == 1
    for again in range(2):
        async with shop.transaction() as session:
            # Another currency for a moment: whatever was written is written again.
            await session.execute(
                text("update metrics_marks set currency = 'XXX' where store_id = :store"),
                {"store": shop.store.id},
            )
        await write_days(shop)
        assert await visits(shop, at.date()) == 1, again
    rows = await shop.rows("select day, product_id, product_views from product_days")
    assert [tuple(row.values()) for row in rows] == [(at.date(), product, 1)]
    day = (await shop.rows("select page_views, visits, product_views from daily_metrics"))[0]
    assert tuple(day.values()) == (1, 1, 1)


async def test_what_was_told_at_the_last_moment_of_a_day_is_in_it(
    shop: Any, shift_clock: Callable[[float], None]
) -> None:
    """The day was written as soon as it was over, and an event of it was committed afterwards.
    Planted: a written day is not looked at again."""
    now = clock.now()
    midnight = datetime(now.year, now.month, now.day, tzinfo=UTC) + timedelta(days=1)
    await founded(shop, midnight - timedelta(days=3))
    shift_clock((midnight - now).total_seconds() + 20)
    await write_days(shop)
    last = midnight - timedelta(milliseconds=3)
    await keep(shop, last)
    assert await visits(shop, last.date()) == 0
    shift_clock((midnight - now).total_seconds() + 920)
    await write_days(shop)
    assert await visits(shop, last.date()) == 1


async def test_a_month_that_is_out_of_all_reason_is_not_made(shop: Any) -> None:
    """Nobody fills the database with months. Planted: the function without its bound."""
    before = await months(shop)
    for years in (-6, 6):
        with pytest.raises(DBAPIError, match="no month of events is made"):
            await keep(shop, clock.now() + timedelta(days=366 * years))
    assert await lying(shop) == []
    assert await months(shop) == before
