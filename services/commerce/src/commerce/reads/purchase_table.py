"""Purchase orders as lists and pages show them. SQL only."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

VIEWS = {
    "all": "true",
    "waiting": "p.status in ('queued', 'awaiting_approval')",
    "unknown": "p.status in ('placing', 'unknown')",
    "placed": "p.status in ('placed_unpaid', 'paid', 'shipped', 'disputed')",
    "ended": "p.status in ('delivered', 'rejected', 'cancelled')",
    "attention": "(p.status in ('awaiting_approval', 'placed_unpaid') or p.flagged is not null"
    " or p.reason = 'no_answer_long')",
}
"""Name -> condition; the names are the API's."""

_COLUMNS = """p.id, p.number, p.status, p.reason, p.detail, p.order_id, o.number as order_number,
       p.supplier_id, s.name as supplier_name, p.currency, p.total, p.booked, p.created_at,
       p.due_at, p.flagged"""

_LIST = """select {columns}, count(*) over () as found
         from purchase_orders p
         join suppliers s on s.tenant_id = p.tenant_id and s.id = p.supplier_id
         join orders o on o.tenant_id = p.tenant_id and o.id = p.order_id
        where p.store_id = :store and {view}
        order by p.created_at desc, p.id desc offset :offset limit :limit"""

_COUNT = """select count(*) from purchase_orders p
         join orders o on o.tenant_id = p.tenant_id and o.id = p.order_id
        where p.store_id = :store and {view}"""

_SEARCH = """(p.reference ilike :search or p.supplier_ref ilike :search
              or p.number = :number or o.number = :number)"""
_DIGITS = re.compile(r"(?:PO-)?(\d{1,15})", re.IGNORECASE)

_ONE = text(
    f"""select {_COLUMNS}, p.reference, p.attempt, p.warehouse, p.method, p.method_name,
              p.destination, p.min_days, p.max_days, p.goods, p.shipping, p.duty, p.refunded,
              p.expected, p.rate, p.checks, p.supplier_ref, p.payment_url, p.place_after, p.looks,
              p.cancel_wanted, p.claimed_ref, p.placing_at, p.placed_at, p.paid_at, p.shipped_at,
              p.delivered_at, p.replaces_id, s.daily_spend_cap,
              case when p.spend_day = :today then p.spend else 0 end as spend,
              coalesce((select d.amount from supplier_spend d
                         where d.tenant_id = p.tenant_id and d.supplier_id = p.supplier_id
                           and d.day = :today), 0) as spent_today,
              coalesce((
                select jsonb_agg(jsonb_build_object(
                         'id', l.id, 'order_item_id', l.order_item_id, 'active', l.active,
                         'product_id', i.product_id, 'product_title', i.title,
                         'variant_title', i.variant_title, 'image', i.image,
                         'external_sku', l.external_sku, 'title', l.title,
                         'quantity', l.quantity, 'unit_cost', l.unit_cost,
                         'max_unit_cost', l.max_unit_cost, 'goods', l.goods,
                         'shipping', l.shipping, 'duty', l.duty, 'expected', l.expected,
                         'refunded', l.refunded, 'failed', l.failed) order by l.position)
                  from purchase_lines l
                  join order_items i on i.tenant_id = l.tenant_id and i.id = l.order_item_id
                 where l.tenant_id = p.tenant_id and l.purchase_order_id = p.id), '[]') as lines,
              coalesce((
                select jsonb_agg(jsonb_build_object(
                         'tracking_number', r.tracking_number, 'carrier', r.carrier,
                         'tracking_url', r.tracking_url, 'fulfillment_id', r.fulfillment_id,
                         'last_movement_at', r.last_movement_at) order by r.first_seen_at, r.id)
                  from purchase_parcels r
                 where r.tenant_id = p.tenant_id and r.purchase_order_id = p.id), '[]') as parcels,
              coalesce((
                select jsonb_agg(jsonb_build_object(
                         'at', t.at, 'kind', t.kind, 'message', t.message, 'actor', t.actor,
                         'detail', nullif(t.data ->> 'words', t.message))
                         order by t.at desc, t.id desc)
                  from purchase_timeline t
                 where t.tenant_id = p.tenant_id and t.purchase_order_id = p.id), '[]') as timeline
         from purchase_orders p
         join suppliers s on s.tenant_id = p.tenant_id and s.id = p.supplier_id
         join orders o on o.tenant_id = p.tenant_id and o.id = p.order_id
        where p.store_id = :store and p.id = :id"""  # noqa: S608 - our own columns
)

