"""Every task and scheduled job of commerce, by name."""

from commerce.flows import close_payment, create_store, hear_provider, refund_payment, sweep
from commerce.imports import tasks as imports
from commerce.mail import tasks as mail
from commerce.storefront import tasks as storefront
from ecomm_core.tasks.registry import CallTask, ScheduledTask, Task, TransactionTask

TASKS: list[Task] = [
    TransactionTask(create_store.TASK, create_store.continue_setup),
    *(
        CallTask(flow.TASK, flow.prepare, flow.call, flow.finish)
        for flow in (hear_provider, refund_payment, close_payment)
    ),
    *imports.TASKS,
    *mail.TASKS,
    *storefront.TASKS,
]
SCHEDULED: list[ScheduledTask] = [*sweep.SCHEDULED, *imports.SCHEDULED]
