"""Who owns a tenant: whom the platform writes to about it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_OWNER = text(
    """select u.id, u.email, u.name from memberships m join users u on u.id = m.user_id
        where m.tenant_id = :tenant and m.role = 'owner' order by m.created_at, u.id limit 1"""
)


@dataclass(frozen=True, slots=True)
class Owner:
    """A person to write to."""

    id: UUID
    email: str
    name: str


async def owner_of(session: AsyncSession, tenant_id: UUID) -> Owner | None:
    """The tenant's first owner; None where it has none any more."""
    row = (await session.execute(_OWNER, {"tenant": tenant_id})).first()
    return None if row is None else Owner(row.id, row.email, row.name)
