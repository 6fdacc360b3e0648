"""Queries of an order's refunds: what was sold, what went back, which tenders can take it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.orders.papers import OrderRefundStatus
from commerce.orders.refund_split import PaidBy, RefundPart
from commerce.orders.refunding import RefundSums, SoldLine, SoldOrder
from commerce.promotions.tenders import TenderKind

_LINES = text(
    """select i.id, i.product_id, i.variant_id, i.quantity, i.fulfilled_quantity,
              i.cancelled_quantity, i.returned_quantity, i.replaces_item_id, i.net, i.gross, i.tax,
              coalesce(r.quantity, 0) as refunded_quantity, coalesce(r.gross, 0) as refunded_gross,
              coalesce(r.tax, 0) as refunded_tax
         from order_items i
         left join lateral (
           select sum(l.quantity) as quantity, sum(l.gross) as gross, sum(l.tax) as tax
             from refund_lines l
             join order_refunds f on f.tenant_id = l.tenant_id and f.id = l.order_refund_id
            where l.tenant_id = i.tenant_id and l.order_item_id = i.id and f.status <> 'failed'
         ) r on true
        where i.order_id = :order order by i.position"""
)

_SUMS = text(
    """select o.total, o.tax, o.shipping_gross, o.shipping_tax,
              coalesce(r.gross, 0) as refunded_shipping_gross,
              coalesce(r.tax, 0) as refunded_shipping_tax
         from orders o
         left join lateral (
           select sum(f.shipping_gross) as gross, sum(f.shipping_tax) as tax from order_refunds f
            where f.tenant_id = o.tenant_id and f.order_id = o.id and f.status <> 'failed'
         ) r on true
        where o.id = :order"""
)

_TENDERS = text(
    """select kind, account_id, payment_id, label, amount, refunded from order_tenders
        where order_id = :order order by position"""
)

_TENDER_REFUNDED = text(
    """update order_tenders set refunded = greatest(least(refunded + :amount, amount), 0)
        where order_id = :order and coalesce(payment_id, account_id) = :id"""
)

_INSERT = text(
    """insert into order_refunds
         (tenant_id, id, store_id, order_id, status, currency, amount, items_gross, shipping_gross,
          shipping_net, shipping_tax, adjustment_gross, adjustment_net, adjustment_tax, reason,
          note, actor, created_at, updated_at)
       values (:tenant_id, :id, :store_id, :order_id, :status, :currency, :amount, :items_gross,
          :shipping_gross, :shipping_net, :shipping_tax, :adjustment_gross, :adjustment_net,
          :adjustment_tax, :reason, :note, :actor, :now, :now)"""
)

_INSERT_LINES = text(
    """insert into refund_lines (tenant_id, order_refund_id, order_item_id, store_id, quantity,
              gross, net, tax, restocked)
       select :tenant_id, :id, l.item, :store_id, l.quantity, l.gross, l.net, l.tax, l.restocked
         from unnest(cast(:items as uuid[]), cast(:quantities as integer[]),
                     cast(:gross as bigint[]), cast(:net as bigint[]), cast(:tax as bigint[]),
                     cast(:restocked as integer[]))
              as l (item, quantity, gross, net, tax, restocked)"""
)

_UNITS = text(
    """with told as (update orders set updated_at = :now where id = :order)
       update order_items i
          set cancelled_quantity = i.cancelled_quantity + u.cancelled,
              returned_quantity = i.returned_quantity + u.returned,
              restocked_quantity = i.restocked_quantity + u.restocked
         from unnest(cast(:items as uuid[]), cast(:cancelled as integer[]),
                     cast(:returned as integer[]), cast(:restocked as integer[]))
              as u (id, cancelled, returned, restocked)
        where i.id = u.id and i.order_id = :order"""
)

_STATUS = text(
    """update order_refunds set status = :status, updated_at = :now
        where id = :id and status <> :status returning order_id"""
)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An order item with what is known of each of its units."""

    id: UUID
    product_id: UUID
    variant_id: UUID
    quantity: int
    fulfilled_quantity: int
    cancelled_quantity: int
    returned_quantity: int
    replaces_item_id: UUID | None
    net: int
    gross: int
    tax: int
    refunded_quantity: int
    refunded_gross: int
    refunded_tax: int

    @property
    def sold(self) -> SoldLine:
        """For the figures."""
        return SoldLine(
            self.id,
            self.quantity,
            self.gross,
            self.tax,
            self.refunded_quantity,
            self.refunded_gross,
            self.refunded_tax,
        )


