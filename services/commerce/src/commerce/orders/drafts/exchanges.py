"""Drafts of exchanges: a return's dearer goods, for which what went back has paid a part already.

Such a draft sells at today's prices like every other. Its discount is what was paid for the goods
that go back, its shipping is free, and nobody edits it: it lives and ends with its return.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders import service as orders
from commerce.orders.drafts import repository, service
from commerce.orders.drafts.errors import DraftBeingPaid
from commerce.orders.drafts.models import DraftStatus
from commerce.orders.drafts.schemas import DraftDiscountIn, DraftLineIn
from commerce.promotions.discounts import drafts as discounts
from commerce.stores.contexts import StoreContext
from ecomm_core import audit
from ecomm_core.api.schemas import Money

__all__ = ["let_go", "prepare", "sold", "used"]


async def prepare(
    context: StoreContext,
    order: Any,
    *,
    name: str,
    units: Mapping[UUID, int],
    worth: int,
    now: datetime,
) -> UUID:
    """Write the draft that sells `units` (variant -> how many) to whoever bought a locked order,
    less `worth`; its id. `name` is the return's.

    Raises TooManyDrafts, DraftIncomplete where nothing ships to the order's address (409).
    """
    session, kernel, store = context.session, context.kernel, context.store
    draft_id = await service.insert(context, now, currency=order.currency, exchange_of=order.id)
    row = await service.locked(session, store.id, draft_id)
    reason = f"Exchange {name}"
    keys = await _discounts(context, draft_id, reason, worth, order.currency, now)
    taken = DraftDiscountIn(amount=Money(amount=worth, currency=order.currency), reason=reason)
    values = {
        "id": draft_id,
        "cart": row.cart_id,
        "customer": order.customer_id,
        "codes": keys,
        "email": order.email,
        "address": order.shipping_address,
        "rate": None,
        "discount": taken.model_dump(mode="json"),
        "note": None,
        "tags": [],
        "now": now,
    }
    await repository.write(session, values)
    lines = [DraftLineIn(variant_id=variant, quantity=count) for variant, count in units.items()]
    await service.write_lines(context, row.cart_id, lines, now)
    row = await service.get(session, store.id, draft_id)
    found = await service.priced(kernel, session, store, row, test=store.test_mode)
    # The cheapest way there is free as well as any other.
    rate = found.rates[0].id if found.rates else None
    await repository.write(session, {**values, "rate": rate})
    row = await service.get(session, store.id, draft_id)
    found = await service.priced(kernel, session, store, row, test=store.test_mode)
    service.form_of(found)
    await repository.came_to(session, draft_id, found.sums.totals.total, sum(units.values()))
    await _audit(context, draft_id, {"exchange": name, "worth": worth, "rate": str(rate)})
    return draft_id


async def let_go(session: AsyncSession, row: Any, now: datetime) -> None:
    """A locked draft that nobody has paid ends with its return; its link opens nothing any more.
    Raises DraftBeingPaid (409)."""
    if row.status == DraftStatus.CANCELLED:
        return
    await service.refuse_paying(session, row, now)
    await repository.move(session, row.id, DraftStatus.CANCELLED, now)
    await discounts.drop(session, row.id, now)


async def sold(session: AsyncSession, row: Any) -> Any | None:
    """The order a draft became, locked; None where nobody paid, or where it was cancelled. Raises
    DraftBeingPaid (409) while its money is on the way."""
    if row.order_id is None:
        return None
    order = await orders.lock(session, row.store_id, row.order_id)
    if order.status in (orders.OrderStatus.CANCELLED, orders.OrderStatus.EXPIRED):
        return None
    if order.status == orders.OrderStatus.PENDING:
        raise DraftBeingPaid
    return order


async def used(session: AsyncSession, row: Any) -> int:
    """How much of its discount the order of a draft took."""
    return await repository.discount_used(session, row.id, row.order_id)


async def _discounts(
    context: StoreContext, draft_id: UUID, reason: str, worth: int, currency: str, now: datetime
) -> list[str]:
    off = await discounts.put(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        draft_id=draft_id,
        name=reason,
        percent_ppm=None,
        amount=worth,
        currency=currency,
        now=now,
    )
    shipping = await discounts.put_free_shipping(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        draft_id=draft_id,
        name=reason,
        now=now,
    )
    return [off, shipping]


async def _audit(context: StoreContext, draft_id: UUID, after: dict[str, Any]) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="draft.create",
        resource_type="draft_order",
        resource_id=draft_id,
        after=after,
    )
