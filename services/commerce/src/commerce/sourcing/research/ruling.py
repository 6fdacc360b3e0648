"""What the rule does at the end of a run: the strongest finds become drafts, as many as the store
allows on a day."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.research import repository
from commerce.sourcing.research.deciding import add_watch, bring, record
from commerce.sourcing.research.models import (
    AddedBy,
    ItemState,
    ResearchItem,
    ResearchRun,
    ResearchSettings,
)
from commerce.sourcing.research.scoring import Thresholds
from commerce.stores.directory import StoreFacts
from ecomm_core import clock, plans
from ecomm_core.errors import LimitReached
from ecomm_core.kernel import Kernel

ACTOR: Final = "system"


def thresholds_of(settings: ResearchSettings | None) -> Thresholds:
    """From where on a store acts."""
    if settings is None:
        return Thresholds()
    return Thresholds(settings.watch_at, settings.import_at, settings.import_coverage)


async def act(kernel: Kernel, session: AsyncSession, store: StoreFacts, run: ResearchRun) -> None:
    """Import what is strong, the best first, where the store allows it. What is beyond the day's
    cap, or the plan, goes on the watchlist. Called once for a run, in the transaction that finishes
    it; other runs of the store wait meanwhile, so that a day's cap is one."""
    settings = await repository.settings(session, store.id)
    if settings is None or not settings.auto_import:
        return
    await repository.alone(session, store.id)
    wanted = thresholds_of(settings)
    rows = await repository.for_the_rule(session, store.id, run.started_at, wanted)
    left = settings.auto_import_cap - await repository.imported_on(session, store.id, run.day)
    count = max(0, min(left, await _room(session, store, len(rows))))
    try:
        async with session.begin_nested():
            note = {"by": "rule", "run": str(run.id)}
            await bring(kernel, session, store, rows[:count], actor=ACTOR, note=note)
    except LimitReached:  # somebody else took the plan's last room meanwhile
        count = 0
        for row in rows:
            await session.refresh(row)
    run.imported = sum(row.state == ItemState.IMPORTED.value for row in rows[:count])
    await _hold_back(session, store, run, rows[count:])


async def _hold_back(
    session: AsyncSession, store: StoreFacts, run: ResearchRun, rows: Sequence[ResearchItem]
) -> None:
    run.held_back = len(rows)
    for row in rows:
        if await add_watch(session, row, AddedBy.RULE, ACTOR, clock.now()):
            await record(session, store, row, ItemState.WATCHED, ACTOR, "watch")
            run.watch_listed += 1


async def _room(session: AsyncSession, store: StoreFacts, count: int) -> int:
    """How many of `count` products the plan has room for; none where the business may only fulfil
    and pay its bill."""
    standing = await plans.standing(session, store.tenant_id)
    if standing.read_only_since is not None:
        return 0
    limit = standing.limit(plans.PRODUCTS)
    if limit is None:
        return count
    used = await plans.use(
        session, tenant_id=store.tenant_id, name=plans.PRODUCTS, scope_id=store.id
    )
    return max(0, min(count, limit - used))
