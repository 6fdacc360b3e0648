"""`ecomm flower`: the workers and their tasks in a browser, on this machine alone."""

import secrets
from typing import Annotated, Any, Final

import typer

from ecomm_cli.console import done
from ecomm_cli.services import enter_environment, main_service, service_named
from ecomm_core.service import resolve

LOOPBACK: Final = "127.0.0.1"
USER: Final = "ecomm"


def command(
    name: Annotated[str | None, typer.Argument(help="Service (default: the first).")] = None,
    *,
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port on this machine.")] = 5555,
) -> None:
    """Show a service's workers and tasks in a browser (Flower), until stopped.

    It listens on this machine alone and asks for a password that is new each time: whoever gets in
    can end workers and empty queues. Workers tell of their tasks only while it runs.
    """
    service = service_named(name) if name else main_service()
    enter_environment()
    password = secrets.token_urlsafe(18)
    done(f"http://{LOOPBACK}:{port}/ with user {USER}, password {password}")
    watch(resolve(service.worker), port, password)


def watch(celery: Any, port: int, password: str) -> None:
    """Run Flower beside an application's workers until it is stopped. They are asked to tell of
    their tasks meanwhile, and to be silent afterwards, however it ended."""
    try:
        # In this process: an argument of another one could be read by everybody on the machine.
        celery.start(
            [
                "flower",
                f"--address={LOOPBACK}",
                f"--port={port}",
                f"--basic-auth={USER}:{password}",
                "--enable-events=true",
                "--persistent=false",
                "--max-tasks=5000",
                "--logging=warning",
            ]
        )
    finally:
        celery.control.disable_events()
