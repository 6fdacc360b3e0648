"""A variant runs low: the merchant gets a mail, once for each time it falls to its threshold."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import service as mail
from commerce.reads.stock_alerts import alerted_variant, owner_email
from commerce.stores import service as stores
from commerce.stores.errors import StoreNotFound
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery


async def alert(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """For a subscriber of `inventory.low`; asked twice, the mail is one (its key is the event)."""
    if delivery.store_id is None:
        return
    variant = await alerted_variant(session, delivery.store_id, UUID(delivery.data["variant_id"]))
    if variant is None:
        return
    try:
        store = await stores.get(session, delivery.store_id)
    except StoreNotFound:
        return
    to = store.contact_email or await owner_email(session, delivery.tenant_id)
    if to is None:
        return
    await mail.send(
        session,
        kernel,
        tenant_id=delivery.tenant_id,
        store_id=store.id,
        kind=mail.Kind.LOW_STOCK,
        to=to,
        key=f"low-stock:{delivery.event_id}",
        context={
            "items": [
                {
                    "title": variant.title,
                    "variant": variant.variant,
                    "sku": variant.sku,
                    "available": delivery.data["available"],
                    "threshold": delivery.data["threshold"],
                }
            ],
            "url": f"{kernel.settings.dashboard_url}/stores/{store.id}/inventory?stock=low",
        },
    )
