"""Price changes that wait for a person, and what the person says of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.sourcing.price_rules import repository
from commerce.sourcing.price_rules.models import ProposalStatus
from commerce.sourcing.price_rules.schemas import ChangeOut, DecidedOut
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.kernel import Kernel


async def changes(
    session: AsyncSession, store: StoreFacts, status: ProposalStatus, *, offset: int, limit: int
) -> tuple[list[ChangeOut], int]:
    """(price changes in a state, the newest first; how many there are)."""
    rows, total = await repository.changes(
        session, store.id, status.value, offset=offset, limit=limit
    )
    names = set(ChangeOut.model_fields) - {"currency", "margin_ppm"}
    shown = [
        ChangeOut(
            **{name: getattr(row, name) for name in names},
            currency=store.currency,
            margin_ppm=row.parts.get("margin_ppm"),
        )
        for row in rows
    ]
    return shown, total


async def accept(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, ids: Sequence[UUID], *, actor: str
) -> DecidedOut:
    """Write prices that waited. Those whose price is another by now are overtaken, and left."""
    now = clock.now()
    rows = await repository.proposals_by_ids(session, store.id, ids)
    waiting = [row for row in rows if row.status == ProposalStatus.OPEN.value]
    current = {
        row.id: row
        for row in await repository.variants(session, store.id, [row.variant_id for row in waiting])
    }
    wanted = {}
    for row in waiting:
        variant = current.get(row.variant_id)
        if variant is not None and not variant.locked:
            wanted[row.variant_id] = catalog.NewPrice(
                row.new_price, row.parts.get("compare_at"), row.old_price
            )
    done = await catalog.set_prices(kernel, session, store, wanted, actor=actor)
    for row in waiting:
        kept = row.variant_id in done
        row.status = (ProposalStatus.ACCEPTED if kept else ProposalStatus.OVERTAKEN).value
        row.decided_at, row.decided_by = now, actor
    await session.flush()
    await _decided(session, store, actor, "accept", [row.id for row in waiting])
    return DecidedOut(decided=len(done), overtaken=len(waiting) - len(done))


async def dismiss(
    session: AsyncSession, store: StoreFacts, ids: Sequence[UUID], *, actor: str
) -> DecidedOut:
    """Leave prices as they are; the next change of a cost may propose again."""
    rows = await repository.proposals_by_ids(session, store.id, ids)
    waiting = [row for row in rows if row.status == ProposalStatus.OPEN.value]
    for row in waiting:
        row.status = ProposalStatus.DISMISSED.value
        row.decided_at, row.decided_by = clock.now(), actor
    await session.flush()
    await _decided(session, store, actor, "dismiss", [row.id for row in waiting])
    return DecidedOut(decided=len(waiting), overtaken=0)


async def _decided(
    session: AsyncSession, store: StoreFacts, actor: str, action: str, ids: Sequence[UUID]
) -> None:
    if ids:
        await audit.record_each(
            session,
            tenant_id=store.tenant_id,
            actor=actor,
            action=f"price_change.{action}",
            resource_type="price_change",
            after={one: {} for one in ids},
            store_id=store.id,
        )
