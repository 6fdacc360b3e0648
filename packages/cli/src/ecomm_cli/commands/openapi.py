"""`ecomm openapi`: a service's API document, written without any server running."""

import json
import os
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from ecomm_cli.console import done
from ecomm_cli.environment import local_environment
from ecomm_cli.home import Home
from ecomm_cli.secrets import throwaway
from ecomm_cli.services import main_service, service_named, service_ports
from ecomm_cli.system.files import write_atomically
from ecomm_core.service import resolve


def command(
    name: Annotated[str | None, typer.Argument(help="Service (default: the first).")] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write (default: standard output)."),
    ] = None,
) -> None:
    """Write the OpenAPI document of a service as JSON with sorted keys."""
    service = service_named(name) if name else main_service()
    with tempfile.TemporaryDirectory() as folder:
        # The application is assembled, never started: no secret of an installation is needed.
        home = Home(Path(folder))
        os.environ.update(
            local_environment(
                home,
                home.config(),
                throwaway(),
                ports=service_ports(home.config()),
                given={},
            )
        )
        document = resolve(service.app)().openapi()
    text = json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
    if output is None:
        typer.echo(text, nl=False)
    else:
        write_atomically(output, text)
        done(f"{len(document['paths'])} paths written to {output}")
