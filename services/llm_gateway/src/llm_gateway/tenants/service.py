"""Tenants of services: known, limited, suspended."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit, clock
from ecomm_core.db.crossing import in_tenant
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from llm_gateway import tags
from llm_gateway.db import PLATFORM
from llm_gateway.tenants import repository
from llm_gateway.tenants.errors import TenantNotFound
from llm_gateway.tenants.models import GatewayTenant
from llm_gateway.tenants.schemas import TenantIn, TenantOut

_FIRST: Final = UUID(int=0)
_FACTS: Final = ("name", "plan", "calls_per_hour", "calls_per_minute", "tokens_per_minute")


async def get(session: AsyncSession, tenant_id: UUID) -> GatewayTenant:
    """The transaction's tenant. Raises TenantNotFound (404)."""
    found = await repository.get(session, tenant_id)
    if found is None:
        raise TenantNotFound
    return found


async def listed(
    session: AsyncSession, *, after: UUID | None, most: int
) -> tuple[list[TenantOut], UUID | None]:
    """Tenants of all services in order of their ids, and the id to go on from. In the platform's
    transaction."""
    ids = await repository.after(session, after or _FIRST, most)
    found = []
    for tenant_id in ids:
        async with in_tenant(session, tenant_id, back_to=PLATFORM):
            row = await repository.get(session, tenant_id)
            if row is not None:
                found.append(TenantOut.model_validate(row))
    return found, ids[-1] if len(ids) == most else None


async def put(session: AsyncSession, body: TenantIn, *, actor: str) -> TenantOut:
    """Make a service's tenant known, or say anew what it may. In the platform's transaction; two
    at once make one."""
    known = await repository.locate(session, body.service, body.external_id)
    if known is None:
        try:
            async with session.begin_nested():
                return await _write(session, new_id(), body, actor)
        except IntegrityError:
            known = await repository.locate(session, body.service, body.external_id)
            if known is None:
                raise
    return await _write(session, known, body, actor)


async def _write(session: AsyncSession, tenant_id: UUID, body: TenantIn, actor: str) -> TenantOut:
    async with in_tenant(session, tenant_id, back_to=PLATFORM):
        row = await repository.get(session, tenant_id, lock=True)
        before = None if row is None else _facts(row)
        if row is None:
            row = GatewayTenant(
                tenant_id=tenant_id,
                service=body.service,
                external_id=body.external_id,
                suspended_at=None,
            )
            session.add(row)
        for name in _FACTS:
            setattr(row, name, getattr(body, name))
        if body.suspended != (row.suspended_at is not None):
            row.suspended_at = clock.now() if body.suspended else None
        await session.flush()
        drop_tags(session, tags.tenant(tenant_id))
        after = _facts(row)
        if after != before:
            await audit.record(
                session,
                tenant_id=tenant_id,
                actor=actor,
                action="tenant.create" if before is None else "tenant.change",
                resource_type="gateway_tenant",
                resource_id=tenant_id,
                before=before,
                after=after,
            )
        return TenantOut.model_validate(row)


def _facts(row: GatewayTenant) -> dict[str, Any]:
    suspended = None if row.suspended_at is None else row.suspended_at.isoformat()
    return {name: getattr(row, name) for name in _FACTS} | {"suspended_at": suspended}
