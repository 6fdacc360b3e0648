"""Bulk edits: tried, begun, worked on in batches, undone."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.bulk import batches, operations, repository, showing
from commerce.catalog.bulk.batches import Outcome
from commerce.catalog.bulk.kinds import BulkStatus, ItemState
from commerce.catalog.bulk.models import BulkEdit, BulkEditItem
from commerce.catalog.bulk.operations import Facts, Refused
from commerce.catalog.bulk.schemas import (
    BulkEditIn,
    BulkEditOut,
    BulkItemOut,
    BulkPreviewOut,
    ChangeCategory,
    ChangeCollection,
    KnownOperation,
    SetMoney,
)
from commerce.catalog.categories import repository as categories
from commerce.catalog.collections import repository as collections
from commerce.catalog.errors import (
    BulkEditNotFound,
    BulkEditRunning,
    CannotUndo,
    CategoryNotFound,
    CollectionNotFound,
    TooManyBulkEdits,
    problem,
    refuse,
)
from commerce.catalog.kinds import CollectionKind
from commerce.catalog.models import Product
from commerce.catalog.products.table import ProductQuery, chosen
from commerce.catalog.stock import stock_of
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

TASK: Final = "commerce.products.bulk_edit"
UNDO_FOR: Final = timedelta(days=30)
SHOWN: Final = 100
"""Products of a preview."""
AT_ONCE: Final = 5
"""Bulk edits of one store that are worked on at the same time."""
MAX_ATTEMPTS: Final = 5
STUCK: Final = "It stopped several times at the same place. Let it go on."
BUSY: Final = (BulkStatus.QUEUED, BulkStatus.RUNNING, BulkStatus.UNDOING)

_OPERATIONS: TypeAdapter[list[KnownOperation]] = TypeAdapter(list[KnownOperation])


async def preview(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, body: BulkEditIn
) -> BulkPreviewOut:
    """What an edit would do; nothing is written. Raises Invalid (422) on the field to blame."""
    await _check(session, store, body)
    wanted = await _chosen(kernel, session, store, body)
    total = await repository.total(session, wanted)
    ids = (await session.scalars(wanted.order_by(Product.id).limit(SHOWN))).all()
    named = operations.collections_of(body.operations)
    loaded = await batches.load(kernel, session, store.id, ids, named, clock.now(), lock=False)
    found: list[showing.Shown] = []
    for product_id, facts in loaded.facts.items():
        try:
            after = operations.applied(facts, body.operations)
        except Refused as refused:
            found.append(showing.Shown(product_id, ItemState.FAILED, {}, {}, str(refused)))
            continue
        changed = operations.changes(facts, after)
        found.append(
            showing.Shown(
                product_id,
                ItemState.CHANGED if changed else ItemState.UNCHANGED,
                {name: pair[0] for name, pair in changed.items()},
                {name: pair[1] for name, pair in changed.items()},
                None,
            )
        )
    titles = {one: product.title for one, product in loaded.products.items()}
    return BulkPreviewOut(
        total=total,
        shown=len(found),
        changed=sum(one.state is ItemState.CHANGED for one in found),
        failed=sum(one.state is ItemState.FAILED for one in found),
        items=await showing.items(session, found, titles),
    )


async def create(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, body: BulkEditIn, *, actor: str
) -> BulkEdit:
    """Write down what is to be done to which products, and let a worker begin after the commit.

    Raises Invalid (422) on the field to blame, TooManyBulkEdits (409).
    """
    await _check(session, store, body)
    now = clock.now()
    if await repository.busy(session, store.id) >= AT_ONCE:
        raise TooManyBulkEdits
    await repository.forget_old(session, store.id, now)
    job = BulkEdit(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        status=BulkStatus.QUEUED.value,
        operations=[one.model_dump(mode="json") for one in body.operations],
        batch=0,
        total=0,
        actor=actor,
        error=None,
        finished_at=None,
        undo_until=now + UNDO_FOR,
    )
    session.add(job)
    await session.flush()
    job.total = await repository.put_items(
        session, job, await _chosen(kernel, session, store, body)
    )
    if not job.total:
        refuse([problem("ids" if body.ids else "filter", "There is no product to change.")])
    await session.flush()
    await enqueue(kernel, session, job)
    await note(session, job, actor, "start")
    return job


async def undo(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, bulk_edit_id: UUID, *, actor: str
) -> BulkEdit:
    """Let a worker put back what the edit changed, where nobody changed it since.

    Raises BulkEditNotFound (404), BulkEditRunning, CannotUndo (409).
    """
    job = await _locked(session, store, bulk_edit_id)
    if job.status in BUSY:
        raise BulkEditRunning
    if job.status == BulkStatus.UNDONE:
        raise CannotUndo("This is undone already.")
    if job.undo_until < clock.now():
        raise CannotUndo
    job.status, job.error, job.finished_at = BulkStatus.UNDOING.value, None, None
    job.batch += 1
    await session.flush()
    await enqueue(kernel, session, job)
    await note(session, job, actor, "undo")
    return job


async def resume(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, bulk_edit_id: UUID, *, actor: str
) -> BulkEdit:
    """Go on with an edit that stopped on the way. Raises BulkEditNotFound (404), CannotUndo (409)
    for one that did not stop."""
    job = await _locked(session, store, bulk_edit_id)
    if job.status != BulkStatus.FAILED:
        raise BulkEditRunning("This edit did not stop on the way.")
    job.status, job.error, job.finished_at = BulkStatus.QUEUED.value, None, None
    job.batch += 1
    await session.flush()
    await enqueue(kernel, session, job)
    await note(session, job, actor, "resume")
    return job


async def get(session: AsyncSession, store: StoreFacts, bulk_edit_id: UUID) -> BulkEdit:
    """A bulk edit of the store. Raises BulkEditNotFound (404)."""
    job = await repository.one(session, store.id, bulk_edit_id)
    if job is None:
        raise BulkEditNotFound
    return job


async def page(
    session: AsyncSession, store: StoreFacts, *, offset: int, limit: int
) -> tuple[list[BulkEditOut], int]:
    """(bulk edits, total), newest first."""
    jobs, total = await repository.page(session, store.id, offset=offset, limit=limit)
    return await to_out(session, jobs), total


async def to_out(session: AsyncSession, jobs: Sequence[BulkEdit]) -> list[BulkEditOut]:
    """Bulk edits as merchants see them."""
    counted = await repository.counts(session, [job.id for job in jobs]) if jobs else {}
    return [_out(job, counted.get(job.id, {})) for job in jobs]


def _out(job: BulkEdit, counted: dict[str, int]) -> BulkEditOut:
    number = {state: counted.get(state.value, 0) for state in ItemState}
    ahead = ItemState.CHANGED if job.status == BulkStatus.UNDOING else ItemState.PENDING
    return BulkEditOut(
        id=job.id,
        status=BulkStatus(job.status),
        operations=_OPERATIONS.validate_python(job.operations),
        total=job.total,
        done=job.total - number[ahead],
        changed=number[ItemState.CHANGED],
        unchanged=number[ItemState.UNCHANGED],
        failed=number[ItemState.FAILED],
        undone=number[ItemState.UNDONE],
        kept=number[ItemState.KEPT],
        actor=job.actor,
        error=job.error,
        created_at=job.created_at,
        finished_at=job.finished_at,
        undo_until=job.undo_until,
    )


async def items(
    session: AsyncSession,
    store: StoreFacts,
    bulk_edit_id: UUID,
    state: ItemState | None,
    *,
    offset: int,
    limit: int,
) -> tuple[list[BulkItemOut], int]:
    """(products of a bulk edit, total). Raises BulkEditNotFound (404)."""
    await get(session, store, bulk_edit_id)
    rows, total = await repository.items_page(
        session, bulk_edit_id, state, offset=offset, limit=limit
    )
    found = [
        showing.Shown(
            row.BulkEditItem.product_id,
            ItemState(row.BulkEditItem.state),
            row.BulkEditItem.before or {},
            row.BulkEditItem.after or {},
            row.BulkEditItem.note,
        )
        for row in rows
    ]
    titles = {row.BulkEditItem.product_id: row.title for row in rows}
    return await showing.items(session, found, titles), total


async def work(
    kernel: Kernel,
    session: AsyncSession,
    store_id: UUID,
    bulk_edit_id: UUID,
    batch: int,
    attempt: int,
) -> None:
    """One batch; the next one is enqueued with it. Nothing where another batch has its turn."""
    job = await repository.one(session, store_id, bulk_edit_id, lock=True)
    if job is None or job.batch != batch or job.status not in BUSY:
        return
    now = clock.now()
    if attempt > MAX_ATTEMPTS:
        job.status, job.error, job.finished_at = BulkStatus.FAILED.value, STUCK, now
        await session.flush()
        return
    undoing = job.status == BulkStatus.UNDOING
    state = ItemState.CHANGED if undoing else ItemState.PENDING
    found = await repository.items_in(session, job.id, state, batches.SIZE)
    if not found:
        job.status = (BulkStatus.UNDONE if undoing else BulkStatus.DONE).value
        job.finished_at = now
        await session.flush()
        return
    if undoing:
        await _undo_batch(kernel, session, job, found, now)
    else:
        job.status = BulkStatus.RUNNING.value
        await _apply_batch(kernel, session, job, found, now)
    job.batch += 1
    await session.flush()
    await enqueue(kernel, session, job)


async def _apply_batch(
    kernel: Kernel,
    session: AsyncSession,
    job: BulkEdit,
    found: Sequence[BulkEditItem],
    now: datetime,
) -> None:
    wanted = _OPERATIONS.validate_python(job.operations)

    def change(item: BulkEditItem, facts: Facts) -> Outcome:
        after = operations.applied(facts, wanted, item.after or {})
        changed = operations.changes(facts, after)
        return Outcome(ItemState.CHANGED if changed else ItemState.UNCHANGED, after)

    named = operations.collections_of(wanted)
    await batches.run(kernel, session, job, found, named, change, now, images=True)


async def _undo_batch(
    kernel: Kernel,
    session: AsyncSession,
    job: BulkEdit,
    found: Sequence[BulkEditItem],
    now: datetime,
) -> None:
    def change(item: BulkEditItem, facts: Facts) -> Outcome:
        back, kept = operations.restored(facts, item.before or {}, item.after or {})
        if not kept:
            return Outcome(ItemState.UNDONE, back)
        words = ", ".join(operations.event_names(kept))
        return Outcome(ItemState.KEPT, back, f"Changed since, and left as it is: {words}.")

    named = operations.collections_of(_OPERATIONS.validate_python(job.operations))
    await batches.run(kernel, session, job, found, named, change, now, images=False)


async def _chosen(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, body: BulkEditIn
) -> Select[UUID]:
    if body.ids is not None:
        wanted = list(dict.fromkeys(body.ids))
        known = await collections.known_products(session, store.id, wanted)
        refuse(
            [
                problem(f"ids.{n}", "There is no such product in this store.")
                for n, product_id in enumerate(wanted)
                if product_id not in known
            ]
        )
        return select(Product.id).where(Product.store_id == store.id, Product.id.in_(wanted))
    given: dict[str, Any] = dict(body.filter or ())
    return chosen(ProductQuery(**given), store, stock_of(kernel).levels(clock.now()))


async def _check(session: AsyncSession, store: StoreFacts, body: BulkEditIn) -> None:
    if (body.ids is None) == (body.filter is None):
        refuse([problem("ids", "Say which products: by ids, or by a filter.")])
    problems = []
    for n, one in enumerate(body.operations):
        if isinstance(one, SetMoney) and one.field == "price" and one.amount is None:
            problems.append(problem(f"operations.{n}.amount", "Every variant has a price."))
        if isinstance(one, ChangeCategory):
            try:
                await categories.one(session, store.id, one.category_id)
            except CategoryNotFound:
                text = "There is no such category in this store."
                problems.append(problem(f"operations.{n}.category_id", text))
        if isinstance(one, ChangeCollection):
            problems += await _collection_problems(session, store, n, one)
    refuse(problems)


async def _collection_problems(
    session: AsyncSession, store: StoreFacts, n: int, one: ChangeCollection
) -> list[dict[str, Any]]:
    try:
        found = await collections.one(session, store.id, one.collection_id)
    except CollectionNotFound:
        text = "There is no such collection in this store."
        return [problem(f"operations.{n}.collection_id", text)]
    if found.kind != CollectionKind.MANUAL:
        text = "Rules decide which products are in this collection."
        return [problem(f"operations.{n}.collection_id", text)]
    return []


async def _locked(session: AsyncSession, store: StoreFacts, bulk_edit_id: UUID) -> BulkEdit:
    job = await repository.one(session, store.id, bulk_edit_id, lock=True)
    if job is None:
        raise BulkEditNotFound
    return job


async def enqueue(kernel: Kernel, session: AsyncSession, job: BulkEdit) -> None:
    """Let a worker do the batch whose turn it is, after the commit."""
    await kernel.outbox.enqueue(
        session,
        TASK,
        {"store_id": str(job.store_id), "bulk_edit_id": str(job.id), "batch": job.batch},
        tenant_id=job.tenant_id,
        queue="bulk",
    )


async def note(session: AsyncSession, job: BulkEdit, actor: str, action: str) -> None:
    """Write the audit log."""
    await audit.record(
        session,
        tenant_id=job.tenant_id,
        actor=actor,
        action=f"bulk_edit.{action}",
        resource_type="bulk_edit",
        resource_id=job.id,
        store_id=job.store_id,
        after={"operations": job.operations, "products": job.total},
    )
