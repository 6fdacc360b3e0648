"""The monitor in the worker: the clock finds suppliers that are due, a job reads each, outside of
any transaction; a webhook's hint is heard at once."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.goods.models import CostSource
from commerce.sourcing.monitor import service
from commerce.sourcing.suppliers import service as suppliers
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.registry import CallTask, Task, TransactionTask
from ecomm_core.tasks.schedule import ScheduledTask

MONITOR: Final = "commerce.sourcing.monitor"
HEAR: Final = "commerce.sourcing.hear_goods"
BATCH: Final = 200


async def prepare(
    _kernel: Kernel, session: AsyncSession, delivery: Delivery
) -> service.Asked | None:
    """What is due there."""
    return await service.asked(
        session,
        UUID(delivery.args["store_id"]),
        UUID(delivery.args["supplier_id"]),
        CostSource(delivery.args["source"]),
    )


async def finish(
    kernel: Kernel,
    session: AsyncSession,
    _delivery: Delivery,
    asked: service.Asked,
    heard: service.Heard | None,
) -> None:
    """Write it down."""
    await service.settle(kernel, session, asked, heard)


async def monitor(kernel: Kernel) -> None:
    """One round: every supplier that is due is read."""
    query = "select tenant_id, store_id, supplier_id from due_suppliers($1, $2)"
    async for tenant_id, store_id, supplier_id in all_due(
        kernel.database, query, clock.now(), page=BATCH
    ):
        async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
            row = await suppliers.repository.one(session, store_id, supplier_id, lock=True)
            due_at = None if row is None else row.next_poll_at
            if row is not None and due_at is not None and due_at <= clock.now():
                await service.enqueue(kernel, session, row)


async def hear(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Of `supplier.goods_hinted`."""
    if delivery.store_id is None:
        return
    await service.hinted(
        kernel,
        session,
        delivery.store_id,
        UUID(delivery.data["supplier_id"]),
        delivery.data["external_ids"],
    )


TASKS: list[Task] = [
    CallTask(service.READ, prepare, service.ask, finish),
    TransactionTask(HEAR, hear),
]
SCHEDULED = [ScheduledTask(MONITOR, timedelta(minutes=1), monitor)]
