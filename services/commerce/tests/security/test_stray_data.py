"""After orders were bought, mailed, shipped and refunded: no card number anywhere, and what a
shopper told us only where it belongs."""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import redis.asyncio as client

from ecomm_testing.cluster import Cluster

PEOPLE_TABLES = {
    "carts",
    "checkouts",
    "orders",
    "mail_messages",
    "customers",
    "customer_accounts",
    "customer_addresses",
    "events",
}
"""Tables whose purpose is to know people: what they told us may stand there. Events tell the
services that a merchant connected who bought."""
_DIGITS = re.compile(r"(?<![\w.-])(?:\d[ -]?){12,18}\d(?![\w.-])")
_BRANDS = re.compile(r"4|5[1-5]|2[2-7]|3[47]|6(?:011|5)")


def luhn(digits: str) -> bool:
    """Whether the check digit fits (ISO/IEC 7812-1, annex B)."""
    doubled = [int(d) * (1 + n % 2) for n, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def card_numbers(text: str) -> Iterator[str]:
    """What looks like the number of a payment card."""
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if 13 <= len(digits) <= 19 and _BRANDS.match(digits) and luhn(digits):
            yield digits


def findings(places: Mapping[str, str], canaries: Iterable[str]) -> dict[str, set[str]]:
    """Place -> what stands there and should not."""
    found: dict[str, set[str]] = {}
    for place, text in places.items():
        stray = set(card_numbers(text))
        if place not in PEOPLE_TABLES:
            stray |= {canary for canary in canaries if canary in text}
        if stray:
            found[place] = stray
    return found


async def everywhere(cluster: Cluster, environ: dict[str, str], log: str) -> dict[str, str]:
    """All that is kept: each table, Redis, and what was logged."""
    database = environ["DATABASE_URL"].rpartition("/")[2]
    places = {"log": log}
    connection = await asyncpg.connect(cluster.postgres.superuser_url(database))
    try:
        tables = await connection.fetch(
            "select tablename from pg_tables where schemaname = 'commerce'"
        )
        for row in tables:
            name = row["tablename"]
            rows = await connection.fetch(f'select t::text from commerce."{name}" t')
            places[name] = "\n".join(record[0] for record in rows)
    finally:
        await connection.close()
    async with client.Redis.from_url(environ["REDIS_URL"]) as store:
        kept: list[object] = []
        async for key in store.scan_iter():
            kind = str(await store.type(key))
            kept.append(key)
            if "string" in kind:
                kept.append(await store.get(key))
            elif "list" in kind:
                kept += await store.lrange(key, 0, -1)
            elif "hash" in kind:
                kept += list((await store.hgetall(key)).items())
        places["redis"] = "\n".join(map(str, kept))
    return places


async def bought(shop: Any) -> list[str]:
    """Orders of somebody with unmistakable words; those words."""
    mark = secrets.token_hex(6)
    canaries = [f"ada.{mark}@example.com", f"Ada {mark}", f"{mark} Canary Street"]
    variant = await shop.variant(stock=9)
    for action in ("pay", "decline"):
        shopper = await shop.shopper((variant, 2))
        shopper.email = canaries[0]
        await shopper.start(await shopper.form(address={"name": canaries[1], "line1": canaries[2]}))
        await shopper.choose(action)
        await shopper.state()
    owner, path = shop.store.merchant, shop.store.path
    [order] = (await owner.get(f"{path}/orders")).json()["data"]
    where = f"{path}/orders/{order['id']}"
    items = (await owner.get(where)).json()["data"]["items"]
    line = {"item_id": items[0]["id"], "quantity": 1}
    parcel = {"carrier": "DHL", "tracking_number": "1", "status": "shipped", "items": [line]}
    assert (await owner.post(f"{where}/fulfillments", json=parcel)).status_code == 201
    assert (await owner.post(f"{where}/refunds", json={"lines": [line]})).status_code == 201
    await shop.run()
    return canaries


async def test_orders_leave_no_card_number_and_no_address_where_none_belongs(
    shop: Any, cluster: Cluster, environ: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    """The dump, the log and Redis, after orders that were paid, declined, shipped and refunded.
    `test_the_scan_sees` plants what this one must not find."""
    canaries = await bought(shop)
    said = capfd.readouterr()
    places = await everywhere(cluster, environ, said.out + said.err)
    assert canaries[0] in places["orders"], "the scan reads what is there"
    assert findings(places, canaries) == {}


@pytest.mark.parametrize("place", ["log", "redis", "outbox", "orders"])
def test_the_scan_sees(place: str, tmp_path: Path) -> None:
    """Planted: a card number in every place, an address where none belongs."""
    planted = findings({place: "paid with 4242 4242 4242 4242 by ada@example.com"}, ["ada@"])
    assert "4242424242424242" in planted[place]
    assert ("ada@" in planted[place]) is (place not in PEOPLE_TABLES)
    assert findings({place: "01a1fee4-1111-7111-8111-424242424242 2026-11-21"}, ["ada@"]) == {}
