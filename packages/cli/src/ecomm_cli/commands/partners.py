"""`ecomm partners`: what affiliates are owed, and that it was paid."""

import asyncio
import os
from pathlib import Path
from typing import Annotated

import typer

from ecomm_cli.console import done
from ecomm_cli.environment import LOCAL, MODE
from ecomm_cli.errors import CliError
from ecomm_cli.services import enter_environment, main_service
from ecomm_core import logging as core_logging
from ecomm_core.service import resolve


def command(
    *,
    export: Annotated[
        Path | None, typer.Option(help="Write the payouts that are due into this CSV file.")
    ] = None,
    paid: Annotated[str | None, typer.Option(help="The id of a payout that was paid.")] = None,
    reference: Annotated[
        str | None, typer.Option(help="Of the payout: what the transfer says.")
    ] = None,
) -> None:
    """Say what affiliates are owed, write it into a file, or note a payout as paid."""
    if (paid is None) != (reference is None):
        raise CliError("Say --paid and --reference together.")
    if paid is not None and export is not None:
        raise CliError("Say either --export or --paid.")
    enter_environment()
    core_logging.configure(os.environ.get(MODE, LOCAL), "partners", level="WARNING")
    operate = resolve(main_service().partners)
    try:
        said = asyncio.run(operate(export=export, paid=paid, reference=reference))
    except (ValueError, LookupError) as error:
        raise CliError(str(error)) from error
    done(said)
