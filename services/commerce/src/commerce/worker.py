"""Composition root of workers and clock."""

import asyncio

import commerce.all_models  # noqa: F401 - foreign keys name tables of every room
from commerce.settings import CommerceSettings
from commerce.tasks import SCHEDULED, TASKS
from commerce.wiring import install_parts, subscriptions
from ecomm_core.kernel import Kernel, build_kernel
from ecomm_core.outbox.relay import Relay
from ecomm_core.tasks.celery import WorkerApp, make_celery, publisher, slot_publisher
from ecomm_core.tasks.loop import WorkerLoop
from ecomm_core.tasks.registry import register
from ecomm_core.tasks.schedule import run_schedule

settings = CommerceSettings()


def make_kernel() -> Kernel:
    """The kernel of one worker process."""
    return build_kernel(
        settings,
        schema="commerce",
        subscriptions=subscriptions(),
        application_name="commerce worker",
        statement_timeout=60_000,
    )


async def _start(kernel: Kernel) -> None:
    install_parts(kernel)


def join(app: WorkerApp) -> None:
    """Let an application's workers work on the tasks here."""
    register(app, WorkerLoop(make_kernel, _start), TASKS, SCHEDULED)


celery = make_celery("commerce", settings.redis_url.get_secret_value())
join(celery)


async def clock(stop: asyncio.Event) -> None:
    """Outbox relay and schedule, until `stop` is set. Several may run."""
    kernel = make_kernel()
    relay = Relay(
        settings.database_direct_url.get_secret_value(), "commerce", publisher(celery, "commerce")
    )
    kernel.database.signals.subscribe(relay.on_signal)
    kernel.database.signals.listen()
    try:
        await asyncio.gather(
            relay.run(stop), run_schedule(SCHEDULED, slot_publisher(celery, "commerce"), stop)
        )
    finally:
        await kernel.stop()
