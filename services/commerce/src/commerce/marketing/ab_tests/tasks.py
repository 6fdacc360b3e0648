"""The planned look of each running test, whoever opens its page."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.marketing.ab_tests import repository, results
from commerce.marketing.ab_tests.models import TestStatus
from commerce.marketing.ab_tests.service import BETWEEN_LOOKS
from commerce.payments.service import providers_of
from commerce.stores import service as stores
from commerce.stores.errors import StoreNotFound
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.schedule import ScheduledTask

LOOK: Final = "commerce.marketing.look_at_ab_tests"
BATCH: Final = 200


async def look_at_all(kernel: Kernel) -> None:
    """Every test whose hour has come."""
    query = "select tenant_id, store_id, test_id from due_ab_tests($1, $2)"
    async for tenant_id, store_id, test_id in all_due(
        kernel.database, query, clock.now(), page=BATCH
    ):
        async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
            await one(kernel, session, store_id, test_id)


async def one(kernel: Kernel, session: AsyncSession, store_id: UUID, test_id: UUID) -> None:
    """Write a test's final counts where both arms have what was planned; look again in an hour
    where not. What is written stays."""
    test = await repository.find(session, store_id, test_id, lock=True)
    now = clock.now()
    if test is None or test.status != TestStatus.RUNNING:
        return
    if test.look_at is None or test.look_at > now:
        return
    try:
        store = stores.facts_of(await stores.get(session, store_id))
    except StoreNotFound:
        test.look_at = None
        return
    takes_test = providers_of(kernel).test_money(store)
    kind = await results.counts_test_orders(session, test_id, takes_test=takes_test)
    test.final = await results.look(session, test_id, test.planned, test=kind, now=now)
    test.look_at = None if test.final is not None else now + BETWEEN_LOOKS


SCHEDULED = [ScheduledTask(LOOK, timedelta(minutes=15), look_at_all, queue="bulk")]
