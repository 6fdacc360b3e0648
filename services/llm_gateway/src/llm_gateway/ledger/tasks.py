"""The ledger's job of the clock."""

from datetime import timedelta
from typing import Final

from ecomm_core.tasks.schedule import ScheduledTask
from llm_gateway.ledger import service

SCHEDULED: Final = [
    ScheduledTask("llm_gateway.ledger.clean_up", timedelta(hours=1), service.clean_up, "bulk")
]
