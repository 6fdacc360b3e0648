"""`ecomm worker`: the tasks of one service."""

import os
import sys
import warnings
from typing import Annotated, Any

import typer
from celery import bootsteps
from celery.exceptions import SecurityWarning

from ecomm_cli.app_role import refuse_powerful_role
from ecomm_cli.environment import LOCAL, MODE, is_production
from ecomm_cli.errors import CliError
from ecomm_cli.services import enter_environment, main_service, service_named
from ecomm_cli.supervisor.health import HEARTBEAT_SECONDS
from ecomm_cli.supervisor.heartbeat import beat_file
from ecomm_core import logging as core_logging
from ecomm_core.outbox.relay import QUEUES
from ecomm_core.service import resolve
from ecomm_core.tasks.celery import queue_name


class Heartbeat(bootsteps.StartStopStep):
    """Touches the heartbeat file from the consumer's own loop: a deaf worker stops beating."""

    requires = ("celery.worker.components:Timer",)

    def start(self, worker: Any) -> None:
        """Begin; the timer turns with the loop that also takes the messages."""
        path = beat_file()
        if path is not None:
            worker.timer.call_after(0, path.touch, priority=10)
            worker.timer.call_repeatedly(HEARTBEAT_SECONDS, path.touch, priority=10)


def command(
    name: Annotated[str | None, typer.Argument(help="Service (default: the first).")] = None,
    *,
    queues: Annotated[
        str, typer.Option(help="Urgencies to work on, separated by commas.")
    ] = ",".join(QUEUES),
    concurrency: Annotated[int, typer.Option(min=1, help="Number of worker processes.")] = 2,
) -> None:
    """Work on a service's tasks (Celery, prefork)."""
    service = service_named(name) if name else main_service()
    wanted = [queue.strip() for queue in queues.split(",") if queue.strip()]
    unknown = sorted(set(wanted) - set(QUEUES))
    if unknown or not wanted:
        raise CliError(f"There is no queue {', '.join(unknown)}; there are {', '.join(QUEUES)}.")
    enter_environment()
    refuse_powerful_role([service])
    # To the real stream, and Celery may not put its own in place of it: a log line that comes back
    # as a log line would wait for its own lock for ever.
    core_logging.configure(
        os.environ.get(MODE, LOCAL), f"{service.name} worker", stream=sys.__stderr__
    )
    if not is_production(os.environ):
        # A development clone often belongs to root; in production the warning stays.
        warnings.filterwarnings("ignore", category=SecurityWarning)
    celery = resolve(service.worker)
    celery.conf.worker_redirect_stdouts = False
    celery.steps["worker"].add(Heartbeat)
    sys.exit(
        celery.worker_main(
            [
                "--quiet",
                "worker",
                "--pool=prefork",
                f"--concurrency={concurrency}",
                f"--queues={','.join(queue_name(service.name, queue) for queue in wanted)}",
                f"--hostname={service.name}-{'-'.join(wanted)}@%h",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
                "--loglevel=WARNING",
            ]
        )
    )
