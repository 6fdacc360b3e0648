"""Shapes of tenants."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Output, Text

Quota = Annotated[int, Field(ge=1, le=1_000_000_000)]


class TenantIn(Input):
    """A tenant as its service knows it, and what it may use. Quotas not given are the plan's."""

    service: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["commerce"])]
    external_id: UUID
    name: Annotated[Text, Field(min_length=1, max_length=200)]
    plan: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["growth"])]
    calls_per_hour: Quota | None = None
    calls_per_minute: Quota | None = None
    tokens_per_minute: Quota | None = None
    suspended: bool = False


class TenantOut(Output):
    """A tenant of one service, by the gateway's own id."""

    tenant_id: UUID
    service: str
    external_id: UUID
    name: str
    plan: str
    calls_per_hour: int | None
    calls_per_minute: int | None
    tokens_per_minute: int | None
    suspended_at: datetime | None
