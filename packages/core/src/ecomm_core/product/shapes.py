"""What a product's own code is given and gives: a store's connection, an event that was heard, an
entry of the navigation, rows that hold somebody's personal data."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.contracts.connection import ResourceStatus
from ecomm_core.contracts.payloads import Envelope, Payload
from ecomm_core.db import rls
from ecomm_core.kernel import Kernel

Data = TypeVar("Data", bound=Payload)


class ConnectionStatus(StrEnum):
    """Whether the product works for a store. `deleted`: the store is gone, and what was kept of it
    with it."""

    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class StoreConnection:
    """A store the product works for, without its secrets. `id` is the product's own."""

    tenant_id: UUID
    id: UUID
    store_id: UUID
    name: str
    slug: str
    url: str
    currency: str
    locale: str
    timezone: str
    platform_url: str
    scopes: tuple[str, ...]
    status: ConnectionStatus
    connected_at: datetime
    disconnected_at: datetime | None
    suspended_at: datetime | None
    last_event_at: datetime | None


@dataclass(frozen=True, slots=True)
class Heard:
    """An event of a store, in the transaction in which it is worked on. What goes outside is
    enqueued here, and done by a task of its own."""

    kernel: Kernel
    session: AsyncSession
    connection: StoreConnection
    event: Envelope

    @property
    def tenant_id(self) -> UUID:
        """The business whose store it is."""
        return self.connection.tenant_id

    def data(self, model: type[Data]) -> Data:
        """What it says. Raises pydantic.ValidationError."""
        return model.model_validate(self.event.data)


Hearer = Callable[[Heard], Awaitable[None]]
StatusHook = Callable[[AsyncSession, StoreConnection, UUID], Awaitable[ResourceStatus]]
"""(session, connection, id of the resource) -> what the product has done for it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the product's dashboard. `path` is below the product's own; `icon` is a name of the
    web kit's."""

    title: str
    path: str
    icon: str


@dataclass(frozen=True, slots=True)
class Holding:
    """A table of the product that holds personal data, for export and erasure.

    person: column with the id of a user of the product, whose rows they may take along.
    customer: column with the id of a store's customer; their rows are deleted when they are erased.
    """

    table: str
    what: str
    """For people: `notes you wrote`."""
    person: str | None = None
    customer: str | None = None


@dataclass(frozen=True, slots=True)
class LookUp:
    """A function that finds rows before a tenant is known: ids only (ADR 0003)."""

    name: str
    arguments: str
    returns: str
    body: str


@dataclass(frozen=True, slots=True)
class Tables:
    """Who may see which rows of the product's own tables. Each is a tenant's.

    A revision says the same in its own words; a test holds the two together.
    """

    tenant: Sequence[str] = ()
    append_only: Sequence[str] = ()
    readable: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(table, columns) that look-ups may read of all tenants."""
    look_ups: Sequence[LookUp] = ()

    def statements(self, service: str, schema: str) -> list[str]:
        """Everything after the tables exist."""
        app, locator = f"{service}_app", f"{service}_locator"
        result: list[str] = []
        for table in self.tenant:
            result += rls.protect(table)
            result.append(f"grant select, insert, update, delete on {table} to {app}")
        result += [f"revoke update, truncate on {table} from {app}" for table in self.append_only]
        for table, columns in self.readable:
            result += rls.locator_may_read(table, locator, columns)
        for one in self.look_ups:
            result += rls.definer(
                schema=schema,
                name=one.name,
                arguments=one.arguments,
                returns=one.returns,
                body=one.body,
                locator=locator,
                app=app,
            )
        return result


Method = Literal["GET", "POST", "PATCH", "PUT", "DELETE"]


class WriteState(StrEnum):
    """How far a change of a store is."""

    PLANNED = "planned"
    UNKNOWN = "unknown"
    DONE = "done"
    REFUSED = "refused"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Write:
    """A change of a store. `answer`: what the platform said it is now; `code`, `message`: why not.
    `purpose`: the product's own word for it."""

    id: UUID
    tenant_id: UUID
    connection_id: UUID
    purpose: str
    resource_id: UUID
    method: Method
    path: str
    body: dict[str, Any]
    expected_version: int | None
    state: WriteState
    attempts: int
    code: str | None
    message: str | None
    answer: dict[str, Any] | None


WroteHook = Callable[[Kernel, AsyncSession, Write], Awaitable[None]]
"""Hears how a change of a store went, in the transaction that notes it."""
