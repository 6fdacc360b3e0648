"""Research: the public face of this folder. What people do with finds; how they come about is
`running`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.research import repository, timing
from commerce.sourcing.research.errors import ResearchItemNotFound, WatchNotFound
from commerce.sourcing.research.models import (
    AddedBy,
    ItemState,
    ResearchItem,
    ResearchRun,
    ResearchSettings,
)
from commerce.sourcing.research.schemas import (
    ResearchItemOut,
    ResearchRunOut,
    ResearchSettingsIn,
    ResearchSettingsOut,
    ResearchSignalOut,
    SupplierRunOut,
    WatchOut,
)
from commerce.sourcing.research.scoring import WEIGHTS, Code, strong
from commerce.sourcing.suppliers import service as suppliers
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock, plans
from ecomm_core.api.schemas import Money
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id

MAX_SHOWN = 10**15


async def every_days(session: AsyncSession, tenant_id: UUID) -> int:
    """How often the tenant's plan includes research by itself, in days."""
    daily = await plans.included(session, tenant_id=tenant_id, name=plans.DAILY_RESEARCH)
    return 1 if daily else timing.WEEKLY


async def settings(session: AsyncSession, store: StoreFacts) -> ResearchSettingsOut:
    """How the store wants research; off where it never said."""
    row = await repository.settings(session, store.id)
    return await _settings_out(session, store, row)


async def _settings_out(
    session: AsyncSession, store: StoreFacts, row: ResearchSettings | None
) -> ResearchSettingsOut:
    return ResearchSettingsOut(
        enabled=row is not None and row.enabled,
        categories=row.categories if row is not None else [],
        max_cost=money(row.max_cost if row is not None else None, store.currency),
        next_run_at=row.next_run_at if row is not None else None,
        every_days=await every_days(session, store.tenant_id),
    )


async def set_settings(
    session: AsyncSession, store: StoreFacts, body: ResearchSettingsIn, *, actor: str
) -> ResearchSettingsOut:
    """Write how the store wants research. Switched on, it runs at the next 08:00 of the store's;
    left on, when it would have run anyhow. Raises Invalid (422) for another currency."""
    if body.max_cost is not None and body.max_cost.currency != store.currency:
        words = f"In the store's currency, {store.currency}."
        raise Invalid.on_field("max_cost.currency", words)
    row = await repository.settings(session, store.id, lock=True)
    before = (await _settings_out(session, store, row)).model_dump(mode="json")
    now = clock.now()
    next_run_at = row.next_run_at if row is not None else None
    if not body.enabled:
        next_run_at = None
    elif next_run_at is None:
        next_run_at = timing.next_eight(now, store.timezone)
    values = {
        "tenant_id": store.tenant_id,
        "store_id": store.id,
        "enabled": body.enabled,
        "categories": list(dict.fromkeys(body.categories)),
        "max_cost": None if body.max_cost is None else body.max_cost.amount,
        "next_run_at": next_run_at,
        "updated_at": now,
    }
    await repository.put_settings(session, values)
    after = await settings(session, store)
    await _audit(
        session,
        store,
        actor,
        "research_settings.set",
        store.id,
        resource="store",
        before=before,
        after=after.model_dump(mode="json"),
    )
    return after


async def page(
    session: AsyncSession,
    store: StoreFacts,
    *,
    state: ItemState | None,
    min_score: int | None,
    supplier_id: UUID | None,
    sort: str,
    offset: int,
    limit: int,
) -> tuple[list[ResearchItemOut], int]:
    """(finds, how many there are); dismissed ones only where they are asked for."""
    rows, total = await repository.page(
        session,
        store.id,
        state=state,
        min_score=min_score,
        supplier_id=supplier_id,
        sort=sort,
        offset=offset,
        limit=limit,
    )
    return await _shown(session, store, rows), total


async def get(session: AsyncSession, store: StoreFacts, item_id: UUID) -> ResearchItemOut:
    """One find. Raises ResearchItemNotFound (404)."""
    row = await repository.item(session, store.id, item_id)
    if row is None:
        raise ResearchItemNotFound
    [shown] = await _shown(session, store, [row])
    return shown


async def dismiss(
    session: AsyncSession, store: StoreFacts, item_id: UUID, *, actor: str
) -> ResearchItemOut:
    """Not for us: out of the list, off the watchlist, and left alone by later runs. Done twice it
    is done once. Raises ResearchItemNotFound (404)."""
    row = await _locked(session, store, item_id)
    if row.state != ItemState.DISMISSED.value:
        await repository.unwatch(session, row.id)
        await _decide(session, store, row, ItemState.DISMISSED, actor, "dismiss")
    return await get(session, store, item_id)


async def restore(
    session: AsyncSession, store: StoreFacts, item_id: UUID, *, actor: str
) -> ResearchItemOut:
    """Undo a dismissal; it is new again. Raises ResearchItemNotFound (404)."""
    row = await _locked(session, store, item_id)
    if row.state == ItemState.DISMISSED.value:
        await _decide(session, store, row, ItemState.NEW, actor, "restore")
    return await get(session, store, item_id)


