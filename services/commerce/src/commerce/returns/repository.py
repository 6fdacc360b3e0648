"""Queries of returns."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

_INSERT = text(
    """with made as (
         insert into returns
           (tenant_id, id, store_id, order_id, sequence, kind, status, actor, name, email, message,
            instructions, requested_at, created_at, updated_at)
         values (:tenant_id, :id, :store_id, :order_id,
                 (select coalesce(max(sequence), 0) + 1 from returns where order_id = :order_id),
                 :kind, :status, :actor, :name, :email, :message, :instructions, :now, :now, :now)
         returning sequence
       ), lines as (
         insert into return_lines
           (tenant_id, return_id, order_item_id, store_id, quantity, reason, received)
         select :tenant_id, :id, l.item, :store_id, l.quantity, l.reason, 0
           from unnest(cast(:items as uuid[]), cast(:quantities as integer[]),
                       cast(:reasons as text[])) as l (item, quantity, reason)
       )
       select sequence from made"""
)

_RETURN = """
    select r.id, r.order_id, r.sequence, r.kind, r.status, r.actor, r.name as declared_by,
           r.email as declared_email, r.message, r.instructions, r.label_url, r.decline_reason,
           r.outcome, r.requested_at, r.decided_at, r.received_at, r.completed_at,
           o.number, o.email, o.currency, o.shipping_address ->> 'name' as customer_name,
           (select jsonb_agg(jsonb_build_object(
                     'item_id', l.order_item_id, 'title', i.title,
                     'variant_title', i.variant_title, 'quantity', l.quantity,
                     'reason', l.reason, 'received', l.received, 'condition', l.condition,
                     'restocked', l.restocked, 'exchange', (
                       select jsonb_build_object(
                                'variant_id', x.variant_id, 'title', x.facts ->> 'title',
                                'variant_title', x.facts ->> 'variant_title',
                                'quantity', x.quantity, 'item_id', x.replacement_item_id,
                                'charged', x.charged,
                                'difference', jsonb_build_object(
                                  'amount', x.difference, 'currency', o.currency))
                         from return_replacements x
                        where x.tenant_id = l.tenant_id and x.return_id = l.return_id
                          and x.order_item_id = l.order_item_id)) order by i.position)
              from return_lines l
              join order_items i on i.tenant_id = l.tenant_id and i.id = l.order_item_id
             where l.tenant_id = r.tenant_id and l.return_id = r.id) as lines,
           (select coalesce(jsonb_agg(jsonb_build_object(
                     'id', p.id, 'width', p.width, 'height', p.height)
                     order by p.created_at, p.id), '[]')
              from return_photos p
             where p.tenant_id = r.tenant_id and p.return_id = r.id) as photos,
           (select jsonb_build_object(
                     'draft_id', d.id, 'name', 'D' || d.sequence, 'order_id', d.order_id,
                     'order_number', s.number, 'sent', d.sent_at is not null,
                     'amount', jsonb_build_object('amount', coalesce(s.total, d.total),
                                                  'currency', d.currency),
                     'state', case when d.status = 'cancelled' then 'over'
                                   when d.order_id is null then 'waiting'
                                   when s.status in ('cancelled', 'expired') then 'over'
                                   else 'paid' end)
              from draft_orders d
              left join orders s on s.tenant_id = d.tenant_id and s.id = d.order_id
             where d.tenant_id = r.tenant_id and d.id = r.exchange_draft_id) as exchange
      from returns r join orders o on o.tenant_id = r.tenant_id and o.id = r.order_id"""

_ONE = text(f"{_RETURN} where r.id = :id and r.store_id = :store")

_OF_ORDER = text(f"{_RETURN} where r.order_id = :order order by r.sequence")

_LOCK = text(
    """select id, order_id, kind, status, exchange_draft_id from returns
        where id = :id and store_id = :store for no key update"""
)

_WHERE = """r.store_id = :store and r.status <> 'declared'
   and (cast(:status as text) is null or r.status = :status)
   and (cast(:kind as text) is null or r.kind = :kind)
   and (cast(:search as text) is null
        or r.order_id in (
             select f.id from orders f
              where f.tenant_id = r.tenant_id and f.store_id = r.store_id
                and (f.number = cast(:number as bigint)
                     or f.search_text like all (cast(:words as text[])))))"""

_PAGE = text(
    f"""select r.id, r.order_id, r.sequence, r.kind, r.status, r.requested_at, o.number,
              o.shipping_address ->> 'name' as customer_name,
              (select coalesce(sum(l.quantity), 0) from return_lines l
                where l.tenant_id = r.tenant_id and l.return_id = r.id) as units
         from returns r join orders o on o.tenant_id = r.tenant_id and o.id = r.order_id
        where {_WHERE}
        order by r.requested_at desc, r.id desc limit :limit offset :offset"""  # noqa: S608 - constants only
)

_COUNT = text(f"select count(*) from returns r where {_WHERE}")  # noqa: S608 - constants only

_SPOKEN_FOR = text(
    """select l.order_item_id, sum(l.quantity - coalesce(x.dropped, 0)) as units,
              sum(case when r.status in ('received', 'completed') then 0
                       else l.quantity end) as away
         from returns r
         join return_lines l on l.tenant_id = r.tenant_id and l.return_id = r.id
         left join return_replacements x
           on x.tenant_id = l.tenant_id and x.return_id = l.return_id
          and x.order_item_id = l.order_item_id
        where r.order_id = :order
          -- what was exchanged stays spoken for: its money stands for the replacement
          and (r.status in ('requested', 'approved', 'received')
               or (r.status = 'completed' and x.order_item_id is not null))
        group by l.order_item_id"""
)

_MOVE = text(
    """update returns
          set status = :status, updated_at = :now,
              requested_at = case when cast(:status as text) = 'requested' then :now
                                  else requested_at end,
              decided_at = case when cast(:status as text) in ('approved', 'declined') then :now
                                else decided_at end,
              received_at = case when cast(:status as text) = 'received' then :now
                                 else received_at end,
              completed_at = case when cast(:status as text) = 'completed' then :now
                                  else completed_at end,
              instructions = coalesce(:instructions, instructions),
              label_url = coalesce(:label_url, label_url),
              decline_reason = coalesce(:decline_reason, decline_reason),
              outcome = coalesce(:outcome, outcome)
        where id = :id"""
).bindparams(bindparam("outcome", type_=JSONB(none_as_null=True)))

_CHARGED_BY = text("update returns set exchange_draft_id = :draft where id = :id")

_RECEIVED = text(
    """update return_lines l
          set received = g.received, condition = g.condition, restocked = g.restocked
         from unnest(cast(:items as uuid[]), cast(:received as integer[]),
                     cast(:conditions as text[]), cast(:restocked as boolean[]))
              as g (item, received, condition, restocked)
        where l.return_id = :id and l.order_item_id = g.item"""
)

_POLICY = text(
    "select self_service, window_days, instructions from return_policies where store_id = :store"
)

_SET_POLICY = text(
    """insert into return_policies (tenant_id, store_id, self_service, window_days, instructions)
       values (:tenant, :store, :self_service, :window_days, :instructions)
       on conflict (tenant_id, store_id) do update
          set self_service = excluded.self_service, window_days = excluded.window_days,
              instructions = excluded.instructions"""
)


async def insert(session: AsyncSession, values: Mapping[str, Any]) -> int:
    """Write a return with its lines; its number within the order."""
    return int(await session.scalar(_INSERT, values) or 0)


async def one(session: AsyncSession, store_id: UUID, return_id: UUID) -> dict[str, Any] | None:
    """A return with its lines and its order's facts."""
    values = {"id": return_id, "store": store_id}
    row = (await session.execute(_ONE, values)).mappings().first()
    return dict(row) if row is not None else None


