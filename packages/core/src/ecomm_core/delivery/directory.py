"""Endpoints: made, changed, switched, removed, and read. Every query sees the tenant's own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.crypto import Sealer
from ecomm_core.delivery.purposes import Disabled
from ecomm_core.delivery.sealing import sealed
from ecomm_core.delivery.signing import new_secret
from ecomm_core.errors import NotFound
from ecomm_core.ids import new_id

ROTATION: Final = timedelta(hours=24)
"""How long the old secret signs beside the new one."""

Status = Literal["active", "paused", "disabled"]


class EndpointNotFound(NotFound):
    """Unknown, or somebody else's."""

    code = "endpoint_not_found"
    message = "This endpoint does not exist."


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint as it is known now. `resume_at`: nothing is sent before, the circuit is open or
    the receiver asked to wait. `disabled_reason` is the engine's, `paused` a person's doing."""

    id: UUID
    store_id: UUID | None
    name: str
    url: str
    types: list[str]
    status: Status
    disabled_reason: Disabled | None
    disabled_at: datetime | None
    failures: int
    failing_since: datetime | None
    resume_at: datetime | None
    last_success_at: datetime | None
    previous_until: datetime | None
    created_at: datetime


_COLUMNS = """id, store_id, name, url, types, status, disabled_reason, disabled_at, failures,
              failing_since, resume_at, last_success_at, previous_until, created_at"""
_INSERT = text(
    """insert into delivery_endpoints (tenant_id, id, store_id, purpose, name, url, types, secret,
              status) values (:tenant, :id, :store, :purpose, :name, :url, :types, :secret,
              'active')"""
).bindparams(bindparam("types", type_=JSONB()))
_ALL = text(
    f"select {_COLUMNS} from delivery_endpoints "  # noqa: S608 - constants
    "where purpose = :purpose and store_id = :store order by id"
)
_ONE = text(
    f"select {_COLUMNS} from delivery_endpoints "  # noqa: S608 - constants
    "where purpose = :purpose and store_id = :store and id = :id"
)
_ONE_LOCKED = text(f"{_ONE} for no key update")
_LISTENING = text(
    f"select {_COLUMNS} from delivery_endpoints "  # noqa: S608 - constants
    """where purpose = :purpose and store_id = :store and status = 'active'
         and jsonb_exists_any(types, array(select jsonb_array_elements_text(:types)))
       order by id"""
).bindparams(bindparam("types", type_=JSONB()))
_CHANGE = text(
    "update delivery_endpoints set name = :name, url = :url, types = :types where id = :id"
).bindparams(bindparam("types", type_=JSONB()))
_SWITCH = text(
    """update delivery_endpoints
          set status = :status, disabled_reason = null, disabled_at = null, failures = 0,
              failing_since = null, resume_at = null,
              due_at = case when :status = 'active' then cast(:now as timestamptz) end
        where id = :id"""
)
_ROTATE = text(
    """update delivery_endpoints
          set previous_secret = secret, previous_until = :until, secret = :secret
        where id = :id"""
)
_REMOVE = text("delete from delivery_endpoints where id = :id")


async def create(
    session: AsyncSession,
    sealer: Sealer,
    *,
    tenant_id: UUID,
    store_id: UUID | None,
    purpose: str,
    name: str,
    url: str,
    types: Sequence[str],
) -> tuple[UUID, str]:
    """Make an endpoint; its id, and its secret, which is shown this once."""
    endpoint_id, secret = new_id(), new_secret()
    values = {
        "tenant": tenant_id,
        "id": endpoint_id,
        "store": store_id,
        "purpose": purpose,
        "name": name,
        "url": url,
        "types": list(types),
        "secret": sealed(sealer, endpoint_id, secret),
    }
    await session.execute(_INSERT, values)
    return endpoint_id, secret


async def of_store(session: AsyncSession, purpose: str, store_id: UUID) -> list[Endpoint]:
    """A store's endpoints of one purpose, in the order they were made."""
    found = await session.execute(_ALL, {"purpose": purpose, "store": store_id})
    return [Endpoint(**row) for row in found.mappings()]


async def get(
    session: AsyncSession, purpose: str, store_id: UUID, endpoint_id: UUID, *, lock: bool = False
) -> Endpoint:
    """One. Raises EndpointNotFound (404)."""
    found = await session.execute(
        _ONE_LOCKED if lock else _ONE, {"purpose": purpose, "store": store_id, "id": endpoint_id}
    )
    row = found.mappings().first()
    if row is None:
        raise EndpointNotFound
    return Endpoint(**row)


async def listening(
    session: AsyncSession, purpose: str, store_id: UUID, types: Iterable[str]
) -> list[Endpoint]:
    """Active endpoints that want one of these types."""
    values = {"purpose": purpose, "store": store_id, "types": sorted(types)}
    return [Endpoint(**row) for row in (await session.execute(_LISTENING, values)).mappings()]


async def change(
    session: AsyncSession, endpoint_id: UUID, *, name: str, url: str, types: Sequence[str]
) -> None:
    """Another name, address or choice of types. What waits goes to the new address."""
    values = {"id": endpoint_id, "name": name, "url": url, "types": list(types)}
    await session.execute(_CHANGE, values)


async def switch(session: AsyncSession, endpoint_id: UUID, *, on: bool, now: datetime) -> None:
    """Pause, or begin anew: what was known of its failures is forgotten, what waits goes out."""
    values = {"id": endpoint_id, "status": "active" if on else "paused", "now": now}
    await session.execute(_SWITCH, values)


async def rotate(session: AsyncSession, sealer: Sealer, endpoint_id: UUID, now: datetime) -> str:
    """A new secret, shown this once; the old one signs as well for 24 hours."""
    secret = new_secret()
    values = {
        "id": endpoint_id,
        "secret": sealed(sealer, endpoint_id, secret),
        "until": now + ROTATION,
    }
    await session.execute(_ROTATE, values)
    return secret


async def remove(session: AsyncSession, endpoint_id: UUID) -> None:
    """Delete it with its log. What is on its way arrives, and is noted nowhere."""
    await session.execute(_REMOVE, {"id": endpoint_id})
