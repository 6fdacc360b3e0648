"""Fraud checks with their orders; SQL only."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from commerce.reads.payment_table import searched

_ROW = """c.order_id, o.number as order_number, o.status as order_status,
          o.shipping_address ->> 'name' as customer_name, o.email, o.total, o.currency, o.test,
          o.placed_at, c.score, c.outcome, c.signals, c.review_at, c.hold_at, c.held, c.checked_at,
          c.decision, c.decided_at, c.decided_by, c.note"""

WAITING = "c.decision is null and c.outcome <> 'allow'"

_LIST = text(
    f"""select {_ROW}, count(*) over () as found
         from fraud_checks c
         join orders o on o.tenant_id = c.tenant_id and o.id = c.order_id
        where c.store_id = :store
          and (:search is null or lower(o.email) like :like escape '!'
               or o.number::text = ltrim(:search, '#'))
          and (cast(:view as text) is null
               or :view = 'waiting' and {WAITING}
               or :view = 'held' and {WAITING} and c.outcome = 'hold'
               or :view = 'decided' and c.decision is not null
               or :view = 'cleared' and c.outcome = 'allow')
        order by ({WAITING}) desc, c.checked_at desc, c.order_id desc
        limit :limit offset :offset"""  # noqa: S608 - constants only
).bindparams(bindparam("search", type_=Text()))

_GET = text(
    f"""select {_ROW} from fraud_checks c
         join orders o on o.tenant_id = c.tenant_id and o.id = c.order_id
        where c.store_id = :store and c.order_id = :order"""  # noqa: S608 - constants only
)


async def list_checks(
    session: AsyncSession,
    store_id: UUID,
    *,
    view: str | None,
    search: str | None,
    limit: int,
    offset: int,
) -> tuple[Sequence[Mapping[str, Any]], int]:
    """(a page of the store's checks, those that wait for a decision first, how many there are)."""
    wanted, like = searched(search)
    values = {
        "store": store_id,
        "view": view,
        "search": wanted,
        "like": like,
        "limit": limit,
        "offset": offset,
    }
    rows = [dict(row) for row in (await session.execute(_LIST, values)).mappings()]
    return rows, int(rows[0]["found"]) if rows else 0


async def load_check(
    session: AsyncSession, store_id: UUID, order_id: UUID
) -> Mapping[str, Any] | None:
    """One order's check; None where it has none or is not the store's."""
    row = (await session.execute(_GET, {"store": store_id, "order": order_id})).mappings().first()
    return dict(row) if row is not None else None
