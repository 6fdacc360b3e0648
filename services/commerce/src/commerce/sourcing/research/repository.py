"""Queries of research."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, exists, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reads.research_facts import STOCK
from commerce.sourcing.imports import repository as imports
from commerce.sourcing.imports.models import GoodsImportItem, GoodsState
from commerce.sourcing.research.models import (
    AddedBy,
    ItemState,
    ResearchItem,
    ResearchObservation,
    ResearchRun,
    ResearchSettings,
    WatchlistItem,
)
from commerce.sourcing.research.scoring import Thresholds
from commerce.sourcing.suppliers.models import Supplier, SupplierStatus


async def settings(
    session: AsyncSession, store_id: UUID, *, lock: bool = False
) -> ResearchSettings | None:
    """What the store has said; None where it never did."""
    query = select(ResearchSettings).where(ResearchSettings.store_id == store_id)
    if lock:
        query = query.with_for_update()
    found: ResearchSettings | None = await session.scalar(
        query.execution_options(populate_existing=True)
    )
    return found


async def put_settings(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write a store's settings."""
    statement = insert(ResearchSettings).values(dict(values))
    changed = {
        name: statement.excluded[name] for name in values if name not in {"tenant_id", "store_id"}
    }
    await session.execute(
        statement.on_conflict_do_update(index_elements=["tenant_id", "store_id"], set_=changed)
    )


async def add_run(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Write a run; False where the store's day has had its scheduled one."""
    made = await session.execute(
        insert(ResearchRun).values(dict(values)).on_conflict_do_nothing().returning(ResearchRun.id)
    )
    return made.first() is not None


async def run(
    session: AsyncSession, store_id: UUID, run_id: UUID, *, lock: bool = False
) -> ResearchRun | None:
    """A run of the store."""
    query = select(ResearchRun).where(ResearchRun.id == run_id, ResearchRun.store_id == store_id)
    if lock:
        query = query.with_for_update()
    found: ResearchRun | None = await session.scalar(
        query.execution_options(populate_existing=True)
    )
    return found


async def alone(session: AsyncSession, store_id: UUID) -> None:
    """Until the transaction ends nobody else begins a run of the store that somebody asked for."""
    await session.execute(
        text("select pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"research:{store_id}"},
    )


async def latest_run(session: AsyncSession, store_id: UUID) -> ResearchRun | None:
    """The store's last run."""
    found: ResearchRun | None = await session.scalar(
        select(ResearchRun)
        .where(ResearchRun.store_id == store_id)
        .order_by(ResearchRun.started_at.desc(), ResearchRun.id.desc())
        .limit(1)
    )
    return found


async def put_items(
    session: AsyncSession, rows: Sequence[Mapping[str, Any]]
) -> dict[str, ResearchItem]:
    """Write what a supplier said of products, known or new; by their ids there. What was decided
    of them stays. Rows come in the order of those ids, so that two runs never wait in a circle."""
    if not rows:
        return {}
    statement = insert(ResearchItem).values([dict(row) for row in rows])
    said = ("title", "url", "image_url", "category", "currency", "cost", "list_price")
    names = (*said, "orders_count", "seen_at")
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "supplier_id", "external_id"],
            set_={name: statement.excluded[name] for name in names},
        )
    )
    found = await session.scalars(
        select(ResearchItem)
        .where(
            ResearchItem.supplier_id == rows[0]["supplier_id"],
            ResearchItem.external_id.in_([row["external_id"] for row in rows]),
        )
        .execution_options(populate_existing=True)
    )
    return {row.external_id: row for row in found}


async def put_observations(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write a day's figures; those of an earlier look at the same day are replaced."""
    if not rows:
        return
    statement = insert(ResearchObservation).values([dict(row) for row in rows])
    names = ("orders_count", "cost", "seen_at")
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "item_id", "day"],
            set_={name: statement.excluded[name] for name in names},
        )
    )


async def observations(
    session: AsyncSession, item_ids: Collection[UUID], since: date
) -> Mapping[UUID, list[ResearchObservation]]:
    """Item -> its days, the newest first."""
    rows = await session.scalars(
        select(ResearchObservation)
        .where(ResearchObservation.item_id.in_(item_ids), ResearchObservation.day >= since)
        .order_by(ResearchObservation.day.desc())
        .execution_options(populate_existing=True)
    )
    found: dict[UUID, list[ResearchObservation]] = {}
    for row in rows:
        found.setdefault(row.item_id, []).append(row)
    return found


