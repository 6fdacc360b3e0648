"""The Celery application of a service. Redis carries ids only; what must happen is in PostgreSQL.

Parameters: quality.md. `retry_on_timeout` is never set (it left workers deaf after reconnects).
"""

from typing import Any

from celery import Celery
from kombu import Queue

from ecomm_core.outbox.relay import QUEUES


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
        task_queues=[Queue(queue_name(service, queue)) for queue in QUEUES],
        task_serializer="json",
        accept_content=["json"],
        task_publish_retry_policy={
            "max_retries": 2, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.5,
        },
        worker_prefetch_multiplier=1,
        worker_max_tasks_per_child=5_000,
        worker_max_memory_per_child=400_000,
        worker_hijack_root_logger=False,
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


def queue_name(service: str, queue: str) -> str:
    """Broker queue of an urgency."""
    return f"{service}.{queue}"


def publisher(app: Celery, service: str) -> Any:
    """`Publish` for the relay: sends (tenant, id) in a thread, so that a frozen broker stalls
    nobody else. Raises what kombu raises."""
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(1, thread_name_prefix="publish")

    def send(task: str, queue: str, tenant_id: str, outbox_id: str) -> None:
        app.send_task(task, args=[tenant_id, outbox_id], queue=queue_name(service, queue))

    async def publish(task: str, queue: str, tenant_id: Any, outbox_id: Any) -> None:
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(pool, send, task, queue, str(tenant_id), str(outbox_id))

    return publish
