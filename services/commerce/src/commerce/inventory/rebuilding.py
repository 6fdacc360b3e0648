"""The books are right: counters that differ from the sum of their movements are made from it."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.inventory import repository
from commerce.inventory.models import InventoryItem
from commerce.inventory.schemas import RebuiltOut
from commerce.stores.directory import StoreFacts
from ecomm_core import audit


async def rebuild(
    session: AsyncSession, store: StoreFacts, *, actor: str, now: datetime
) -> list[RebuiltOut]:
    """Set every counter of the store to the sum of its movements (R3.5); what differed, which is
    expected to be nothing. Items are locked first, so that no sale falls in between."""
    suspects = await repository.rebuilt_differently(session, store.id)
    if not suspects:
        return []
    await repository.lock(
        session, store.id, [row.variant_id for row in suspects], untracked_too=True
    )
    found = []
    for row in await repository.rebuilt_differently(session, store.id):
        await session.execute(
            update(InventoryItem)
            .where(InventoryItem.id == row.id)
            .values(on_hand=row.moved_on_hand, committed=row.moved_committed, updated_at=now)
        )
        found.append(
            RebuiltOut(
                variant_id=row.variant_id,
                on_hand=row.on_hand,
                committed=row.committed,
                rebuilt_on_hand=int(row.moved_on_hand),
                rebuilt_committed=int(row.moved_committed),
            )
        )
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action="inventory.rebuild",
        resource_type="store",
        resource_id=store.id,
        store_id=store.id,
        before={"items": [row.model_dump(mode="json") for row in found[:100]]},
        after={"count": len(found)},
    )
    return found
