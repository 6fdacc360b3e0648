"""Deliveries long made and replies past their time go; what is undone, dead or young stays."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import text

from commerce.tasks import SCHEDULED
from ecomm_core import clock, housekeeping
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.tasks.schedule import run_slot
from ecomm_testing.actors import Merchant

if TYPE_CHECKING:
    from ecomm_testing.cluster import PgConnection

TASK = "tests.nobody.listens"
STORE: dict[str, Any] = {"name": "Once", "niche": "home", "currency": "EUR", "country": "DE"}


async def delivery(kernel: Kernel, merchant: Merchant, **columns: datetime | None) -> UUID:
    """A row of the outbox, changed after it was written as nothing of ours would change it."""
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        job_id = await kernel.outbox.enqueue(
            session, TASK, {}, tenant_id=merchant.tenant_id, queue="bulk"
        )
        for name, value in columns.items():
            await session.execute(
                text(f"update outbox set {name} = :value where id = :id"),
                {"value": value, "id": job_id},
            )
    return job_id


async def kept(kernel: Kernel, merchant: Merchant) -> set[UUID]:
    """What of a merchant's deliveries of this test is there."""
    async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
        found = await session.execute(text("select id from outbox where task = :t"), {"t": TASK})
        return {row.id for row in found}


async def test_what_was_delivered_a_week_ago_goes_and_everything_else_stays(
    kernel: Kernel, merchant: Merchant, other_merchant: Merchant
) -> None:
    """Planted: rows as old as the ones that go, which are undone, dead, leased or young."""
    now = clock.now()
    old, young = now - timedelta(days=7, seconds=60), now - timedelta(days=6, hours=23)
    gone = [
        await delivery(kernel, merchant, done_at=old),
        await delivery(kernel, merchant, done_at=old - timedelta(days=300)),
    ]
    others = await delivery(kernel, other_merchant, done_at=old)
    stay = {
        await delivery(kernel, merchant, not_before=old),
        await delivery(kernel, merchant, not_before=old, lease_until=now + timedelta(seconds=55)),
        await delivery(kernel, merchant, not_before=old, dead_at=old),
        await delivery(kernel, merchant, not_before=old, done_at=young),
        await delivery(kernel, merchant, done_at=now),
        await delivery(kernel, merchant, not_before=now + timedelta(days=30)),
    }
    assert await kept(kernel, merchant) == {*gone, *stay}
    assert await kept(kernel, other_merchant) == {others}
    await housekeeping.clean_up(kernel)
    assert await kept(kernel, merchant) == stay
    assert await kept(kernel, other_merchant) == set()
    await housekeeping.clean_up(kernel)
    assert await kept(kernel, merchant) == stay


async def test_it_takes_a_batch_after_the_other_and_ends_with_its_time(
    kernel: Kernel, merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than a batch goes in one run; a run that has no time left leaves the rest to the next
    one."""
    monkeypatch.setattr(housekeeping, "BATCH", 3)
    old = clock.now() - timedelta(days=30)
    for _ in range(10):
        await delivery(kernel, merchant, done_at=old)
    monkeypatch.setattr(housekeeping, "SECONDS", 0.0)
    await housekeeping.clean_up(kernel)
    assert len(await kept(kernel, merchant)) == 10
    monkeypatch.setattr(housekeeping, "SECONDS", 60.0)
    await housekeeping.clean_up(kernel)
    assert await kept(kernel, merchant) == set()


async def test_events_stay_when_their_deliveries_go(kernel: Kernel, merchant: Merchant) -> None:
    """The next event of the resource has the next sequence, and no gap before it."""
    made = (await merchant.post("/stores", json=STORE)).json()["data"]
    scope = Scope(tenant_id=merchant.tenant_id)
    async with kernel.database.transaction(scope) as session:
        await session.execute(
            text("update outbox set done_at = :old"), {"old": clock.now() - timedelta(days=8)}
        )
        before = await session.scalar(text("select count(*) from events"))
    assert before > 0
    await housekeeping.clean_up(kernel)
    async with kernel.database.transaction(scope) as session:
        assert await session.scalar(text("select count(*) from outbox")) == 0
        assert await session.scalar(text("select count(*) from events")) == before
    renamed = await merchant.patch(f"/stores/{made['id']}", json={"name": "Twice"})
    assert renamed.status_code == 200
    async with kernel.database.transaction(scope) as session:
        gaps = await session.execute(
            text(
                """select resource_id from events group by tenant_id, resource_type, resource_id
                   having count(*) <> max(sequence) or min(sequence) <> 1"""
            )
        )
        assert gaps.all() == []


async def test_replies_are_kept_for_their_day_and_then_deleted(
    kernel: Kernel, merchant: Merchant, shift_clock: Callable[[float], None]
) -> None:
    """R5.1: the same key is the same reply for 24 hours; afterwards nothing of it is left."""
    headers = {"Idempotency-Key": "a-day"}

    async def replies() -> int:
        async with kernel.database.transaction(Scope(tenant_id=merchant.tenant_id)) as session:
            return int(await session.scalar(text("select count(*) from idempotency")) or 0)

    first = await merchant.post("/stores", json=STORE, headers=headers)
    shift_clock(24 * 3600 - 60)
    await housekeeping.clean_up(kernel)
    assert await replies() == 1
    shift_clock(24 * 3600 + 60)
    await housekeeping.clean_up(kernel)
    assert first.status_code == 201
    assert await replies() == 0


async def test_the_database_deletes_nothing_that_was_not_delivered(
    kernel: Kernel,
    merchant: Merchant,
    superuser: "PgConnection",
) -> None:
    """Planted: a function that forgets its condition. The policy of the role it works as lets it
    delete what was delivered, and nothing else."""
    old = clock.now() - timedelta(days=8)
    stay = {
        await delivery(kernel, merchant),
        await delivery(kernel, merchant, dead_at=old),
        await delivery(kernel, merchant, not_before=old, lease_until=old),
    }
    gone = await delivery(kernel, merchant, done_at=old)
    await superuser.execute("set role commerce_locator")
    ids = [*stay, gone]
    assert await superuser.execute("delete from outbox where id = any($1)", ids) == "DELETE 1"
    assert await kept(kernel, merchant) == stay


async def test_the_clock_runs_it_once_an_hour(kernel: Kernel, merchant: Merchant) -> None:
    """It is on the schedule, and a second clock's message of the same hour does nothing."""
    [job] = [job for job in SCHEDULED if job.job is housekeeping.clean_up]
    assert job.every == timedelta(hours=1)
    await delivery(kernel, merchant, done_at=clock.now() - timedelta(days=8))
    slot = int(clock.timestamp()) + 10**9
    assert await run_slot(kernel, job.name, slot, job.job)
    assert await kept(kernel, merchant) == set()
    assert not await run_slot(kernel, job.name, slot, job.job)


async def test_it_reads_by_index(superuser: "PgConnection") -> None:
    """Its cost follows what goes, not what is kept."""
    await superuser.execute("set enable_seqscan = off")
    await superuser.execute("set role commerce_locator")
    for query, index in (
        ("outbox where done_at < now() order by done_at limit 9", "ix_outbox_done"),
        ("idempotency where expires_at < now() order by expires_at", "ix_idempotency_expires_at"),
    ):
        plan = await superuser.fetch(f"explain select tenant_id from {query}")
        assert any(index in str(line[0]) for line in plan), (index, plan)
