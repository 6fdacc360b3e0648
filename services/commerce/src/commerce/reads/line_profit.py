"""What orders' lines brought and cost, as it stands in the rows: items, refunds, purchases and
fees. One statement; SQL only. What is earned is computed by `sourcing.purchasing.profit` alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reads.purchase_terms import to_store

_LINES = text(
    """select o.id, s.currency as store_currency, o.currency as order_currency, o.rate,
              coalesce((
                select sum(t.amount) from order_tenders t
                 where t.tenant_id = o.tenant_id and t.order_id = o.id
                   and t.kind = 'provider'), 0) as paid,
              coalesce((
                select sum(case l.kind when 'dispute_fee' then l.amount else -l.amount end)
                  from payment_ledger l
                  join order_tenders t on t.tenant_id = l.tenant_id
                   and t.payment_id = l.payment_id
                 where t.tenant_id = o.tenant_id and t.order_id = o.id
                   and l.kind in ('dispute_fee', 'dispute_fee_return')), 0) as dispute_fees,
              (select r.formula from price_rules r
                where r.tenant_id = o.tenant_id and r.store_id = o.store_id and r.active
                  and r.kind = 'margin' order by r.position, r.id limit 1) as fee_rule,
              coalesce((
                select jsonb_agg(jsonb_build_object(
                         'item_id', i.id, 'product_id', i.product_id,
                         'title', i.title, 'quantity', i.quantity,
                         'net', i.net, 'gross', i.gross, 'discount', i.discount,
                         'inclusive', o.tax_inclusive,
                         'unit_cost', case when i.gift_card then coalesce(i.unit_cost, 0)
                                           else i.unit_cost end,
                         'restocked', i.restocked_quantity,
                         'refunded_net', coalesce((
                           select sum(l.net) from refund_lines l
                             join order_refunds f on f.tenant_id = l.tenant_id
                              and f.id = l.order_refund_id
                            where l.tenant_id = i.tenant_id and l.order_item_id = i.id
                              and f.status <> 'failed'), 0),
                         'need', (select n.status from sourcing_needs n
                                   where n.tenant_id = i.tenant_id and n.order_item_id = i.id),
                         'bought', coalesce((
                           select jsonb_agg(jsonb_build_object(
                                    'number', p.number, 'goods', l.goods,
                                    'shipping', l.shipping, 'duty', l.duty,
                                    'expected', l.expected, 'refunded', l.refunded,
                                    'currency', p.currency, 'rate', p.rate,
                                    'booked', p.booked) order by p.number, l.position)
                             from purchase_lines l
                             join purchase_orders p on p.tenant_id = l.tenant_id
                              and p.id = l.purchase_order_id
                            where l.tenant_id = i.tenant_id and l.order_item_id = i.id
                              and (l.active or (p.booked and p.paid_at is not null))), '[]'))
                       order by i.position)
                  from order_items i
                 where i.tenant_id = o.tenant_id and i.order_id = o.id), '[]') as items
         from orders o
         join stores s on s.tenant_id = o.tenant_id and s.id = o.store_id
        where o.id = any (cast(:orders as uuid[]))
          and o.store_id = any (cast(:stores as uuid[]))"""
)


@dataclass(frozen=True, slots=True)
class ProfitRows:
    """The rows of an order. `paid` and `dispute_fees` in the order's currency; `fee_rule`: the
    formula of the store's first margin rule, which names what payments cost."""

    store_currency: str
    order_currency: str
    order_rate: Fraction
    paid: int
    dispute_fees: int
    fee_rule: Mapping[str, Any] | None
    items: list[dict[str, Any]]


async def profit_rows(session: AsyncSession, store_id: UUID, order_id: UUID) -> ProfitRows | None:
    """An order's rows, None for no order of the store."""
    return (await profit_rows_of(session, store_id, [order_id])).get(order_id)


async def profit_rows_of(
    session: AsyncSession, store_id: UUID, order_ids: Sequence[UUID]
) -> dict[UUID, ProfitRows]:
    """The rows of several orders; who is no order of the store is missing."""
    return await profit_rows_among(session, [store_id], order_ids)


async def profit_rows_among(
    session: AsyncSession, store_ids: Collection[UUID], order_ids: Sequence[UUID]
) -> dict[UUID, ProfitRows]:
    """The same for orders of several stores."""
    values = {"stores": list(store_ids), "orders": list(order_ids)}
    rows = (await session.execute(_LINES, values)).mappings()
    return {
        row["id"]: ProfitRows(
            store_currency=row["store_currency"],
            order_currency=row["order_currency"],
            order_rate=to_store(row["rate"], row["store_currency"], row["order_currency"]),
            paid=int(row["paid"]),
            dispute_fees=int(row["dispute_fees"]),
            fee_rule=row["fee_rule"],
            items=row["items"],
        )
        for row in rows
    }