_NEEDS = text(
    """select n.id, n.order_item_id, i.title, i.variant_title, n.quantity, n.status, n.reason,
              n.detail, n.due_at,
              coalesce((
                select jsonb_agg(distinct jsonb_build_object(
                         'id', p.id, 'number', p.number, 'status', p.status))
                  from purchase_lines l
                  join purchase_orders p on p.tenant_id = l.tenant_id
                   and p.id = l.purchase_order_id
                 where l.tenant_id = n.tenant_id and l.need_id = n.id and l.active), '[]')
              as purchases
         from sourcing_needs n
         join order_items i on i.tenant_id = n.tenant_id and i.id = n.order_item_id
        where n.store_id = :store and n.order_id = :order order by i.position"""
)

_WANTING = text(
    f"""select w.*, (select e.data ->> 'occasion' from events e
                     where e.tenant_id = w.tenant_id and e.resource_type = 'purchase_order'
                       and e.resource_id = w.id and e.type = 'purchase.attention'
                     order by e.sequence desc limit 1) as told
         from (select p.tenant_id, p.id, p.store_id, p.number, p.status,
                      o.number as order_number, s.name as supplier,
                      coalesce(p.flagged, p.reason, p.status) as reason,
                      concat_ws(':', p.status, p.reason, p.flagged, p.attempt,
                                p.approved_at) as occasion
                 from purchase_orders p
                 join suppliers s on s.tenant_id = p.tenant_id and s.id = p.supplier_id
                 join orders o on o.tenant_id = p.tenant_id and o.id = p.order_id
                where p.id = :id and {VIEWS["attention"]}) w"""  # noqa: S608 - our own columns
)


async def wanting(session: AsyncSession, purchase_id: UUID) -> dict[str, Any] | None:
    """What a purchase order wants somebody for (`occasion`), and what somebody was told of last;
    None where it wants nobody."""
    row = (await session.execute(_WANTING, {"id": purchase_id})).mappings().first()
    return dict(row) if row is not None else None


async def list_purchases(
    session: AsyncSession,
    store_id: UUID,
    view: str,
    *,
    search: str | None = None,
    supplier_id: UUID | None = None,
    offset: int,
    limit: int,
) -> tuple[list[dict[str, Any]], int]:
    """A page of the store's purchase orders, newest first, and how many there are."""
    values: dict[str, Any] = {"store": store_id}
    wanted = [VIEWS[view]]
    if supplier_id is not None:
        wanted.append("p.supplier_id = :supplier")
        values["supplier"] = supplier_id
    if search and search.strip():
        found = _DIGITS.fullmatch(search.strip())
        wanted.append(_SEARCH)
        values["number"] = int(found[1]) if found else -1
        values["search"] = _like(search.strip())
    where = " and ".join(wanted)
    query = text(_LIST.format(columns=_COLUMNS, view=where))
    paged = {**values, "offset": offset, "limit": limit}
    rows = [dict(row) for row in (await session.execute(query, paged)).mappings()]
    if rows or not offset:
        return rows, int(rows[0]["found"]) if rows else 0
    count = text(_COUNT.format(view=where))
    return [], int(await session.scalar(count, values) or 0)


def _like(words: str) -> str:
    """A pattern that means just these words, in any case."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


async def load_purchase(
    session: AsyncSession, store_id: UUID, purchase_id: UUID, today: Any
) -> dict[str, Any] | None:
    """A purchase order with its lines, parcels and timeline, None for none of the store's."""
    values = {"store": store_id, "id": purchase_id, "today": today}
    row = (await session.execute(_ONE, values)).mappings().first()
    return dict(row) if row is not None else None


async def load_needs(session: AsyncSession, store_id: UUID, order_id: UUID) -> list[dict[str, Any]]:
    """What each item of an order waits for, or is bought with."""
    values = {"store": store_id, "order": order_id}
    return [dict(row) for row in (await session.execute(_NEEDS, values)).mappings()]
