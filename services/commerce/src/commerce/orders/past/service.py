"""Past orders: kept, shown, forgotten."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders.errors import OrderNotFound
from commerce.orders.past.models import PastOrder
from commerce.orders.past.schemas import (
    PastLineOut,
    PastOrderOut,
    PastOrderRow,
    PastRefundOut,
)
from commerce.stores.directory import StoreFacts
from ecomm_core import clock
from ecomm_core.api.schemas import Money
from ecomm_core.ids import new_id
from ecomm_core.text import search_key

PERSONAL: Final = frozenset({"customer_id", "email", "address", "refunds", "search_text"})
"""What names a buyer."""


async def keep(
    session: AsyncSession, store: StoreFacts, fields: Mapping[str, Any]
) -> tuple[UUID, bool]:
    """Write an order of another shop down, or what it says of it now: (id, whether it is new).
    One of a source and external id is kept once, however often it comes; one whose buyer was
    forgotten here names nobody again."""
    now = clock.now()
    found = await session.scalar(
        select(PastOrder)
        .where(
            PastOrder.source_id == fields["source_id"],
            PastOrder.external_id == fields["external_id"],
        )
        .with_for_update()
    )
    keys = {"search_text": search_key(f"{fields['number']} {fields['email']}"), "updated_at": now}
    if found is not None:
        personal = PERSONAL if found.forgotten else frozenset[str]()
        for name, value in {**fields, **keys}.items():
            if name not in personal:
                setattr(found, name, value)
        await session.flush()
        return found.id, False
    row = PastOrder(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        created_at=now,
        **fields,
        **keys,
    )
    session.add(row)
    await session.flush()
    return row.id, True


async def page(
    session: AsyncSession,
    store: StoreFacts,
    *,
    search: str | None,
    offset: int,
    limit: int,
) -> tuple[list[PastOrderRow], int]:
    """(orders, how many there are), newest first."""
    query = select(PastOrder).where(PastOrder.store_id == store.id)
    if search:
        query = query.where(PastOrder.search_text.contains(search_key(search), autoescape=True))
    total = await session.scalar(select(func.count()).select_from(query.subquery()))
    rows = await session.scalars(
        query.order_by(PastOrder.placed_at.desc(), PastOrder.id.desc()).offset(offset).limit(limit)
    )
    return [PastOrderRow.model_validate(_row(one)) for one in rows], total or 0


async def get(session: AsyncSession, store: StoreFacts, order_id: UUID) -> PastOrderOut:
    """One, whole. Raises OrderNotFound (404)."""
    one = await session.scalar(
        select(PastOrder).where(PastOrder.id == order_id, PastOrder.store_id == store.id)
    )
    if one is None:
        raise OrderNotFound
    money = _money(one)
    return PastOrderOut.model_validate(
        {
            **_row(one),
            **{n: money(getattr(one, n)) for n in ("subtotal", "discount", "shipping", "tax")},
            "tax_included": one.tax_included,
            "shipping_name": one.shipping_name,
            "address": one.address,
            "lines": [
                PastLineOut.model_validate(
                    {**line, **{n: money(line[n]) for n in ("unit_price", "discount", "total")}}
                )
                for line in one.lines
            ],
            "refunds": [
                PastRefundOut.model_validate({**back, "amount": money(back["amount"])})
                for back in one.refunds
            ],
        }
    )


def _money(one: PastOrder) -> Any:
    return lambda amount: Money(amount=amount, currency=one.currency)


def _row(one: PastOrder) -> dict[str, Any]:
    names = (
        "id",
        "source",
        "number",
        "customer_id",
        "email",
        "payment",
        "fulfilment",
        "placed_at",
        "cancelled_at",
    )
    money = _money(one)
    return {
        **{name: getattr(one, name) for name in names},
        "total": money(one.total),
        "refunded": money(one.refunded),
    }
