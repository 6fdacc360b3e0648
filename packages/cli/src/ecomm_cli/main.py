"""`ecomm`: one command for each thing a person does with an installation.

Only the module of the command that was called is imported, so that the supervisor stays small and
every command answers at once.
"""

import os
import sys
from importlib import import_module

import typer

from ecomm_cli.ahead import wait_for_turn
from ecomm_cli.errors import DEBUG, CliError

COMMANDS = {
    "up": "up",
    "serve": "serve",
    "worker": "worker",
    "clock": "clock",
    "flower": "flower",
    "migrate": "migrate",
    "seed": "seed",
    "import": "import_file",
    "search": "search",
    "billing": "billing",
    "partners": "partners",
    "doctor": "doctor",
    "status": "status",
    "backup": "backup",
    "restore": "restore",
    "reset": "reset",
    "openapi": "openapi",
    "new-product": "new_product",
}
"""Command by the module in `ecomm_cli.commands` whose function `command` it is."""


def build(names: list[str] | None = None) -> typer.Typer:
    """Return the application with these commands (default: all)."""
    application = typer.Typer(
        name="ecomm",
        help="Run, check and feed an Ecomm installation.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    application.callback()(_nothing)
    for name in names or COMMANDS:
        module = import_module(f"ecomm_cli.commands.{COMMANDS[name]}")
        application.command(name)(module.command)
    return application


def app(arguments: list[str] | None = None) -> None:
    """Run the command line; a refusal is one sentence and exit code 1, never a traceback."""
    given = sys.argv[1:] if arguments is None else arguments
    called = [given[0]] if given and given[0] in COMMANDS else None
    try:
        application = build(called)
        wait_for_turn()
        application(args=given)
    except CliError as error:
        _refuse(error.message)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        _refuse(_explain(error))


def _explain(error: Exception) -> str:
    from ecomm_cli.explain import explain  # noqa: PLC0415 - only when something went wrong

    return explain(error)


def _refuse(message: str) -> None:
    from ecomm_cli.console import refuse  # noqa: PLC0415 - only when something went wrong

    refuse(message)
    sys.exit(1)


def _nothing() -> None:
    """Run, check and feed an Ecomm installation."""
