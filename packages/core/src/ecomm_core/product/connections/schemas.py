"""Shapes of connections for people of the business, and of coming in by a ticket."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ecomm_core.api.schemas import Input, Output
from ecomm_core.identity.schemas import TokensOut
from ecomm_core.product.shapes import ConnectionStatus


class TicketIn(Input):
    """What the address carried."""

    ticket: Annotated[str, Field(min_length=1, max_length=200)]


class EnteredOut(TokensOut):
    """A pair of tokens, and the page that was wanted."""

    path: str


class ConnectionOut(Output):
    """A store the product works for. `scopes`: what it may do there. `suspended_at`: the store is
    suspended; nothing is heard of it. `last_event_at`: when it was heard of last."""

    id: UUID
    store_id: UUID
    name: str
    slug: str
    url: str
    currency: str
    locale: str
    timezone: str
    scopes: list[str]
    status: ConnectionStatus
    connected_at: datetime
    disconnected_at: datetime | None
    suspended_at: datetime | None
    last_event_at: datetime | None
