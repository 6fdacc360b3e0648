"""Queries of invites and of what the team page asks of the tenant."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.identity.models import Invite

_OPEN = (Invite.accepted_at.is_(None), Invite.revoked_at.is_(None))


async def locate(session: AsyncSession, invite_id: UUID) -> UUID | None:
    """The tenant of an invite, before one is in scope."""
    found = await session.scalar(
        text("select tenant_id from locate_invite(:id)"), {"id": invite_id}
    )
    return None if found is None else UUID(str(found))


async def get(session: AsyncSession, invite_id: UUID) -> Invite | None:
    """An open invite of the tenant in scope, locked."""
    query = select(Invite).where(Invite.id == invite_id, *_OPEN).with_for_update()
    return await session.scalar(query.execution_options(populate_existing=True))


async def read(session: AsyncSession, invite_id: UUID) -> Invite | None:
    """An open invite of the tenant in scope."""
    return await session.scalar(select(Invite).where(Invite.id == invite_id, *_OPEN))


async def page(session: AsyncSession, *, offset: int, limit: int) -> tuple[list[Invite], int]:
    """(open invites, how many), the newest first."""
    total = await session.scalar(select(func.count()).select_from(Invite).where(*_OPEN))
    rows = await session.scalars(
        select(Invite)
        .where(*_OPEN)
        .order_by(Invite.created_at.desc(), Invite.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return list(rows), int(total or 0)


async def open_count(session: AsyncSession) -> int:
    """How many are open."""
    return int(await session.scalar(select(func.count()).select_from(Invite).where(*_OPEN)) or 0)


async def drop_over(session: AsyncSession, email: str, now: datetime) -> None:
    """An invite of this address that is over makes place for another one."""
    await session.execute(
        update(Invite)
        .where(Invite.email == email, Invite.expires_at <= now, *_OPEN)
        .values(revoked_at=now)
    )


async def add(session: AsyncSession, values: Mapping[str, Any]) -> Invite:
    """Insert. Raises IntegrityError for a second open one (`uq_invites_open`)."""
    made = await session.execute(insert(Invite).values(**values).returning(Invite))
    return made.scalar_one()


async def change(session: AsyncSession, invite_id: UUID, values: Mapping[str, Any]) -> Invite:
    """Write columns."""
    changed = await session.execute(
        update(Invite)
        .where(Invite.id == invite_id)
        .values(**values)
        .returning(Invite)
        .execution_options(populate_existing=True)
    )
    return changed.scalar_one()


async def is_member(session: AsyncSession, tenant_id: UUID, email: str) -> bool:
    """Whether somebody with this address belongs to the tenant."""
    found = await session.scalar(
        text(
            """select 1 from memberships m join users u on u.id = m.user_id
                where m.tenant_id = :tenant and u.email = :email"""
        ),
        {"tenant": tenant_id, "email": email},
    )
    return found is not None


async def user_facts(session: AsyncSession, user_id: UUID) -> Any:
    """(email, name, email_verified_at, totp_enabled_at) of a user one may see, or None."""
    return (
        await session.execute(
            text(
                """select email, name, email_verified_at, totp_enabled_at from users
                    where id = :id"""
            ),
            {"id": user_id},
        )
    ).first()


async def tenant_name(session: AsyncSession, tenant_id: UUID) -> str:
    """The business's name."""
    return str(
        await session.scalar(text("select name from tenants where id = :id"), {"id": tenant_id})
    )


async def has_account(session: AsyncSession, email: str) -> bool:
    """Whether an address has an account that belongs to some business."""
    found = await session.scalar(
        text("select tenant_id from locate_user(:email)"), {"email": email}
    )
    return found is not None


async def required(session: AsyncSession, tenant_id: UUID) -> bool:
    """Whether the business asks everybody for a second factor."""
    return bool(
        await session.scalar(
            text("select require_two_factor from tenants where id = :id"), {"id": tenant_id}
        )
    )


async def require(session: AsyncSession, tenant_id: UUID, *, on: bool) -> None:
    """Ask everybody for a second factor, or do not."""
    await session.execute(
        text("update tenants set require_two_factor = :on where id = :id"),
        {"id": tenant_id, "on": on},
    )


async def without_factor(session: AsyncSession, tenant_id: UUID) -> int:
    """How many members have no second factor."""
    return int(
        await session.scalar(
            text(
                """select count(*) from memberships m join users u on u.id = m.user_id
                    where m.tenant_id = :tenant and u.totp_enabled_at is null"""
            ),
            {"tenant": tenant_id},
        )
        or 0
    )