async def watch(session: AsyncSession, store: StoreFacts, item_id: UUID, *, actor: str) -> WatchOut:
    """Put a find on the watchlist, a dismissed one too. Done twice it is done once, and keeps how
    it stood the first time. Raises ResearchItemNotFound (404)."""
    row = await _locked(session, store, item_id)
    if await add_watch(session, row, AddedBy.PERSON, actor, clock.now()):
        await _decide(session, store, row, ItemState.WATCHED, actor, "watch")
    rows, _ = await repository.watchlist(session, store.id, item_id=item_id)
    return watch_out(rows[0])


async def add_watch(
    session: AsyncSession, row: ResearchItem, by: AddedBy, actor: str, now: datetime
) -> bool:
    """Write a watchlist entry with how the find stands now; False where it is on it."""
    return await repository.watch(
        session,
        {
            "tenant_id": row.tenant_id,
            "id": new_id(),
            "store_id": row.store_id,
            "item_id": row.id,
            "added_by": by.value,
            "actor": actor,
            "added_at": now,
            "cost_then": row.cost,
            "stock_then": await repository.stock(session, row.id),
            "score_then": row.score,
            "orders_then": row.orders_count,
        },
    )


async def remove_watch(
    session: AsyncSession, store: StoreFacts, watch_id: UUID, *, actor: str
) -> None:
    """Take something off the watchlist; the rule does not put it back. Raises WatchNotFound
    (404)."""
    entry = await repository.watched(session, store.id, watch_id)
    if entry is None:
        raise WatchNotFound
    row = await _locked(session, store, entry.item_id)
    await repository.unwatch(session, row.id)
    row.rule_off = True
    await _decide(session, store, row, ItemState.NEW, actor, "unwatch")


async def watchlist(
    session: AsyncSession, store: StoreFacts, *, offset: int, limit: int
) -> tuple[list[WatchOut], int]:
    """(the watchlist, how many are on it), the last added first."""
    rows, total = await repository.watchlist(session, store.id, offset=offset, limit=limit)
    return [watch_out(row) for row in rows], total


async def _locked(session: AsyncSession, store: StoreFacts, item_id: UUID) -> ResearchItem:
    row = await repository.item(session, store.id, item_id, lock=True)
    if row is None:
        raise ResearchItemNotFound
    return row


async def _decide(
    session: AsyncSession,
    store: StoreFacts,
    row: ResearchItem,
    state: ItemState,
    actor: str,
    action: str,
) -> None:
    before = {"state": row.state}
    row.state, row.decided_by, row.decided_at = state.value, actor, clock.now()
    await session.flush()
    await _audit(
        session,
        store,
        actor,
        f"research_item.{action}",
        row.id,
        before=before,
        after={"state": state.value, "title": row.title, "score": row.score},
    )


async def _audit(
    session: AsyncSession,
    store: StoreFacts,
    actor: str,
    action: str,
    resource_id: UUID,
    *,
    resource: str = "research_item",
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        actor=actor,
        action=action,
        resource_type=resource,
        resource_id=resource_id,
        before=before,
        after=after,
    )


def money(amount: int | None, currency: str) -> Money | None:
    """An amount, where there is one; what no amount can be is none."""
    if amount is None or abs(amount) > MAX_SHOWN:
        return None
    return Money(amount=amount, currency=currency)


async def _shown(
    session: AsyncSession, store: StoreFacts, rows: Sequence[ResearchItem]
) -> list[ResearchItemOut]:
    names = {row.id: row.name for row in await suppliers.of_store(session, store.id)}
    own = set(ResearchItemOut.model_fields)
    own -= {"supplier_name", "cost", "list_price", "strong", "breakdown"}
    return [
        ResearchItemOut(
            **{name: getattr(row, name) for name in own},
            supplier_name=names[row.supplier_id],
            cost=money(row.cost, row.currency),
            list_price=money(row.list_price, row.currency),
            strong=strong(row.score, row.coverage),
            breakdown=[
                ResearchSignalOut(**one, weight=WEIGHTS[Code(one["code"])]) for one in row.breakdown
            ],
        )
        for row in rows
    ]


def watch_out(row: Any) -> WatchOut:
    """A watchlist entry, as the repository gives it."""
    own = set(WatchOut.model_fields) - {"cost_then", "cost"}
    return WatchOut(
        **{name: getattr(row, name) for name in own},
        cost_then=money(row.cost_then, row.currency),
        cost=money(row.cost, row.currency),
    )


def run_out(row: ResearchRun) -> ResearchRunOut:
    """A run."""
    own = set(ResearchRunOut.model_fields) - {"suppliers"}
    return ResearchRunOut(
        **{name: getattr(row, name) for name in own},
        suppliers=[
            SupplierRunOut(supplier_id=UUID(key), **told) for key, told in row.suppliers.items()
        ],
    )
