"""Budgets: set, changed, looked at; leases that nobody keeps are given up."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit, clock
from ecomm_core.db.scope import Scope
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.tasks.due import all_due
from llm_gateway import tags
from llm_gateway.budgets import repository
from llm_gateway.budgets.errors import BudgetExists, BudgetNotFound
from llm_gateway.budgets.models import Budget
from llm_gateway.budgets.periods import next_starts_on, starts_on
from llm_gateway.budgets.purse import ZERO
from llm_gateway.budgets.schemas import BudgetChangeIn, BudgetIn, BudgetOut, GivenBackOut
from llm_gateway.keys import service as keys
from llm_gateway.tenants import service as tenants

log = get_logger(__name__)

PAGE: Final = 200
SURELY_DEAD: Final = timedelta(hours=1)
"""After the end of a lease its process uses nothing of it any more (`purse.STALE`), and has written
what it used."""


async def listed(session: AsyncSession, tenant_id: UUID) -> list[BudgetOut]:
    """A tenant's budgets, each with its running period. Raises TenantNotFound (404)."""
    await tenants.get(session, tenant_id)
    return [await shown(session, row) for row in await repository.listed(session)]


async def create(
    session: AsyncSession, tenant_id: UUID, body: BudgetIn, *, actor: str
) -> BudgetOut:
    """Set a cap. Raises TenantNotFound, KeyNotFound (404), BudgetExists (409)."""
    await tenants.get(session, tenant_id)
    if body.key_id is not None:
        await keys.get(session, body.key_id)
    row = Budget(
        tenant_id=tenant_id,
        id=new_id(),
        key_id=body.key_id,
        period=body.period.value,
        cap=body.cap,
        currency="USD",
        active=True,
    )
    try:
        async with session.begin_nested():
            session.add(row)
            await session.flush()
    except IntegrityError as error:
        raise BudgetExists from error
    await _audit(session, row, actor, "budget.create", None)
    return await shown(session, row)


async def change(
    session: AsyncSession, budget_id: UUID, body: BudgetChangeIn, *, actor: str
) -> BudgetOut:
    """Set another cap. What was reserved under the one before stays reserved.
    Raises BudgetNotFound (404)."""
    row = await repository.get(session, budget_id, lock=True)
    if row is None:
        raise BudgetNotFound
    before = _facts(row)
    row.cap, row.active = body.cap, body.active
    await session.flush()
    await _audit(session, row, actor, "budget.change", before)
    drop_tags(session, tags.wanted(row.id))
    return await shown(session, row)


async def give_back_lost(session: AsyncSession, budget_id: UUID, *, actor: str) -> GivenBackOut:
    """Give a budget back what killed processes had leased, once an operator knows from the
    provider's bill that it was not spent. Raises BudgetNotFound (404)."""
    row = await repository.get(session, budget_id)
    if row is None:
        raise BudgetNotFound
    now = clock.now()
    starts = starts_on(row.period, now)
    await repository.period(session, budget_id, starts, lock=True)
    back = await repository.forgive(session, budget_id, starts, now - SURELY_DEAD)
    if back:
        await audit.record(
            session,
            tenant_id=row.tenant_id,
            actor=actor,
            action="budget.give_back_lost",
            resource_type="budget",
            resource_id=row.id,
            after={"given_back_micro": str(back), "starts_on": starts.isoformat()},
        )
    session.expire_all()
    return GivenBackOut(
        given_back_micro=back, budget=await shown(session, await _again(session, budget_id))
    )


async def _again(session: AsyncSession, budget_id: UUID) -> Budget:
    row = await repository.get(session, budget_id)
    if row is None:
        raise BudgetNotFound
    return row


async def shown(session: AsyncSession, row: Budget) -> BudgetOut:
    """A budget with its running period."""
    starts = starts_on(row.period, clock.now())
    now = await repository.period(session, row.id, starts)
    return BudgetOut.model_validate(
        {
            "id": row.id,
            "key_id": row.key_id,
            "period": row.period,
            "cap": row.cap,
            "currency": row.currency,
            "active": row.active,
            "starts_on": starts,
            "begins_anew_on": next_starts_on(row.period, starts),
            "spent_micro": ZERO if now is None else now.spent,
            "reserved_micro": ZERO if now is None else now.leased,
            "lost_micro": ZERO if now is None else now.lost,
        }
    )


async def sweep(kernel: Kernel) -> None:
    """Give up leases whose processes say nothing any more: what they have not settled counts as
    spent, so that money that may have gone is never given out twice."""
    now = clock.now()
    async for due in all_due(kernel.database, repository.DUE, now, page=PAGE):
        async with kernel.database.transaction(Scope(tenant_id=due["tenant_id"])) as session:
            lost = await repository.lose(session, due["tenant_id"], due["lease_id"], now)
        if lost:
            log.warning(
                "lease_lost",
                tenant_id=str(due["tenant_id"]),
                lease_id=str(due["lease_id"]),
                micro=str(lost),
            )


def _facts(row: Budget) -> dict[str, Any]:
    return {
        "key_id": None if row.key_id is None else str(row.key_id),
        "period": row.period,
        "cap": row.cap,
        "active": row.active,
    }


async def _audit(
    session: AsyncSession, row: Budget, actor: str, action: str, before: dict[str, Any] | None
) -> None:
    drop_tags(session, tags.tenant(row.tenant_id))
    await audit.record(
        session,
        tenant_id=row.tenant_id,
        actor=actor,
        action=action,
        resource_type="budget",
        resource_id=row.id,
        before=before,
        after=_facts(row),
    )