@dataclass(frozen=True, slots=True)
class TenderRow:
    """What an order was paid with, as it was written down."""

    kind: TenderKind
    account_id: UUID | None
    payment_id: UUID | None
    label: str
    amount: int
    refunded: int

    @property
    def paid_by(self) -> PaidBy:
        """For the split."""
        found = self.payment_id or self.account_id
        if found is None:
            raise ValueError("the table's check wants one of both")
        return PaidBy(self.kind, found, self.amount, self.refunded)


async def item_rows(session: AsyncSession, order_id: UUID) -> list[ItemRow]:
    """The order's items in their order."""
    rows = (await session.execute(_LINES, {"order": order_id})).mappings()
    return [ItemRow(**{**row, **_ints(row)}) for row in rows]


def _ints(row: RowMapping) -> dict[str, int]:
    """Sums of bigints arrive as decimals."""
    return {name: int(row[name]) for name in row if name.startswith("refunded_")}


async def sold_order(session: AsyncSession, order_id: UUID) -> SoldOrder:
    """The order's sums. It exists: the caller has locked it."""
    row = (await session.execute(_SUMS, {"order": order_id})).mappings().one()
    return SoldOrder(**{name: int(row[name]) for name in row})


async def tenders(session: AsyncSession, order_id: UUID) -> list[TenderRow]:
    """What the order was paid with, in its order."""
    rows = (await session.execute(_TENDERS, {"order": order_id})).mappings()
    return [TenderRow(**{**row, "kind": TenderKind(row["kind"])}) for row in rows]


async def tender_refunded(
    session: AsyncSession, order_id: UUID, tender_id: UUID, amount: int
) -> None:
    """Count `amount` as asked back from a tender; below zero: it did not go."""
    await session.execute(_TENDER_REFUNDED, {"order": order_id, "id": tender_id, "amount": amount})


async def insert_refund(
    session: AsyncSession,
    values: Mapping[str, Any],
    found: RefundSums,
    units: Mapping[UUID, int],
    restocked: Mapping[UUID, int],
    parts: Sequence[RefundPart],
) -> None:
    """Write a refund with its lines and count its parts at their tenders."""
    await session.execute(
        _INSERT,
        {
            **values,
            "amount": found.amount,
            "items_gross": found.items_gross,
            "shipping_gross": found.shipping.gross,
            "shipping_net": found.shipping.net,
            "shipping_tax": found.shipping.tax,
            "adjustment_gross": found.adjustment.gross,
            "adjustment_net": found.adjustment.net,
            "adjustment_tax": found.adjustment.tax,
        },
    )
    if found.lines:
        await session.execute(
            _INSERT_LINES,
            {
                "tenant_id": values["tenant_id"],
                "store_id": values["store_id"],
                "id": values["id"],
                "items": list(found.lines),
                "quantities": [units[item] for item in found.lines],
                "gross": [line.gross for line in found.lines.values()],
                "net": [line.net for line in found.lines.values()],
                "tax": [line.tax for line in found.lines.values()],
                "restocked": [restocked.get(item, 0) for item in found.lines],
            },
        )
    for part in parts:
        await tender_refunded(session, values["order_id"], part.id, part.amount)


async def count_units(
    session: AsyncSession,
    order_id: UUID,
    *,
    cancelled: Mapping[UUID, int],
    returned: Mapping[UUID, int],
    restocked: Mapping[UUID, int],
    now: datetime,
) -> None:
    """Add to what was cancelled and to what came back, per order item, and to what of both is on
    sale again. The order is touched: what was earned with it may be another figure."""
    items = [
        item for item in {**cancelled, **returned} if cancelled.get(item) or returned.get(item)
    ]
    if items:
        await session.execute(
            _UNITS,
            {
                "order": order_id,
                "items": items,
                "cancelled": [cancelled.get(item, 0) for item in items],
                "returned": [returned.get(item, 0) for item in items],
                "restocked": [restocked.get(item, 0) for item in items],
                "now": now,
            },
        )


async def set_refund_status(
    session: AsyncSession, refund_id: UUID, status: OrderRefundStatus, now: datetime
) -> bool:
    """Write the outcome; False where it was that already."""
    values = {"id": refund_id, "status": status, "now": now}
    return (await session.execute(_STATUS, values)).first() is not None
