"""`/health/work`: what waits, for whoever runs the platform and nobody else."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import httpx2
import pytest_asyncio

from commerce.app import create
from commerce.tasks import SCHEDULED
from ecomm_core import clock
from ecomm_core.api.internal import signature
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.settings import Mode
from ecomm_core.tasks.schedule import run_slot
from ecomm_testing.actors import Merchant
from ecomm_testing.turning import TurningTransport

PATH = "/health/work"


async def _shown(api: httpx2.AsyncClient) -> dict[str, Any]:
    reply = await api.get(PATH)
    assert reply.status_code in (200, 503), reply.text
    assert reply.headers["cache-control"] == "no-store"
    found: dict[str, Any] = reply.json()
    return found


def _queue(shown: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in shown["queues"] if one["queue"] == name)
    return found


async def test_ages_and_dead_rows_are_told_with_words(
    kernel: Kernel,
    api: httpx2.AsyncClient,
    merchant: Merchant,
    shift_clock: Callable[[float], None],
) -> None:
    """What nobody takes grows old, is called slow and then stuck, and the reply says so by its
    status; nothing of what the work is about is in it."""
    canary = secrets.token_hex(8)
    scope = Scope(tenant_id=merchant.tenant_id)
    async with kernel.database.transaction(scope) as session:
        await kernel.outbox.enqueue(
            session,
            "tests.nobody.listens",
            {"canary": canary},
            tenant_id=merchant.tenant_id,
            queue="critical",
        )
    shift_clock(3_600)
    reply = await api.get(PATH)
    assert reply.status_code == 503
    assert canary not in reply.text
    assert str(merchant.tenant_id) not in reply.text
    queue = _queue(reply.json(), "critical")
    assert queue["status"] == "stuck"
    assert queue["oldest_seconds"] >= 3_600
    assert "ecomm clock" in queue["words"]


async def test_the_last_slot_of_each_scheduled_job_is_told(
    kernel: Kernel, api: httpx2.AsyncClient
) -> None:
    """By its name; one that failed says why."""
    job = next(one for one in SCHEDULED if one.name == "commerce.privacy.clean_up")
    slot = int(clock.timestamp()) + secrets.randbelow(10**9)

    async def broken(_kernel: Kernel) -> None:
        raise LookupError("no room left")

    async def told() -> Any:
        jobs = (await _shown(api))["scheduled"]
        assert {one["job"] for one in jobs} == {one.name for one in SCHEDULED}
        return next(one for one in jobs if one["job"] == job.name)

    assert await run_slot(kernel, job.name, slot, job.job)
    well = await told()
    assert (well["status"], well["last_finished_at"] is not None) == ("well", True)
    assert await run_slot(kernel, job.name, slot + 1, broken)
    failed = await told()
    assert failed["status"] == "slow"
    assert "no room left" in failed["words"]


@pytest_asyncio.fixture(loop_scope="session")
async def production(kernel: Kernel) -> AsyncIterator[httpx2.AsyncClient]:
    """The same process as it is where people pay: nothing of local mode."""
    settings = kernel.settings.model_copy(update={"mode": Mode.PRODUCTION})
    app = await asyncio.to_thread(create, replace(kernel, settings=settings))
    transport = TurningTransport(app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://api.test") as client:
        yield client


async def test_in_production_nobody_reads_it_but_our_own_servers(
    kernel: Kernel, production: httpx2.AsyncClient, merchant: Merchant
) -> None:
    """A tenant's owner, a false signature and nobody at all find nothing."""
    for headers in ({}, merchant.headers, {"X-Ecomm-Internal": "sha256=00"}):
        reply = await production.get(PATH, headers=headers)
        assert reply.status_code == 404
        assert "queues" not in reply.text
    minute = str(int(time.time() // 60))
    key = kernel.settings.internal_key.get_secret_value()
    signed = {
        "X-Ecomm-Internal": signature(key, minute, PATH),
        "X-Ecomm-Internal-Minute": minute,
    }
    found = await production.get(PATH, headers=signed)
    assert found.status_code in (200, 503)
    assert {one["queue"] for one in found.json()["queues"]} == {"critical", "default", "bulk"}
    forged = {**signed, "X-Ecomm-Internal": signature(b"x" * 32, minute, PATH)}
    assert (await production.get(PATH, headers=forged)).status_code == 404
