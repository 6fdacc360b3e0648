"""Payment attempts with their orders; SQL only."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Boolean, Text

STATES: Final[dict[str, list[str]]] = {
    "open": ["created", "requires_action", "authorized"],
    "succeeded": ["captured", "won"],
    "failed": ["failed", "cancelled", "voided", "expired"],
    "refunded": ["partially_refunded", "refunded"],
    "disputed": ["disputed", "won", "lost"],
}
"""How people sort attempts; a dispute that was won belongs to two."""

_LIST = text(
    """select p.id, p.order_id, o.number as order_number, k.email, p.attempt, p.provider,
              p.provider_ref, p.status, p.amount, p.currency, p.captured, p.refunded,
              p.failure_code, p.failure_message, p.test, p.requested_at as created_at,
              count(*) over () as found
         from payments p
         join checkouts k on k.tenant_id = p.tenant_id and k.id = p.checkout_id
         left join orders o on o.tenant_id = p.tenant_id and o.id = p.order_id
        where p.store_id = :store
          and (cast(:statuses as text[]) is null or p.status = any(:statuses))
          and (:test is null or p.test = :test)
          and (:search is null or lower(k.email) like :like escape '!'
               or p.provider_ref = :search or o.number::text = ltrim(:search, '#'))
        order by p.requested_at desc, p.id desc limit :limit offset :offset"""
).bindparams(
    bindparam("statuses", type_=ARRAY(Text())),
    bindparam("test", type_=Boolean()),
    bindparam("search", type_=Text()),
)


def searched(search: str | None) -> tuple[str | None, str]:
    """(what was typed, the pattern of addresses that hold it); its signs mean themselves."""
    wanted = (search or "").strip() or None
    plain = (wanted or "").lower()
    for sign in ("!", "%", "_"):
        plain = plain.replace(sign, f"!{sign}")
    return wanted, f"%{plain}%"


async def list_payments(
    session: AsyncSession,
    store_id: UUID,
    *,
    state: str | None,
    test: bool | None,
    search: str | None,
    limit: int,
    offset: int,
) -> tuple[Sequence[Mapping[str, Any]], int]:
    """(a page of the store's attempts, newest first, how many there are)."""
    wanted, like = searched(search)
    values = {
        "store": store_id,
        "statuses": STATES[state] if state is not None else None,
        "test": test,
        "search": wanted,
        "like": like,
        "limit": limit,
        "offset": offset,
    }
    rows = [dict(row) for row in (await session.execute(_LIST, values)).mappings()]
    return rows, int(rows[0]["found"]) if rows else 0
