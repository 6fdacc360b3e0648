"""`ecomm search rebuild --store SLUG`: a store's search index anew, while it is searched."""

import asyncio
import os
from enum import StrEnum
from typing import Annotated

import typer

from ecomm_cli.console import done
from ecomm_cli.environment import LOCAL, MODE
from ecomm_cli.services import enter_environment, main_service
from ecomm_core import logging as core_logging
from ecomm_core.service import resolve


class Action(StrEnum):
    """What can be done to a search index."""

    REBUILD = "rebuild"


def command(
    action: Annotated[Action, typer.Argument(help="What to do.")],
    *,
    store: Annotated[list[str], typer.Option(help="Slug of a store; may be given several times.")],
) -> None:
    """Let a worker build the search index of stores anew; shoppers search meanwhile."""
    enter_environment()
    core_logging.configure(os.environ.get(MODE, LOCAL), "search", level="WARNING")
    rebuild = resolve(main_service().search_rebuilder)
    for slug in dict.fromkeys(store):
        asyncio.run(rebuild(slug))
        done(f"{slug}: a worker does the {action.value}; `ecomm status` shows what waits")
