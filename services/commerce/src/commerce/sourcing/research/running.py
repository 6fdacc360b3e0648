"""One look at a store's suppliers: begun, each supplier asked by a job of its own with nothing
open, finished by whoever comes last."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import service as mail
from commerce.reads.stock_alerts import owner_email
from commerce.sourcing.research import repository, ruling, timing
from commerce.sourcing.research.errors import NoBestSellers, ResearchRunning
from commerce.sourcing.research.models import ItemState, ResearchItem, ResearchRun
from commerce.sourcing.research.taking import take
from commerce.sourcing.suppliers import service as suppliers
from commerce.sourcing.suppliers.adapters import adapters_of
from commerce.sourcing.suppliers.errors import SupplierClosed
from commerce.sourcing.suppliers.models import Supplier, SupplierStatus
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from ecomm_connectors.suppliers.errors import SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.goods import ProductSummary
from ecomm_connectors.suppliers.port import Capability
from ecomm_core import clock, plans
from ecomm_core.errors import TooManyRequests
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

LOOK: Final = "commerce.research.look"
AT_MOST: Final = 50
"""Best sellers looked at in a category of a supplier."""
TRIES: Final = 5
"""So often a supplier that does not answer is asked in one run."""
STALE: Final = timedelta(hours=6)
"""A run that is older was lost: another may begin."""
BETWEEN: Final = timedelta(minutes=15)
"""From one look that somebody asked for to the next."""
TOP: Final = 5
NAMED: Final = 10
"""Drafts and entries of the watchlist that the day's mail names."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An account whose best sellers are wanted. `last`: nobody asks again if it fails."""

    run_id: UUID
    supplier: Supplier
    categories: tuple[str, ...]
    country: str
    last: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """What it said; or why it did not."""

    products: tuple[ProductSummary, ...] = ()
    error: str | None = None


async def begin(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    *,
    scheduled: bool,
    actor: str,
) -> ResearchRun | None:
    """Write a run and a job for each supplier that tells its best sellers; None where the store's
    day has had its scheduled run, or there is nobody to ask."""
    able = {
        one.name for one in adapters_of(kernel).all() if Capability.BEST_SELLERS in one.capabilities
    }
    asked = [
        row
        for row in await suppliers.of_store(session, store.id)
        if row.status == SupplierStatus.CONNECTED.value and row.adapter in able
    ]
    if not asked:
        return None
    now = clock.now()
    run_id = new_id()
    waiting: dict[str, Any] = {"state": "waiting", "analysed": 0, "error": None}
    made = await repository.add_run(
        session,
        {
            "tenant_id": store.tenant_id,
            "id": run_id,
            "store_id": store.id,
            "day": timing.local_day(now, store.timezone),
            "scheduled": scheduled,
            "started_by": actor,
            "started_at": now,
            "finished_at": None,
            "suppliers": {str(row.id): waiting for row in asked},
            "analysed": 0,
            "watch_listed": 0,
        },
    )
    if not made:
        return None
    for row in asked:
        args = {"store_id": str(store.id), "run_id": str(run_id), "supplier_id": str(row.id)}
        await kernel.outbox.enqueue(session, LOOK, args, tenant_id=store.tenant_id, queue="bulk")
    return await repository.run(session, store.id, run_id)


async def begin_now(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, *, actor: str
) -> ResearchRun:
    """A look that somebody asks for. What the plan includes for a week (Starter) or a day (Growth)
    is counted with those that came by themselves; Pro may ask every quarter of an hour.

    Raises NoBestSellers, ResearchRunning (409), LimitReached (402), TooManyRequests (429).
    """
    # Nobody else begins one meanwhile; the settings' row may not be there yet.
    await repository.alone(session, store.id)
    now = clock.now()
    latest = await repository.latest_run(session, store.id)
    if latest is not None:
        age = now - latest.started_at
        if latest.finished_at is None and age < STALE:
            raise ResearchRunning
        await _in_plan(session, store, latest, now)
        if age < BETWEEN:
            wait = max(1, int((BETWEEN - age).total_seconds()))
            raise TooManyRequests(
                "Research ran a moment ago. Try again in a quarter of an hour.",
                headers={"Retry-After": str(wait)},
            )
    run = await begin(kernel, session, store, scheduled=False, actor=actor)
    if run is None:
        raise NoBestSellers
    return run


