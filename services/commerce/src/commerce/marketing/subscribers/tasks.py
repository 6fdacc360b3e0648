"""Confirmations that are due, addresses that wait for room, and stores that are gone."""

from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.subscribing import service as subscribing
from commerce.marketing.subscribers import asking
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.registry import Task, TransactionTask
from ecomm_core.tasks.schedule import ScheduledTask

log = get_logger(__name__)

DUE: Final = "commerce.marketing.look_at_subscribers"
GONE: Final = "commerce.marketing.store_gone"
BATCH: Final = 200


async def look_at_all(kernel: Kernel) -> None:
    """Every address whose moment has come, one transaction each. A refusal keeps no other back."""
    query = "select tenant_id, store_id, subscriber_id from due_subscribers($1, $2)"
    async for tenant_id, store_id, subscriber_id in all_due(
        kernel.database, query, clock.now(), page=BATCH
    ):
        try:
            scope = Scope(tenant_id=tenant_id, store_id=store_id)
            async with kernel.database.transaction(scope) as session:
                await asking.due(kernel, session, store_id, subscriber_id)
        except AppError as error:
            log.warning("subscriber_refused", subscriber_id=str(subscriber_id), code=error.code)


async def store_gone(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """`store.deleted`: nobody of it counts against the plan any more."""
    if delivery.store_id is not None:
        await subscribing.store_gone(session, delivery.tenant_id, delivery.store_id)


TASKS: list[Task] = [TransactionTask(GONE, store_gone)]
SCHEDULED = [ScheduledTask(DUE, timedelta(minutes=1), look_at_all, queue="bulk")]
