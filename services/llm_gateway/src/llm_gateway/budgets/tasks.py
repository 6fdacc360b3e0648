"""The budgets' job of the clock."""

from datetime import timedelta
from typing import Final

from ecomm_core.tasks.schedule import ScheduledTask
from llm_gateway.budgets import service

SCHEDULED: Final = [
    ScheduledTask("llm_gateway.budgets.sweep", timedelta(seconds=30), service.sweep)
]
