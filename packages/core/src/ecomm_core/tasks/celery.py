"""The Celery application of a service. Redis carries ids only; what must happen is in PostgreSQL.

Parameters: quality.md. `retry_on_timeout` is never set (it left workers deaf after reconnects).
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

from celery import Celery
from kombu.entity import Exchange, Queue

from ecomm_core.outbox.relay import QUEUES, Publish
from ecomm_core.tasks.schedule import SendSlot


def make_celery(service: str, redis_url: str) -> Celery:
    """A Celery application whose queues are `<service>.<urgency>`."""
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
        worker_cancel_long_running_tasks_on_connection_loss=True,
        worker_send_task_events=False,
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


def _queue(name: str) -> Queue:
    """A queue with its own exchange and key: with shared ones Redis delivers to all of them."""
    return Queue(name, Exchange(name, type="direct"), routing_key=name)


def queue_name(service: str, queue: str) -> str:
    """Broker queue of an urgency."""
    return f"{service}.{queue}"


def publisher(app: Celery, service: str) -> Publish:
    """`Publish` for the relay: sends (tenant, id) from a thread of its own, so that a frozen
    broker stalls nothing else. Raises what kombu raises."""

    async def publish(task: str, queue: str, tenant_id: UUID, outbox_id: UUID) -> None:
        await _send(app, task, [str(tenant_id), str(outbox_id)], queue_name(service, queue))

    return publish


def slot_publisher(app: Celery, service: str) -> SendSlot:
    """`SendSlot` for the schedule."""

    async def send(task: str, queue: str, slot: int) -> None:
        await _send(app, task, [slot], queue_name(service, queue))

    return send


_pool = ThreadPoolExecutor(1, thread_name_prefix="publish")


async def _send(app: Celery, task: str, args: list[Any], queue: str) -> None:
    def send() -> None:
        app.send_task(task, args=args, queue=queue, routing_key=queue)

    await asyncio.get_running_loop().run_in_executor(_pool, send)
