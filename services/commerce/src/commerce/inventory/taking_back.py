"""Units that had left and came back on sale."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.inventory import counting, repository
from commerce.inventory.visible import announce
from ecomm_core.outbox.events import Outbox


async def take_back(
    session: AsyncSession,
    *,
    outbox: Outbox,
    store_id: UUID,
    quantities: Mapping[UUID, int],
    actor: str,
    reference: str | None,
    now: datetime,
) -> None:
    """on_hand + for tracked variants (variant -> units); untracked ones need nothing. Variants that
    are gone are skipped."""
    locked = await repository.lock(session, store_id, list(quantities))
    counted = await counting.count(
        session,
        [
            counting.Target(row.variant_id, "quantity", change=quantities[row.variant_id])
            for row in locked
            if row.tracked
        ],
        reason="returned",
        actor=actor,
        now=now,
        reference=reference,
    )
    await announce(session, outbox, [item.change() for item in counted])
