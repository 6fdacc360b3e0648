"""Units that another shop of the merchant's sold from the same shelf: the sale has happened, so
what is there is taken, and what is not is said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.inventory import counting, repository
from commerce.inventory.models import Policy
from commerce.inventory.reservations import changes, uncommit
from commerce.inventory.taking_back import take_back
from commerce.inventory.visible import announce
from ecomm_core.outbox.events import Outbox


@dataclass(frozen=True, slots=True)
class SoldElsewhere:
    """Units that were there and are committed now, and what one of them is made of: a kit's
    components, or the variant itself."""

    units: int
    parts: Mapping[UUID, int]


async def sell_elsewhere(
    session: AsyncSession,
    *,
    outbox: Outbox,
    store_id: UUID,
    variant_id: UUID,
    quantity: int,
    actor: str,
    reference: str | None,
    now: datetime,
) -> SoldElsewhere:
    """Commit as many of `quantity` units as nobody bought or holds here. Units held in checkouts
    stay theirs, safety stock is taken; what is not tracked, or may be backordered, is always there.
    A variant that is gone has none.
    """
    parts = await repository.parts_of(session, store_id, variant_id)
    locked = await repository.lock(session, store_id, list(parts))
    if {row.variant_id for row in locked} != set(parts):
        return SoldElsewhere(0, parts)
    items = [row.id for row in locked if row.tracked]
    # The lock is held: what is free is read in a statement of its own (see `repository`).
    free = await repository.free(session, items, now) if items else []
    most = [
        max(int(row.free), 0) // parts[row.variant_id]
        for row in free
        if row.policy != Policy.BACKORDER.value
    ]
    units = min([quantity, *most])
    if units and free:
        wanted = {row.id: units * parts[row.variant_id] for row in free}
        rows = await repository.sell(session, wanted, actor=actor, reference=reference, now=now)
        await announce(session, outbox, changes(rows))
    return SoldElsewhere(units, parts)


async def hold_still(session: AsyncSession, store_id: UUID, variants: Iterable[UUID]) -> None:
    """Lock what these variants are made of, in primary-key order, before anything is done to them
    one after the other."""
    wanted = set(variants)
    parts = wanted | await repository.components_of(session, store_id, list(wanted))
    if parts:
        await repository.lock(session, store_id, list(parts), untracked_too=True)


async def put_back_elsewhere(
    session: AsyncSession,
    *,
    outbox: Outbox,
    store_id: UUID,
    parts: Mapping[UUID, int],
    waiting: int,
    left: int,
    actor: str,
    reference: str | None,
    now: datetime,
) -> None:
    """Give back units that were sold elsewhere: `waiting` of them are still in the house, `left`
    have left it and came back."""
    if waiting:
        await uncommit(
            session,
            outbox=outbox,
            store_id=store_id,
            quantities={part: waiting * count for part, count in parts.items()},
            actor=actor,
            reference=reference,
            now=now,
            restock=True,
        )
    if left:
        await take_back(
            session,
            outbox=outbox,
            store_id=store_id,
            quantities={part: left * count for part, count in parts.items()},
            actor=actor,
            reference=reference,
            now=now,
        )


async def shift_elsewhere(
    session: AsyncSession,
    *,
    outbox: Outbox,
    store_id: UUID,
    variant_id: UUID,
    change: int,
    actor: str,
    reference: str | None,
    now: datetime,
) -> int:
    """Somebody counted in another shop of the merchant's: on_hand changes by as much, never below
    what is sold or held in checkouts; nor below 0, where it may be backordered. The change that was
    made; 0 for what is not counted here and for kits, whose stock is their components'.
    """
    locked = await repository.lock(session, store_id, [variant_id])
    if not locked or not locked[0].tracked:
        return 0
    [found] = await repository.free(session, [locked[0].id], now)
    kept = found.on_hand if found.policy == Policy.BACKORDER.value else int(found.free)
    change = min(max(change, -max(kept, 0)), counting.MAX_ON_HAND - found.on_hand)
    if change == 0:
        return 0
    counted = await counting.count(
        session,
        [counting.Target(variant_id, "on_hand", change=change)],
        reason="counted_elsewhere",
        actor=actor,
        now=now,
        reference=reference,
    )
    await announce(session, outbox, [item.change() for item in counted], always=True)
    return change
