"""A user's log-ins, wherever they are: listed, and ended one by one or all at once.

Sessions are in a scope that names the user: row-level security shows their own log-ins of every
business, and nobody else's.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.accounts.tokens import Audience


@dataclass(frozen=True, slots=True)
class LogIn:
    """One log-in on one device. `last_used_at` moves when tokens are refreshed."""

    id: UUID
    tenant_id: UUID
    user_agent: str | None
    ip: str | None
    created_at: datetime
    last_used_at: datetime


_MINE = "subject_id = :user and audience = :audience and revoked_at is null"


async def live(session: AsyncSession, user_id: UUID) -> list[LogIn]:
    """The user's log-ins that may still be refreshed, the last used first."""
    rows = await session.execute(
        text(
            f"""select id, tenant_id, user_agent, ip, created_at,
                  coalesce(last_used_at, created_at) as last_used_at
                 from token_families f
                where {_MINE} and expires_at > :now
                  and exists (select 1 from memberships m
                               where m.tenant_id = f.tenant_id and m.user_id = f.subject_id)
                order by last_used_at desc, id desc limit 100"""  # noqa: S608 - a constant
        ),
        {"user": user_id, "audience": Audience.MERCHANT.value, "now": clock.now()},
    )
    return [LogIn(*row) for row in rows]


async def end_one(session: AsyncSession, user_id: UUID, family_id: UUID) -> bool:
    """End a log-in of the user; False where there is none of this id."""
    ended = await session.execute(
        text(
            f"""update token_families set revoked_at = :now, revoked_reason = 'revoked'
                where id = :id and {_MINE} returning 1"""  # noqa: S608 - a constant
        ),
        {
            "id": family_id,
            "user": user_id,
            "audience": Audience.MERCHANT.value,
            "now": clock.now(),
        },
    )
    return ended.first() is not None


async def end_all(
    session: AsyncSession,
    user_id: UUID,
    reason: str,
    *,
    but: UUID | None = None,
    tenant_id: UUID | None = None,
) -> int:
    """End the user's log-ins, in one tenant or everywhere, all `but` one; how many."""
    ended = await session.execute(
        text(
            f"""update token_families set revoked_at = :now, revoked_reason = :reason
                where {_MINE} and id is distinct from cast(:but as uuid)
                  and tenant_id = coalesce(cast(:tenant as uuid), tenant_id)
                returning 1"""  # noqa: S608 - a constant
        ),
        {
            "reason": reason,
            "user": user_id,
            "audience": Audience.MERCHANT.value,
            "but": but,
            "tenant": tenant_id,
            "now": clock.now(),
        },
    )
    return len(ended.all())
