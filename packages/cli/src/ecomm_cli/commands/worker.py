"""`ecomm worker`: the tasks of one or several services."""

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
from ecomm_cli.services import enter_environment, installed_services, service_named
from ecomm_cli.supervisor.health import HEARTBEAT_SECONDS
from ecomm_cli.supervisor.heartbeat import beat_file
from ecomm_core import logging as core_logging
from ecomm_core.outbox.relay import QUEUES
from ecomm_core.service import resolve
from ecomm_core.tasks.celery import queue_name, take_queues


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
    names: Annotated[list[str] | None, typer.Argument(help="Services (default: all).")] = None,
    *,
    queues: Annotated[
        str, typer.Option(help="Urgencies to work on, separated by commas.")
    ] = ",".join(QUEUES),
    concurrency: Annotated[int, typer.Option(min=1, help="Number of worker processes.")] = 2,
) -> None:
    """Work on services' tasks (Celery, prefork)."""
    chosen = [service_named(name) for name in names] if names else installed_services()
    service, *others = chosen
    wanted = [queue.strip() for queue in queues.split(",") if queue.strip()]
    unknown = sorted(set(wanted) - set(QUEUES))
    if unknown or not wanted:
        raise CliError(f"There is no queue {', '.join(unknown)}; there are {', '.join(QUEUES)}.")
    enter_environment()
    refuse_powerful_role(chosen)
    # To the real stream, and Celery may not put its own in place of it: a log line that comes back
    # as a log line would wait for its own lock for ever.
    core_logging.configure(
        os.environ.get(MODE, LOCAL),
        f"{'+'.join(one.name for one in chosen)} worker",
        stream=sys.__stderr__,
    )
    if not is_production(os.environ):
        # A development clone often belongs to root; in production the warning stays.
        warnings.filterwarnings("ignore", category=SecurityWarning)
    celery = resolve(service.worker)
    for other in others:
        take_queues(celery, other.name)
        resolve(other.join)(celery)
    celery.conf.worker_redirect_stdouts = False
    celery.steps["worker"].add(Heartbeat)
    sys.exit(
        celery.worker_main(
            [
                "--quiet",
                "worker",
                "--pool=prefork",
                f"--concurrency={concurrency}",
                f"--queues={','.join(queue_name(o.name, q) for o in chosen for q in wanted)}",
                f"--hostname={service.name}-{'-'.join(wanted)}@%h",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
                "--loglevel=WARNING",
            ]
        )
    )
