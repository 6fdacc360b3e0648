"""The shopper hears of a refund when it is made."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import service as mail
from commerce.mail.service import Kind
from commerce.orders import service as orders
from commerce.orders.refunding import RefundSums
from commerce.stores import service as stores
from commerce.stores.addresses import storefront_url
from ecomm_core.kernel import Kernel


async def tell_shopper(
    kernel: Kernel,
    session: AsyncSession,
    order: Any,
    refund_id: UUID,
    sums: RefundSums,
    units: Mapping[UUID, int],
) -> None:
    """One mail per refund: how much, and for what."""
    store = await stores.get(session, order.store_id)
    items = {item.id: item for item in await orders.items(session, order.id)}
    await mail.send(
        session,
        kernel,
        tenant_id=order.tenant_id,
        store_id=order.store_id,
        order_id=order.id,
        kind=Kind.REFUND,
        to=order.email,
        key=f"order-refund:{refund_id}",
        context={
            "name": order.shipping_address["name"],
            "number": order.number,
            "status_url": status_url(kernel, store.slug, order.id),
            "amount": {"amount": sums.amount, "currency": order.currency},
            "items": [
                {
                    "title": items[item].title,
                    "variant": items[item].variant_title,
                    "quantity": count,
                }
                for item, count in units.items()
            ],
        },
    )


def status_url(kernel: Kernel, slug: str, order_id: UUID) -> str:
    """The order's status page, with its token."""
    token = orders.status_token(kernel, order_id)
    return storefront_url(kernel.settings, slug, f"/orders/{order_id}?token={token}")
