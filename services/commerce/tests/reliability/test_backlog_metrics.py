"""/metrics tells what waits in the outbox: due and dead rows, and since when the oldest is due."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import asyncpg
import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text

from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant

if TYPE_CHECKING:
    from ecomm_testing.cluster import PgConnection

NAMES = ("outbox_due_rows", "outbox_oldest_due_seconds", "outbox_dead_rows")


async def shown(api: httpx2.AsyncClient) -> dict[tuple[str, str], float]:
    """(name, queue) -> value, of a scrape."""
    reply = await api.get("/metrics")
    assert reply.status_code == 200
    # A page of a whole suite's series is long, and reading all of it here would hold the loop.
    page = "".join(line for line in reply.text.splitlines(keepends=True) if "outbox_" in line)

    def samples() -> Iterator[tuple[tuple[str, str], float]]:
        for family in text_string_to_metric_families(page):
            for sample in family.samples:
                if sample.name in NAMES:
                    yield (sample.name, sample.labels["queue"]), float(sample.value)

    return dict(samples())


async def enqueue(kernel: Kernel, merchant: Merchant, change: str = "") -> None:
    scope = Scope(tenant_id=merchant.tenant_id)
    async with kernel.database.transaction(scope) as session:
        job_id = await kernel.outbox.enqueue(
            session, "tests.nobody.listens", {}, tenant_id=merchant.tenant_id, queue="bulk"
        )
        if change:
            await session.execute(
                text(f"update outbox set {change} where id = :id"),
                {"id": job_id, "now": clock.now()},
            )


async def test_due_and_dead_rows_and_the_oldest_age_are_gauges(
    kernel: Kernel,
    api: httpx2.AsyncClient,
    merchant: Merchant,
    shift_clock: Callable[[float], None],
) -> None:
    """Of all tenants, by queue; rows that are done or not due yet are no backlog."""
    before = await shown(api)
    assert {name for name, _ in before} == set(NAMES)
    assert {queue for _, queue in before} == {"critical", "default", "bulk"}
    await enqueue(kernel, merchant)
    await enqueue(kernel, merchant)
    await enqueue(kernel, merchant, "dead_at = :now")
    await enqueue(kernel, merchant, "done_at = :now")
    await enqueue(kernel, merchant, "not_before = cast(:now as timestamptz) + interval '1 day'")
    after = await shown(api)
    assert after["outbox_due_rows", "bulk"] == before["outbox_due_rows", "bulk"] + 2
    assert after["outbox_dead_rows", "bulk"] == before["outbox_dead_rows", "bulk"] + 1
    assert after["outbox_dead_rows", "critical"] == before["outbox_dead_rows", "critical"]
    shift_clock(3_600)
    later = await shown(api)
    age = later["outbox_oldest_due_seconds", "bulk"]
    assert age >= 3_600
    assert age - after["outbox_oldest_due_seconds", "bulk"] == pytest.approx(3_600, abs=30)


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.InterfaceError("connection is closed"),
        asyncpg.TooManyConnectionsError("sorry, too many clients already"),
    ],
    ids=repr,
)
async def test_a_scrape_survives_a_database_that_does_not_tell_and_shows_nothing_old(
    api: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    assert await shown(api)

    async def lost(*_args: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(asyncpg.Connection, "fetch", lost)
    assert await shown(api) == {}
    monkeypatch.undo()
    assert await shown(api)


async def test_the_scrape_reads_by_index(superuser: "PgConnection") -> None:
    """Its cost follows what waits, not what was ever done."""
    await superuser.execute("set enable_seqscan = off")
    await superuser.execute("set role commerce_locator")
    for condition, index in (
        ("done_at is null and dead_at is null and not_before <= now()", "ix_outbox_due"),
        ("dead_at is not null", "ix_outbox_dead"),
    ):
        plan = await superuser.fetch(
            f"explain select not_before from outbox where queue = 'bulk' and {condition}"
        )
        assert any(index in str(line[0]) for line in plan), (condition, plan)
