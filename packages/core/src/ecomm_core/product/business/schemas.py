"""Shapes of plan, export and erasure."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from ecomm_core.api.schemas import Input, Output, Text


class PlanUse(Output):
    """Use against one limit; `limit` null is unlimited. `resets_at`: of a monthly one, when it is
    counted anew."""

    name: str
    used: int
    limit: int | None
    resets_at: datetime | None


class PlanOffer(Output):
    """A plan that is sold. Prices in minor units of `currency`; null: not sold so."""

    name: str
    title: str
    limits: dict[str, int | None]
    extras: list[str]
    month: int | None
    year: int | None
    currency: str


class PlanOut(Output):
    """The business's plan with its use, and the plans there are, from the smallest up."""

    plan: str
    title: str
    read_only: bool
    use: list[PlanUse]
    extras: list[str]
    offers: list[PlanOffer]


class ProductOut(Output):
    """What the product is, for its own pages."""

    name: str
    title: str
    summary: str
    navigation: list[dict[str, str]]


class EraseIn(Input):
    """The business's name, written out: this cannot be undone."""

    name: Annotated[Text, Field(min_length=1, max_length=200)]


class ExportOut(Output):
    """What the product knows of the person who asks, by what it is."""

    made_at: datetime
    account: dict[str, Any]
    memberships: list[dict[str, Any]]
    log_ins: list[dict[str, Any]]
    activity: list[dict[str, Any]]
    holdings: dict[str, list[dict[str, Any]]]
