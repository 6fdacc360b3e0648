"""Every task and scheduled job of commerce, by name."""

from commerce.flows import create_store
from ecomm_core.tasks.registry import ScheduledTask, Task, TransactionTask

TASKS: list[Task] = [
    TransactionTask(create_store.TASK, create_store.continue_setup),
]
SCHEDULED: list[ScheduledTask] = []
