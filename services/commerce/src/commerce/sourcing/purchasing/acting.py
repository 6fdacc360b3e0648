"""What each decision of a person's about a purchase order shares: its row, locked after that of its
order, the line in its timeline, and the audit log."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from commerce.sourcing.purchasing import repository
from commerce.sourcing.purchasing.errors import PurchaseNotFound
from commerce.sourcing.purchasing.models import PurchaseOrder, SourcingNeed
from commerce.sourcing.purchasing.moving import note
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock


async def locked(context: StoreContext, purchase_id: UUID) -> PurchaseOrder:
    """The purchase order, kept from others after its customer order. Raises PurchaseNotFound
    (404)."""
    order_id = await repository.order_of(context.session, purchase_id)
    if order_id is None:
        raise PurchaseNotFound
    row = await repository.lock_with_order(context.session, order_id, purchase_id)
    if row is None or row.store_id != context.store_id:
        raise PurchaseNotFound
    return row


async def needs_by_id(context: StoreContext, row: PurchaseOrder) -> Mapping[UUID, SourcingNeed]:
    """The needs of the purchase order's customer order, locked."""
    return {need.id: need for need in await repository.needs_of(context.session, row.order_id)}


async def say(
    context: StoreContext, row: PurchaseOrder, action: str, kind: str, words: str, before: str
) -> None:
    """Write what a person did into the timeline and the audit log."""
    note(context.session, row, kind=kind, message=words, now=clock.now(), actor=context.actor)
    await write_down(context, row, action, before)


async def write_down(
    context: StoreContext,
    row: PurchaseOrder,
    action: str,
    before: str,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write what a person did into the audit log."""
    after: dict[str, Any] = {"status": str(row.status), "cancel_wanted": row.cancel_wanted}
    await context.session.flush()
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=f"purchase_order.{action}",
        resource_type="purchase_order",
        resource_id=row.id,
        before={"status": str(before)},
        after={**after, **(more or {})},
    )
