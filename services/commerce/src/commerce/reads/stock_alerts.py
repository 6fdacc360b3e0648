"""What an alert about stock says, and to whom it goes; SQL only."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

_VARIANT = text(
    """select p.title, v.title as variant, v.sku
         from product_variants v
         join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
        where v.store_id = :store and v.id = :variant and v.deleted_at is null
          and p.status <> 'archived'"""
)

_OWNER = text(
    """select u.email from memberships m join users u on u.id = m.user_id
        where m.tenant_id = :tenant and m.role = 'owner' order by m.created_at, u.id limit 1"""
)


async def alerted_variant(
    session: AsyncSession, store_id: UUID, variant_id: UUID
) -> Row[Any] | None:
    """(title, variant, sku) of a live variant; None where it is gone or archived."""
    return (await session.execute(_VARIANT, {"store": store_id, "variant": variant_id})).first()


async def owner_email(session: AsyncSession, tenant_id: UUID) -> str | None:
    """Where the tenant's owner gets mail."""
    found: str | None = await session.scalar(_OWNER, {"tenant": tenant_id})
    return found
