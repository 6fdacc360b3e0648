"""The two exceptions to one transaction per request (architecture §3), used by flows and accounts
only: an outside call between two transactions, and writes that must survive a refusal."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.db.engine import Database
from ecomm_core.db.scope import NOBODY, Scope

Intent = TypeVar("Intent")
Outcome = TypeVar("Outcome")
Result = TypeVar("Result")


async def phases(
    database: Database,
    scope: Scope,
    *,
    record: Callable[[AsyncSession], Awaitable[Intent]],
    call: Callable[[Intent], Awaitable[Outcome]],
    settle: Callable[[AsyncSession, Intent, Outcome], Awaitable[Result]],
) -> Result:
    """`record` writes the intent and commits; `call` goes outside with no transaction or
    connection held; `settle` writes the outcome and commits.

    A crash between leaves the intent, which a sweeper finds. Exceptions of `call` pass through:
    the caller decides whether the outcome is known.
    """
    async with database.transaction(scope) as session:
        intent = await record(session)
    outcome = await call(intent)
    async with database.transaction(scope) as session:
        return await settle(session, intent, outcome)


@asynccontextmanager
async def independent_tx(database: Database, scope: Scope = NOBODY) -> AsyncIterator[AsyncSession]:
    """A transaction of its own for what must survive a refusal: throttle counters, token-family
    revocation, denial audits."""
    async with database.transaction(scope) as session:
        yield session
