"""What is measured: reads of a catalogue, adding to a cart, the whole way to a paid order.

Every figure is CPU milliseconds per call by part of the platform (`api`, `worker`, `clock`,
`postgres`, `redis`); the client's own time is in none of them.
"""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx2

from bench.catalogue import Shop, Variant
from bench.cpu import Reading
from bench.dear_order import Terms, check_totals
from bench.platform import Platform
from ecomm_testing.shopping import ADDRESS, open_cart

Parts = dict[str, float]

SETTLE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Side:
    """A platform with the store that is measured in it, and how it is called."""

    platform: Platform
    shop: Shop
    variants: Sequence[Variant]
    client: httpx2.AsyncClient
    control: "asyncpg.Connection[asyncpg.Record]"
    """Past row-level security; its statements carry the name `bench` and are not counted."""

    @property
    def public(self) -> str:
        """Path of the store's public API."""
        return self.shop.public

    def read(self) -> Reading:
        """CPU time used so far."""
        return Reading.of(self.platform.pids)

    async def forget(self) -> None:
        """Empty the API's reply cache, by the signal that any process could send."""
        await self.control.execute(
            """select pg_notify('ecomm_commerce', '{"t":["*"],"w":false}')"""
        )
        await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def side(platform: Platform, shop: Shop, variants: Sequence[Variant]) -> AsyncIterator[Side]:
    """Open the connections of a side."""
    # The server closes connections that idle for 5 seconds: they are given up well before.
    limits = httpx2.Limits(max_connections=64, max_keepalive_connections=64, keepalive_expiry=2)
    async with (
        httpx2.AsyncClient(base_url=platform.url, timeout=30, limits=limits) as client,
        platform.superuser() as control,
    ):
        yield Side(platform, shop, variants, client, control)


async def get(one: Side, paths: Sequence[str]) -> None:
    """Ask for every path, one after another. Raises RuntimeError unless each answers 200."""
    for path in paths:
        reply = await one.client.get(path)
        if reply.status_code != 200:
            raise RuntimeError(f"{path}: {reply.status_code} {reply.text[:300]}")


async def reads(one: Side, paths: Sequence[str]) -> Parts:
    """CPU of these requests in all."""
    before = one.read()
    await get(one, paths)
    return one.read().since(before)


def per_call(total: Sequence[Parts], count: int) -> Parts:
    """Several totals as one figure per call."""
    return {part: sum(one[part] for one in total) / count for part in total[0]}


