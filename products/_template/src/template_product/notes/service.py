"""Writing notes: each counts against the plan's month."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit, clock, plans
from ecomm_core.ids import new_id
from ecomm_core.product import StoreConnection
from template_product.notes.models import Note
from template_product.plans import NOTES


async def write(
    session: AsyncSession,
    store: StoreConnection,
    product_id: UUID,
    words: str,
    *,
    actor: str,
    written_by: UUID | None = None,
) -> Note:
    """Write a note about a product. Raises LimitReached (402)."""
    await plans.check(session, tenant_id=store.tenant_id, name=NOTES, n=1)
    note = Note(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.store_id,
        product_id=product_id,
        words=words,
        written_by=written_by,
        created_at=clock.now(),
    )
    session.add(note)
    await session.flush()
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action="note.create",
        resource_type="note",
        resource_id=note.id,
        store_id=store.store_id,
        after={"product_id": str(product_id)},
    )
    return note
