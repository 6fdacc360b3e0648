"""Ninety days of a busy store, made by SQL: what browsers told, and the sales beside it.

Sales are bought through the API first, a few of them paid back, and then copied into the days
before: every row of a copy is the row of a real order under another id and at another time.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeAlias

import asyncpg
import httpx2

from bench import scenarios
from bench.catalogue import Shop, make_shops, sign_in, variants
from bench.platform import Platform

Control: TypeAlias = "asyncpg.Connection[asyncpg.Record]"
Say = Callable[[str], None]

PRODUCTS: Final = 10_000
DAYS: Final = 90
"""Of events. Sales go as far back again: the longest period stands beside sales, too."""

CHUNK: Final = 500_000
BOUGHT: Final = 30
PAID_BACK: Final = 2
ORDERS_A_DAY: Final = 200
OF_A_VISIT: Final = 3
"""Events of a visit: the page it came to, a second page, a product."""

_MONTHS = "select keep_event_months(now() - make_interval(days => $1))"

_EVENTS = f"""
insert into shop_events (tenant_id, store_id, at, id, kind, entry, product_id, visitor, session)
select $1, $2, v.ended - ($4::bigint - n) * v.step, gen_random_uuid(),
       case when n % {OF_A_VISIT} = 2 then 'product_view' else 'page_view' end,
       n % {OF_A_VISIT} = 0,
       case when n % {OF_A_VISIT} = 2 then v.products[1 + floor(
         cardinality(v.products) * power(random(), 6))::integer] end,
       case when agreed then md5('visitor' || known)::uuid end,
       case when agreed then md5('session' || visit)::uuid end
  from (select $5::timestamptz as ended, make_interval(days => {DAYS}) / $4::bigint as step,
               array(select id from products where store_id = $2 order by slug) as products) v,
       generate_series($3::bigint, $6::bigint) n,
       lateral (select n / {OF_A_VISIT} as visit) a,
       lateral (select (hashint8(visit) & 65535) % 100 < 42 as agreed,
                       case when (hashint8(-visit) & 65535) % 100 < 45 then visit / 5
                            else visit end as known) b
