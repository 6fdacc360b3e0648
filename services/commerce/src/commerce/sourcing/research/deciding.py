"""What is decided of finds, by people and by the rule: watched, dismissed, imported, and back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.imports import service as imports
from commerce.sourcing.imports.models import Origin
from commerce.sourcing.imports.starting import OPEN
from commerce.sourcing.research import repository
from commerce.sourcing.research.errors import (
    FindImported,
    FindNotImported,
    FindOnSale,
    ResearchItemNotFound,
    WatchNotFound,
)
from commerce.sourcing.research.models import AddedBy, ItemState, ResearchItem
from commerce.sourcing.research.schemas import Act, FindRefusedOut, FindsDecidedOut
from commerce.sourcing.suppliers import service as suppliers
from commerce.sourcing.suppliers.errors import SupplierClosed
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.errors import AppError, LimitReached
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel


async def decide(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    ids: Sequence[UUID],
    act: Act,
    *,
    actor: str,
) -> FindsDecidedOut:
    """Decide of several finds; one that cannot be is left as it is and said. Done twice it is done
    once. Raises LimitReached (402) where the plan has no room for all that is to be imported:
    nothing is, then."""
    found = await repository.locked(session, store.id, ids)
    wanted = list(dict.fromkeys(ids))
    refused = [_refusal(one, ResearchItemNotFound()) for one in wanted if one not in found]
    rows = [found[one] for one in wanted if one in found]
    if act == "import":
        refusals = await bring(kernel, session, store, rows, actor=actor)
    else:
        refusals = await _each(kernel, session, store, rows, act, actor)
    refused += [_refusal(key, error) for key, error in refusals.items()]
    left = {one.id for one in refused}
    return FindsDecidedOut(done=[one for one in wanted if one not in left], refused=refused)


async def one(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    item_id: UUID,
    act: Act,
    *,
    actor: str,
) -> None:
    """Decide of one find. Raises ResearchItemNotFound, WatchNotFound (404), FindImported,
    FindNotImported, FindOnSale, SupplierClosed (409), LimitReached (402)."""
    rows = await repository.locked(session, store.id, [item_id])
    if item_id not in rows:
        raise ResearchItemNotFound
    row = rows[item_id]
    if act != "import":
        await _do(kernel, session, store, row, act, actor)
        return
    for error in (await bring(kernel, session, store, [row], actor=actor)).values():
        raise error


async def _each(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    rows: Sequence[ResearchItem],
    act: Act,
    actor: str,
) -> dict[UUID, AppError]:
    refused: dict[UUID, AppError] = {}
    for row in rows:
        try:
            await _do(kernel, session, store, row, act, actor)
        except LimitReached:
            raise
        except AppError as error:  # each is raised before anything of the find is changed
            refused[row.id] = error
    return refused


async def _do(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    row: ResearchItem,
    act: Act,
    actor: str,
) -> None:
    if act == "watch":
        await _refuse_imported(session, store, row)
        added = await add_watch(session, row, AddedBy.PERSON, actor, clock.now())
        if added or row.state != ItemState.WATCHED.value:
            await record(session, store, row, ItemState.WATCHED, actor, "watch")
    elif act == "unwatch":
        if row.state != ItemState.WATCHED.value:
            raise WatchNotFound
        await repository.unwatch(session, row.id)
        row.rule_off = True
        await record(session, store, row, ItemState.NEW, actor, "unwatch")
    elif act == "dismiss":
        if row.state == ItemState.DISMISSED.value:
            return
        await _refuse_imported(session, store, row)
        await record(session, store, row, ItemState.DISMISSED, actor, "dismiss")
    elif act == "restore":
        if row.state == ItemState.DISMISSED.value:
            await record(session, store, row, await _before(session, row), actor, "restore")
    else:
        await _undo(kernel, session, store, row, actor)


async def _refuse_imported(session: AsyncSession, store: StoreFacts, row: ResearchItem) -> None:
    """What research brought into the store is decided there; an import that was dismissed in its
    review stands in nobody's way."""
    if row.state != ItemState.IMPORTED.value:
        return
    if await repository.imports_of(session, store.id, [row]):
        raise FindImported


async def add_watch(
    session: AsyncSession, row: ResearchItem, by: AddedBy, actor: str, now: datetime
) -> bool:
    """Write a watchlist entry with how the find stands now; False where there is one."""
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


async def bring(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    rows: Sequence[ResearchItem],
    *,
    actor: str,
    note: Mapping[str, Any] | None = None,
) -> dict[UUID, AppError]:
    """Import finds the way any goods are imported: priced by rule, as drafts that wait for a look
    (or go on sale, where the store publishes imports that pass every check). Find -> why it was
    not; what is on its way already, or in the store, is done. `note`: for the audit log.

    Raises LimitReached (402) where the plan has no room for all of them.
    """
    accounts = await suppliers.of_store(session, store.id)
    able = {account.id for account in accounts if account.status in OPEN}
    refused: dict[UUID, AppError] = {
        row.id: SupplierClosed() for row in rows if row.supplier_id not in able
    }
    ready = [row for row in rows if row.id not in refused]
    if not ready:
        return refused
    started = await imports.begin(
        kernel,
        session,
        store,
        [imports.Wanted(row.supplier_id, row.external_id, row.title) for row in ready],
        origin=Origin.RESEARCH,
        filename=None,
        actor=actor,
    )
    begun = set(started.item_ids)
    brought = await repository.imports_of(session, store.id, ready)
    for row in ready:
        item = brought.get(row.id)
        if item is None or item.id not in begun:
            continue  # somebody else had imported it: what stands here stays
        more = {"goods_import_item": str(item.id), "coverage": row.coverage, **(note or {})}
        await record(session, store, row, ItemState.IMPORTED, actor, "import", more)
    return refused


async def _undo(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, row: ResearchItem, actor: str
) -> None:
    """Its import stops and its draft is archived; it is on the watchlist again where it was, and
    the rule leaves it alone from now on."""
    if row.state != ItemState.IMPORTED.value:
        raise FindNotImported
    item = (await repository.imports_of(session, store.id, [row])).get(row.id)
    if item is not None:
        said = await imports.dismiss(kernel, session, store, [item.id], actor=actor)
        if said.refused:
            raise FindOnSale
    row.rule_off = True
    await record(session, store, row, await _before(session, row), actor, "undo_import")


async def _before(session: AsyncSession, row: ResearchItem) -> ItemState:
    """Where a find stood before it was dismissed or imported: its watchlist entry rests
    meanwhile."""
    watched = await repository.has_watch(session, row.id)
    return ItemState.WATCHED if watched else ItemState.NEW


async def record(
    session: AsyncSession,
    store: StoreFacts,
    row: ResearchItem,
    state: ItemState,
    actor: str,
    action: str,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write what was decided, and who did, beside the find and into the audit log."""
    before = {"state": row.state}
    row.state, row.decided_by, row.decided_at = state.value, actor, clock.now()
    await session.flush()
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        actor=actor,
        action=f"research_item.{action}",
        resource_type="research_item",
        resource_id=row.id,
        before=before,
        after={"state": state.value, "title": row.title, "score": row.score, **(more or {})},
    )


def _refusal(item_id: UUID, error: AppError) -> FindRefusedOut:
    return FindRefusedOut(id=item_id, code=error.code, message=error.text)
