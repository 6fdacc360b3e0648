"""Research in the worker: the clock begins runs at 08:00 of each store's time, a job asks each
supplier."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.research import repository, running, service, timing
from commerce.stores import service as stores
from commerce.stores.errors import StoreNotFound
from commerce.stores.models import StoreStatus
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.registry import CallTask, Task
from ecomm_core.tasks.schedule import ScheduledTask

DAILY: Final = "commerce.research.daily_product_research"
ACTOR: Final = "system"
BATCH: Final = 200


async def prepare(
    _kernel: Kernel, session: AsyncSession, delivery: Delivery
) -> running.Asked | None:
    """Which account is asked."""
    args = delivery.args
    store_id, run_id = UUID(args["store_id"]), UUID(args["run_id"])
    try:
        return await running.asked(
            session, store_id, run_id, UUID(args["supplier_id"]), delivery.attempt
        )
    except StoreNotFound:
        return None


async def finish(
    kernel: Kernel,
    session: AsyncSession,
    _delivery: Delivery,
    asked: running.Asked,
    heard: running.Heard,
) -> None:
    """Write down what it said."""
    try:
        await running.settle(kernel, session, asked, heard)
    except StoreNotFound:
        return


async def daily(kernel: Kernel) -> None:
    """Every store whose 08:00 has come."""
    query = "select tenant_id, store_id from due_research($1, $2)"
    async for tenant_id, store_id in all_due(kernel.database, query, clock.now(), page=BATCH):
        async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
            await one(kernel, session, store_id)


async def one(kernel: Kernel, session: AsyncSession, store_id: UUID) -> None:
    """Begin a store's run and say when the next one is. A paused store waits for its next 08:00,
    a deleted one for nothing; where the store's timezone was changed meanwhile, what came too early
    is put off to its new 08:00."""
    row = await repository.settings(session, store_id, lock=True)
    now = clock.now()
    if row is None or row.next_run_at is None or row.next_run_at > now:
        return
    try:
        found = await stores.get(session, store_id)
    except StoreNotFound:
        row.next_run_at = None
        return
    store = stores.facts_of(found)
    today = timing.local_day(now, store.timezone)
    if now < timing.eight(today, store.timezone):
        row.next_run_at = timing.eight(today, store.timezone)
        return
    days = await service.every_days(session, store.tenant_id)
    if store.status != StoreStatus.ACTIVE.value:
        row.next_run_at = timing.next_eight(now, store.timezone)
        return
    row.next_run_at = timing.next_eight(now, store.timezone, days)
    await running.begin(kernel, session, store, scheduled=True, actor=ACTOR)


TASKS: list[Task] = [CallTask(running.LOOK, prepare, running.ask, finish)]
SCHEDULED = [ScheduledTask(DAILY, timedelta(minutes=5), daily, queue="bulk")]
