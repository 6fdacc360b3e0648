"""`commerce.notifications.…`: people hear of events; summaries leave; what is old goes.

The names are commerce.md §4's. `commerce.notifications.low_stock` has had its name for longer than
people could choose what they are told: it writes the store's own mail as it did, so that a message
on its way from the release before is consumed as it was meant. `commerce.notifications.orders` has
taken new orders over from `commerce.customers.hear_order`, which consumes what is on its way under
that name, and hears of cancelled and refunded orders as before.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows import alert_low_stock, hear_order
from commerce.notifications import mails, service
from commerce.notifications.heard import (
    FRAUD,
    HEARD,
    LOW_STOCK,
    ORDERS,
    PAYMENTS,
    REVIEWS,
    SOURCING,
    WEBHOOKS,
)
from commerce.notifications.telling import tell
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.outbox.events import EventData, Queue, Subscriber
from ecomm_core.tasks.registry import TransactionTask
from ecomm_core.tasks.schedule import ScheduledTask

SUMMARIES: Final = "commerce.notifications.summaries"
CLEAN_UP: Final = "commerce.notifications.clean_up"

_QUEUES: Final[dict[str, Queue]] = {
    # Beside the order's mail in one message: apart it would cost a message more.
    ORDERS: "critical",
    LOW_STOCK: "bulk",
}


def heard() -> list[tuple[type[EventData], Subscriber]]:
    """Who hears of what."""
    return [(event, Subscriber(task, _QUEUES.get(task, "default"))) for task, event in HEARD]


async def orders(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """What a new order says about its buyer, and everybody who wants to know of it: in one
    transaction, for a sale takes few statements."""
    await hear_order.hear_order(kernel, session, delivery)
    await tell(kernel, session, delivery)


async def low_stock(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """The store's mail, and everybody who wants to know."""
    await alert_low_stock.alert(kernel, session, delivery)
    await tell(kernel, session, delivery)


TASKS = [
    TransactionTask(ORDERS, orders),
    TransactionTask(LOW_STOCK, low_stock),
    *(TransactionTask(name, tell) for name in (REVIEWS, FRAUD, SOURCING, WEBHOOKS, PAYMENTS)),
]
SCHEDULED = [
    ScheduledTask(SUMMARIES, timedelta(minutes=10), mails.send_summaries),
    ScheduledTask(CLEAN_UP, timedelta(hours=6), service.clean_up, queue="bulk"),
]
