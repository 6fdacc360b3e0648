"""A purchase order that cannot go on without somebody says so, once for each time it stands so."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reads.purchase_table import wanting
from commerce.sourcing.purchasing.events import PurchaseAttention
from ecomm_core.kernel import Kernel


async def want_somebody(kernel: Kernel, session: AsyncSession, purchase_id: UUID) -> None:
    """Emit `purchase.attention` where the list would show the order under "attention" and nobody
    was told of this occasion; in the transaction that brought it there."""
    await session.flush()
    found = await wanting(session, purchase_id)
    if found is None or found["occasion"] == found["told"]:
        return
    await kernel.outbox.emit(
        session,
        PurchaseAttention(
            purchase_id=purchase_id,
            number=found["number"],
            order_number=found["order_number"],
            supplier=found["supplier"],
            status=found["status"],
            reason=found["reason"],
            occasion=found["occasion"],
        ),
        tenant_id=found["tenant_id"],
        store_id=found["store_id"],
        resource_id=purchase_id,
    )