async def read_side_by_side(
    sides: Sequence[Side], paths: Sequence[Sequence[str]], count: int, chunk: int
) -> list[Parts]:
    """Uncached reads: `count` requests on each side, in alternating chunks of different addresses,
    before each of which the cache is emptied. `paths`: those of each side."""
    totals: list[list[Parts]] = [[] for _ in sides]
    for number in range(count // chunk):
        order = range(len(sides)) if number % 2 == 0 else reversed(range(len(sides)))
        for index in order:
            offset = number * chunk
            own = paths[index]
            wanted = [own[(offset + step) % len(own)] for step in range(chunk)]
            await sides[index].forget()
            totals[index].append(await reads(sides[index], wanted))
    return [per_call(total, len(total) * chunk) for total in totals]


async def cached(one: Side, paths: Sequence[str], count: int) -> Parts:
    """Reads whose replies are in the cache."""
    await get(one, paths)
    wanted = [paths[number % len(paths)] for number in range(count)]
    return per_call([await reads(one, wanted)], count)


async def without_idle(one: Side, before: Reading, started: float, count: int) -> Parts:
    """CPU per call since `before`, less what an equal window costs while nothing is asked."""
    used, window = one.read().since(before), time.monotonic() - started
    await settle(one)
    resting = one.read()
    await asyncio.sleep(window)
    idle = one.read().since(resting)
    return {part: (used[part] - idle[part]) / count for part in used}


async def cart_add(one: Side, count: int) -> Parts:
    """Adding a line to a fresh cart (the carts are made before)."""
    carts = [await open_cart(one.client, one.public) for _ in range(count)]
    await settle(one)
    before, started = one.read(), time.monotonic()
    for number, cart in enumerate(carts):
        await cart.add(one.variants[number % len(one.variants)].id)
    return await without_idle(one, before, started, count)


async def buy(one: Side, variant: Variant, terms: Terms | None = None) -> None:
    """The journey of fixed calls: POST carts, POST lines, (POST codes twice,) GET rates, POST
    checkout, pay, GET checkout. Raises RuntimeError unless it ends in an order of the right
    total."""
    cart = await open_cart(one.client, one.public)
    await cart.add(variant.id)
    if terms is not None:
        await terms.enter(one.client, one.public, cart.id, cart.headers)
    rates = await cart.rates()
    started = await one.client.post(
        f"{one.public}/checkout",
        headers=cart.headers,
        json={
            "cart_id": cart.id,
            "email": "bench@example.com",
            "shipping_address": ADDRESS,
            "shipping_rate_id": rates[0]["id"],
        },
    )
    if started.status_code != 201:
        raise RuntimeError(f"checkout: {started.status_code} {started.text[:300]}")
    data = started.json()["data"]
    await cart.act(data["payment_url"])
    state = await cart.state(data["checkout_id"])
    shipping = rates[0]["amount"]["amount"]
    total, expected = state["totals"]["total"]["amount"], variant.price + shipping
    if state["state"] != "completed" or (terms is None and total != expected):
        raise RuntimeError(f"expected an order of {expected}: {state}")
    if terms is not None:
        check_totals(state["totals"], variant.price, shipping)


async def paid_orders(one: Side, count: int, terms: Terms | None = None) -> Parts:
    """Orders over all processes, until every mail is in the sink and every due delivery is done."""
    await settle(one)
    mails, before, started = one.platform.mails, one.read(), time.monotonic()
    await buy_many(one, count, mails, terms)
    return await without_idle(one, before, started, count)


async def buy_many(one: Side, count: int, mails: int, terms: Terms | None = None) -> None:
    """`count` orders, and what follows them; `mails` were in the sink before."""
    for number in range(count):
        await buy(one, one.variants[number % len(one.variants)], terms)
    await delivered(one, mails + count)


async def delivered(one: Side, mails: int, ahead: int = 0) -> None:
    """Until the sink holds as many mails and the outbox has no open row that is due, or will be in
    `ahead` seconds. Raises TimeoutError."""
    due = f"now() + interval '{ahead} seconds'"
    async with asyncio.timeout(SETTLE_SECONDS):
        while one.platform.mails < mails:  # noqa: ASYNC110 - another process sends them
            await asyncio.sleep(0.02)
        while await one.control.fetchval(  # noqa: ASYNC110 - and delivers
            f"select count(*) from outbox where coalesce(done_at, dead_at) is null "
            f"and not_before <= {due}"
        ):
            await asyncio.sleep(0.02)


async def settle(one: Side) -> None:
    """Until the platform rests: nothing to deliver now or soon (pages are revalidated a second time
    after 5 seconds), and half a second for what the processes do after the last delivery."""
    await delivered(one, 0, ahead=10)
    await asyncio.sleep(0.5)


@dataclass(frozen=True, slots=True)
class HotSku:
    """Outcome of a run on a scarce product, by the replies and by the database."""

    buyers: int
    stock: int
    orders: int
    refused: int
    recorded: int
    committed: int
    seconds: float

    @property
    def exact(self) -> bool:
        """As many orders as units, a clean refusal for everybody else, and counters that agree."""
        sold = self.orders == self.recorded == self.committed == self.stock
        return sold and self.refused == self.buyers - self.stock


async def hot_sku(one: Side, variant: Variant, *, buyers: int = 50, stock: int = 10) -> HotSku:
    """Buyers with filled carts, all released together into the call that takes the stock."""
    await one.control.execute(
        """with before as (
             select * from inventory_items where variant_id = $1
           ), changed as (
             update inventory_items set on_hand = $2 where variant_id = $1
           )
           insert into inventory_movements (tenant_id, id, store_id, item_id, at, reason,
             on_hand_change, committed_change, actor)
           select tenant_id, gen_random_uuid(), store_id, id, now(), 'correction', $2 - on_hand, 0,
                  'bench'
             from before""",
        variant.id,
        stock,
    )
    carts = []
    for _ in range(buyers):
        cart = await open_cart(one.client, one.public)
        await cart.add(variant.id)
        carts.append((cart, await cart.checkout_body()))
    orders_before = await one.control.fetchval("select count(*) from orders")
    started = time.monotonic()

    async def purchase(cart: Any, body: dict[str, Any]) -> str:
        reply = await one.client.post(f"{one.public}/checkout", headers=cart.headers, json=body)
        if reply.status_code == 409:
            return str(reply.json()["error"]["code"])
        if reply.status_code != 201:
            return f"{reply.status_code}"
        data = reply.json()["data"]
        await cart.act(data["payment_url"])
        return str((await cart.state(data["checkout_id"]))["state"])

    outcomes = await asyncio.gather(*(purchase(cart, body) for cart, body in carts))
    seconds = time.monotonic() - started
    return HotSku(
        buyers=buyers,
        stock=stock,
        orders=outcomes.count("completed"),
        refused=outcomes.count("out_of_stock"),
        recorded=await one.control.fetchval("select count(*) from orders") - orders_before,
        committed=await one.control.fetchval(
            "select committed from inventory_items where variant_id = $1", variant.id
        ),
        seconds=seconds,
    )
