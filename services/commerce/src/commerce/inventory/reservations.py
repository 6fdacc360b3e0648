"""Holding stock for checkouts, and turning holds into commitments (rules §3).

Two statements each, whatever the number of variants. Items are locked in primary-key order, so
carts of the same variants in any order never deadlock.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.inventory import repository
from commerce.inventory.errors import OutOfStock
from commerce.inventory.repository import Rows
from commerce.inventory.visible import Change, announce
from ecomm_core import clock
from ecomm_core.outbox.events import Outbox


async def reserve(
    session: AsyncSession,
    *,
    outbox: Outbox,
    store_id: UUID,
    holder_id: UUID,
    demand: Mapping[UUID, int],
    expires_at: datetime,
    now: datetime,
) -> None:
    """Hold `demand` (variant -> units) for a checkout until `expires_at`, all or nothing.

    Replaces what the same holder held before: a shopper never competes with their own hold, and
    an open hold's expiry is never shortened. Untracked variants are always available and write
    nothing. Raises OutOfStock (409) with `variant_id`, `available` and `wanted` per short variant;
    nothing is held or let go then.
    """
    _check(demand)
    locked = await repository.lock(session, store_id, list(demand), holder_id=holder_id)
    _refuse_unknown(demand, locked)
    wanted = {row.id: demand.get(row.variant_id, 0) for row in locked if row.tracked}
    if not wanted:
        return
    rows = await repository.reserve(
        session, wanted, holder_id=holder_id, expires_at=expires_at, now=now
    )
    _refuse_short(rows)
    await announce(session, outbox, changes(rows))


async def release(session: AsyncSession, *, outbox: Outbox, holder_id: UUID) -> None:
    """Let go whatever the holder still holds; nothing happens where it holds nothing.

    Expired holds count for nobody any more, but pages were made while they did: letting them go
    tells the shop that the units are back.
    """
    items = await repository.lock_held(session, holder_id)
    if not items:
        return
    rows = await repository.release(session, items, holder_id=holder_id, now=clock.now())
    await announce(session, outbox, changes(rows))


async def extend(session: AsyncSession, *, holder_id: UUID, expires_at: datetime) -> None:
    """Raise the expiry of the holder's holds; never lower it. What has expired stays expired:
    its units may be somebody else's by now (`commit` asks again)."""
    if await repository.lock_held(session, holder_id):
        # The time is taken after the locks: whoever judged a hold expired has committed by now.
        await repository.extend(
            session, holder_id=holder_id, expires_at=expires_at, now=clock.now()
        )


async def commit(
    session: AsyncSession,
    *,
    outbox: Outbox,
    store_id: UUID,
    holder_id: UUID,
    demand: Mapping[UUID, int],
    actor: str,
    reference: str | None,
    now: datetime,
) -> None:
    """Turn the holder's hold into a sale: reserved -> committed.

    A hold that expired meanwhile is taken again where units are left; where not, OutOfStock (409)
    is raised and nothing has changed, so the caller may go on to refund in the same transaction.
    """
    _check(demand)
    locked = await repository.lock(session, store_id, list(demand), holder_id=holder_id)
    _refuse_unknown(demand, locked)
    wanted = {row.id: demand.get(row.variant_id, 0) for row in locked if row.tracked}
    if not wanted:
        return
    rows = await repository.commit(
        session, wanted, holder_id=holder_id, actor=actor, reference=reference, now=now
    )
    _refuse_short(rows)
    await announce(session, outbox, changes(rows))


async def ship(
    session: AsyncSession,
    *,
    outbox: Outbox,
    store_id: UUID,
    quantities: Mapping[UUID, int],
    actor: str,
    reference: str | None,
    now: datetime,
) -> None:
    """Committed units left the house: on_hand -, committed -."""
    await _end(session, outbox, store_id, quantities, "shipped", actor, reference, now)


async def uncommit(
    session: AsyncSession,
    *,
    outbox: Outbox,
    store_id: UUID,
    quantities: Mapping[UUID, int],
    actor: str,
    reference: str | None,
    now: datetime,
    restock: bool,
) -> None:
    """A sale was cancelled before it was shipped: committed -. With `restock` the units are for
    sale again, without it they are written off (on_hand -)."""
    how = "cancelled" if restock else "written_off"
    await _end(session, outbox, store_id, quantities, how, actor, reference, now)


async def _end(
    session: AsyncSession,
    outbox: Outbox,
    store_id: UUID,
    quantities: Mapping[UUID, int],
    how: str,
    actor: str,
    reference: str | None,
    now: datetime,
) -> None:
    _check(quantities)
    locked = await repository.lock(session, store_id, list(quantities), untracked_too=True)
    wanted = {row.id: quantities[row.variant_id] for row in locked}
    if not wanted:
        return
    rows = await repository.take(
        session, wanted, how=how, actor=actor, reference=reference, now=now
    )
    await announce(session, outbox, (c for c in changes(rows) if c.before is not None))


def _check(quantities: Mapping[UUID, int]) -> None:
    if not all(quantity > 0 for quantity in quantities.values()):
        raise ValueError("quantities are positive")


def _refuse_unknown(demand: Mapping[UUID, int], locked: Rows) -> None:
    unknown = set(demand) - {row.variant_id for row in locked}
    if unknown:
        raise OutOfStock(
            details=[_detail(variant, 0, demand[variant]) for variant in sorted(unknown)]
        )


def _refuse_short(rows: Rows) -> None:
    short = [row for row in rows if row.short]
    if short:
        raise OutOfStock(
            details=[
                _detail(row.variant_id, max(row.free - row.safety_stock, 0), row.wanted)
                for row in short
            ]
        )


def _detail(variant_id: UUID, available: int, wanted: int) -> dict[str, object]:
    return {
        "field": None,
        "code": OutOfStock.code,
        "message": OutOfStock.message,
        "variant_id": str(variant_id),
        "available": int(available),
        "wanted": wanted,
    }


def changes(rows: Rows) -> list[Change]:
    """What the shop sees of rows of `repository`."""
    return [
        Change(
            tenant_id=row.tenant_id,
            store_id=row.store_id,
            product_id=row.product_id,
            variant_id=row.variant_id,
            policy_before=row.policy,
            policy_after=row.policy,
            before=int(row.before) if row.tracked else None,
            after=int(row.after) if row.tracked else None,
            low_at=row.low_at,
            kits=tuple(row.kits or ()),
        )
        for row in rows
    ]
