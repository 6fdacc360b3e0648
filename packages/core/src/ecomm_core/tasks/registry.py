"""Tasks by name: what the composition root of a worker registers with Celery."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from celery import Celery, signals
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.errors import TemporaryFailure
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger, log_context
from ecomm_core.outbox.consumer import Consumer, Delivery
from ecomm_core.tasks.celery import DELIVER
from ecomm_core.tasks.loop import WorkerLoop
from ecomm_core.tasks.schedule import ScheduledTask, run_slot

log = get_logger(__name__)

Handler = Callable[[Kernel, AsyncSession, Delivery], Awaitable[None]]
Prepare = Callable[[Kernel, AsyncSession, Delivery], Awaitable[Any]]
Call = Callable[[Kernel, Any], Awaitable[Any]]
Settle = Callable[[Kernel, AsyncSession, Delivery, Any, Any], Awaitable[None]]


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


Task = TransactionTask | CallTask


def register(
    app: Celery, loop: WorkerLoop, tasks: list[Task], scheduled: list[ScheduledTask]
) -> None:
    """Make Celery tasks of them. Failures are recorded in PostgreSQL, which decides on retries;
    Celery itself never retries.

    May be called for several services with one application: each task runs on its service's loop.
    """
    _register_deliveries(app, loop, {task.name: task for task in tasks})
    for job in scheduled:
        _register_scheduled(app, loop, job)
    signals.worker_process_shutdown.connect(lambda **_: loop.close(), weak=False)
    signals.worker_shutdown.connect(lambda **_: loop.close(), weak=False)


async def deliver(
    kernel: Kernel, task: Task, tenant_id: UUID, outbox_id: UUID, attempts: int
) -> bool:
    """Handle one outbox row by its task; False when there is nothing to do (see `Consumer`).

    Raises what the handler raised, after the row was put back.
    """
    consumer = Consumer(kernel.database)
    with log_context(tenant_id=tenant_id, job=task.name):
        if isinstance(task, TransactionTask):
            return await consumer.in_transaction(
                tenant_id, outbox_id, attempts, lambda s, d: task.handler(kernel, s, d)
            )
        return await consumer.with_call(
            tenant_id,
            outbox_id,
            attempts,
            prepare=lambda s, d: task.prepare(kernel, s, d),
            call=lambda prepared: task.call(kernel, prepared),
            settle=lambda s, d, p, o: task.settle(kernel, s, d, p, o),
        )


_known: WeakKeyDictionary[Celery, dict[str, tuple[WorkerLoop, Task]]] = WeakKeyDictionary()
"""The tasks of each application, of all its services."""


def _register_deliveries(app: Celery, loop: WorkerLoop, tasks: Mapping[str, Task]) -> None:
    known = _known.setdefault(app, {})
    known.update({name: (loop, task) for name, task in tasks.items()})

    async def one(kernel: Kernel, name: str, tenant_id: str, outbox_id: str, attempts: int) -> None:
        if name not in known:
            # From a release that knows more; its lease ends, and it goes out again.
            log.error("task_unknown", task=name, outbox_id=outbox_id)
            return
        try:
            await deliver(kernel, known[name][1], UUID(tenant_id), UUID(outbox_id), attempts)
        except TemporaryFailure:
            return  # the consumer has put it back and said why
        except Exception:
            log.exception("task_failed", task=name, outbox_id=outbox_id)

    def together(rows: list[tuple[str, str, str, int]]) -> None:
        async def body(kernel: Kernel) -> None:
            await asyncio.gather(*(one(kernel, *row) for row in rows))

        # A message's rows are one service's.
        home, _ = known.get(rows[0][0], (loop, None))
        home.run(body)

    def alone(name: str) -> Callable[[str, str, int], None]:
        def run(tenant_id: str, outbox_id: str, attempts: int) -> None:
            together([(name, tenant_id, outbox_id, attempts)])

        return run

    # Not shared: Celery would give one application's task to all others of the process.
    if DELIVER not in app.tasks:  # the first service's does for all
        app.task(name=DELIVER, shared=False)(together)
    for name in tasks:
        app.task(name=name, shared=False)(alone(name))


def _register_scheduled(app: Celery, loop: WorkerLoop, job: ScheduledTask) -> None:
    def run(slot: int) -> None:
        async def body(kernel: Kernel) -> None:
            await run_slot(kernel, job.name, slot, job.job)

        loop.run(body)

    app.task(name=job.name, shared=False)(run)
