"""Shapes of the audit log."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Output


class ActorOut(Output):
    """Who did it. kind: user, key, system, shopper, or what else the log has. name: as it is now;
    null once they left the business, or where there is none."""

    kind: str
    id: str | None
    name: str | None


class AuditEntryOut(Output):
    """One thing that was done. before, after: what of the resource was recorded, null where there
    was nothing. denied: it was refused. request_id: the same as in the reply and in the log."""

    id: UUID
    at: datetime
    store_id: UUID | None
    actor: ActorOut
    action: Annotated[str, Field(examples=["product.update"])]
    resource_type: str
    resource_id: UUID | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    request_id: str | None
    denied: bool


class AuditChoicesOut(Output):
    """What there is to filter by: resource types, and actors of the last 90 days."""

    resource_types: list[str]
    actors: list[ActorOut]