async def item(session: AsyncSession, store_id: UUID, item_id: UUID) -> ResearchItem | None:
    """A find of the store."""
    found: ResearchItem | None = await session.scalar(
        select(ResearchItem)
        .where(ResearchItem.id == item_id, ResearchItem.store_id == store_id)
        .execution_options(populate_existing=True)
    )
    return found


async def locked(
    session: AsyncSession, store_id: UUID, ids: Collection[UUID]
) -> dict[UUID, ResearchItem]:
    """Finds of the store, locked in one order."""
    found = await session.scalars(
        select(ResearchItem)
        .where(ResearchItem.id.in_(ids), ResearchItem.store_id == store_id)
        .order_by(ResearchItem.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in found}


def _strong(wanted: Thresholds) -> ColumnElement[bool]:
    return (ResearchItem.score >= wanted.import_at) & (
        ResearchItem.coverage >= wanted.import_coverage
    )


async def for_the_rule(
    session: AsyncSession, store_id: UUID, since: datetime, wanted: Thresholds
) -> list[ResearchItem]:
    """Finds seen since then that the rule may import, locked, the best first: strong, of a supplier
    that is connected, in no import, and with nobody's decision on them but the rule's own."""
    of_rule = exists().where(
        WatchlistItem.item_id == ResearchItem.id, WatchlistItem.added_by == AddedBy.RULE.value
    )
    in_import = exists().where(
        GoodsImportItem.store_id == ResearchItem.store_id,
        GoodsImportItem.supplier_id == ResearchItem.supplier_id,
        GoodsImportItem.external_id == ResearchItem.external_id,
        GoodsImportItem.state != GoodsState.DISMISSED.value,
    )
    connected = exists().where(
        Supplier.id == ResearchItem.supplier_id,
        Supplier.status == SupplierStatus.CONNECTED.value,
    )
    found = await session.scalars(
        select(ResearchItem)
        .where(
            ResearchItem.store_id == store_id,
            ResearchItem.seen_at >= since,
            _strong(wanted),
            ResearchItem.rule_off.is_(False),
            or_(
                ResearchItem.state == ItemState.NEW.value,
                (ResearchItem.state == ItemState.WATCHED.value) & of_rule,
            ),
            connected,
            ~in_import,
        )
        .order_by(ResearchItem.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return sorted(found, key=lambda row: (-(row.score or 0), -row.coverage, row.id))


async def imported_on(session: AsyncSession, store_id: UUID, day: date) -> int:
    """How many finds the rule imported on one of the store's days."""
    total = await session.scalar(
        select(func.coalesce(func.sum(ResearchRun.imported), 0)).where(
            ResearchRun.store_id == store_id, ResearchRun.day == day
        )
    )
    return int(total or 0)


async def decided(
    session: AsyncSession,
    store_id: UUID,
    since: datetime,
    state: ItemState,
    actor: str,
    limit: int,
) -> Sequence[ResearchItem]:
    """Finds that somebody brought into a state since then, the best first."""
    rows = await session.scalars(
        select(ResearchItem)
        .where(
            ResearchItem.store_id == store_id,
            ResearchItem.state == state.value,
            ResearchItem.decided_by == actor,
            ResearchItem.decided_at >= since,
        )
        .order_by(ResearchItem.score.desc().nulls_last(), ResearchItem.id)
        .limit(limit)
    )
    return rows.all()


async def imports_of(
    session: AsyncSession, store_id: UUID, rows: Sequence[ResearchItem]
) -> dict[UUID, GoodsImportItem]:
    """Find -> the import that has its product, unless that was dismissed."""
    of = {row.id: (row.supplier_id, row.external_id) for row in rows}
    found = await imports.of_goods(session, store_id, of.values())
    return {key: found[goods] for key, goods in of.items() if goods in found}


async def has_watch(session: AsyncSession, item_id: UUID) -> bool:
    """Whether a find has a watchlist entry, one that rests too."""
    found = await session.scalar(select(WatchlistItem.id).where(WatchlistItem.item_id == item_id))
    return found is not None


async def page(
    session: AsyncSession,
    store_id: UUID,
    *,
    state: ItemState | None,
    min_score: int | None,
    supplier_id: UUID | None,
    search: str | None,
    strong: Thresholds | None,
    sort: str,
    offset: int,
    limit: int,
) -> tuple[Sequence[ResearchItem], int]:
    """(finds, how many there are). Dismissed ones only where they are asked for. `strong`: only
    those that reach these thresholds."""
    wanted = [ResearchItem.store_id == store_id]
    if search:
        wanted.append(
            func.lower(ResearchItem.title).contains(search.lower(), autoescape=True)
            | (ResearchItem.external_id == search)
        )
    if strong is not None:
        wanted.append(_strong(strong))
    if state is None:
        wanted.append(ResearchItem.state != ItemState.DISMISSED.value)
    else:
        wanted.append(ResearchItem.state == state.value)
    if min_score is not None:
        wanted.append(ResearchItem.score >= min_score)
    if supplier_id is not None:
        wanted.append(ResearchItem.supplier_id == supplier_id)
    orders: dict[str, list[ColumnElement[Any]]] = {
        "score": [ResearchItem.score.desc().nulls_last(), ResearchItem.coverage.desc()],
        "coverage": [ResearchItem.coverage.desc(), ResearchItem.score.desc().nulls_last()],
        "newest": [ResearchItem.first_seen_at.desc()],
        "orders": [ResearchItem.orders_count.desc().nulls_last()],
    }
    rows = await session.scalars(
        select(ResearchItem)
        .where(*wanted)
        .order_by(*orders[sort], ResearchItem.id.desc())
        .offset(offset)
        .limit(limit)
    )
    total = await session.scalar(select(func.count()).select_from(ResearchItem).where(*wanted))
    return rows.all(), int(total or 0)


async def top(
    session: AsyncSession, store_id: UUID, since: datetime, limit: int
) -> Sequence[ResearchItem]:
    """The best finds that were seen since then and not dismissed."""
    rows = await session.scalars(
        select(ResearchItem)
        .where(
            ResearchItem.store_id == store_id,
            ResearchItem.seen_at >= since,
            ResearchItem.score.is_not(None),
            ResearchItem.state != ItemState.DISMISSED.value,
        )
        .order_by(ResearchItem.score.desc(), ResearchItem.coverage.desc(), ResearchItem.id)
        .limit(limit)
    )
    return rows.all()


_STOCK = text(f"select {STOCK} from research_items i where i.id = :id")  # noqa: S608 - constants


async def stock(session: AsyncSession, item_id: UUID) -> int | None:
    """Units left at the supplier; None while nobody has read them."""
    found = await session.scalar(_STOCK, {"id": item_id})
    return None if found is None else int(found)


async def watch(session: AsyncSession, values: Mapping[str, Any]) -> bool:
    """Put a find on the watchlist; False where it is on it."""
    made = await session.execute(
        insert(WatchlistItem)
        .values(dict(values))
        .on_conflict_do_nothing(index_elements=["tenant_id", "item_id"])
        .returning(WatchlistItem.id)
    )
    return made.first() is not None


async def unwatch(session: AsyncSession, item_id: UUID) -> None:
    """Take a find off the watchlist."""
    await session.execute(delete(WatchlistItem).where(WatchlistItem.item_id == item_id))


async def watched(session: AsyncSession, store_id: UUID, watch_id: UUID) -> WatchlistItem | None:
    """An entry of the store's watchlist."""
    found: WatchlistItem | None = await session.scalar(
        select(WatchlistItem).where(
            WatchlistItem.id == watch_id, WatchlistItem.store_id == store_id
        )
    )
    return found


_LISTED = """from watchlist_items w
         join research_items i on i.tenant_id = w.tenant_id and i.id = w.item_id
         join suppliers s on s.tenant_id = i.tenant_id and s.id = i.supplier_id
        where w.store_id = :store and i.state = 'watched'
          and (cast(:id as uuid) is null or w.item_id = :id)
          and (cast(:search as text) is null or strpos(lower(i.title), lower(:search)) > 0
               or i.external_id = :search)"""

_WATCHLIST = text(
    f"""select w.id, w.item_id, w.added_by, w.actor, w.added_at, w.cost_then, w.stock_then,
              w.score_then, w.orders_then, i.title, i.url, i.image_url, i.supplier_id,
              s.name as supplier_name, i.external_id, i.currency, i.cost, i.score, i.coverage,
              i.orders_count, i.seen_at, {STOCK} as stock
         {_LISTED} order by w.added_at desc, w.id desc limit :limit offset :offset"""
)
_WATCHED = text(f"select count(*) {_LISTED}")


async def watchlist(
    session: AsyncSession,
    store_id: UUID,
    *,
    offset: int = 0,
    limit: int = 1,
    item_id: UUID | None = None,
    search: str | None = None,
) -> tuple[Sequence[Row[Any]], int]:
    """(entries with how they stand now, how many there are), the last added first. What is
    imported or dismissed rests meanwhile."""
    values = {"store": store_id, "id": item_id, "search": search}
    rows = await session.execute(_WATCHLIST, {**values, "offset": offset, "limit": limit})
    return rows.all(), int(await session.scalar(_WATCHED, values) or 0)
