"""Stock that is taken away for a reason outside of the shop, and given back as it was."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.inventory import counting
from commerce.inventory.levels import available
from commerce.inventory.models import InventoryItem
from commerce.inventory.visible import announce
from ecomm_core.kernel import Kernel


@dataclass(frozen=True, slots=True)
class Withheld:
    """What was taken of a variant's stock, and whether it was tracked before."""

    taken: int
    tracked: bool


async def withhold(
    kernel: Kernel,
    session: AsyncSession,
    variant_ids: Collection[UUID],
    *,
    reason: str,
    actor: str,
    now: datetime,
) -> dict[UUID, Withheld]:
    """Let nothing be left of these variants: what is sold or held in checkouts stays, the rest of
    their quantity becomes 0, and they are tracked. What there was, to give it back."""
    rows = (
        await session.execute(
            select(InventoryItem, available(now).label("left"))
            .where(InventoryItem.variant_id.in_(variant_ids), InventoryItem.kit.is_(False))
            .order_by(InventoryItem.id)
            .with_for_update(of=InventoryItem, key_share=True)
            .execution_options(populate_existing=True)
        )
    ).all()
    found: dict[UUID, Withheld] = {}
    targets = []
    for item, left in rows:
        # Of an untracked variant no more is there than what is sold.
        taken = max(int(left), 0) if item.tracked else item.on_hand - item.committed
        found[item.variant_id] = Withheld(taken, item.tracked)
        targets.append(counting.Target(item.variant_id, "on_hand", change=-taken, tracked=True))
    changed = await counting.count(session, targets, reason=reason, actor=actor, now=now)
    await announce(session, kernel.outbox, [item.change() for item in changed], always=True)
    return found


async def give_back(
    kernel: Kernel,
    session: AsyncSession,
    withheld: Mapping[UUID, Withheld],
    *,
    reason: str,
    actor: str,
    now: datetime,
) -> set[UUID]:
    """Give back what was withheld; the variants whose stock came back. Where somebody has set stock
    or tracking since, theirs stays."""
    rows = (
        await session.execute(
            select(InventoryItem, available(now).label("left"))
            .where(InventoryItem.variant_id.in_(withheld))
            .order_by(InventoryItem.id)
            .with_for_update(of=InventoryItem, key_share=True)
            .execution_options(populate_existing=True)
        )
    ).all()
    targets = [
        counting.Target(
            item.variant_id,
            "on_hand",
            change=withheld[item.variant_id].taken,
            tracked=withheld[item.variant_id].tracked,
        )
        for item, left in rows
        if item.tracked and int(left) <= 0
    ]
    changed = await counting.count(session, targets, reason=reason, actor=actor, now=now)
    await announce(session, kernel.outbox, [item.change() for item in changed], always=True)
    return {target.variant_id for target in targets}
