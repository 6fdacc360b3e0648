"""Deliver a tenant's outbox inside the test, without a broker, through the real handlers."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Consumer
from ecomm_core.tasks.registry import Task, TransactionTask

MAX_ROUNDS = 50


async def run_outbox(
    kernel: Kernel, tenant_id: UUID, *, ahead: timedelta = timedelta()
) -> list[str]:
    """Run the tenant's due rows (and those due within `ahead`) until none is left.

    Returns the task names in order. A handler's failure is raised.
    """
    from commerce.tasks import TASKS

    by_name = {task.name: task for task in TASKS}
    ran: list[str] = []
    for _ in range(MAX_ROUNDS):
        async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
            rows = (
                await session.execute(
                    text(
                        """update outbox set attempts = attempts + 1, lease_until = :lease
                            where done_at is null and dead_at is null and not_before <= :now
                           returning id, task"""
                    ),
                    {"now": clock.now() + ahead, "lease": clock.now() + timedelta(seconds=60)},
                )
            ).all()
        if not rows:
            return ran
        for row in sorted(rows, key=lambda found: found.id):
            await _run(kernel, by_name[row.task], tenant_id, row.id)
            ran.append(row.task)
    raise AssertionError(f"the outbox never runs dry: {ran[-10:]}")


async def _run(kernel: Kernel, task: Task, tenant_id: UUID, outbox_id: UUID) -> None:
    consumer = Consumer(kernel.database)
    if isinstance(task, TransactionTask):
        await consumer.in_transaction(tenant_id, outbox_id, lambda s, d: task.handler(kernel, s, d))
        return
    await consumer.with_call(
        tenant_id,
        outbox_id,
        prepare=lambda s, d: task.prepare(kernel, s, d),
        call=lambda prepared: task.call(kernel, prepared),
        settle=lambda s, d, p, o: task.settle(kernel, s, d, p, o),
    )
