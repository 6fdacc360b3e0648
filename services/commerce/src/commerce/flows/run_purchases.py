"""The round of purchases: whatever is due is looked at, one after the other, each by itself, so
that one that fails holds up no other (R10.2)."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.complain import complain
from commerce.flows.follow_purchase import follow_purchase
from commerce.flows.look_up_purchase import look_up_purchase
from commerce.flows.place_purchase import place_purchase
from commerce.flows.source_order import source_order
from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.service import PurchaseStatus
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.schedule import ScheduledTask

log = get_logger(__name__)

TASK = "commerce.orders.check_status"
EVERY = timedelta(seconds=15)
BATCH = 100
LATER = timedelta(minutes=10)

NEEDS = "select tenant_id, store_id, id from due_sourcing_needs($1, $2)"
PURCHASES = "select tenant_id, store_id, id from due_purchase_orders($1, $2)"
DISPUTES = "select tenant_id, store_id, id from due_purchase_disputes($1, $2)"


async def run_purchases(kernel: Kernel) -> None:
    """One round over all stores: needs that are to be planned, then what is due."""
    now = clock.now()
    async for tenant_id, _, need_id in all_due(kernel.database, NEEDS, now, page=BATCH):
        await plan_need(kernel, tenant_id, need_id)
    now = clock.now()
    async for tenant_id, _, row_id in all_due(kernel.database, PURCHASES, now, page=BATCH):
        await look(kernel, tenant_id, row_id)
    now = clock.now()
    async for tenant_id, _, dispute_id in all_due(kernel.database, DISPUTES, now, page=BATCH):
        await look_at_dispute(kernel, tenant_id, dispute_id)


async def plan_need(kernel: Kernel, tenant_id: UUID, need_id: UUID) -> None:
    """Plan the order of a need that is due."""
    try:
        async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
            found = await purchasing.need_of(session, need_id)
            if found is not None:
                await source_order(session, found.store_id, found.order_id)
    except Exception:
        log.exception("plan_failed", need_id=str(need_id))


async def look(kernel: Kernel, tenant_id: UUID, purchase_id: UUID, *, asked: bool = False) -> None:
    """Do with a purchase order what its state asks for. A fault with this one is logged, and it is
    looked at again later."""
    try:
        async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
            status = await purchasing.status_of(session, purchase_id)
        if status == PurchaseStatus.QUEUED:
            await place_purchase(kernel, tenant_id, purchase_id)
        elif status in purchasing.SENT:
            await look_up_purchase(kernel, tenant_id, purchase_id, asked=asked)
        elif status in purchasing.PLACED:
            await follow_purchase(kernel, tenant_id, purchase_id, asked=asked)
    except AppError as error:
        log.warning("purchase_refused", purchase_id=str(purchase_id), code=error.code)
        await _later(kernel, tenant_id, purchase_id)
    except Exception:
        log.exception("purchase_failed", purchase_id=str(purchase_id))
        await _later(kernel, tenant_id, purchase_id)


async def look_at_dispute(
    kernel: Kernel, tenant_id: UUID, dispute_id: UUID, *, asked: bool = False
) -> None:
    """Do with a complaint what its state asks for. A fault with this one is logged, and it is
    looked at again later."""
    try:
        await complain(kernel, tenant_id, dispute_id, asked=asked)
    except Exception:
        log.exception("complaint_failed", dispute_id=str(dispute_id))
        async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
            await purchasing.dispute_later(session, dispute_id, clock.now() + LATER)


async def _later(kernel: Kernel, tenant_id: UUID, purchase_id: UUID) -> None:
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        await purchasing.due_later(session, purchase_id, clock.now() + LATER)


@dataclass(frozen=True, slots=True)
class Asked:
    """A purchase order or complaint that somebody wants looked at now."""

    tenant_id: UUID
    row_id: UUID


async def prepare(_kernel: Kernel, _session: AsyncSession, delivery: Delivery) -> Asked:
    """Job: somebody asked, or a supplier hinted."""
    return Asked(delivery.tenant_id, UUID(delivery.args["purchase_order_id"]))


async def call(kernel: Kernel, asked: Asked) -> Asked:
    """Look, in transactions of its own."""
    await look(kernel, asked.tenant_id, asked.row_id, asked=True)
    return asked


async def prepare_dispute(_kernel: Kernel, _session: AsyncSession, delivery: Delivery) -> Asked:
    """Job: a complaint was opened or is to be taken back, or a supplier hinted."""
    return Asked(delivery.tenant_id, UUID(delivery.args["dispute_id"]))


async def call_dispute(kernel: Kernel, asked: Asked) -> Asked:
    """Look, in transactions of its own."""
    await look_at_dispute(kernel, asked.tenant_id, asked.row_id, asked=True)
    return asked


async def finish(
    _kernel: Kernel, _session: AsyncSession, _delivery: Delivery, _asked: Asked, _done: Asked
) -> None:
    """Nothing is left to be written: whoever looked has done so."""


SCHEDULED = [ScheduledTask(TASK, EVERY, run_purchases, queue="default")]
