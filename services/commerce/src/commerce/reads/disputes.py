"""Disputes with their orders; SQL only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from commerce.reads.payment_table import searched

_ROW = """d.id, d.order_id, o.number as order_number, d.payment_id, d.provider, d.provider_ref,
           d.status, d.inquiry, d.reason, d.amount, d.currency, d.withdrawn, d.returned, d.fee,
           d.fee_currency, d.due_by, d.submissions, d.test, d.opened_at, d.closed_at,
           d.evidence_state"""

_LIST = text(
    f"""select {_ROW}, count(*) over () as found
         from disputes d
         join payments p on p.tenant_id = d.tenant_id and p.id = d.payment_id
         join checkouts k on k.tenant_id = p.tenant_id and k.id = p.checkout_id
         left join orders o on o.tenant_id = d.tenant_id and o.id = d.order_id
        where d.store_id = :store
          and (:search is null or lower(k.email) like :like escape '!'
               or d.provider_ref = :search or o.number::text = ltrim(:search, '#'))
          and (cast(:status as text) is null
               or :status = 'open' and d.status in ('needs_response', 'under_review')
               or :status = 'closed' and d.status in ('won', 'lost', 'closed')
               or d.status = :status)
          and (cast(:order as uuid) is null or d.order_id = :order)
        order by (d.status = 'needs_response') desc, d.opened_at desc, d.id desc
        limit :limit offset :offset"""  # noqa: S608 - constants only
).bindparams(bindparam("search", type_=Text()))

_GET = text(
    f"""select {_ROW}, d.evidence, d.evidence_error, k.email, k.shipping_address, k.lines,
              k.shipping_name,
              (select jsonb_build_object('carrier', f.carrier, 'number', f.tracking_number,
                                         'shipped_at', f.shipped_at)
                 from fulfillments f
                where f.tenant_id = d.tenant_id and f.order_id = d.order_id
                  and f.shipped_at is not null
                order by f.shipped_at limit 1) as parcel
         from disputes d
         join payments p on p.tenant_id = d.tenant_id and p.id = d.payment_id
         join checkouts k on k.tenant_id = p.tenant_id and k.id = p.checkout_id
         left join orders o on o.tenant_id = d.tenant_id and o.id = d.order_id
        where d.store_id = :store and d.id = :id"""  # noqa: S608 - constants only
)

_DUE = text(
    """select count(*) as open, min(due_by) as due_by from disputes
        where store_id = :store and status = 'needs_response' and due_by > :now"""
)


async def list_disputes(
    session: AsyncSession,
    store_id: UUID,
    *,
    status: str | None,
    order_id: UUID | None,
    search: str | None,
    limit: int,
    offset: int,
) -> tuple[Sequence[Mapping[str, Any]], int]:
    """(a page of the store's disputes, those that want an answer first, how many there are)."""
    wanted, like = searched(search)
    values = {
        "store": store_id,
        "status": status,
        "search": wanted,
        "like": like,
        "order": order_id,
        "limit": limit,
        "offset": offset,
    }
    rows = [dict(row) for row in (await session.execute(_LIST, values)).mappings()]
    return rows, int(rows[0]["found"]) if rows else 0


async def load_dispute(
    session: AsyncSession, store_id: UUID, dispute_id: UUID
) -> Mapping[str, Any] | None:
    """One dispute with what is known of its sale; None where it is not the store's."""
    found = await session.execute(_GET, {"store": store_id, "id": dispute_id})
    row = found.mappings().first()
    return dict(row) if row is not None else None


async def waiting(
    session: AsyncSession, store_id: UUID, now: datetime
) -> tuple[int, datetime | None]:
    """(how many disputes want an answer, until when the first)."""
    row = (await session.execute(_DUE, {"store": store_id, "now": now})).one()
    return int(row.open), row.due_by
