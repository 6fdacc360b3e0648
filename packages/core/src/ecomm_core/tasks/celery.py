"""The Celery application of a service. Redis carries ids only; what must happen is in PostgreSQL.

Parameters: quality.md. `retry_on_timeout` is never set (it left workers deaf after reconnects).
"""

import asyncio
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from celery import Celery
from celery.exceptions import CPendingDeprecationWarning
from kombu.entity import Exchange, Queue

from ecomm_core.outbox.events import Queue as QueueKind
from ecomm_core.outbox.relay import QUEUES, Due, Publish
from ecomm_core.tasks.schedule import SendSlot

WorkerApp = Celery
"""What composition roots call it, without depending on Celery themselves."""

DELIVER: Final = "ecomm.deliver"
"""The task of a message with several outbox rows: `[[task, tenant, id, tries so far], …]`. A row
that travels alone is a message of its own task: `tenant, id, tries so far`."""


def make_celery(service: str, redis_url: str) -> Celery:
    """A Celery application whose queues are `<service>.<urgency>`."""
    # It asks at each lost connection whether running tasks should be cut off; they should not.
    warnings.filterwarnings("ignore", category=CPendingDeprecationWarning)
    app = Celery(service, broker=redis_url, set_as_current=False)
    app.conf.update(
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_time_limit=300,
        task_soft_time_limit=270,
        task_default_queue=f"{service}.default",
        task_queues=[_queue(queue_name(service, queue)) for queue in QUEUES],
        task_serializer="json",
        accept_content=["json"],
        task_publish_retry_policy={
            "max_retries": 2,
            "interval_start": 0,
            "interval_step": 0.2,
            "interval_max": 0.5,
        },
        worker_prefetch_multiplier=1,
        worker_max_tasks_per_child=5_000,
        worker_max_memory_per_child=400_000,
        worker_hijack_root_logger=False,
        # A log line redirected into itself deadlocks the consumer.
        worker_redirect_stdouts=False,
        # A task that runs goes on while the broker is away: cut off between a call and its note, it
        # would call twice. The broker's second delivery of its message is no second try.
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_send_task_events=False,
        broker_transport="ecomm_core.tasks.broker:Transport",
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "visibility_timeout": 900,
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
            "socket_keepalive": True,
            "health_check_interval": 25,
            "global_keyprefix": "ecomm:",
        },
    )
    return app


def take_queues(app: Celery, service: str) -> None:
    """Let a worker's application take another service's queues, too."""
    app.conf.task_queues += [_queue(queue_name(service, queue)) for queue in QUEUES]


def _queue(name: str) -> Queue:
    """A queue with its own exchange and key: with shared ones Redis delivers to all of them."""
    return Queue(name, Exchange(name, type="direct"), routing_key=name)


def queue_name(service: str, queue: str) -> str:
    """Broker queue of an urgency."""
    return f"{service}.{queue}"


def publisher(app: Celery, service: str) -> Publish:
    """`Publish` for the relay: sends ids, from a thread of its own, so that a frozen broker stalls
    nothing else. Raises what kombu raises."""

    async def publish(queue: QueueKind, rows: Sequence[Due]) -> None:
        target = queue_name(service, queue)
        if len(rows) == 1:
            await _send(app, rows[0].task, _ids(rows[0]), target)
        else:
            named = [[row.task, *_ids(row)] for row in rows]
            # what monitors show in place of `ecomm.deliver`
            shown = " + ".join(row.task for row in rows)
            await _send(app, DELIVER, [named], target, shown=shown)

    return publish


def _ids(row: Due) -> list[Any]:
    return [str(row.tenant_id), str(row.id), row.attempts]


def slot_publisher(app: Celery, service: str) -> SendSlot:
    """`SendSlot` for the schedule."""

    async def send(task: str, queue: str, slot: int) -> None:
        await _send(app, task, [slot], queue_name(service, queue))

    return send


_pool = ThreadPoolExecutor(1, thread_name_prefix="publish")


async def _send(
    app: Celery, task: str, args: list[Any], queue: str, *, shown: str | None = None
) -> None:
    def send() -> None:
        app.send_task(task, args=args, queue=queue, routing_key=queue, shadow=shown)

    await asyncio.get_running_loop().run_in_executor(_pool, send)
