"""What else a merchant sees on an order: notes, refunds, returns. One statement."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_PAPERS = text(
    """
    select coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', n.id, 'at', n.at, 'text', n.text, 'actor', n.actor) order by n.at, n.id)
               from order_notes n where n.tenant_id = o.tenant_id and n.order_id = o.id
           ), '[]') as notes,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', f.id, 'status', f.status, 'amount', f.amount,
                      'shipping', f.shipping_gross, 'adjustment', f.adjustment_gross,
                      'tax', f.shipping_tax + f.adjustment_tax + coalesce((
                        select sum(l.tax) from refund_lines l
                         where l.tenant_id = f.tenant_id and l.order_refund_id = f.id), 0),
                      'reason', f.reason, 'note', f.note, 'actor', f.actor,
                      'created_at', f.created_at, 'lines', coalesce((
                        select jsonb_agg(jsonb_build_object(
                                 'item_id', l.order_item_id, 'quantity', l.quantity,
                                 'gross', l.gross, 'net', l.net, 'tax', l.tax)
                               order by i.position)
                          from refund_lines l
                          join order_items i
                            on i.tenant_id = l.tenant_id and i.id = l.order_item_id
                         where l.tenant_id = f.tenant_id and l.order_refund_id = f.id), '[]'))
                    order by f.id)
               from order_refunds f where f.tenant_id = o.tenant_id and f.order_id = o.id
           ), '[]') as refunds,
           coalesce((
             select jsonb_agg(jsonb_build_object(
                      'id', r.id, 'sequence', r.sequence, 'kind', r.kind, 'status', r.status,
                      'requested_at', r.requested_at, 'units', (
                        select coalesce(sum(l.quantity), 0) from return_lines l
                         where l.tenant_id = r.tenant_id and l.return_id = r.id))
                    order by r.sequence)
               from returns r where r.tenant_id = o.tenant_id and r.order_id = o.id
                and r.status <> 'declared'
           ), '[]') as returns,
           coalesce((
             select jsonb_object_agg(w.item, w.units) from (
               select l.order_item_id as item, sum(l.quantity) as units
                 from refund_lines l
                 join order_refunds f
                   on f.tenant_id = l.tenant_id and f.id = l.order_refund_id
                where f.tenant_id = o.tenant_id and f.order_id = o.id and f.status <> 'failed'
                group by l.order_item_id) w
           ), '{}') as refunded_units
      from orders o where o.id = :order
    """
)


@dataclass(frozen=True, slots=True)
class OrderPapers:
    """Nested values as JSON has them; amounts in minor units. `refunded_units` by item id."""

    notes: list[dict[str, Any]]
    refunds: list[dict[str, Any]]
    returns: list[dict[str, Any]]
    refunded_units: dict[str, int]


async def load_papers(session: AsyncSession, order_id: UUID) -> OrderPapers:
    """The papers of an order that exists."""
    row = (await session.execute(_PAPERS, {"order": order_id})).mappings().one()
    return OrderPapers(**row)
