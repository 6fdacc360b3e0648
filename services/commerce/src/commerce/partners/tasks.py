"""Partners in the worker: what was paid is followed, and what waits for its window is looked at."""

from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.billing.events import SubscriptionMoneyMoved
from commerce.partners.following import follow
from commerce.partners.renaming import rename
from commerce.privacy.events import OwnerLeft
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.outbox.events import EventData, Subscriber
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.registry import Task, TransactionTask
from ecomm_core.tasks.schedule import ScheduledTask

log = get_logger(__name__)

FOLLOW: Final = "commerce.partners.follow"
RENAME: Final = "commerce.partners.rename"
CLOCK: Final = "commerce.partners.clock"
PAGE: Final = 200

_DUE: Final = "select tenant_id from due_introductions($1, $2)"


def heard() -> list[tuple[type[EventData], Subscriber]]:
    """Which events lead here."""
    return [
        (SubscriptionMoneyMoved, Subscriber(FOLLOW)),
        (OwnerLeft, Subscriber(RENAME)),
    ]


async def hear(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """A business's bills have changed."""
    await follow(kernel, session, delivery.tenant_id)


async def hear_of_owner(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """An owner is gone."""
    await rename(session, delivery.tenant_id)


async def tick(kernel: Kernel) -> None:
    """Look at every business whose partner waits for a window to end; one that fails holds up no
    other."""
    async for (tenant_id,) in all_due(kernel.database, _DUE, clock.now(), page=PAGE):
        try:
            async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
                await follow(kernel, session, tenant_id, ask=True)
        except Exception:
            log.exception("partners_clock_failed", tenant_id=str(tenant_id))


TASKS: list[Task] = [TransactionTask(FOLLOW, hear), TransactionTask(RENAME, hear_of_owner)]
SCHEDULED = [ScheduledTask(CLOCK, timedelta(minutes=10), tick, queue="bulk")]
