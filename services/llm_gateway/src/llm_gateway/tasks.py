"""Every task and scheduled job of the gateway, by name."""

from typing import Final

from ecomm_core import housekeeping
from ecomm_core.tasks.registry import Task
from ecomm_core.tasks.schedule import ScheduledTask
from llm_gateway.budgets import tasks as budgets
from llm_gateway.deferrals import tasks as deferrals
from llm_gateway.ledger import tasks as ledger

TASKS: Final[list[Task]] = [*deferrals.TASKS]

SCHEDULED: Final[list[ScheduledTask]] = [
    *budgets.SCHEDULED,
    *ledger.SCHEDULED,
    *deferrals.SCHEDULED,
    ScheduledTask("llm_gateway.housekeeping", housekeeping.EVERY, housekeeping.clean_up, "bulk"),
]
