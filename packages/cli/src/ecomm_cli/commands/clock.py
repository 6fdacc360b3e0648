"""`ecomm clock`: outbox relays and schedules. Several may run: leases decide who does what."""

import asyncio
import os
import signal
from collections.abc import Sequence
from typing import Annotated

import typer
import uvloop

from ecomm_cli.app_role import refuse_powerful_role
from ecomm_cli.environment import LOCAL, MODE
from ecomm_cli.services import enter_environment, installed_services, service_named
from ecomm_cli.supervisor.heartbeat import beat_file, keep_beating
from ecomm_core import logging as core_logging
from ecomm_core.service import Service, resolve


def command(
    names: Annotated[list[str] | None, typer.Argument(help="Services (default: all).")] = None,
) -> None:
    """Publish what is due and send scheduled jobs, until stopped."""
    services = [service_named(name) for name in names] if names else list(installed_services())
    enter_environment()
    refuse_powerful_role(services)
    core_logging.configure(os.environ.get(MODE, LOCAL), "clock")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_run(services))


async def _run(services: Sequence[Service]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    path = beat_file()
    beating = asyncio.create_task(keep_beating(path)) if path else None
    clocks = {
        asyncio.create_task(resolve(service.clock)(stop), name=service.name) for service in services
    }
    # One that fails takes the others along: the supervisor starts them all again.
    await asyncio.wait(clocks, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    await asyncio.wait(clocks)
    if beating is not None:
        beating.cancel()
    for task in clocks:
        task.result()
