"""What a demo shop's research found: two weeks of mornings at its first supplier, judged by the
rules' own sums, a few finds watched and one dismissed."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.all_models import metadata
from commerce.bulk import insert_rows
from commerce.seed.supply.doors import Door
from commerce.sourcing.research import timing
from commerce.sourcing.research.deciding import add_watch
from commerce.sourcing.research.models import (
    AddedBy,
    ItemState,
    ResearchItem,
    ResearchRun,
    ResearchSettings,
)
from commerce.sourcing.research.taking import take
from commerce.sourcing.suppliers.models import Supplier
from commerce.stores.directory import StoreFacts
from ecomm_connectors.suppliers.goods import ProductSummary
from ecomm_core.ids import new_id

MORNINGS: Final = 14
WATCHED: Final = 3
Found = Mapping[UUID, Sequence[ProductSummary]]


async def best_sellers(
    doors: Mapping[UUID, Door], plan: Mapping[str, Any], country: str
) -> dict[UUID, list[ProductSummary]]:
    """Account -> what sells best there of the shop's kind: the first account's, the second one
    sells the same. No transaction is open meanwhile."""
    account, door = next(iter(doors.items()))
    category = plan["supply"]["category"]
    page = await door.supplier.best_sellers(category=category, destination=country)
    return {account: list(page.products)}


async def look(
    session: AsyncSession,
    store: StoreFacts,
    plan: Mapping[str, Any],
    found: Found,
    now: datetime,
    *,
    actor: str,
) -> None:
    """Write the settings, the mornings and what they said."""
    session.add(
        ResearchSettings(
            tenant_id=store.tenant_id,
            store_id=store.id,
            enabled=True,
            categories=[plan["supply"]["category"]],
            max_cost=None,
            words=[],
            next_run_at=timing.next_eight(now, store.timezone),
            updated_at=now - timedelta(days=20),
        )
    )
    await session.flush()
    today = await _mornings(session, store, found, now)
    for account, products in found.items():
        supplier = (await session.scalars(select(Supplier).where(Supplier.id == account))).one()
        await take(session, store, today, supplier, products)
        await _remembered(session, store, account, products, today, now)
        analysed, watched = await take(session, store, today, supplier, products)
        today.analysed += analysed
        today.watch_listed += watched
    await _decide(session, store, now, actor)


async def _mornings(
    session: AsyncSession, store: StoreFacts, found: Found, now: datetime
) -> ResearchRun:
    """The runs, the latest last."""
    runs: list[dict[str, Any]] = []
    latest = timing.local_day(now, store.timezone)
    if timing.eight(latest, store.timezone) > now:
        latest -= timedelta(days=1)
    for back in range(MORNINGS, -1, -1):
        day = latest - timedelta(days=back)
        at = timing.eight(day, store.timezone)
        count = sum(len(products) for products in found.values()) if back else 0
        done = {
            str(account): {"state": "done", "analysed": len(products), "error": None}
            for account, products in found.items()
        }
        runs.append(
            {
                "tenant_id": store.tenant_id,
                "id": new_id(),
                "store_id": store.id,
                "day": day.isoformat(),
                "scheduled": True,
                "started_by": "schedule",
                "started_at": at,
                "finished_at": at + timedelta(seconds=14),
                "suppliers": done,
                "analysed": count,
                "watch_listed": 0,
            }
        )
    await insert_rows(session, metadata.tables["research_runs"], runs)
    latest_run = select(ResearchRun).where(ResearchRun.id == runs[-1]["id"])
    return (await session.scalars(latest_run)).one()


async def _remembered(
    session: AsyncSession,
    store: StoreFacts,
    account: UUID,
    products: Sequence[ProductSummary],
    today: ResearchRun,
    now: datetime,
) -> None:
    """What the mornings before had read: each find sold a little less each day back."""
    ids = [one.external_id for one in products]
    rows = await session.scalars(
        select(ResearchItem).where(
            ResearchItem.supplier_id == account, ResearchItem.external_id.in_(ids)
        )
    )
    earlier = []
    for row in sorted(rows, key=lambda one: one.external_id):
        random = Random(f"finds {store.slug} {row.external_id}")  # noqa: S311 - a demo's dice
        growth = random.choice((0.004, 0.008, 0.015, 0.03, 0.055))
        count, score = float(row.orders_count or 0), row.score
        for back in range(1, MORNINGS + 1):
            count /= 1 + growth * random.uniform(0.4, 1.6)
            earlier.append(
                {
                    "tenant_id": row.tenant_id,
                    "id": new_id(),
                    "store_id": row.store_id,
                    "item_id": row.id,
                    "day": (today.day - timedelta(days=back)).isoformat(),
                    "orders_count": int(count),
                    "cost": row.cost,
                    "score": None if score is None else max(score - random.randrange(7), 0),
                    "seen_at": now - timedelta(days=back),
                }
            )
        row.first_seen_at = now - timedelta(days=MORNINGS)
    await session.flush()
    await insert_rows(session, metadata.tables["research_observations"], earlier)


async def _decide(session: AsyncSession, store: StoreFacts, now: datetime, actor: str) -> None:
    """A person put the best on the watchlist, and wanted none of the weakest."""
    rows = await session.scalars(
        select(ResearchItem)
        .where(ResearchItem.store_id == store.id)
        .order_by(ResearchItem.score.desc().nulls_last(), ResearchItem.external_id)
    )
    found = [row for row in rows if row.state == ItemState.NEW.value]
    for place, row in enumerate(found[:WATCHED]):
        at = now - timedelta(days=5 - place, hours=3)
        if await add_watch(session, row, AddedBy.PERSON, actor, at):
            row.state, row.decided_by, row.decided_at = ItemState.WATCHED.value, actor, at
    for row in found[WATCHED:][-1:]:
        row.state, row.decided_by = ItemState.DISMISSED.value, actor
        row.decided_at = now - timedelta(days=2)
    await session.flush()
