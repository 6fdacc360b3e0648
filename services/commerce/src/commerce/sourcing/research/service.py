"""Research: the public face of this folder. What the store wants, and what people see; what is
decided of finds is `deciding`, how they come about `running`."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.imports import service as imports
from commerce.sourcing.research import deciding, repository, showing, timing
from commerce.sourcing.research.deciding import decide
from commerce.sourcing.research.errors import ResearchItemNotFound, WatchNotFound
from commerce.sourcing.research.models import ItemState, ResearchSettings
from commerce.sourcing.research.schemas import (
    Act,
    ResearchFindOut,
    ResearchItemOut,
    ResearchSettingsIn,
    ResearchSettingsOut,
    WatchOut,
)
from commerce.sourcing.research.scoring import Thresholds
from commerce.sourcing.research.showing import run_out, shown, watches
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock, plans
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel

__all__ = [
    "act",
    "decide",
    "every_days",
    "get",
    "page",
    "remove_watch",
    "run_out",
    "set_settings",
    "settings",
    "watch",
    "watchlist",
]


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
    usual = Thresholds()
    today = timing.local_day(clock.now(), store.timezone)
    return ResearchSettingsOut(
        enabled=row is not None and row.enabled,
        categories=row.categories if row is not None else [],
        words=row.words if row is not None else [],
        max_cost=showing.money(row.max_cost if row is not None else None, store.currency),
        watch_at=row.watch_at if row is not None else usual.watch_at,
        import_at=row.import_at if row is not None else usual.import_at,
        import_coverage=row.import_coverage if row is not None else usual.import_coverage,
        auto_import=row is not None and row.auto_import,
        auto_import_cap=row.auto_import_cap if row is not None else 5,
        imported_today=await repository.imported_on(session, store.id, today),
        publishes=(await imports.settings(session, store)).auto_publish,
        next_run_at=row.next_run_at if row is not None else None,
        every_days=await every_days(session, store.tenant_id),
    )


async def set_settings(
    session: AsyncSession, store: StoreFacts, body: ResearchSettingsIn, *, actor: str
) -> ResearchSettingsOut:
    """Write how the store wants research. Switched on, it runs at the next 08:00 of the store's;
    left on, when it would have run anyhow. Raises Invalid (422) for another currency, and where
    finds would be imported before they are watched."""
    if body.max_cost is not None and body.max_cost.currency != store.currency:
        words = f"In the store's currency, {store.currency}."
        raise Invalid.on_field("max_cost.currency", words)
    if body.watch_at >= body.import_at:
        raise Invalid.on_field("watch_at", "Below the score for imports.")
    row = await repository.settings(session, store.id, lock=True)
    before = (await _settings_out(session, store, row)).model_dump(mode="json")
    now = clock.now()
    next_run_at = row.next_run_at if row is not None else None
    if not body.enabled:
        next_run_at = None
    elif next_run_at is None:
        next_run_at = timing.next_eight(now, store.timezone)
    values = {
        **body.model_dump(exclude={"max_cost", "categories", "words"}),
        "tenant_id": store.tenant_id,
        "store_id": store.id,
        "categories": list(dict.fromkeys(body.categories)),
        "words": list({word.casefold(): word for word in body.words}.values()),
        "max_cost": None if body.max_cost is None else body.max_cost.amount,
        "next_run_at": next_run_at,
        "updated_at": now,
    }
    await repository.put_settings(session, values)
    after = await settings(session, store)
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        actor=actor,
        action="research_settings.set",
        resource_type="store",
        resource_id=store.id,
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
    search: str | None,
    strong: bool,
    sort: str,
    offset: int,
    limit: int,
) -> tuple[list[ResearchItemOut], int]:
    """(finds, how many there are); dismissed ones only where they are asked for. `strong`: only
    those that may be imported without a look."""
    rows, total = await repository.page(
        session,
        store.id,
        state=state,
        min_score=min_score,
        supplier_id=supplier_id,
        search=search,
        strong=await showing.thresholds(session, store.id) if strong else None,
        sort=sort,
        offset=offset,
        limit=limit,
    )
    return await shown(session, store, rows), total


async def get(session: AsyncSession, store: StoreFacts, item_id: UUID) -> ResearchFindOut:
    """One find. Raises ResearchItemNotFound (404)."""
    row = await repository.item(session, store.id, item_id)
    if row is None:
        raise ResearchItemNotFound
    [found] = await shown(session, store, [row])
    days = await showing.histories(session, store, {row.id: row.currency})
    values = {name: getattr(found, name) for name in ResearchItemOut.model_fields}
    return ResearchFindOut(**values, history=days[row.id])


async def act(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    item_id: UUID,
    what: Act,
    *,
    actor: str,
) -> ResearchFindOut:
    """Decide of one find, and show it. Raises what `deciding.one` raises."""
    await deciding.one(kernel, session, store, item_id, what, actor=actor)
    return await get(session, store, item_id)


async def watch(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, item_id: UUID, *, actor: str
) -> WatchOut:
    """Put a find on the watchlist, a dismissed one too. Done twice it is done once, and keeps how
    it stood the first time. Raises ResearchItemNotFound (404), FindImported (409)."""
    await deciding.one(kernel, session, store, item_id, "watch", actor=actor)
    rows, _ = await repository.watchlist(session, store.id, item_id=item_id)
    [found] = await watches(session, store, rows)
    return found


async def remove_watch(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, watch_id: UUID, *, actor: str
) -> None:
    """Take something off the watchlist; the rule does not put it back. Raises WatchNotFound
    (404)."""
    entry = await repository.watched(session, store.id, watch_id)
    if entry is None:
        raise WatchNotFound
    await deciding.one(kernel, session, store, entry.item_id, "unwatch", actor=actor)


async def watchlist(
    session: AsyncSession, store: StoreFacts, *, search: str | None, offset: int, limit: int
) -> tuple[list[WatchOut], int]:
    """(the watchlist, how many are on it), the last added first."""
    rows, total = await repository.watchlist(
        session, store.id, search=search, offset=offset, limit=limit
    )
    return await watches(session, store, rows), total
