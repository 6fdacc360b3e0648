"""What an order's statuses are derived from: units, parcels, returns. One statement; SQL only."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_SUMS = text(
    """select o.status, o.payment_status, o.fulfilment_status, o.delivered_at,
              u.ordered, u.shipped, u.returned, p.waiting, p.under_way, p.delivered_at as last_at,
              (select count(*) from returns r
                where r.tenant_id = o.tenant_id and r.order_id = o.id
                  and r.status in ('approved', 'received')) as open_returns
         from orders o
        cross join lateral (
          select coalesce(sum(quantity - cancelled_quantity), 0) as ordered,
                 coalesce(sum(fulfilled_quantity), 0) as shipped,
                 coalesce(sum(returned_quantity), 0) as returned
            from order_items i where i.tenant_id = o.tenant_id and i.order_id = o.id) u
        cross join lateral (
          select count(*) filter (where f.status in ('pending', 'submitted', 'failed')) as waiting,
                 count(*) filter (where f.status in ('shipped', 'exception')) as under_way,
                 max(f.delivered_at) as delivered_at
            from fulfillments f where f.tenant_id = o.tenant_id and f.order_id = o.id) p
        where o.id = :order"""
)

_ALLOCATED = text(
    """select u.order_item_id, sum(u.quantity) as units
         from fulfillments f
         join fulfillment_items u on u.tenant_id = f.tenant_id and u.fulfilment_id = f.id
        where f.order_id = :order and f.status in ('pending', 'submitted', 'failed')
        group by u.order_item_id"""
)


@dataclass(frozen=True, slots=True)
class OrderSums:
    """Units and parcels of an order. `ordered` leaves out what was cancelled; `waiting` parcels
    have not left, those `under_way` have not arrived."""

    status: str
    payment_status: str
    fulfilment_status: str
    delivered_at: datetime | None
    ordered: int
    shipped: int
    returned: int
    waiting: int
    under_way: int
    last_at: datetime | None
    open_returns: int


async def order_sums(session: AsyncSession, order_id: UUID) -> OrderSums:
    """The sums of an order that exists."""
    row = (await session.execute(_SUMS, {"order": order_id})).mappings().one()
    counts = ("ordered", "shipped", "returned", "waiting", "under_way", "open_returns")
    return OrderSums(**{**row, **{name: int(row[name]) for name in counts}})


async def allocated_units(session: AsyncSession, order_id: UUID) -> dict[UUID, int]:
    """Order item -> units in parcels that are packed and have not left."""
    rows = await session.execute(_ALLOCATED, {"order": order_id})
    return {row.order_item_id: int(row.units) for row in rows}