async def _in_plan(
    session: AsyncSession, store: StoreFacts, latest: ResearchRun, now: datetime
) -> None:
    if await plans.included(session, tenant_id=store.tenant_id, name=plans.LIVE_RESEARCH):
        return
    days = (timing.local_day(now, store.timezone) - latest.day).days
    if days >= timing.WEEKLY:
        return
    wanted = plans.DAILY_RESEARCH if days >= 1 else plans.LIVE_RESEARCH
    await plans.includes(session, tenant_id=store.tenant_id, name=wanted)


async def asked(
    session: AsyncSession, store_id: UUID, run_id: UUID, supplier_id: UUID, attempt: int
) -> Asked | None:
    """Whom to ask for what; None where it has been asked in this run, or is gone."""
    run = await repository.run(session, store_id, run_id)
    row = await suppliers.repository.one(session, store_id, supplier_id)
    if run is None or row is None or run.suppliers[str(supplier_id)]["state"] != "waiting":
        return None
    store = await stores.get(session, store_id)
    wanted = await repository.settings(session, store_id)
    categories = tuple(wanted.categories) if wanted is not None else ()
    return Asked(run_id, row, categories, store.country, last=attempt >= TRIES)


async def ask(kernel: Kernel, what: Asked) -> Heard:
    """Ask; no transaction is open meanwhile. Raises SupplierUnavailable: tried again later, until
    it was the last time."""
    found: dict[str, ProductSummary] = {}
    try:
        supplier = await suppliers.open_supplier(kernel, what.supplier)
        for category in what.categories or (None,):
            cursor: str | None = None
            most = len(found) + AT_MOST
            while len(found) < most:
                page = await supplier.best_sellers(
                    category=category, destination=what.country, cursor=cursor
                )
                fresh = [one for one in page.products if one.external_id not in found]
                found |= {one.external_id: one for one in fresh[: most - len(found)]}
                cursor = page.next_cursor
                # A supplier that gives the same page for ever says nothing new.
                if cursor is None or not fresh:
                    break
    except (SupplierClosed, SupplierRefused) as error:
        return Heard(error=str(error)[:200])
    except SupplierUnavailable as error:
        if what.last:
            return Heard(error=str(error)[:200])
        raise
    return Heard(tuple(found.values()))


async def settle(kernel: Kernel, session: AsyncSession, what: Asked, heard: Heard) -> None:
    """Write down what a supplier said, score it, and finish the run with its last supplier."""
    run = await repository.run(session, what.supplier.store_id, what.run_id, lock=True)
    key = str(what.supplier.id)
    if run is None or run.suppliers[key]["state"] != "waiting":
        return
    store = stores.facts_of(await stores.get(session, run.store_id))
    analysed = 0
    if heard.error is None:
        analysed, watch_listed = await take(session, store, run, what.supplier, heard.products)
        run.analysed += analysed
        run.watch_listed += watch_listed
    state = "done" if heard.error is None else "failed"
    told = {"state": state, "analysed": analysed, "error": heard.error}
    run.suppliers = {**run.suppliers, key: told}
    if all(one["state"] != "waiting" for one in run.suppliers.values()):
        run.finished_at = clock.now()
        await session.flush()
        await ruling.act(kernel, session, store, run)
        await session.flush()
        if run.scheduled and run.analysed:
            await _report(kernel, session, store, run)
    await session.flush()


async def _report(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, run: ResearchRun
) -> None:
    """The day's mail; its key is the run, so it is one."""
    to = store.contact_email or await owner_email(session, store.tenant_id)
    if to is None:
        return
    best = await repository.top(session, store.id, run.started_at, TOP)
    brought, watched = [
        await repository.decided(session, store.id, run.started_at, state, ruling.ACTOR, NAMED)
        for state in (ItemState.IMPORTED, ItemState.WATCHED)
    ]
    address = f"{kernel.settings.dashboard_url}/stores/{store.id}"
    await mail.send(
        session,
        kernel,
        tenant_id=store.tenant_id,
        store_id=store.id,
        kind=mail.Kind.DAILY_RESEARCH,
        to=to,
        key=f"research:{run.id}",
        context={
            "analysed": run.analysed,
            "watch_listed": run.watch_listed,
            "imported": run.imported,
            "held_back": run.held_back,
            "unanswered": sum(one["state"] == "failed" for one in run.suppliers.values()),
            "drafts": [_named(one) for one in brought],
            "watched": [_named(one) for one in watched],
            "items": [_named(one) for one in best],
            "url": f"{address}/research",
            "review_url": f"{address}/import-review",
        },
    )


def _named(one: ResearchItem) -> dict[str, Any]:
    return {"title": one.title[:300], "score": one.score or 0, "coverage": one.coverage}
