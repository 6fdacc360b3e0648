"""`commerce.webhooks.deliver`: an event becomes messages for those who asked for it; then whatever
is due is got going. The job ends there: what receivers take is no worker's slot (`Deliverer`)."""

from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.events import ProductBulkChanged
from commerce.inventory.events import InventoryBulkChanged
from commerce.public_events.catalogue import CATALOGUE, OF_MANY
from commerce.public_events.composing import MANY
from commerce.webhooks import service
from commerce.webhooks.engine import PURPOSE, TASK, deliverer_of
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.outbox.events import EventData, Subscriber
from ecomm_core.tasks.registry import CallTask
from ecomm_core.tasks.schedule import ScheduledTask

SWEEP: Final = "commerce.webhooks.sweep"
EVERY: Final = timedelta(seconds=20)


def heard() -> list[tuple[type[EventData], Subscriber]]:
    """Who hears of what: a row is written only where the store has a webhook for it."""
    found = [
        (event.source, Subscriber(TASK, purpose=PURPOSE, types=(event.name,)))
        for event in CATALOGUE
    ]
    found.append((ProductBulkChanged, Subscriber(TASK, "bulk", PURPOSE, OF_MANY)))
    found.append((InventoryBulkChanged, Subscriber(TASK, "bulk", PURPOSE, ("inventory.changed",))))
    return found


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> bool:
    """Write the messages of an event; a job without one only wakes."""
    if delivery.event_id is not None:
        await service.tell(session, delivery, bulk=delivery.type in MANY)
    return True


async def wake(kernel: Kernel, _prepared: bool) -> None:
    """Get going what is due; it goes on beside this process's tasks."""
    deliverer_of(kernel).wake()


async def finish(
    _kernel: Kernel, _session: AsyncSession, _delivery: Delivery, _prepared: bool, _woken: None
) -> None:
    """Nothing is left to write down here."""


async def sweep(kernel: Kernel) -> None:
    """The net: what a process that died had goes out again, and what a lost job was to wake."""
    deliverer_of(kernel).wake()


TASKS = [CallTask(TASK, prepare, wake, finish)]
SCHEDULED = [ScheduledTask(SWEEP, EVERY, sweep)]
