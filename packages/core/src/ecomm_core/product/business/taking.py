"""What a product knows of one of its people, for them to take along."""

from typing import Any, Final
from uuid import UUID

from fastapi.encoders import jsonable_encoder
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.product.business.schemas import ExportOut
from ecomm_core.product.spec import ProductSpec

MOST: Final = 10_000
"""Rows of one kind."""

_ACCOUNT: Final = text(
    """select id, email, name, email_verified_at, totp_enabled_at is not null as two_factor,
         created_at from users where id = :user"""
)
_MEMBERSHIPS: Final = text(
    """select t.name as business, m.role, m.store_ids, m.created_at
         from memberships m join tenants t on t.id = m.tenant_id
        where m.user_id = :user and m.tenant_id = :tenant"""
)
_LOG_INS: Final = text(
    """select id, user_agent, ip, created_at, last_used_at, expires_at, revoked_at
         from token_families where subject_id = :user and tenant_id = :tenant
        order by created_at desc limit :most"""
)
_ACTIVITY: Final = text(
    """select at, action, resource_type, resource_id, before, after from audit_log
        where tenant_id = :tenant and actor = :actor order by at desc limit :most"""
)


async def export(
    session: AsyncSession, spec: ProductSpec, tenant_id: UUID, user_id: UUID
) -> ExportOut:
    """What there is of a person in the business they are signed in to, nobody else's among it."""
    values = {"user": user_id, "tenant": tenant_id, "actor": f"user:{user_id}", "most": MOST}

    async def rows(query: Any, names: tuple[str, ...]) -> list[dict[str, Any]]:
        found = await session.execute(query, {name: values[name] for name in names})
        listed: list[dict[str, Any]] = jsonable_encoder([dict(row) for row in found.mappings()])
        return listed

    holdings: dict[str, list[dict[str, Any]]] = {}
    for holding in spec.holdings:
        if holding.person is None:
            continue
        table = spec.metadata.tables[holding.table]
        chosen = select(table).where(table.c[holding.person] == user_id).limit(MOST)
        holdings[holding.what] = await rows(chosen, ())
    [account] = await rows(_ACCOUNT, ("user",))
    return ExportOut(
        made_at=clock.now(),
        account=account,
        memberships=await rows(_MEMBERSHIPS, ("user", "tenant")),
        log_ins=await rows(_LOG_INS, ("user", "tenant", "most")),
        activity=await rows(_ACTIVITY, ("tenant", "actor", "most")),
        holdings=holdings,
    )
