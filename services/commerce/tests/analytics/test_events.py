"""What browsers tell: what is counted, what is refused, and what is never kept."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from commerce.analytics import tasks
from commerce.analytics.bots import is_bot
from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_testing.actors import ShopStore

PERSON = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36"
)
PAGE = {"kind": "page_view", "entry": True}


async def tell(
    shop: Any, *events: dict[str, Any], agent: str = PERSON, **more: Any
) -> httpx2.Response:
    headers = {"User-Agent": agent, **more.pop("headers", {})}
    reply: httpx2.Response = await shop.api.post(
        f"{shop.store.public}/events", json={"events": list(events), **more}, headers=headers
    )
    return reply


async def told(shop: Any) -> list[Any]:
    found: list[Any] = await shop.rows(
        "select kind, entry, product_id, visitor, session from shop_events order by at, kind"
    )
    return found


async def product_of(shop: Any, **fields: Any) -> UUID:
    variant = await shop.variant(**fields)
    found: UUID = await shop.one(
        "select product_id from product_variants where id = :id", id=variant
    )
    return found


async def test_what_is_looked_at_is_counted_in_the_figures_of_today(shop: Any) -> None:
    product = await product_of(shop)
    view = {"kind": "product_view", "product_id": str(product)}
    reply = await tell(shop, PAGE, {"kind": "page_view"}, view)
    assert (reply.status_code, reply.json()["data"]) == (202, {"counted": 3})
    kept = {(row["kind"], row["entry"], row["product_id"]) for row in await told(shop)}
    assert kept == {
        ("page_view", True, None),
        ("page_view", False, None),
        ("product_view", False, product),
    }
    path = f"{shop.store.path}/analytics"
    revenue = (await shop.store.merchant.get(f"{path}/revenue")).json()["data"]
    steps = {step["step"]: step["value"] for step in revenue["funnel"]}
    assert steps == {
        "visits": 1, "product_views": 1, "carts": 0, "checkouts": 0, "purchases": 0,
    }  # fmt: skip
    assert revenue["conversion"] == {"value": 0, "previous": None}
    rows = (await shop.store.merchant.get(f"{path}/products")).json()["data"]["rows"]
    assert [(row["product_id"], row["views"], row["units"]) for row in rows] == [
        (str(product), 1, 0)
    ]


async def test_nobody_is_told_apart_without_consent_or_against_their_will(shop: Any) -> None:
    """Planted: GPC not looked at."""
    visitor = {"id": str(new_id()), "session": str(new_id())}
    said = {"granted": True, "visitor": visitor["id"], "text_version": "1", "locale": "en"}
    assert (await shop.api.post(f"{shop.store.public}/consents", json=said)).status_code == 201
    await tell(shop, PAGE)
    await tell(shop, PAGE, visitor=visitor, headers={"Sec-GPC": "1"})
    await tell(shop, PAGE, visitor=visitor, headers={"DNT": "1"})
    assert [(row["visitor"], row["session"]) for row in await told(shop)] == [(None, None)] * 3
    await tell(shop, PAGE, visitor=visitor)
    kept = [row for row in await told(shop) if row["visitor"]]
    assert [(str(row["visitor"]), str(row["session"])) for row in kept] == [
        (visitor["id"], visitor["session"])
    ]


async def test_an_event_has_no_place_for_who_it_was(shop: Any) -> None:
    """No address, no browser, no path: what is not there cannot leak."""
    columns = await shop.rows(
        """select column_name from information_schema.columns
            where table_schema = 'commerce' and table_name = 'shop_events'"""
    )
    assert {row["column_name"] for row in columns} == {
        "tenant_id", "store_id", "at", "id", "kind", "entry", "product_id", "visitor", "session",
    }  # fmt: skip


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 HeadlessChrome/140.0 Safari/537.36",
        "facebookexternalhit/1.1",
        "curl/8.5.0",
        "python-requests/2.32",
    ],
)
async def test_programs_are_not_counted(shop: Any, agent: str) -> None:
    reply = await tell(shop, PAGE, agent=agent)
    assert (reply.status_code, reply.json()["data"]) == (202, {"counted": 0})
    assert await told(shop) == []


@pytest.mark.parametrize(
    "agent",
    [
        PERSON,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
        "Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Mozilla/5.0 (Linux; Android 15; Cubot X70) AppleWebKit/537.36 Chrome/140.0 Mobile",
    ],
)
def test_people_are(agent: str) -> None:
    """A telephone is called Cubot. Planted: `bot` as a part of any word."""
    assert not is_bot(agent)


@pytest.mark.parametrize(
    "body",
    [
        {"events": []},
        {"events": [PAGE] * 21},
        {"events": [{"kind": "purchase"}]},
        {"events": [{"kind": "add_to_cart"}]},
        {"events": [{"kind": "product_view"}]},
        {"events": [{**PAGE, "email": "a@example.com"}]},
        {"events": [PAGE], "ip": "10.0.0.1"},
        {"events": [{**PAGE, "entry": "yes"}]},
        {"events": [PAGE], "visitor": {"id": str(new_id())}},
    ],
)
async def test_what_nobody_asked_for_is_refused(shop: Any, body: dict[str, Any]) -> None:
    """Purchases above all: they are never taken from a browser."""
    reply = await shop.api.post(
        f"{shop.store.public}/events", json=body, headers={"User-Agent": PERSON}
    )
    assert (reply.status_code, reply.json()["data"]) == (422, None)
    assert await told(shop) == []


async def test_only_products_of_this_shop_that_it_shows(
    shop: Any, make_shop: Callable[[ShopStore], Any], other_store: ShopStore
) -> None:
    foreign = await product_of(make_shop(other_store))
    draft = await product_of(shop, status="draft")
    for product in (foreign, draft, new_id()):
        view = {"kind": "product_view", "product_id": str(product)}
        reply = await tell(shop, PAGE, view)
        assert (reply.status_code, reply.json()["data"]) == (404, None)
    assert await told(shop) == []
    assert await told(make_shop(other_store)) == []


async def test_a_paused_shop_takes_nothing(shop: Any) -> None:
    await shop.store.merchant.patch(shop.store.path, json={"status": "paused"})
    assert (await tell(shop, PAGE)).status_code == 404
    assert await told(shop) == []


async def test_a_month_nobody_made_is_made_by_who_needs_it(
    shop: Any, shift_clock: Callable[[float], None]
) -> None:
    """Planted: the insert without making its month."""
    shift_clock(timedelta(days=300).total_seconds())
    reply = await tell(shop, PAGE)
    assert reply.status_code == 202, reply.text
    assert len(await told(shop)) == 1


async def test_sessions_that_want_the_same_month_at_once_all_get_it(shop: Any) -> None:
    """Each session has looked for the month before, and not found it. Planted: after the wait the
    name is looked up as before, in what the session remembers."""
    keep = text("select keep_event_months(:at)")

    async def want(at: datetime, ready: asyncio.Barrier) -> None:
        async with shop.transaction() as session:
            await session.execute(text("select 1"))
            await ready.wait()
            await session.execute(keep, {"at": at})

    for ahead in (800, 1000, 1200):
        ready = asyncio.Barrier(4)
        at = clock.now() + timedelta(days=ahead)
        await asyncio.gather(*(want(at, ready) for _ in range(4)))


async def test_months_past_their_time_go_as_a_whole(shop: Any) -> None:
    """13 months are kept; what each day came to stays where it is."""
    now = clock.now()
    old, kept = now - timedelta(days=500), now - timedelta(days=330)
    insert = text(
        """insert into shop_events (tenant_id, store_id, at, id, kind, entry)
           values (:tenant, :store, :at, :id, 'page_view', true)"""
    )
    async with shop.transaction() as session:
        for at in (old, kept, now):
            await session.execute(text("select keep_event_months(:at)"), {"at": at})
            values = {"tenant": shop.tenant_id, "store": shop.store.id, "at": at, "id": new_id()}
            await session.execute(insert, values)
    await tasks.clean_up(shop.kernel)
    left = await shop.rows("select at from shop_events order by at")
    assert [row["at"] for row in left] == [kept, now]
    months = "select count(*) from pg_inherits where inhparent = 'shop_events'::regclass"
    before = await shop.one(months)
    await tasks.clean_up(shop.kernel)
    assert await shop.one(months) == before


async def test_nobody_empties_the_table_by_asking_for_a_late_day(shop: Any) -> None:
    """Planted: the function without its bound."""
    await tell(shop, PAGE)
    async with shop.transaction() as session:
        await session.execute(
            text("select drop_event_months(:at)"), {"at": clock.now() + timedelta(days=4000)}
        )
    assert len(await told(shop)) == 1


async def test_events_cannot_be_rewritten_nor_read_by_others(
    shop: Any, make_shop: Callable[[ShopStore], Any], other_store: ShopStore
) -> None:
    await tell(shop, PAGE)
    assert await told(make_shop(other_store)) == []
    with pytest.raises(DBAPIError, match="permission denied"):
        async with shop.transaction() as session:
            await session.execute(text("update shop_events set entry = false"))
