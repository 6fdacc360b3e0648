"""What a change at a supplier does to the shop: quantity 0 where nothing can be got, a draft where
the product is gone, back only what was taken away, and prices by rule (rules §10)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.catalog.schemas import ProductStatus
from commerce.inventory import service as inventory
from commerce.sourcing.mappings import service as mappings
from commerce.sourcing.monitor import repository
from commerce.sourcing.price_rules import service as price_rules
from commerce.stores.directory import StoreFacts
from ecomm_core import audit
from ecomm_core.kernel import Kernel

ACTOR: Final = "system"
OUT: Final = "supplier_out"
BACK: Final = "supplier_back"
VANISHED: Final = "The supplier no longer offers this option."


async def carry_over(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    *,
    availability: Collection[UUID],
    costs: Collection[UUID],
    vanished: Collection[UUID],
    now: datetime,
) -> None:
    """Let the shop follow what changed of these suppliers' variants. Done twice, the second time
    changes nothing."""
    broken = await mappings.break_ways(session, vanished, VANISHED, now)
    moved = await mappings.repository.sold_from(session, {*availability, *vanished}) | broken
    if moved:
        await follow_stock(kernel, session, store, moved, now)
    dearer = await mappings.repository.sold_from(session, costs)
    if dearer:
        await price_rules.reprice(kernel, session, store, dearer, actor=ACTOR)


async def follow_stock(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    variant_ids: Collection[UUID],
    now: datetime,
) -> None:
    """Take away what can no longer be got, give back what can be got again."""
    rows = await repository.standing(session, variant_ids)
    held = await repository.holds(session, [row.variant_id for row in rows])
    lost = [row for row in rows if not row.live and row.variant_id not in held]
    back = [row for row in rows if row.live and row.variant_id in held]
    if lost:
        await _take(kernel, session, store, lost, now)
    gone = {row.product_id for row in rows if row.gone and not row.live}
    if gone:
        await _unpublish(kernel, session, store, gone)
    if back:
        await _give_back(kernel, session, store, [held[row.variant_id] for row in back], now)


async def _take(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, lost: Sequence[Any], now: datetime
) -> None:
    taken = await inventory.withhold(
        kernel, session, [row.variant_id for row in lost], reason=OUT, actor=ACTOR, now=now
    )
    await repository.hold(
        session,
        [
            {
                "tenant_id": store.tenant_id,
                "variant_id": row.variant_id,
                "store_id": store.id,
                "product_id": row.product_id,
                "unpublished": False,
                "reason": "gone" if row.gone else "out",
                "held_at": now,
                "stock": (
                    {"taken": found.taken, "tracked": found.tracked}
                    if (found := taken.get(row.variant_id)) is not None
                    else None
                ),
            }
            for row in lost
        ],
    )
    await _audit(session, store, "supplier.hold", lost)


async def _unpublish(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, product_ids: Collection[UUID]
) -> None:
    """A product becomes a draft when no variant of it will be there again by itself."""
    statuses = await repository.statuses(session, product_ids)
    shown = {one for one, status in statuses.items() if status == ProductStatus.ACTIVE}
    own = await repository.variants_of(session, shown)
    for product_id in sorted(shown):
        variants = own.get(product_id, set())
        rows = await repository.standing(session, variants)
        if {row.variant_id for row in rows if row.gone and not row.live} != variants:
            continue
        await catalog.set_bulk_status(
            kernel, session, store, [product_id], ProductStatus.DRAFT, actor=ACTOR
        )
        for hold in (await repository.holds(session, variants)).values():
            hold.unpublished = True
        await session.flush()


async def _give_back(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, held: Sequence[Any], now: datetime
) -> None:
    await inventory.give_back(
        kernel,
        session,
        {
            hold.variant_id: inventory.Withheld(hold.stock["taken"], hold.stock["tracked"])
            for hold in held
            if hold.stock is not None
        },
        reason=BACK,
        actor=ACTOR,
        now=now,
    )
    hidden = {hold.product_id for hold in held if hold.unpublished}
    statuses = await repository.statuses(session, hidden)
    drafts = [one for one, status in statuses.items() if status == ProductStatus.DRAFT]
    if drafts:
        await catalog.set_bulk_status(
            kernel, session, store, drafts, ProductStatus.ACTIVE, actor=ACTOR
        )
    for product_id in hidden:
        variants = (await repository.variants_of(session, [product_id])).get(product_id, set())
        for hold in (await repository.holds(session, variants)).values():
            # It is back: what else of it is held keeps its stock away, and nothing more.
            hold.unpublished = False
    await session.flush()
    await repository.unhold(session, [hold.variant_id for hold in held])
    await _audit(session, store, "supplier.release", held)


async def _audit(
    session: AsyncSession, store: StoreFacts, action: str, rows: Sequence[Any]
) -> None:
    await audit.record_each(
        session,
        tenant_id=store.tenant_id,
        actor=ACTOR,
        action=action,
        resource_type="variant",
        after={row.variant_id: {"product_id": str(row.product_id)} for row in rows},
        store_id=store.id,
    )
