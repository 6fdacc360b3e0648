"""kill -9 at each step of a purchase order: never two orders at the supplier, never a paid customer
order without a purchase order or a reason that somebody can see.

Real processes, killed for real, on a real database; the supplier is another process's port with
books of its own, and has bad days of its own. `ECOMM_PURCHASE_SEEDS` lives (20 unless told; `make
chaos` takes 200) are spread evenly over the steps.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from ecomm_testing.fakes.supplier import SimulatedSupplierServer, SupplierPanel

from .buying import GRACE, MINUTE
from .journey import Journey

SEEDS = int(os.environ.get("ECOMM_PURCHASE_SEEDS", "20"))
SKU = "SIM1010-01-CN"
ROOT = Path(__file__).parents[4]
HOUR = 60 * MINUTE
FIRST = [0, GRACE, GRACE + 2 * MINUTE, GRACE + 10 * MINUTE, GRACE + 2 * HOUR]
"""When things are due, from the moment of the sale: planned, sent, looked up, followed."""
LAST = [minutes * MINUTE for minutes in (15, 20, 30, 45, 70, 75, 90, 100, 240)]
"""Enough for leases to end, for a supplier's list to lag, and for what is then done."""
BAD_DAYS = [
    None,
    ("timeout_after", "place"),
    ("error_after", "place"),
    ("truncate", "place"),
    ("unavailable", "place"),
    ("timeout_after", "find"),
]

Lives = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def lives(environ: dict[str, str]) -> Iterator[Lives]:
    """`(**job) -> {status, steps}`: one process, from its birth to its end or its death."""
    process = subprocess.Popen(
        [sys.executable, "-m", "services.commerce.tests.purchasing.killed"],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    async def live(**job: Any) -> dict[str, Any]:
        return await asyncio.to_thread(one, job)

    def one(job: dict[str, Any]) -> dict[str, Any]:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"die_at": None, "fault": None, **job}) + "\n")
        process.stdin.flush()
        for line in process.stdout:
            if line.startswith('{"status"'):
                found: dict[str, Any] = json.loads(line)
                return found
        raise AssertionError("whoever starts the processes has ended")

    yield live
    process.kill()
    process.communicate()


class World:
    """A shop with one thing to sell that two suppliers have."""

    def __init__(self, journey: Journey, lives: Lives) -> None:
        self.journey = journey
        self.lives = lives
        self.panels: list[SupplierPanel] = []
        self.variant = ""

    async def prepared(self) -> "World":
        """Connect, take, map."""
        parts = []
        for name in ("Altan", "Birka"):
            supplier, panel = await self.journey.connected(name)
            self.panels.append(panel)
            parts.append(await self.journey.taken(supplier, SKU))
        await self.journey.desk.rate("USD", 1_250_000)
        self.variant = await self.journey.sells("Mug", 4999, *parts)
        return self

    async def sold(self) -> str:
        """A paid order, of which nobody has heard yet. Each is sold at the same time of the same
        day, so that what was read of the suppliers is as fresh for the last as for the first."""
        self.journey.at(0)
        shopper = await self.journey.shop.shopper((UUID(self.variant), 1))
        order = await shopper.buy()
        return str(
            await self.journey.shop.one(
                "select id from orders where number = :number", number=order["number"]
            )
        )

    async def live(self, order: str, shifts: list[float], **how: Any) -> dict[str, Any]:
        """One process does what is due at these times, counted from the moment of the sale."""
        tenant = str(self.journey.shop.tenant_id)
        return await self.lives(tenant=tenant, order=order, shifts=shifts, **how)

    async def problems(self) -> list[str]:
        """What must never be: counted in the suppliers' own books."""
        found, needs = (
            [],
            {
                row["reference"]: row["need_id"]
                for row in await self.journey.shop.rows(
                    """select p.reference, l.need_id from purchase_lines l
                     join purchase_orders p on p.id = l.purchase_order_id"""
                )
            },
        )
        bought: dict[Any, int] = {}
        for panel in self.panels:
            for reference, count in (await panel.references()).items():
                if reference not in needs:
                    found.append(f"nobody knows {reference}")
                bought[needs.get(reference)] = bought.get(needs.get(reference), 0) + count
        found += [f"bought {count} times: {need}" for need, count in bought.items() if count > 1]
        return found + await self.journey.desk.problems()

    async def standing(self, order: str) -> str:
        """Where the order's need stands, in the end."""
        [need] = await self.journey.desk.needs(UUID(order))
        purchases = await self.journey.desk.purchases(UUID(order))
        states = [row["status"] for row in purchases]
        return f"{need['status']} {need['reason']} {states}"


@pytest.fixture
def world(
    shop: Any,
    simulated_supplier: SimulatedSupplierServer,
    shift_clock: Callable[[float], None],
    lives: Lives,
) -> World:
    """Not prepared yet."""
    return World(Journey(shop, simulated_supplier, shift_clock), lives)


async def test_no_death_buys_twice_or_forgets(world: World) -> None:
    """R10.2: each seed is a sale, a step at which the process that works on it dies, perhaps a
    second death, and a day of the supplier's, which may be out of stock. Then somebody lives.
    Planted: in `test_what_it_guards_against_is_seen`."""
    await world.prepared()
    steps = (await world.live(await world.sold(), FIRST))["steps"]
    assert any("POST /v1/orders" in name for name in steps), steps
    died = 0
    try:
        for seed in range(SEEDS):
            chance = random.Random(seed)
            died += await _one(world, seed, chance, 1 + seed * len(steps) // SEEDS % len(steps))
    finally:
        await world.journey.desk.restore()
    assert died >= SEEDS // 2, "they are to die in the middle of it"


async def _one(world: World, seed: int, chance: random.Random, die_at: int) -> int:
    panel, fault = world.panels[0], chance.choice(BAD_DAYS)
    if fault is not None:
        await panel.fault(*fault, seconds=0.05)
    out = chance.random() < 0.2
    if out:
        await panel.override(SKU, stock=0)
    order = await world.sold()
    first = await world.live(order, FIRST, die_at=die_at)
    ends = [first["status"]]
    if chance.random() < 0.5:
        second = await world.live(order, LAST[:6], die_at=chance.randint(1, 30))
        ends.append(second["status"])
    last = await world.live(order, LAST)
    assert last["status"] == 0, f"seed {seed}"
    assert await world.problems() == [], f"seed {seed}, died at {die_at}: {ends}"
    stands = await world.standing(order)
    assert stands.startswith("ordered None"), f"seed {seed}, died at {die_at}: {stands}"
    await panel.ask("DELETE", "/v1/panel/faults")
    if out:
        await panel.override(SKU, stock=None)
    return int(-9 in ends)


@pytest.mark.parametrize("fault", ["retry", "late"])
async def test_what_it_guards_against_is_seen(world: World, fault: str) -> None:
    """R10.2, two naive buyers, killed once the supplier has it and before we know: whoever then
    sends again without asking ("retry"), or had not written down that it was sent ("late"), buys
    twice, and the supplier's books say so."""
    await world.prepared()
    try:
        order = await world.sold()
        dead = await world.live(order, FIRST, fault=fault, die_at="after POST /v1/orders")
        assert dead["status"] == -9
        assert await world.problems() == []
        await world.live(order, LAST, fault=fault)
        assert any("bought 2 times" in problem for problem in await world.problems())
    finally:
        await world.journey.desk.restore()
