"""Audit log: who did what, before and after; append-only (the app role cannot change rows)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime, Text

from ecomm_core import clock
from ecomm_core.ids import new_id

_INSERT = text(
    """insert into audit_log (tenant_id, id, store_id, at, actor, action, resource_type,
         resource_id, before, after, request_id)
       values (:tenant, :id, :store, :at, :actor, :action, :type, :resource, :before, :after,
         :request)"""
).bindparams(bindparam("before", type_=JSONB()), bindparam("after", type_=JSONB()))

_INSERT_EACH = text(
    """insert into audit_log (tenant_id, id, store_id, at, actor, action, resource_type,
         resource_id, before, after, request_id)
       select :tenant, r.id, :store, :at, :actor, :action, :type, r.resource, null, r.after,
              :request
         from jsonb_to_recordset(:rows) as r (id uuid, resource uuid, after jsonb)"""
).bindparams(
    bindparam("rows", type_=JSONB()),
    bindparam("tenant", type_=PgUUID(as_uuid=True)),
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("at", type_=DateTime(timezone=True)),
    bindparam("actor", type_=Text()),
    bindparam("action", type_=Text()),
    bindparam("type", type_=Text()),
    bindparam("request", type_=Text()),
)


async def record_each(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    actor: str,
    action: str,
    resource_type: str,
    after: Mapping[UUID, Mapping[str, Any]],
    store_id: UUID | None = None,
) -> None:
    """`record` of the same action on many resources, by their ids, in one statement."""
    await session.execute(
        _INSERT_EACH,
        {
            "tenant": tenant_id,
            "store": store_id,
            "at": clock.now(),
            "actor": actor,
            "action": action,
            "type": resource_type,
            "request": structlog.contextvars.get_contextvars().get("request_id"),
            "rows": [
                {"id": str(new_id()), "resource": str(resource), "after": dict(values)}
                for resource, values in after.items()
            ],
        },
    )


async def record(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    actor: str,
    action: str,
    resource_type: str,
    resource_id: UUID | None = None,
    store_id: UUID | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry in the caller's transaction. `actor` is such as `user:<id>` or `system`."""
    await session.execute(
        _INSERT,
        {
            "tenant": tenant_id,
            "id": new_id(),
            "store": store_id,
            "at": clock.now(),
            "actor": actor,
            "action": action,
            "type": resource_type,
            "resource": resource_id,
            "before": dict(before) if before is not None else None,
            "after": dict(after) if after is not None else None,
            "request": structlog.contextvars.get_contextvars().get("request_id"),
        },
    )
