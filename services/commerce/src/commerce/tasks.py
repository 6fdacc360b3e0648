"""Every task and scheduled job of commerce, by name."""

from ecomm_core.tasks.registry import ScheduledTask, Task

TASKS: list[Task] = []
SCHEDULED: list[ScheduledTask] = []
