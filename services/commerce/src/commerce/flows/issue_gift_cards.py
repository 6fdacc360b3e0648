"""Gift cards that were bought are made once the order is paid, one per unit, and mailed."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.give_back import CARDS_TASK
from commerce.promotions.cards import service as cards
from commerce.promotions.codes import new_card_code
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery

TASK = CARDS_TASK

_SOLD = text(
    """select i.id, i.quantity, i.unit_price, o.tenant_id, o.store_id, o.currency, o.email, o.test,
              s.slug,
              (select array_agg(g.unit) from gift_cards g
                where g.tenant_id = i.tenant_id and g.order_item_id = i.id) as made
         from orders o
         join order_items i on i.tenant_id = o.tenant_id and i.order_id = o.id
         join stores s on s.tenant_id = o.tenant_id and s.id = o.store_id
        where o.id = :order and i.gift_card and i.unit_price > 0
        order by i.position"""
)


async def issue(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Make the cards that are not there yet; asked twice, there is one per unit (a unique key on
    line and unit decides between two workers)."""
    order_id = UUID(delivery.args["order_id"])
    for line in (await session.execute(_SOLD, {"order": order_id})).all():
        for unit in range(line.quantity):
            if unit in (line.made or ()):
                continue
            code = new_card_code()
            card = await cards.make(
                kernel,
                session,
                tenant_id=line.tenant_id,
                store_id=line.store_id,
                code=code,
                amount=line.unit_price,
                currency=line.currency,
                expires_at=None,
                email=line.email,
                note=None,
                test=line.test,
                actor="system",
                order_id=order_id,
                order_item_id=line.id,
                unit=unit,
            )
            await cards.send_card(
                kernel, session, card, code, slug=line.slug, key=f"gift-card:{card.id}"
            )
