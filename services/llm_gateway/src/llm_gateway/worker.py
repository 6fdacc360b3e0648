"""Composition root of workers and clock."""

import asyncio

import llm_gateway.all_models  # noqa: F401 - foreign keys name tables of every room
from ecomm_core.kernel import Kernel, build_kernel
from ecomm_core.outbox.relay import Relay
from ecomm_core.tasks.celery import WorkerApp, make_celery, publisher, slot_publisher
from ecomm_core.tasks.loop import WorkerLoop
from ecomm_core.tasks.registry import register
from ecomm_core.tasks.schedule import run_schedule
from llm_gateway.security import SCHEMA
from llm_gateway.settings import GatewaySettings
from llm_gateway.tasks import SCHEDULED, TASKS
from llm_gateway.wiring import install_parts, subscriptions

settings = GatewaySettings()


def make_kernel() -> Kernel:
    """The kernel of one worker process."""
    return build_kernel(
        settings,
        schema=SCHEMA,
        subscriptions=subscriptions(),
        application_name="llm_gateway worker",
        statement_timeout=60_000,
    )


async def _start(kernel: Kernel) -> None:
    install_parts(kernel)


def join(app: WorkerApp) -> None:
    """Let an application's workers work on the tasks here."""
    register(app, WorkerLoop(make_kernel, _start), TASKS, SCHEDULED)


celery = make_celery("llm_gateway", settings.redis_url.get_secret_value())
join(celery)


async def clock(stop: asyncio.Event) -> None:
    """Outbox relay and schedule, until `stop` is set. Several may run."""
    kernel = make_kernel()
    relay = Relay(
        settings.database_direct_url.get_secret_value(),
        "llm_gateway",
        publisher(celery, "llm_gateway"),
    )
    kernel.database.signals.subscribe(relay.on_signal)
    kernel.database.signals.listen()
    try:
        await asyncio.gather(
            relay.run(stop), run_schedule(SCHEDULED, slot_publisher(celery, "llm_gateway"), stop)
        )
    finally:
        await kernel.stop()
