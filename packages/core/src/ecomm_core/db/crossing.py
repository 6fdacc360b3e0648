"""Two businesses in one transaction: what concerns both is written together or not at all.

The one place where a running transaction is turned to another business (house lint `turned-scope`).
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_TURN: Final = text("select set_config('app.tenant_id', :tenant, true)")
_AS: Final = text("select set_config('app.user_id', :user, true)")


@asynccontextmanager
async def in_tenant(
    session: AsyncSession, tenant_id: UUID, *, back_to: UUID
) -> AsyncIterator[None]:
    """Work on another business's rows, then on those of `back_to` again.

    What is pending is written under the scope in which it was made. An exception that leaves the
    block ends the transaction, and the turn with it: nothing is turned back.
    """
    await _turn(session, tenant_id)
    yield
    await _turn(session, back_to)


async def as_user(session: AsyncSession, user_id: UUID) -> None:
    """Let a job's transaction see what is one user's own, beside what its scope shows."""
    await session.flush()
    await session.execute(_AS, {"user": str(user_id)})


async def _turn(session: AsyncSession, tenant_id: UUID) -> None:
    await session.flush()
    await session.execute(_TURN, {"tenant": str(tenant_id)})
