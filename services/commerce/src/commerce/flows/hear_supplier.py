"""A supplier hinted that an order changed: it is read now instead of at its time (R10.3). The hint
itself is believed in nothing."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.purchasing import disputing
from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.deciding import LOOK
from ecomm_connectors.suppliers.port import HintKind
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery

TASK = "commerce.sourcing.hear_supplier"


async def hear_supplier(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """`supplier.order_hinted`: look at the purchase order that is meant, if it is ours, and at the
    complaints about it where the hint is about one."""
    found = await purchasing.named(
        session,
        UUID(delivery.data["supplier_id"]),
        reference=delivery.data["reference"],
        supplier_ref=delivery.data["supplier_ref"],
    )
    if found is None:
        return
    args = {"purchase_order_id": str(found)}
    await kernel.outbox.enqueue(session, LOOK, args, tenant_id=delivery.tenant_id)
    if delivery.data["kind"] == HintKind.DISPUTE:
        for dispute_id in await purchasing.open_disputes(session, found):
            args = {"dispute_id": str(dispute_id)}
            await kernel.outbox.enqueue(session, disputing.LOOK, args, tenant_id=delivery.tenant_id)
