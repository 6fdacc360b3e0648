"""What every change of an upsell leaves behind: stale pages, an event, an entry of the audit."""

from typing import Literal
from uuid import UUID

from commerce import tags
from commerce.promotions.discounts.schemas import Stored
from commerce.promotions.events import UpsellsChanged
from commerce.stores.contexts import StoreContext
from ecomm_core import audit
from ecomm_core.db.signals import drop_tags

_AUDITED = {"volume": "volume_price", "cross_sell": "cross_sell", "bundle": "bundle"}


async def tell(
    context: StoreContext,
    kind: Literal["volume", "cross_sell", "bundle"],
    upsell_id: UUID,
    action: str,
    *,
    before: Stored | None = None,
    after: Stored | None = None,
) -> None:
    """Audit it, and tell the shop's pages."""
    stale = [tags.upsells(context.store_id)]
    drop_tags(context.session, *stale)
    await context.kernel.outbox.emit(
        context.session,
        UpsellsChanged(kind=kind, tags=stale),
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        resource_id=upsell_id,
    )
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=f"{_AUDITED[kind]}.{action}",
        resource_type=_AUDITED[kind],
        resource_id=upsell_id,
        before=before,
        after=after,
    )
