"""A bulk edit whose prices somebody else has worked out, product by product: written in the same
batches, shown with the same progress, undone the same way."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.bulk import repository, service
from commerce.catalog.bulk.kinds import BulkStatus, ItemState
from commerce.catalog.bulk.models import BulkEdit, BulkEditItem
from commerce.catalog.errors import TooManyBulkEdits
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

Targets = Mapping[UUID, tuple[int, int | None]]
"""Variant -> (price, compare-at price)."""


async def open_edit(session: AsyncSession, store: StoreFacts, *, actor: str) -> BulkEdit:
    """An edit that waits for its prices (`add`), and then begins (`begin`). Raises
    TooManyBulkEdits (409)."""
    now = clock.now()
    if await repository.busy(session, store.id) >= service.AT_ONCE:
        raise TooManyBulkEdits
    await repository.forget_old(session, store.id, now)
    job = BulkEdit(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        status=BulkStatus.QUEUED.value,
        operations=[{"op": "set_prices"}],
        batch=0,
        total=0,
        actor=actor,
        error=None,
        finished_at=None,
        undo_until=now + service.UNDO_FOR,
        created_at=now,
        updated_at=now,
    )
    session.add(job)
    await session.flush()
    return job


async def add(session: AsyncSession, job: BulkEdit, products: Mapping[UUID, Targets]) -> None:
    """Prices of some products' variants; added twice, they are there once."""
    if not products:
        return
    rows = [
        {
            "tenant_id": job.tenant_id,
            "bulk_edit_id": job.id,
            "product_id": product_id,
            "store_id": job.store_id,
            "state": ItemState.PENDING.value,
            "before": None,
            "after": facts_of(targets),
            "note": None,
        }
        for product_id, targets in products.items()
    ]
    made = await session.execute(
        insert(BulkEditItem)
        .values(rows)
        .on_conflict_do_nothing()
        .returning(BulkEditItem.product_id)
    )
    job.total += len(made.all())
    await session.flush()


def facts_of(targets: Targets) -> dict[str, int | None]:
    """Prices as facts of a product."""
    found: dict[str, int | None] = {}
    for variant_id, (price, compare_at) in targets.items():
        found[f"variant:{variant_id}:price"] = price
        found[f"variant:{variant_id}:compare_at_price"] = compare_at
    return found


async def begin(kernel: Kernel, session: AsyncSession, job: BulkEdit, now: datetime) -> None:
    """Let a worker write what was added; an edit of nothing is done."""
    if job.total == 0:
        job.status, job.finished_at = BulkStatus.DONE.value, now
        await session.flush()
        return
    await service.enqueue(kernel, session, job)
    await service.note(session, job, job.actor, "start")


async def waiting(session: AsyncSession, store_id: UUID, bulk_edit_id: UUID) -> BulkEdit | None:
    """An edit that still waits for prices, locked."""
    job = await repository.one(session, store_id, bulk_edit_id, lock=True)
    fresh = job is not None and job.status == BulkStatus.QUEUED.value and job.batch == 0
    return job if fresh else None


def prices_only(operations: Sequence[Mapping[str, object]]) -> bool:
    """Whether an edit's prices stand with its products."""
    return any(one.get("op") == "set_prices" for one in operations)
