"""The order of measuring: two platforms, one with 1 store and one with 200, round by round."""

import asyncio
import contextlib
import statistics
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bench import scenarios
from bench.books import broken
from bench.catalogue import PRODUCTS, SMALL, check, make_shops, sign_in, variants
from bench.dear_order import Terms, make_terms
from bench.platform import PARTS, platform
from bench.scenarios import HotSku, Parts, Side
from bench.statements import Sent, StatementLog, counted
from bench.yardstick import Yardstick
from bench.yardstick import measure as measure_machine
from ecomm_testing.shopping import open_cart

LIST, PRODUCT, ORDER = "list of 24", "product", "paid order"
DEAR = "paid order, discount + gift card + tax"
LIST_CACHED, PRODUCT_CACHED, CART_ADD = "list of 24, cached", "product, cached", "cart add"
STORES = 200
CHUNK = 50
VARIANTS = 20
WARM_ORDERS = 5
JITTER = 3.0
"""Statements per order by which two runs of orders may differ: a wake of the relay is three polls,
and a scheduled job falls into one window and not into the other. What depended on the number of
stores would differ by hundreds; reads must be equal to the last one."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    rounds: int = 5
    requests: int = 300
    cached: int = 1_000
    adds: int = 60
    orders: int = 15
    counted: int = 20
    stores: int = STORES
    hot_rounds: int = 3

    @classmethod
    def quick(cls) -> "Size":
        """For trying; its figures are not for the record."""
        return cls(1, 100, 200, 20, 5, 5, 20, 1)


@dataclass(slots=True)
class Measured:
    """One kind of call: its rounds in CPU-ms by part, and statements per call."""

    rounds: list[Parts] = field(default_factory=list)
    statements: float = 0.0

    def values(self, *parts: str) -> list[float]:
        """The sum of some parts, round by round."""
        return [sum(entry[part] for part in parts) for entry in self.rounds]

    def median(self, *parts: str) -> float:
        """Median of the rounds; of the whole (see PARTS) without names."""
        return statistics.median(self.values(*(parts or PARTS)))


@dataclass(slots=True)
class Results:
    """Everything that was measured."""

    size: Size
    one: dict[str, Measured]
    many: dict[str, Measured]
    order_statements: Counter[str] = field(default_factory=Counter)
    hot: list[HotSku] = field(default_factory=list)
    seconds: float = 0.0
    books: Sequence[str] = ()
    """Invariants that do not hold at the end, on either platform."""
    machine: list[Yardstick] = field(default_factory=list)
    """What the machine itself cost, round by round."""

    def ratio(self, what: str) -> float:
        """CPU with many stores against one: median of what each round says."""
        pairs = zip(self.one[what].values(*PARTS), self.many[what].values(*PARTS), strict=True)
        return statistics.median(many / one for one, many in pairs)

    def equal_statements(self, what: str) -> bool:
        """Whether both databases are sent the same number."""
        return abs(self.one[what].statements - self.many[what].statements) <= (
            JITTER if what == ORDER else 0
        )


Say = Callable[[str], None]


@contextlib.asynccontextmanager
async def two_sides(size: Size) -> AsyncIterator[tuple[Side, Side]]:
    """A platform with one store of 10,000 products, and one with others beside it."""
    async with platform() as first, platform() as second, contextlib.AsyncExitStack() as stack:
        opened = []
        for running, stores in ((first, 1), (second, size.stores)):
            shops = await make_shops(running, [PRODUCTS] + [SMALL] * (stores - 1))
            await check(running, shops[0])
            goods = await variants(running, shops[0], VARIANTS + size.hot_rounds)
            opened.append(await stack.enter_async_context(scenarios.side(running, shops[0], goods)))
        yield opened[0], opened[1]


async def run(size: Size, say: Say) -> Results:
    """Measure everything; `say` hears how far it is."""
    started = time.monotonic()
    say(f"two platforms, with 1 and {size.stores} stores")
    async with two_sides(size) as (one, many):
        kinds = (LIST, LIST_CACHED, PRODUCT, PRODUCT_CACHED, CART_ADD, ORDER, DEAR)
        results = Results(
            size,
            {kind: Measured() for kind in kinds},
            {kind: Measured() for kind in (LIST, PRODUCT, ORDER)},
        )
        token = await sign_in(one.client, one.control, one.shop)
        orders = WARM_ORDERS + size.orders * size.rounds + size.counted
        terms = await make_terms(one.client, token, one.shop, orders)
        for side in (one, many):  # processes, plans and pools as they are after some use
            await _warm_up(side)
        await scenarios.buy_many(one, WARM_ORDERS, one.platform.mails, terms)
        for number in range(size.rounds):
            say(f"round {number + 1} of {size.rounds}")
            server = one.platform.pids["postgres"]
            results.machine.append(await measure_machine(one.control, server))
            await _round(one, many, results, flip=number % 2 == 1)
            dear = await scenarios.paid_orders(one, size.orders, terms)
            results.one[DEAR].rounds.append(dear)
        say("counting statements")
        await _count(one, results.one, results, terms)
        await _count(many, results.many, results)
        for number in range(size.hot_rounds):
            say("hot SKU")
            results.hot.append(await scenarios.hot_sku(one, one.variants[VARIANTS + number]))
        for side in (one, many):
            await scenarios.settle(side)
            results.books = [*results.books, *await broken(side.control)]
    results.seconds = time.monotonic() - started
    return results


async def _warm_up(side: Side) -> None:
    await scenarios.get(side, side.shop.lists())
    await scenarios.get(side, side.shop.products()[:CHUNK])
    await scenarios.buy_many(side, WARM_ORDERS, side.platform.mails)


async def _round(one: Side, many: Side, results: Results, *, flip: bool) -> None:
    size = results.size
    for kind, paths in (
        (LIST, (one.shop.lists(), many.shop.lists())),
        (PRODUCT, (one.shop.products(), many.shop.products())),
    ):
        both = await scenarios.read_side_by_side((one, many), paths, size.requests, CHUNK)
        results.one[kind].rounds.append(both[0])
        results.many[kind].rounds.append(both[1])
    for kind, addresses in (
        (LIST_CACHED, one.shop.lists(10)),
        (PRODUCT_CACHED, one.shop.products()[:10]),
    ):
        parts = await scenarios.cached(one, addresses, size.cached)
        results.one[kind].rounds.append(parts)
    results.one[CART_ADD].rounds.append(await scenarios.cart_add(one, size.adds))
    sides = [(one, results.one), (many, results.many)]
    for side, into in reversed(sides) if flip else sides:
        into[ORDER].rounds.append(await scenarios.paid_orders(side, size.orders))


async def _count(
    side: Side, into: dict[str, Measured], results: Results, terms: Terms | None = None
) -> None:
    """Statements of each kind of call, in a run of their own."""
    log = StatementLog(side.platform.cluster.postgres, side.platform.database)
    count = results.size.counted
    await scenarios.settle(side)
    log.switch(on=True)
    await asyncio.sleep(1.5)  # every session reads the setting when it is next asked something

    async def sent(work: Awaitable[None]) -> list[Sent]:
        log.begin()
        await work
        await asyncio.sleep(0.1)
        return [one for one in log.end() if one.sender != "bench"]

    try:
        for kind, paths in ((LIST, side.shop.lists()), (PRODUCT, side.shop.products())):
            await side.forget()
            await scenarios.get(side, paths[count : count + 1])  # the store is known again
            into[kind].statements = (
                len(_asked(await sent(scenarios.get(side, paths[:count])))) / count
            )
        if LIST_CACHED in into:
            for kind, path in ((LIST_CACHED, LIST), (PRODUCT_CACHED, PRODUCT)):
                known = (side.shop.lists() if path == LIST else side.shop.products())[count - 1]
                await scenarios.get(side, [known])
                asked = _asked(await sent(scenarios.get(side, [known] * count)))
                into[kind].statements = len(asked) / count
            carts = [await open_cart(side.client, side.public) for _ in range(count)]

            async def add() -> None:
                for cart in carts:
                    await cart.add(side.variants[0].id)

            into[CART_ADD].statements = len(_asked(await sent(add()))) / count
        if terms is not None:
            into[DEAR].statements, _ = await _count_orders(side, sent, count, terms)
        into[ORDER].statements, shapes = await _count_orders(side, sent, count)
        if into is results.one:
            results.order_statements = shapes
    finally:
        log.switch(on=False)


def _asked(found: Sequence[Sent]) -> list[Sent]:
    """What the API sent; worker and clock poll meanwhile."""
    return [one for one in found if one.sender == "commerce api"]


async def _count_orders(
    side: Side,
    sent: Callable[[Awaitable[None]], Awaitable[list[Sent]]],
    count: int,
    terms: Terms | None = None,
) -> tuple[float, Counter[str]]:
    """Statements per paid order over all processes, less those of an equal window of rest; and
    which they were, in `count` orders."""
    mails, started = side.platform.mails, time.monotonic()
    busy = await sent(scenarios.buy_many(side, count, mails, terms))
    window = time.monotonic() - started
    await scenarios.settle(side)
    idle = await sent(asyncio.sleep(window))
    shapes = counted(busy)
    shapes.subtract(counted(idle))
    return (len(busy) - len(idle)) / count, shapes
