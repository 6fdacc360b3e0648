"""A crowd for little stock while whatever serves it is killed: every unit is sold once, none is
lost.

Carts of three things in random order, a fifth of the shoppers walks away from the payment page.
When their holds have ended, what they held is sold to those who come late.

Planted: `test_chaos_judges.py` has a shop that sold one too many, one that lost one, one that
still holds one; each must be seen.
"""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx2

from e2e.chaos.kills import kill
from e2e.chaos.shoppers import GaveUp, Shop, Shoppers, SoldOut, open_shop
from e2e.chaos.stage import DRAIN_SECONDS, Stage

UNITS = 60
"""Of each of three things."""
CROWD = 200
AT_ONCE = 8
WALK_AWAY = 0.2
HOLD_SECONDS = 16 * 60.0
"""A hold ends after fifteen minutes."""
EVERY = 1.5
VICTIMS = ("worker child", "worker", "clock", "commerce", "commerce")


@dataclass(slots=True)
class Crowd(Shoppers):
    """Shoppers who come once each."""

    walk_away: float = WALK_AWAY
    outcomes: Counter[str] = field(default_factory=Counter)
    chance: random.Random = field(default_factory=random.Random)

    async def comes(self, many: int) -> None:
        """So many shoppers, some at once; each sold to, refused or gone."""
        gate = asyncio.Semaphore(AT_ONCE)

        async with httpx2.AsyncClient(base_url=self.shop.api, timeout=15) as client:

            async def one() -> None:
                async with gate:
                    self.outcomes[await self._one(client)] += 1

            await asyncio.gather(*(one() for _ in range(many)))

    async def _one(self, client: httpx2.AsyncClient) -> str:
        leaves = self.chance.random() < self.walk_away
        wanted = self.chance.sample(self.shop.products, 3)
        try:
            bag = await self._fill(client, wanted)
            began = await self._start(client, bag)
            if leaves:
                return "walked away"
            await self._pay(client, began)
            where = f"{self.shop.public}/checkout/{began['checkout_id']}"
            self.orders.append(str(await self._completed(client, where, bag.headers)))
        except SoldOut:
            return "refused"
        except GaveUp as error:
            self.mistakes.append(str(error))
            return "gave up"
        return "sold"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One thing after the crowd."""

    on_hand: int
    committed: int
    held: int
    ordered: int


def unsound(shelves: list[Shelf], units: int) -> list[str]:
    """What is wrong with shelves of which everything must have been sold."""
    found = []
    for number, shelf in enumerate(shelves):
        if shelf.ordered > units:
            found.append(f"thing {number}: {shelf.ordered} ordered of {units}")
        if shelf.ordered < units:
            found.append(f"thing {number}: {units - shelf.ordered} units lost")
        if shelf.held:
            found.append(f"thing {number}: {shelf.held} still held")
        if shelf.committed != shelf.ordered or shelf.on_hand != units:
            found.append(f"thing {number}: the counters say {shelf}")
    return found


async def scenario(stage: Stage) -> None:
    """The crowd, the kills, the late."""
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    shop = await open_shop(stage.platform.api, products=3, stock=UNITS)
    crowd = Crowd(shop, chance=chance)
    killed: Counter[str] = Counter()
    coming = asyncio.create_task(crowd.comes(CROWD))
    last: dict[str, float] = {}
    while not coming.done():
        await asyncio.wait({coming}, timeout=chance.uniform(EVERY / 2, EVERY * 1.5))
        victim = chance.choice(VICTIMS)
        if not coming.done() and await asyncio.to_thread(kill, stage, victim, last):
            killed[victim] += 1
    await coming
    kills = ", ".join(f"{count} x {name}" for name, count in killed.items())
    faults = crowd.faults(without_answer=True)
    stage.report.check(
        f"oversell: {CROWD} shoppers for {UNITS} of three things, killed {kills} (seed {seed}): "
        "sold, refused cleanly, or gone",
        f"{dict(crowd.outcomes)}; {dict(faults) or 'no faults'}; "
        f"{crowd.mistakes[:2] or 'no mistakes'}",
        holds=not faults and not crowd.mistakes and crowd.outcomes["sold"] <= UNITS,
    )
    stage.ahead(HOLD_SECONDS)
    took = await _released(stage, shop)
    stage.report.check(
        "oversell: holds that ended are given back",
        f"{crowd.outcomes['walked away']} walked away; nothing held after {took:.1f} s",
        holds=took <= 2 * DRAIN_SECONDS,
    )
    late = Crowd(shop, walk_away=0)
    await late.comes(UNITS)
    shelves = await _shelves(stage, shop)
    wrong = unsound(shelves, UNITS)
    stage.report.check(
        f"oversell: all {UNITS} units of each are sold, none twice, none lost",
        f"{crowd.outcomes['sold']} to the crowd, {late.outcomes['sold']} to the late, "
        f"{late.outcomes['refused']} of them refused; {wrong or 'the shelves agree'}",
        holds=not wrong and crowd.outcomes["sold"] + late.outcomes["sold"] == UNITS,
    )
    workers = killed["worker"] + killed["worker child"]
    await stage.reckon("oversell", [crowd, late], kills=workers)


async def _released(stage: Stage, shop: Shop) -> float:
    """Seconds until nothing is held any more; the limit and more for never."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    while sum(shelf.held for shelf in await _shelves(stage, shop)):
        if loop.time() - began > 2 * DRAIN_SECONDS:
            return 3 * DRAIN_SECONDS
        await asyncio.sleep(0.2)
    return loop.time() - began


async def _shelves(stage: Stage, shop: Shop) -> list[Shelf]:
    rows: list[Any] = await stage.books.rows(
        """select i.on_hand, i.committed,
                  (select coalesce(sum(r.quantity), 0) from reservations r
                    where r.item_id = i.id and r.status = 'open') as held,
                  (select coalesce(sum(l.quantity), 0) from order_items l
                    where l.variant_id = i.variant_id) as ordered
             from inventory_items i where i.store_id = $1 order by i.variant_id""",
        shop.store_id,
    )
    return [Shelf(**dict(row)) for row in rows]
