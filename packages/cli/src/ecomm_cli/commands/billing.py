"""`ecomm billing`: what an operator of the platform gives away."""

import asyncio
import os
from datetime import UTC, datetime
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
    email: Annotated[
        str | None, typer.Option(help="Who signs in to the business that is given something.")
    ] = None,
    plan: Annotated[str | None, typer.Option(help="Put it on this plan, without a bill.")] = None,
    free_until: Annotated[
        datetime | None, typer.Option(help="Give it a free trial until then (UTC).")
    ] = None,
    coupon: Annotated[str | None, typer.Option(help="Make a coupon with this code.")] = None,
    percent: Annotated[int | None, typer.Option(help="Of the coupon: percent off.")] = None,
    cents: Annotated[
        int | None, typer.Option(help="Of the coupon: US cents off each month.")
    ] = None,
    months: Annotated[
        int | None, typer.Option(help="Of the coupon: paid months it counts for; all, if left out.")
    ] = None,
    redeem_by: Annotated[
        datetime | None, typer.Option(help="Of the coupon: until when it is taken (UTC).")
    ] = None,
    most: Annotated[
        int | None, typer.Option(help="Of the coupon: how many businesses may use it.")
    ] = None,
) -> None:
    """Give a business a plan or a free period, or make a coupon. One thing at a time."""
    wanted = [plan is not None, free_until is not None, coupon is not None]
    if sum(wanted) != 1:
        raise CliError("Say one of --plan, --free-until and --coupon.")
    if coupon is None and email is None:
        raise CliError("Say with --email who signs in to the business.")
    enter_environment()
    core_logging.configure(os.environ.get(MODE, LOCAL), "billing", level="WARNING")
    operate = resolve(main_service().operator)
    try:
        said = asyncio.run(
            operate(
                email=email,
                plan=plan,
                free_until=_utc(free_until),
                coupon=coupon,
                percent=percent,
                cents=cents,
                months=months,
                redeem_by=_utc(redeem_by),
                most=most,
            )
        )
    except (ValueError, LookupError) as error:
        raise CliError(str(error)) from error
    done(said)


def _utc(at: datetime | None) -> datetime | None:
    return None if at is None else at.replace(tzinfo=UTC)
