"""A migration whose worker is killed goes on where it stopped, and ends as if nothing had happened.

Real processes, ended by SIGKILL before and after commits and while the shop is asked; the shop is a
fake of its vendor over HTTP. `ECOMM_MIGRATION` is how many products and orders it has and how often
the worker dies ("15,8,6" unless told; `make chaos` takes 500 products and 200 orders).
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ecomm_testing.actors import ShopStore
from ecomm_testing.fakes.channels import World, build

from .conftest import Move, Movers
from .standing import check, standing

PRODUCTS, ORDERS, DEATHS = map(int, os.environ.get("ECOMM_MIGRATION", "15,8,6").split(","))
PICTURED = 6
"""Products with pictures: each is fetched and made small, which is not what is proven here."""
ROOT = Path(__file__).parents[4]
Lives = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def lives(environ: dict[str, str]) -> Iterator[Lives]:
    """`(**job) -> {status, steps}`: one process, from its birth to its end or its death."""
    process = subprocess.Popen(
        [sys.executable, "-m", "services.commerce.tests.channels.killed"],
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
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        for line in process.stdout:
            if line.startswith('{"status"'):
                found: dict[str, Any] = json.loads(line)
                return found
        raise AssertionError("whoever starts the processes has ended")

    yield live
    process.kill()
    process.communicate()


def plain(world: World) -> World:
    """The world, most of it without pictures."""
    for one in world.products[PICTURED:]:
        one["pictures"] = []
    return world


async def live(
    lives: Lives, move: Move, die_at: int | str | None, fault: str | None = None
) -> dict[str, Any]:
    """A worker's life."""
    return await lives(
        tenant=str(move.tenant_id),
        allow=[move.origin.removeprefix("http://")],
        shopify_origin=move.origin,
        die_at=die_at,
        fault=fault,
    )


async def killed(
    lives: Lives, move: Move, migration_id: str, die_at: int | str, fault: str | None = None
) -> None:
    """A life that ends at a step. Whoever died five times in one batch is not sent again: the
    migration says that it stopped, until somebody lets it go on."""
    ended = await live(lives, move, die_at, fault)
    if ended["status"] == 0:
        await let_go_on(move, migration_id)
        ended = await live(lives, move, die_at, fault)
    assert ended["status"] == -signal.SIGKILL, die_at


async def ended(lives: Lives, move: Move, migration_id: str, fault: str | None = None) -> None:
    """A life that comes to its end, and the migration with it."""
    assert (await live(lives, move, None, fault))["status"] == 0
    if (await move.migration(migration_id))["status"] == "failed":
        await let_go_on(move, migration_id)
        assert (await live(lives, move, None, fault))["status"] == 0
    assert (await move.migration(migration_id))["status"] == "done"


async def let_go_on(move: Move, migration_id: str) -> None:
    """What a merchant does with a migration that stopped."""
    told = await move.migration(migration_id)
    assert told["status"] == "failed"
    assert "several times" in told["error"]
    path = f"{move.store.path}/migrations/{migration_id}/resume"
    reply = await move.store.merchant.post(path)
    assert reply.status_code == 202, reply.text


def deaths(steps: int) -> list[int | str]:
    """At which of its steps each worker dies: soon, while it still reads, then spread over all
    there is to do, before commits and after them."""
    dice = Random("deaths")
    first: list[int | str] = ["after asking", 8, "before a commit", 11, "before asking"]
    each = max(steps // (DEATHS + 1), 12)
    return [*first, *(each + dice.choice((-1, 0, 1)) for _ in range(DEATHS - len(first)))]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["shopify", "woocommerce"])
async def test_a_killed_migration_ends_as_if_nothing_had_happened(
    mover: Movers, lives: Lives, other_store: ShopStore, kind: str
) -> None:
    """The same shop is taken over twice, into two stores: undisturbed, and killed again and again.
    Both hold the same, which is what the shop has: counts, prices, stock and every order's money.
    Planted, in `test_what_it_guards_against_is_seen`: a page that a death takes away.
    """
    world = plain(build(PRODUCTS, ORDERS))
    calm = await mover(kind, world)
    rough = replace(calm, store=other_store)
    ids = {}
    for move in (calm, rough):
        channel = await move.connect()
        ids[move.store.id] = await move.begin(channel["id"], dry_run=False)
    whole = await live(lives, calm, None)
    assert whole["status"] == 0
    assert (await calm.migration(ids[calm.store.id]))["status"] == "done"
    for die_at in deaths(len(whole["steps"])):
        await killed(lives, rough, ids[rough.store.id], die_at)
    await ended(lives, rough, ids[rough.store.id])
    wanted, found = await standing(calm), await standing(rough)
    for name in wanted:
        assert found[name] == wanted[name], name
    check(wanted, world, kind)
    for move in (calm, rough):
        told = await move.migration(ids[move.store.id])
        by = told["by"]
        assert told["status"] == "done"
        assert all(one["done"] == one["read"] for one in told["entities"])
        odd = 0 if kind == "shopify" else 2
        assert (by["products"]["create"], by["products"]["skip"]) == (PRODUCTS - 1, 1 + odd)
        assert (by["orders"]["create"], by["groups"]["create"]) == (ORDERS, 12)
        assert by["customers"]["create"] == await move.count("customer_accounts")
        # Addresses that moved, and those that the merchant had led elsewhere: one loop is refused.
        moved = 0 if kind == "shopify" else PRODUCTS - 1 + 12
        assert by["redirects"]["create"] == await move.count("redirects")
        assert by["redirects"]["create"] == moved + (59 if kind == "shopify" else 0)


async def test_what_it_guards_against_is_seen(mover: Movers, lives: Lives) -> None:
    """Planted: a worker that writes where reading goes on before what it read loses a page when it
    dies between, and `check` says so."""
    world = plain(build(14, 6))
    move = await mover("woocommerce", world)
    channel = await move.connect()
    migration_id = await move.begin(channel["id"], dry_run=False)
    await killed(lives, move, migration_id, "ahead of what was read", "ahead")
    await ended(lives, move, migration_id, "ahead")
    with pytest.raises(AssertionError):
        check(await standing(move), world, "woocommerce")
