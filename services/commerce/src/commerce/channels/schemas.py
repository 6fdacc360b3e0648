"""Shapes of sales channels and migrations. No reply ever holds a credential."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.channels.models import ChannelStatus, Entity, MigrationStatus
from ecomm_core.api.schemas import Input, Output

ConnectorName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$", examples=["shopify"])]
Typed = dict[
    Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")],
    Annotated[str, Field(max_length=2_000)],
]


class ChannelFieldOut(Output):
    """One thing a merchant types to connect; `secret` ones are never shown again."""

    name: str
    label: str
    secret: bool
    required: bool
    help: str


class ConnectorOut(Output):
    """A kind of sales channel that can be connected."""

    name: str
    title: str
    capabilities: list[str]
    fields: list[ChannelFieldOut]


class ChannelConnectIn(Input):
    """What a merchant types to connect a shop. One that was disconnected is the same again, with
    all that came from there."""

    adapter: ConnectorName
    credentials: Annotated[Typed, Field(max_length=20)]


class ChannelDisconnectIn(Input):
    """The shop's name, typed to confirm."""

    name: Annotated[str, Field(min_length=1, max_length=200)]


class ChannelOut(Output):
    """A shop elsewhere. `products`, `customers` and `orders` count what came from there; `missing`
    are rights that the credentials lack, in words."""

    id: UUID
    adapter: str
    adapter_title: str
    name: str
    shop_ref: str
    url: str
    currency: str
    status: ChannelStatus
    missing: list[str]
    last_error: str | None
    products: int
    customers: int
    orders: int
    created_at: datetime


class MigrationIn(Input):
    """What to take over; a dry run only tells what would happen."""

    channel_id: UUID
    dry_run: StrictBool = True
    entities: Annotated[list[Entity], Field(min_length=1, max_length=5)] = Field(
        default_factory=lambda: list(Entity)
    )


class MigrationEntityOut(Output):
    """How far one kind of record is. `total`: how many the shop says it has, null where it does not
    tell; `read`: how many were read; `done` of them are finished, by what came of them."""

    entity: Entity
    total: int | None
    read: int
    done: int
    create: int
    update: int
    unchanged: int
    skip: int


class MigrationDiffOut(Output):
    """What a migration does, or would do, to one record."""

    entity: Entity
    row: int
    external_id: str
    title: str
    action: Literal["create", "update", "unchanged", "skip"]
    changes: list[Any]


class MigrationIssueOut(Output):
    """Something about one record. `row`: which of its entity it is, counted from 1. An error: the
    record was left out. A warning: it was taken, but look here."""

    entity: Entity
    row: int
    external_id: str
    field: str
    level: Literal["error", "warning"]
    code: str
    reason: str


class MigrationRow(Output):
    """A line of the list of migrations."""

    id: UUID
    channel_id: UUID
    dry_run: bool
    status: MigrationStatus
    entities: list[MigrationEntityOut]
    issues: int
    error: str | None
    created_at: datetime
    finished_at: datetime | None


class MigrationOut(MigrationRow):
    """A migration with its first 100 differences and issues; all issues are in the CSV."""

    diff: list[MigrationDiffOut]
    first_issues: list[MigrationIssueOut]