"""
"""Spread evenly. Of 100 visitors 42 agreed to be told apart, and of 100 of those 45 had been here
before. Looks at products have a long tail. Programs are missing, as they are in every store: none
of their events is written."""

# Table: columns that become others, columns that are moments, what else changes.
_COPIED: Final[dict[str, tuple[Sequence[str], Sequence[str], str]]] = {
    "carts": (("id",), ("created_at", "updated_at"), ""),
    "cart_lines": (("id", "cart_id"), ("created_at", "updated_at"), ""),
    "checkouts": (("id", "cart_id"), ("created_at", "updated_at"), ""),
    "payments": (
        ("id", "checkout_id", "order_id"),
        ("created_at", "updated_at", "requested_at", "expires_at"),
        ", 'provider_ref', t.provider_ref || '-' || n",
    ),
    "payment_ledger": (("id", "payment_id"), ("at",), ""),
    "orders": (
        ("id", "cart_id", "checkout_id"),
        ("placed_at", "created_at", "updated_at"),
        ", 'number', t.number + n * 1000"
        ", 'email', (hashtext(t.id::text || n) & 1048575) % 20000 || t.email"
        ", 'status', case when n > 20 then 'completed' else t.status end"
        ", 'fulfilment_status', case when n > 20 then 'fulfilled' else t.fulfilment_status end",
    ),
    "order_items": (("id", "order_id"), (), ""),
    "order_tenders": (("id", "order_id", "payment_id"), (), ""),
    "order_refunds": (("id", "order_id"), ("created_at", "updated_at"), ""),
    "refund_lines": (("order_refund_id", "order_item_id"), (), ""),
}


def _copy(table: str) -> str:
    ids, moments, more = _COPIED[table]
    changed = ", ".join(
        [f"'{name}', md5(t.{name}::text || n)::uuid" for name in ids]
        + [f"'{name}', t.{name} - n * s.step" for name in moments]
    )
    return f"""insert into {table} select r.*
      from {table} t, generate_series(1, $3::integer) n, (select $2::interval as step) s,
      lateral jsonb_populate_record(t, jsonb_build_object({changed}{more})) r
      where t.store_id = $1"""


def late_zone(now: datetime) -> str:
    """A time zone in which the day is nearly over and does not end within half an hour: what has
    been told today is read from the raw rows, and here it is the most that it can be."""
    hour = 23 if now.minute < 30 else 22
    east = (hour - now.astimezone(UTC).hour + 11) % 24 - 11
    return "Etc/GMT" if east == 0 else f"Etc/GMT{-east:+d}"


async def make_past(
    running: Platform, client: httpx2.AsyncClient, control: Control, events: int, say: Say
) -> Shop:
    """A store of 10,000 products, so many events in ninety days, and sales in twice as many. The
    client is signed in as its owner; no day is written."""
    [shop] = await make_shops(running, [PRODUCTS])
    token = await sign_in(client, control, shop)
    client.headers["Authorization"] = f"Bearer {token}"
    zone = late_zone(datetime.now(UTC))
    path = f"/api/v1/stores/{shop.store_id}"
    changed = await client.patch(path, json={"timezone": zone})
    if changed.status_code != 200:
        raise RuntimeError(f"{zone}: {changed.status_code} {changed.text[:300]}")
    await control.execute(
        "update stores set created_at = now() - make_interval(days => $1) where id = $2",
        2 * DAYS + 10,
        shop.store_id,
    )
    await _sales(running, shop, client, control)
    say(f"figures: {2 * DAYS * ORDERS_A_DAY:,} orders")
    await _events(shop, control, events, say)
    await control.execute("vacuum analyze", timeout=600)
    await control.execute("checkpoint", timeout=300)
    return shop


async def _sales(
    running: Platform, shop: Shop, client: httpx2.AsyncClient, control: Control
) -> None:
    goods = await variants(running, shop, BOUGHT)
    async with scenarios.side(running, shop, goods) as side:
        await scenarios.buy_many(side, BOUGHT, running.mails)
        path = f"/api/v1/stores/{shop.store_id}/orders"
        listed = await client.get(path, params={"per_page": PAID_BACK})
        listed.raise_for_status()
        for row in listed.json()["data"]:
            await _pay_back(client, f"{path}/{row['id']}")
        await scenarios.settle(side)
    # Nothing is sold for real money here: what a real order is, is said afterwards.
    await control.execute("update orders set test = false where store_id = $1", shop.store_id)
    await control.execute("update payments set test = false where store_id = $1", shop.store_id)
    copies = 2 * DAYS * ORDERS_A_DAY // BOUGHT
    step = timedelta(days=2 * DAYS) / copies
    await control.execute("set session_replication_role = replica")
    for table in _COPIED:
        await control.execute(_copy(table), shop.store_id, step, copies, timeout=300)
    await control.execute("set session_replication_role = default")


async def _pay_back(client: httpx2.AsyncClient, path: str) -> None:
    shown = await client.get(path)
    shown.raise_for_status()
    items: list[dict[str, Any]] = shown.json()["data"]["items"]
    reply = await client.post(
        f"{path}/refunds", json={"lines": [{"item_id": items[0]["id"], "quantity": 1}]}
    )
    if reply.status_code != 201:
        raise RuntimeError(f"refund: {reply.status_code} {reply.text[:300]}")


async def _events(shop: Shop, control: Control, events: int, say: Say) -> None:
    ended = await control.fetchval("select now()")
    for days in range(0, DAYS + 31, 28):
        await control.execute(_MONTHS, days)
    for first in range(1, events + 1, CHUNK):
        last = min(first + CHUNK - 1, events)
        await control.execute(
            _EVENTS, shop.tenant_id, shop.store_id, first, events, ended, last, timeout=600
        )
        say(f"figures: {last:,} events")
