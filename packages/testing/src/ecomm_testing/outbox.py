"""Deliver a tenant's outbox inside the test, without a broker, through the real handlers."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from ecomm_cli.services import main_service
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.relay import LEASE
from ecomm_core.service import Service, resolve
from ecomm_core.tasks.registry import Task, deliver

MAX_ROUNDS = 50


async def run_outbox(
    kernel: Kernel,
    tenant_id: UUID,
    *,
    ahead: timedelta = timedelta(),
    untold: Collection[str] = (),
    service: Service | None = None,
) -> list[str]:
    """Run the tenant's due rows (and those due within `ahead`) until none is left.

    service: whose tasks they are; the platform's where it is not said.
    untold: tasks that only tell others what happened, and that nobody listens to here: they count
    as done without being run.
    Returns the task names in order. A handler's failure is raised.
    """
    by_name: dict[str, Task] = {
        task.name: task for task in resolve((service or main_service()).tasks)
    }
    ran: list[str] = []
    for _ in range(MAX_ROUNDS):
        async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
            rows = (
                await session.execute(
                    text(
                        # One after the other in one order, and waiting for whoever works on a row:
                        # a statement of many rows else deadlocks with its like.
                        """update outbox set lease_until = :lease
                            where id in (
                                  select id from outbox
                                   where done_at is null and dead_at is null and not_before <= :now
                                   order by id for update)
                           returning id, task, attempts"""
                    ),
                    {"now": clock.now() + ahead, "lease": clock.now() + LEASE},
                )
            ).all()
            skipped = [row.id for row in rows if row.task in untold]
            if skipped:
                await session.execute(
                    text("update outbox set done_at = :now where id = any(:skipped)"),
                    {"now": clock.now(), "skipped": skipped},
                )
        if not rows:
            return ran
        rows = [row for row in rows if row.task not in untold]
        for row in sorted(rows, key=lambda found: found.id):
            await deliver(kernel, by_name[row.task], tenant_id, row.id, row.attempts)
            ran.append(row.task)
    raise AssertionError(f"the outbox never runs dry: {ran[-10:]}")
