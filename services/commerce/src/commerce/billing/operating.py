"""What an operator of the platform gives away, by hand: coupons, free periods, plans."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.billing import repository
from commerce.billing.providers import subscriptions_of
from ecomm_core import audit, clock
from ecomm_core.accounts.people import fold_email
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.plan_table import PLANS, TRIAL

OPERATOR = "operator"


class CodeTaken(ValueError):
    """There is a coupon with this code."""


class NobodyFound(LookupError):
    """No business belongs to this address."""


class Pays(ValueError):
    """The business pays for a plan: it is changed there, not here."""


@asynccontextmanager
async def tenant_of(kernel: Kernel, email: str) -> AsyncIterator[tuple[AsyncSession, UUID]]:
    """A transaction in the business of whoever signs in with an address. Raises NobodyFound."""
    async with kernel.database.transaction() as session:
        found = await session.scalar(
            text("select tenant_id from locate_user(:email)"), {"email": fold_email(email)}
        )
    if found is None:
        raise NobodyFound(f"nobody signs in with {email}")
    tenant_id = UUID(str(found))
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        yield session, tenant_id


async def end_trying(kernel: Kernel, email: str) -> None:
    """End a plan that was bought at the mock, where no money moves, so that another can be given;
    nothing where somebody pays, or nothing runs. Raises NobodyFound, ProviderUnavailable.

    Ended there first: a process that dies between the two is asked again, and finishes.
    """
    mock = subscriptions_of(kernel).mock
    async with tenant_of(kernel, email) as (session, tenant_id):
        row = await repository.find(session, tenant_id)
    if row is None or row.provider != mock.name or row.provider_ref is None:
        return
    await mock.end(row.provider_ref)
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        await repository.forget(session, tenant_id)


async def make_coupon(
    session: AsyncSession,
    code: str,
    *,
    percent: int | None = None,
    amount: int | None = None,
    months: int | None = None,
    redeem_by: datetime | None = None,
    most: int | None = None,
) -> str:
    """Write a coupon: `percent` off, or `amount` US cents off each month, for so many paid months
    (None: all), for `most` businesses. The code as it is kept. Raises CodeTaken, ValueError."""
    if (percent is None) == (amount is None):
        raise ValueError("either a percentage or an amount")
    if percent is not None and not 1 <= percent <= 100:
        raise ValueError("1 to 100 percent")
    if any(number is not None and number < 1 for number in (amount, months, most)):
        raise ValueError("amounts and counts are at least 1")
    kept = code.strip().upper()
    if not 1 <= len(kept) <= 40 or not kept.isascii() or not kept.isprintable():
        raise ValueError("a code has 1 to 40 letters, digits and signs")
    values = {
        "code": kept,
        "percent": percent,
        "amount": amount,
        "months": months,
        "redeem_by": redeem_by,
        "most": most,
        "now": clock.now(),
    }
    if not await repository.make_coupon(session, values):
        raise CodeTaken(f"there is a coupon {kept} already")
    return kept


async def free_until(session: AsyncSession, tenant_id: UUID, until: datetime) -> None:
    """A trial that ends then, for a business that pays nothing. Raises Pays."""
    await _unpaid(session, tenant_id)
    await repository.give(session, tenant_id, plan=TRIAL, trial_ends_at=until)
    await _note(session, tenant_id, TRIAL)


async def put_on(session: AsyncSession, tenant_id: UUID, plan: str) -> None:
    """A plan without a bill, for a business that pays nothing. Raises Pays, ValueError."""
    if plan not in PLANS or plan == TRIAL:
        raise ValueError(f"no plan is called {plan}")
    await _unpaid(session, tenant_id)
    await repository.give(session, tenant_id, plan=plan, trial_ends_at=None)
    await _note(session, tenant_id, plan)


async def _unpaid(session: AsyncSession, tenant_id: UUID) -> None:
    """Forget a subscription that nobody collects. Raises Pays where somebody does."""
    row = await repository.find(session, tenant_id, lock=True)
    if row is not None and row.provider_ref is not None and row.state != "cancelled":
        raise Pays("this business pays for its plan; change it there")
    await repository.forget(session, tenant_id)


async def _note(session: AsyncSession, tenant_id: UUID, plan: str) -> None:
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=OPERATOR,
        action="subscription.give",
        resource_type="subscription",
        resource_id=tenant_id,
        after={"plan": plan},
    )
