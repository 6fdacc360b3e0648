"""Carts left behind, for their reminders and for their merchant. SQL only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import DateTime, Text

_WHOSE = text(
    """
    select coalesce(a.email, lower(c.email)) as email,
           coalesce(a.name, k.shipping_address ->> 'name') as name,
           coalesce(a.disabled_at is not null, false) as disabled,
           s.slug, s.country, s.status as store_status,
           exists (
             select 1 from orders o
              where o.store_id = c.store_id and o.placed_at >= c.updated_at
                and (o.customer_id = c.customer_id
                     or lower(o.email) = coalesce(a.email, lower(c.email)))
           ) as bought
      from carts c
      join stores s on s.tenant_id = c.tenant_id and s.id = c.store_id
      left join customer_accounts a on a.tenant_id = c.tenant_id and a.id = c.customer_id
      left join checkouts k on k.tenant_id = c.tenant_id and k.cart_id = c.id
     where c.id = :cart
    """
).bindparams(bindparam("cart", type_=PgUUID(as_uuid=True)))


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose cart it is. `bought`: they ordered since they left it."""

    email: str | None
    name: str | None
    disabled: bool
    slug: str
    country: str
    store_status: str
    bought: bool


async def whose(session: AsyncSession, cart_id: UUID) -> Whose | None:
    """Who left a cart, as far as it is known."""
    row = (await session.execute(_WHOSE, {"cart": cart_id})).mappings().first()
    return Whose(**row) if row is not None else None


_WANTED = """
      from carts c
      left join customer_accounts a on a.tenant_id = c.tenant_id and a.id = c.customer_id
      cross join lateral (
        select count(*) as lines, coalesce(sum(l.quantity), 0) as items,
               coalesce(sum(l.quantity * l.unit_price), 0) as value
          from cart_lines l where l.tenant_id = c.tenant_id and l.cart_id = c.id
      ) held
     where c.store_id = :store and held.lines > 0
       and coalesce(a.email, c.email) is not null
       and (c.status = 'open' and c.updated_at < :idle
            or c.status = 'completed' and c.abandoned_at is not null)
       and (cast(:state as text) is null
            or (case when c.status = 'open' then 'open' else 'recovered' end) = :state)
       and (cast(:search as text) is null
            or coalesce(a.email, c.email) like '%' || :search || '%')"""

_LIST = text(
    f"""
    select c.id, c.customer_id, coalesce(a.email, c.email) as email, a.name,
           case when c.status = 'open' then 'open' else 'recovered' end as state,
           held.items::bigint as items, held.value::bigint as value, c.currency, c.reminders,
           c.updated_at, c.abandoned_at,
           (select k.order_id from checkouts k
             where k.tenant_id = c.tenant_id and k.cart_id = c.id) as order_id,
           coalesce((select n.granted from consents n
                      where n.tenant_id = c.tenant_id and n.store_id = c.store_id
                        and n.email = coalesce(a.email, c.email)
                        and n.purpose = 'marketing_email'
                      order by n.at desc, n.id desc limit 1), false) as consent,
           count(*) over () as found
    {_WANTED}
     order by c.updated_at desc, c.id desc
     limit :limit offset :offset
    """  # noqa: S608 - constants only
).bindparams(
    bindparam("store", type_=PgUUID(as_uuid=True)),
    bindparam("idle", type_=DateTime(timezone=True)),
    bindparam("state", type_=Text()),
    bindparam("search", type_=Text()),
)


async def list_abandoned(
    session: AsyncSession,
    store_id: UUID,
    *,
    idle_since: datetime,
    state: str | None,
    search: str | None,
    limit: int,
    offset: int,
) -> tuple[Sequence[Mapping[str, Any]], int]:
    """(carts of a page, the last left first, how many there are): those of known people that nobody
    changed since `idle_since`, and those that were bought after a reminder."""
    result = await session.execute(
        _LIST,
        {
            "store": store_id,
            "idle": idle_since,
            "state": state,
            "search": search,
            "limit": limit,
            "offset": offset,
        },
    )
    rows = [dict(row) for row in result.mappings()]
    return rows, int(rows[0]["found"]) if rows else 0
