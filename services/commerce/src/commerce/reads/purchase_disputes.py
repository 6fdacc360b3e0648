"""Complaints about purchase orders, and what could be complained of. SQL only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

VIEWS = {
    "all": "true",
    "open": "d.status in ('queued', 'sending', 'unknown', 'open')",
    "ended": "d.status in ('accepted', 'refused', 'withdrawn')",
}
"""Name -> condition; the names are the API's."""

COLUMNS = """d.id, d.purchase_order_id, p.number as purchase_number, p.order_id,
       o.number as order_number, p.supplier_id, s.name as supplier_name, d.refund_id, d.return_id,
       d.reference, d.dispute_ref, d.status, d.lines, d.amount, d.currency, d.refunded, d.reason,
       d.message, d.answer, d.withdraw_wanted, d.created_at, d.due_at, d.decided_at"""

_FROM = """from purchase_disputes d
         join purchase_orders p on p.tenant_id = d.tenant_id and p.id = d.purchase_order_id
         join suppliers s on s.tenant_id = p.tenant_id and s.id = p.supplier_id
         join orders o on o.tenant_id = p.tenant_id and o.id = p.order_id"""

_LIST = """select {columns}, count(*) over () as found {source}
        where d.store_id = :store and {view}
        order by d.created_at desc, d.id desc offset :offset limit :limit"""

_COUNT = "select count(*) from purchase_disputes d where d.store_id = :store and {view}"

_ONE = text(f"select {COLUMNS} {_FROM} where d.store_id = :store and d.id = :id")

_OF_PURCHASE = text(
    f"""select {COLUMNS} {_FROM}
        where d.store_id = :store and d.purchase_order_id = :id
        order by d.created_at, d.id"""
)

_GROUNDS = text(
    """with grounds as (
         select f.id as refund_id,
                (select r.id from returns r
                  where r.tenant_id = f.tenant_id and r.order_id = f.order_id
                    and r.outcome ->> 'refund_id' = f.id::text limit 1) as return_id,
                f.created_at as at, f.reason
           from order_refunds f
          where f.order_id = :order and f.status <> 'failed'
         union all
         select null, r.id, r.requested_at, null
           from returns r
          where r.order_id = :order and r.status in ('approved', 'received', 'completed')
            and r.outcome ->> 'refund_id' is null
       )
       select g.refund_id, g.return_id, g.at, g.reason, l.id as line_id, l.title, l.external_sku,
              l.quantity, l.goods, l.shipping, l.duty, n.quantity as sold,
              coalesce(rl.quantity, tl.quantity) as given_back,
              coalesce(taken.units, 0) as disputed, coalesce(here.units, 0) as disputed_here
         from grounds g
         join purchase_lines l on l.purchase_order_id = :purchase
         join purchase_orders p on p.tenant_id = l.tenant_id and p.id = l.purchase_order_id
          and (l.active or (p.booked and p.paid_at is not null))
         join sourcing_needs n on n.tenant_id = l.tenant_id and n.id = l.need_id
         left join refund_lines rl on rl.tenant_id = l.tenant_id
          and rl.order_refund_id = g.refund_id and rl.order_item_id = l.order_item_id
         left join return_lines tl on g.refund_id is null and tl.tenant_id = l.tenant_id
          and tl.return_id = g.return_id and tl.order_item_id = l.order_item_id
         left join lateral (
           select sum((e ->> 'quantity')::int) as units
             from purchase_disputes d cross join jsonb_array_elements(d.lines) e
            where d.tenant_id = l.tenant_id and d.purchase_order_id = l.purchase_order_id
              and d.status not in ('refused', 'withdrawn') and e ->> 'line_id' = l.id::text
         ) taken on true
         left join lateral (
           select sum((e ->> 'quantity')::int) as units
             from purchase_disputes d cross join jsonb_array_elements(d.lines) e
            where d.tenant_id = l.tenant_id and d.purchase_order_id = l.purchase_order_id
              and d.status not in ('refused', 'withdrawn') and e ->> 'line_id' = l.id::text
              and (d.refund_id = g.refund_id or d.return_id = g.return_id)
         ) here on true
        where coalesce(rl.quantity, tl.quantity) > 0
        order by g.at, coalesce(g.refund_id, g.return_id), l.position"""
)


@dataclass(frozen=True, slots=True)
class GroundLine:
    """A purchase line of which units were given back to the customer. `sold`: the order's units it
    was bought for; `given_back`: how many of them; `disputed`: the supplier's units in complaints
    that were not refused or withdrawn, `disputed_here` those about the same refund or return."""

    line_id: UUID
    title: str
    external_sku: str
    quantity: int
    goods: int
    shipping: int
    duty: int
    sold: int
    given_back: int
    disputed: int
    disputed_here: int


@dataclass(frozen=True, slots=True)
class Ground:
    """A refund, or a return that was not refunded: what a complaint is tied to."""

    refund_id: UUID | None
    return_id: UUID | None
    at: datetime
    reason: str | None
    lines: tuple[GroundLine, ...]


async def load_grounds(session: AsyncSession, order_id: UUID, purchase_id: UUID) -> list[Ground]:
    """What was given back to a customer of what a purchase order brought, the oldest first."""
    rows = await session.execute(_GROUNDS, {"order": order_id, "purchase": purchase_id})
    found: dict[tuple[UUID | None, UUID | None], list[Any]] = {}
    for row in rows.mappings():
        found.setdefault((row["refund_id"], row["return_id"]), []).append(row)
    return [
        Ground(
            refund_id,
            return_id,
            members[0]["at"],
            members[0]["reason"],
            tuple(
                GroundLine(**{name: member[name] for name in GroundLine.__dataclass_fields__})
                for member in members
            ),
        )
        for (refund_id, return_id), members in found.items()
    ]


async def list_disputes(
    session: AsyncSession, store_id: UUID, view: str, *, offset: int, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """A page of the store's complaints, newest first, and how many there are."""
    values: dict[str, Any] = {"store": store_id, "offset": offset, "limit": limit}
    query = text(_LIST.format(columns=COLUMNS, source=_FROM, view=VIEWS[view]))
    rows = [dict(row) for row in (await session.execute(query, values)).mappings()]
    if rows or not offset:
        return rows, int(rows[0]["found"]) if rows else 0
    count = text(_COUNT.format(view=VIEWS[view]))
    return [], int(await session.scalar(count, {"store": store_id}) or 0)


async def load_dispute(
    session: AsyncSession, store_id: UUID, dispute_id: UUID
) -> dict[str, Any] | None:
    """One of the store's complaints, None for none."""
    row = (await session.execute(_ONE, {"store": store_id, "id": dispute_id})).mappings().first()
    return dict(row) if row is not None else None


async def disputes_of(
    session: AsyncSession, store_id: UUID, purchase_id: UUID
) -> list[dict[str, Any]]:
    """All complaints about a purchase order, the oldest first."""
    values = {"store": store_id, "id": purchase_id}
    return [dict(row) for row in (await session.execute(_OF_PURCHASE, values)).mappings()]
