"""Billing in the worker: the provider's truth is read, time moves what nobody pays, and owners hear
of limits before they bite."""

import json
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.billing import (
    crediting,
    inbox,
    keeping,
    letters,
    repository,
    service,
    superseding,
)
from commerce.billing.entitling import COUNTED, uses
from commerce.billing.keeping import Read
from commerce.billing.providers import subscriptions_of
from commerce.billing.states import LOOK_AGAIN, State
from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.plan_table import PLANS, TRIAL
from ecomm_core.plans import standing_of
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.registry import CallTask, Task
from ecomm_core.tasks.schedule import ScheduledTask

log = get_logger(__name__)

CLOCK: Final = "commerce.billing.clock"
USAGE: Final = "commerce.billing.usage"
WARN_BEFORE: Final = timedelta(days=3)
"""Before a trial ends its owner is told."""
LEVELS: Final = (100, 80)
PAGE: Final = 200

_DUE: Final = "select tenant_id from due_subscriptions($1, $2, $3)"
_NEAR: Final = "select tenant_id from tenants_near_limits($1, $2, $3)"


async def prepare(
    _kernel: Kernel, _session: AsyncSession, delivery: Delivery
) -> tuple[str, str] | None:
    """Which subscription is asked about."""
    return delivery.args["provider"], delivery.args["ref"]


async def call(kernel: Kernel, about: tuple[str, str]) -> Read | None:
    """Read it. Raises ProviderUnavailable: tried again. A refusal is final: it is gone there."""
    name, ref = about
    provider = subscriptions_of(kernel).named(name)
    if provider is None:
        log.error("billing_provider_gone", provider=name)
        return None
    try:
        return await service.read(provider, ref)
    except ProviderRefused as error:
        log.warning("subscription_gone", provider=name, ref=ref, reason=error.reason)
        return None


async def finish(
    kernel: Kernel, session: AsyncSession, delivery: Delivery, _about: Any, read: Read | None
) -> None:
    """Write it down."""
    if read is not None:
        await keeping.keep(kernel, session, delivery.tenant_id, read, clock.now())


async def tick(kernel: Kernel) -> None:
    """Let the mock's time pass, then look at every subscription that is due; one that fails holds
    up no other."""
    courier = subscriptions_of(kernel).courier
    while await courier.run_due(limit=PAGE) == PAGE:
        continue
    now = clock.now()
    async for (tenant_id,) in all_due(kernel.database, _DUE, now, now + WARN_BEFORE, page=PAGE):
        try:
            async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
                await look_at(kernel, session, tenant_id)
        except Exception:
            log.exception("billing_clock_failed", tenant_id=str(tenant_id))


async def look_at(kernel: Kernel, session: AsyncSession, tenant_id: UUID) -> None:
    """One subscription that is due, or a trial that ends soon."""
    now = clock.now()
    row = await keeping.begin(session, tenant_id, now)
    if row.provider_ref is not None:
        # Nobody is warned or closed out on our memory alone: the provider is asked first.
        await repository.look_at(session, row.id, now + LOOK_AGAIN)
        await inbox.ask(kernel, session, tenant_id, row.provider, row.provider_ref)
        return
    if State(row.state) is State.TRIALING and row.period_end is not None and now < row.period_end:
        await letters.about_trial(kernel, session, tenant_id, plan=row.plan, until=row.period_end)
        return
    await keeping.let_time_pass(kernel, session, tenant_id, now)


async def tell_of_use(kernel: Kernel) -> None:
    """Mail owners whose use has reached 80 or 100 % of a limit, once for each."""
    pool = await kernel.database.reads()
    limits = _limits_json()
    after = UUID(int=0)
    while True:
        rows = await pool.fetch(_NEAR, limits, after, PAGE)
        for row in rows:
            after = row["tenant_id"]
            try:
                async with kernel.database.transaction(Scope(tenant_id=after)) as session:
                    await _tell(kernel, session, after)
            except Exception:
                log.exception("billing_usage_failed", tenant_id=str(after))
        if len(rows) < PAGE:
            return


async def _tell(kernel: Kernel, session: AsyncSession, tenant_id: UUID) -> None:
    tenant = await repository.tenant(session, tenant_id)
    if tenant is None:
        return
    for one in uses(standing_of(tenant), await repository.uses(session)):
        level = next((level for level in LEVELS if (one.percent or 0) >= level), None)
        if one.limit and level is not None:
            await letters.about_use(kernel, session, tenant_id, one, plan=tenant.plan, level=level)


def _limits_json() -> str:
    """Limit -> plan -> how many, of what is counted and limited."""
    return json.dumps(
        {
            name: {
                plan.name: plan.limits[name]
                for plan in PLANS.values()
                if plan.limits[name] is not None and plan.name != TRIAL
            }
            for name in COUNTED
        }
    )


TASKS: list[Task] = [
    CallTask(inbox.HEAR, prepare, call, finish),
    CallTask(crediting.SEND, crediting.prepare, crediting.call, crediting.finish),
    *superseding.TASKS,
]
SCHEDULED = [
    ScheduledTask(CLOCK, timedelta(minutes=1), tick),
    ScheduledTask(USAGE, timedelta(hours=1), tell_of_use, queue="bulk"),
]
