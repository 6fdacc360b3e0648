"""`ecomm serve NAME…`: services' APIs in this process."""

import os
from typing import Annotated

import typer

from ecomm_cli.app_role import refuse_powerful_role
from ecomm_cli.environment import LOCAL, MODE
from ecomm_cli.options import parse_ports
from ecomm_cli.services import enter_environment, main_service, service_named
from ecomm_cli.serving import Listener, bind, serve
from ecomm_cli.system.ports import LOOPBACK
from ecomm_core import logging as core_logging
from ecomm_core.service import resolve

log = core_logging.get_logger(__name__)


def command(
    names: Annotated[
        list[str] | None, typer.Argument(help="Services to serve together (default: the first).")
    ] = None,
    *,
    host: Annotated[
        str, typer.Option(help="Address to listen on; 0.0.0.0 for all, behind a proxy.")
    ] = LOOPBACK,
    port: Annotated[
        list[str] | None, typer.Option(metavar="NAME=PORT", help="Another port than the usual one.")
    ] = None,
) -> None:
    """Serve the APIs of one or several services in one process."""
    services = [service_named(name) for name in names or [main_service().name]]
    ports = parse_ports(port, [service.name for service in services])
    enter_environment()
    refuse_powerful_role(services)
    # All ports first: when one is taken, nothing has been started yet.
    chosen = {service.name: ports.get(service.name, service.port) for service in services}
    sockets = [bind(service.name, host, chosen[service.name]) for service in services]
    core_logging.configure(
        os.environ.get(MODE, LOCAL), "+".join(service.name for service in services)
    )
    listeners = [
        Listener(service.name, resolve(service.app)(), chosen[service.name]) for service in services
    ]
    for listener in listeners:
        log.info("serving", service=listener.name, host=host, port=listener.port)
    serve(listeners, sockets)