async def of_order(session: AsyncSession, order_id: UUID) -> list[dict[str, Any]]:
    """An order's returns in their order."""
    rows = (await session.execute(_OF_ORDER, {"order": order_id})).mappings()
    return [dict(row) for row in rows]


async def lock(session: AsyncSession, store_id: UUID, return_id: UUID) -> Any:
    """A return's row, kept from others until the transaction ends."""
    return (await session.execute(_LOCK, {"id": return_id, "store": store_id})).first()


async def charged_by(session: AsyncSession, return_id: UUID, draft_id: UUID) -> None:
    """Remember the draft by which the difference is paid."""
    await session.execute(_CHARGED_BY, {"id": return_id, "draft": draft_id})


async def page(
    session: AsyncSession,
    store_id: UUID,
    *,
    status: str | None,
    kind: str | None,
    search: str | None,
    number: int | None,
    **page: int,
) -> tuple[list[dict[str, Any]], int]:
    """(rows of one page, how many there are). `search` is a search key; with `number` it finds the
    order of that number, too."""
    filters = {
        "store": store_id,
        "status": status,
        "kind": kind,
        "search": search,
        "number": number,
        "words": [f"%{word}%" for word in (search or "").split()],
    }
    rows = (await session.execute(_PAGE, {**filters, **page})).mappings().all()
    return [dict(row) for row in rows], int(await session.scalar(_COUNT, filters) or 0)


async def spoken_for(session: AsyncSession, order_id: UUID) -> dict[UUID, tuple[int, int]]:
    """Order item -> (units of open returns that have not come back, units of open returns)."""
    rows = await session.execute(_SPOKEN_FOR, {"order": order_id})
    return {row.order_item_id: (int(row.away), int(row.units)) for row in rows}


async def move(
    session: AsyncSession,
    return_id: UUID,
    status: str,
    now: datetime,
    *,
    instructions: str | None = None,
    label_url: str | None = None,
    decline_reason: str | None = None,
    outcome: Mapping[str, Any] | None = None,
) -> None:
    """Write a return's state and what came with it."""
    await session.execute(
        _MOVE,
        {
            "id": return_id,
            "status": status,
            "now": now,
            "instructions": instructions,
            "label_url": label_url,
            "decline_reason": decline_reason,
            "outcome": outcome,
        },
    )


async def received(
    session: AsyncSession, return_id: UUID, lines: Sequence[tuple[UUID, int, str, bool]]
) -> None:
    """Write what arrived: (order item, units, condition, restocked)."""
    await session.execute(
        _RECEIVED,
        {
            "id": return_id,
            "items": [line[0] for line in lines],
            "received": [line[1] for line in lines],
            "conditions": [line[2] for line in lines],
            "restocked": [line[3] for line in lines],
        },
    )


async def policy(session: AsyncSession, store_id: UUID) -> RowMapping | None:
    """What the store promises; None: it never said."""
    return (await session.execute(_POLICY, {"store": store_id})).mappings().first()


async def set_policy(session: AsyncSession, values: Mapping[str, Any]) -> None:
    """Write the store's promise."""
    await session.execute(_SET_POLICY, values)
