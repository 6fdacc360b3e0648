"""Tasks by name: what the composition root of a worker registers with Celery."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from celery import Celery, signals
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Consumer, Delivery
from ecomm_core.tasks.loop import WorkerLoop
from ecomm_core.tasks.schedule import run_slot

log = get_logger(__name__)

Handler = Callable[[Kernel, AsyncSession, Delivery], Awaitable[None]]
Prepare = Callable[[Kernel, AsyncSession, Delivery], Awaitable[Any]]
Call = Callable[[Kernel, Any], Awaitable[Any]]
Settle = Callable[[Kernel, AsyncSession, Delivery, Any, Any], Awaitable[None]]
Job = Callable[[Kernel], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class TransactionTask:
    """A subscriber or job that works in one transaction."""

    name: str
    handler: Handler


@dataclass(frozen=True, slots=True)
class CallTask:
    """A subscriber or job with an outside call between two transactions."""

    name: str
    prepare: Prepare
    call: Call
    settle: Settle


@dataclass(frozen=True, slots=True)
class ScheduledTask:
    """A job of the clock: once per period however many clocks run."""

    name: str
    every: timedelta
    job: Job
    queue: str = "default"


Task = TransactionTask | CallTask


def register(
    app: Celery, loop: WorkerLoop, tasks: list[Task], scheduled: list[ScheduledTask]
) -> None:
    """Make Celery tasks of them. Failures are recorded in PostgreSQL, which decides on retries;
    Celery itself never retries."""
    for task in tasks:
        _register_delivery(app, loop, task)
    for job in scheduled:
        _register_scheduled(app, loop, job)
    signals.worker_process_shutdown.connect(lambda **_: loop.close(), weak=False)
    signals.worker_shutdown.connect(lambda **_: loop.close(), weak=False)


def _register_delivery(app: Celery, loop: WorkerLoop, task: Task) -> None:
    def run(tenant_id: str, outbox_id: str) -> None:
        async def body(kernel: Kernel) -> None:
            consumer = Consumer(kernel.database)
            tenant, row = UUID(tenant_id), UUID(outbox_id)
            try:
                if isinstance(task, TransactionTask):
                    await consumer.in_transaction(
                        tenant, row, lambda s, d: task.handler(kernel, s, d)
                    )
                else:
                    await consumer.with_call(
                        tenant,
                        row,
                        prepare=lambda s, d: task.prepare(kernel, s, d),
                        call=lambda prepared: task.call(kernel, prepared),
                        settle=lambda s, d, p, o: task.settle(kernel, s, d, p, o),
                    )
            except Exception:
                log.exception("task_failed", task=task.name, outbox_id=outbox_id)

        loop.run(body)

    app.task(name=task.name)(run)


def _register_scheduled(app: Celery, loop: WorkerLoop, job: ScheduledTask) -> None:
    def run(slot: int) -> None:
        async def body(kernel: Kernel) -> None:
            await run_slot(kernel, job.name, slot, job.job)

        loop.run(body)

    app.task(name=job.name)(run)
