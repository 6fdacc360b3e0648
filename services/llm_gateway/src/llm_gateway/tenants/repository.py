"""Queries of tenants."""

from typing import Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from llm_gateway.tenants.models import GatewayTenant

_LOCATE: Final = text("select tenant_id from locate_gateway_tenant(:service, :external)")
_AFTER: Final = text("select tenant_id from gateway_tenants_after(:after, :most)")


async def locate(session: AsyncSession, service: str, external_id: UUID) -> UUID | None:
    """The gateway's id of a service's tenant."""
    found: UUID | None = await session.scalar(
        _LOCATE, {"service": service, "external": external_id}
    )
    return found


async def after(session: AsyncSession, last: UUID, most: int) -> list[UUID]:
    """The ids that follow, of all tenants."""
    return list((await session.scalars(_AFTER, {"after": last, "most": most})).all())


async def get(
    session: AsyncSession, tenant_id: UUID, *, lock: bool = False
) -> GatewayTenant | None:
    """The transaction's tenant."""
    query = select(GatewayTenant).where(GatewayTenant.tenant_id == tenant_id)
    return (await session.scalars(query.with_for_update() if lock else query)).first()
