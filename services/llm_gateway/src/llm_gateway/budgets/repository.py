"""Queries of budgets."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from llm_gateway.budgets.models import Budget, BudgetLease, BudgetPeriod, LeaseState

DUE: Final = "select tenant_id, lease_id from due_leases($1, $2)"
_LOSE: Final = text("select lose_slice(:tenant, :lease, :now)")


async def active(session: AsyncSession) -> Sequence[Budget]:
    """The tenant's caps in force, in the order they are reserved from."""
    query = select(Budget).where(Budget.active).order_by(Budget.id)
    return (await session.scalars(query)).all()


async def listed(session: AsyncSession) -> Sequence[Budget]:
    """All of the tenant's budgets."""
    return (await session.scalars(select(Budget).order_by(Budget.id))).all()


async def get(session: AsyncSession, budget_id: UUID, *, lock: bool = False) -> Budget | None:
    """A budget of the tenant."""
    query = select(Budget).where(Budget.id == budget_id)
    return (await session.scalars(query.with_for_update() if lock else query)).first()


async def period(
    session: AsyncSession, budget_id: UUID, starts: date, *, lock: bool = False
) -> BudgetPeriod | None:
    """What became of a budget in one period; None where it was not used."""
    query = select(BudgetPeriod).where(
        BudgetPeriod.budget_id == budget_id, BudgetPeriod.starts_on == starts
    )
    return (await session.scalars(query.with_for_update() if lock else query)).first()


async def lose(session: AsyncSession, tenant_id: UUID, lease_id: UUID, now: datetime) -> Decimal:
    """Give up a lease that was not kept; micro-dollars that count as spent from now on."""
    values = {"tenant": tenant_id, "lease": lease_id, "now": now}
    return Decimal(await session.scalar(_LOSE, values) or 0)


async def forgive(session: AsyncSession, budget_id: UUID, starts: date, until: datetime) -> Decimal:
    """Take lost leases off a period that ended before a time; micro-dollars that come back. The
    period is locked already."""
    lost = (
        BudgetLease.budget_id == budget_id,
        BudgetLease.starts_on == starts,
        BudgetLease.state == LeaseState.LOST,
        BudgetLease.expires_at < until,
    )
    total = await session.scalar(
        select(func.coalesce(func.sum(BudgetLease.amount - BudgetLease.settled), 0)).where(*lost)
    )
    back = Decimal(total or 0)
    if back:
        await session.execute(delete(BudgetLease).where(*lost))
        await session.execute(
            update(BudgetPeriod)
            .where(BudgetPeriod.budget_id == budget_id, BudgetPeriod.starts_on == starts)
            .values(lost=BudgetPeriod.lost - back)
        )
    return back
